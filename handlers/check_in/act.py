"""What a check-in does: an on-site act of the day in an assigned village, once (domain.md 3.1, X09)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from handlers.added import added, lines
from handlers.asking import ask, end_of_tomorrow, until
from handlers.day_code import day_code, looks_like_code
from handlers.dialog import Amend, Record, Rows
from handlers.duty import own_path
from handlers.forms.model import Form, row, said
from handlers.forms.values import Value, names, text
from handlers.rules.onsite import OnsiteRule
from handlers.turn import Turn
from locales import words
from storage.queries.act_words import add_note
from storage.queries.check_ins import (
    CheckInRow,
    add_check_in,
    assigned_villages,
    check_ins_of,
    leave_village,
    say_check_in,
)
from storage.queries.leaves import LeaveRow, leaves_of
from storage.queries.requests import NewRequest, officers_of
from storage.values.receipt import Receipt

TITLE = words("check-in")
PREFIX = "QD"
CLOCK = re.compile(r"(\d{1,2})(?:[点时:](?:(\d{1,2})分?|(半))?)")
AFTER_MIDNIGHT = timedelta(hours=6)
"""Up to when a check-out after midnight still belongs to yesterday's check-in (D11)."""


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """A check-in as it stands; `earlier` if the day had one in that village before.

    `evidence`: e1 with the code of the day. `asked`: so many of the village were asked to confirm it.
    """

    receipt: str
    village: str
    came_at: datetime
    items: list[str]
    earlier: bool = False
    evidence: str = "e0"
    asked: int = 0
    added: Sequence[str] = ()


async def villages(turn: Turn) -> Rows:
    """The villages the speaker is assigned to today, as choices."""
    assert turn.speaker is not None
    found = await turn.run(assigned_villages, turn.speaker.person_id, turn.today)
    return [row(str(village.id), village.name, (village.name.removesuffix("村"),)) for village in found]


async def is_assigned(turn: Turn, spoken: str) -> bool:
    """Whether what was said names a village that the speaker has to be in."""
    return any(
        word in spoken.split() for each in await villages(turn) for word in (each.label[""], *each.words)
    )


async def known(turn: Turn) -> Mapping[str, Value]:
    """What need not be asked: the only village, or the one named; the work named after the word."""
    offered = await villages(turn)
    spoken = turn.intent.rest.split()
    named = [v for v in offered if any(word in spoken for word in (v.label[""], *v.words))]
    chosen = named or offered
    other = [word for word in spoken if not any(word in (v.label[""], *v.words) for v in named)]
    code = _code(turn, other, chosen)
    items, note = _work(turn, [word for word in other if word != code])
    given: dict[str, Value] = {
        "items": items,
        "note": note,
        "asks_code": "yes" if code or _asks_code(turn) else "",
    }
    given |= {"code": code} if code else {}
    return {**given, "village": chosen[0].name} if len(chosen) == 1 else given


def _asks_code(turn: Turn) -> bool:
    asks: bool = turn.office.parameters.value("onsite.code", own_path(turn), turn.today)
    return asks


def _code(turn: Turn, spoken: list[str], offered: Rows) -> str | None:
    """The word that is a code of the day: any four digits where one is asked, else only a right one (X26)."""
    right = {day_code(turn.vault, int(village.name), turn.today) for village in offered}
    words_ = [word for word in spoken if looks_like_code(word)]
    return next((word for word in words_ if _asks_code(turn) or word in right), None)


def _work(turn: Turn, spoken: list[str]) -> tuple[tuple[str, ...], str]:
    """The words that name a kind of work, and the rest as they were said."""
    form = turn.office.form("check_in")
    kinds = form.lists[form.by_name["items"].choices]
    named = {word: kind.name for kind in kinds for word in (*kind.label.values(), *kind.words)}
    items = tuple(dict.fromkeys(named[word] for word in spoken if word in named))
    return items, " ".join(word for word in spoken if word not in named)


async def leave_today(turn: Turn) -> LeaveRow | None:
    """The leave the speaker is on today, if any."""
    assert turn.speaker is not None
    found = await turn.run(leaves_of, turn.speaker.person_id, turn.today, turn.today)
    return found[0] if found else None


async def check_in(turn: Turn, record: Record) -> CheckedIn:
    """Write the act, unless the day has one in that village already."""
    assert turn.speaker is not None
    village_id = int(text(record["village"]))
    items, note = names(record.get("items")), text(record.get("note"))
    form = _form(turn)
    own = added(form, record)
    shown = lines(turn, form, own)
    before = await _of_day(turn, turn.today)
    same = next((act for act in before if act.village_id == village_id), None)
    if same and same.source == "said":
        return CheckedIn(_receipt(same.id, same.day), same.village, same.came_at, [], earlier=True)
    if same:
        await turn.run(
            say_check_in, turn.vault, same.id, items=items, note=note, form_version=form.version, answers=own
        )
        labels = _labels(turn, items, note)
        return CheckedIn(_receipt(same.id, same.day), same.village, same.came_at, labels, added=shown)
    evidence = _evidence(turn, village_id, text(record.get("code")))
    came = _came(turn, note) if evidence == "e1" else turn.now
    number, status = await _add(turn, village_id, items, note, own, evidence, came)
    village = next(v for v in await villages(turn) if v.name == str(village_id)).label[""]
    labels = _labels(turn, items, note)
    asked = await _ask_village(turn, village_id, village, number) if status == "pending" else 0
    receipt = _receipt(number, turn.today)
    return CheckedIn(receipt, village, came, labels, evidence=evidence, asked=asked, added=shown)


