"""Which area and whom an instruction is about, from what was said and what was shown before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from handlers.forms import draft as drafts
from handlers.forms.values import Value, text
from handlers.instructions import answering, line
from handlers.instructions.answering import Choice
from handlers.instructions.line import Ordered
from handlers.instructions.sight import may_give
from handlers.turn import Turn
from storage.queries.areas import Area, area_named, areas_at

ABOUT = {"驻村情况": "on_site", "走访进度": "visits", "问题督办": "problems"}
"""What the lists of places under a question are about, by the word of their lines."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An instruction as far as it was said. `day` is that of the digest; `area` None for a unit's own people;
    `wanted` the word that named somebody, taken out of the text."""

    area: Area | None
    day: date | None
    ordered: Ordered
    wanted: str
    choice: Choice


async def understand(turn: Turn) -> Asked:
    """What followed 批 or 批示, by someone who may give instructions."""
    shown, day = await _shown(turn)
    words = turn.intent.rest.split()
    pointed, about = await _pointed(turn, words[0]) if words else (None, "")
    named = pointed or (await _area(turn, words[0]) if words else None)
    area = named or shown or await _widest(turn)
    said = " ".join(words[1:] if named else words)
    ordered = line.read(said, turn.today, numbered=area is not None and area.level == "township")
    ordered.line = about or ordered.line
    choice = await who(turn, area, ordered.line, ordered.text)
    wanted = _naming(choice, ordered)
    if wanted:
        ordered = replace(ordered, text=ordered.text.removeprefix(wanted).strip())
    return Asked(area, (day if area == shown else None) or _day_of(turn, ordered), ordered, wanted, choice)


def _day_of(turn: Turn, ordered: Ordered) -> date | None:
    """A line without a digest shown before is one of today's."""
    return turn.today if ordered.line else None


def _naming(choice: Choice, ordered: Ordered) -> str:
    """The first word, where it is the name of those who are meant and something follows: 城管局 请补齐."""
    first, _, more = ordered.text.partition(" ")
    names = {name for each in choice.first for name in (*answering.names(each), each.unit, each.place)}
    return first if first in names and more else ""


async def _shown(turn: Turn) -> tuple[Area | None, date | None]:
    """The area and the day of the digest that was shown last, while its numbers stand."""
    for place, day in _digests(turn):
        found = await _area(turn, place)
        if found is not None:
            return found, day
    return None, None


async def _pointed(turn: Turn, word: str) -> tuple[Area | None, str]:
    """The place that a number of the list just shown stands for, with what the list was about: 批 2 after 驻村."""
    number = line.number_said(word)
    shown: Mapping[str, str] = (turn.contact.menu or {}).get("lines", {})
    asked, *codes = shown.get(str(number), "").split() or [""]
    if asked not in ABOUT:
        return None, ""
    found = [area for code in codes if (area := await _area(turn, code)) is not None]
    return (found[0], ABOUT[asked]) if found else (None, "")


def _digests(turn: Turn) -> Iterator[tuple[str, date]]:
    for said in (turn.contact.menu or {}).get("lines", {}).values():
        words = said.split()
        if words[0] == "日报" and len(words) > 2 and words[-1][:4].isdigit():
            yield words[-2], date.fromisoformat(words[-1])


async def _area(turn: Turn, word: str) -> Area | None:
    """The area of a name or code within the speaker's reach, if it is the only one."""
    may = may_give(turn)
    found = [each for each in await turn.run(area_named, word) if may.covers(each.path)]
    return found[0] if len(found) == 1 else None


async def _widest(turn: Turn) -> Area | None:
    own = await turn.run(areas_at, may_give(turn).paths)
    return min(own, key=lambda each: each.path.count("/"), default=None)


async def who(turn: Turn, area: Area | None, about: str, said: str) -> Choice:
    """Who can be asked."""
    assert turn.speaker is not None
    may, me = may_give(turn), turn.speaker.person_id
    choice: Choice = await turn.run(answering.who, turn.office, area, may, about, said, turn.now, me)
    return choice


async def ground(turn: Turn, answers: Mapping[str, Value]) -> tuple[Area | None, Choice]:
    """The area of an instruction that is being given, and who can be asked there now."""
    code, said = (
        text(answers.get("area")),
        f"{text(answers.get('wanted'))} {text(answers.get('text'))}".strip(),
    )
    area = await _area(turn, code) if code else None
    if not may_give(turn) or (code and area is None):
        return None, Choice()
    return area, await who(turn, area, text(answers.get("line")), said)


async def of_draft(turn: Turn) -> Choice:
    """Who can be asked, for the draft that stands."""
    assert turn.draft is not None
    _, choice = await ground(turn, drafts.from_json(turn.draft.body).answers)
    return choice


def usual_due(turn: Turn, area: Area | None) -> date:
    """The day by which something is to be seen to where none is named."""
    count = turn.office.parameters.value("instruction.due_workdays", area.path if area else "/", turn.today)
    day = turn.today
    while count > 0:
        day += timedelta(days=1)
        count -= turn.office.calendar.works(day)
    return day


def most_days(turn: Turn) -> int:
    """How far away the day may be."""
    days: int = turn.office.parameters.value("instruction.most_days", "/", turn.today)
    return days