def _evidence(turn: Turn, village_id: int, code: str) -> str:
    """e1 with the right code of the day, e0 without one.

    Raises:
        Amend: a code that is not the one of this village today.
    """
    if not code:
        return "e0"
    if code != day_code(turn.vault, village_id, turn.today):
        raise Amend(
            "code",
            words(
                "That is not today's code of the village. Look at its notice board or ask its clerk; 0 goes on without."
            ),
        )
    return "e1"


def _came(turn: Turn, note: str) -> datetime:
    """The time of day said beside a right code, if it is well before now: there was no signal then (X26)."""
    said = next((match for word in note.split() if (match := CLOCK.fullmatch(word))), None)
    if said is None or int(said[1]) > 23 or int(said[2] or 0) > 59:
        return turn.now
    minute = 30 if said[3] else int(said[2] or 0)
    came = turn.now.replace(hour=int(said[1]), minute=minute, second=0, microsecond=0)
    late = timedelta(minutes=turn.office.parameters.value("onsite.late_minutes", own_path(turn), turn.today))
    return came if turn.now - came > late else turn.now


async def _ask_village(turn: Turn, village_id: int, village: str, number: int) -> int:
    """A day that only waits for evidence: the officers of the village are asked whether they saw them (D10)."""
    assert turn.speaker is not None
    officers = await turn.run(officers_of, village_id, turn.today)
    people = [each.person_id for each in officers if each.person_id != turn.speaker.person_id]
    new = NewRequest("tap", number, turn.speaker.person_id, turn.today, village, "", end_of_tomorrow(turn))
    return await ask(turn, people, new, turn.speaker.name)


def _form(turn: Turn) -> Form:
    """The version of the form that was filled in."""
    return turn.filled[0] if turn.filled else turn.office.form("check_in")


async def _add(
    turn: Turn,
    village_id: int,
    items: tuple[str, ...],
    note: str,
    own: Mapping[str, Any],
    evidence: str,
    came: datetime,
) -> tuple[int, str]:
    assert turn.speaker is not None
    rule = _rule(turn, village_id, turn.today)
    status = rule.judge(evidence)
    number = await turn.run(
        add_check_in, turn.vault, person_id=turn.speaker.person_id, village_id=village_id, came_at=came,
        day=turn.today, items=items, note=note, source="said", status=status, evidence=evidence,
        contact_id=turn.contact.id, now=turn.received, form_version=_form(turn).version, answers=own,
    )  # fmt: skip
    # With a shortest stay the check-out decides, and nobody else need be asked.
    return number, status if rule.min_hours is None else ""


def _rule(turn: Turn, village_id: int, day: date) -> OnsiteRule:
    """The on-site rule of a village on a day."""
    roles = turn.speaker.roles if turn.speaker else ()
    path = next((role.path for role in roles if role.region_id == village_id), "/")
    return OnsiteRule.of(turn.office.parameters, path, day)


def _labels(turn: Turn, items: tuple[str, ...], note: str) -> list[str]:
    form = _form(turn)
    kinds = {kind.name: said(kind.label, turn.language) for kind in form.lists[form.by_name["items"].choices]}
    return [*(kinds.get(item, item) for item in items), *([note] if note else [])]


async def check_out(turn: Turn) -> CheckInRow | None:
    """Close today's check-in (or, soon after midnight, yesterday's); None if there is none."""
    open_act = await _to_close(turn)
    if open_act is None or turn.now < open_act.came_at:
        return open_act
    rule = _rule(turn, open_act.village_id, open_act.day)
    # Where a region asks for a shortest stay, it is known only now whether the day counts.
    status = rule.judge(open_act.evidence, turn.now - open_act.came_at)
    await turn.run(leave_village, open_act.id, turn.now, status)
    return replace(open_act, left_at=turn.now)


async def say_solved(turn: Turn, act: CheckInRow, solved: str) -> None:
    """What was seen to today stands with the day, and so in the diary and the work ledger (D11)."""
    await turn.run(add_note, turn.vault, act.id, solved)


async def say_night(turn: Turn, act: CheckInRow) -> int:
    """The night is spent in the village: the officers are asked, and the next day counts once one says so."""
    assert turn.speaker is not None
    officers = await turn.run(officers_of, act.village_id, turn.today)
    people = [each.person_id for each in officers if each.person_id != turn.speaker.person_id]
    new = NewRequest("overnight", act.id, turn.speaker.person_id, act.day, act.village, "", until(turn))
    return await ask(turn, people, new, turn.speaker.name)


async def _to_close(turn: Turn) -> CheckInRow | None:
    today = await _of_day(turn, turn.today)
    if today:
        return today[-1]
    yesterday = await _of_day(turn, turn.today - timedelta(days=1))
    midnight = turn.now.replace(hour=0, minute=0, second=0, microsecond=0)
    late = [act for act in yesterday if act.left_at is None and turn.now - midnight < AFTER_MIDNIGHT]
    return late[-1] if late else None


async def _of_day(turn: Turn, day: date) -> list[CheckInRow]:
    assert turn.speaker is not None
    return await turn.run(check_ins_of, turn.speaker.person_id, day, day)


def _receipt(number: int, day: date) -> str:
    return str(Receipt(PREFIX, day, number))
