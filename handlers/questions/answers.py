"""What the answers to questions share: choices by number, a page at a time, their heading, their log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from handlers.digests.collect import scene_of
from handlers.digests.gather_unit import scene_of_unit
from handlers.digests.read import cutoff_of
from handlers.digests.scene import Scene
from handlers.questions.asked import Asked, read
from handlers.replies import Option, Say
from handlers.shown import clock, full_day
from handlers.targets import Target
from handlers.turn import Turn
from locales import Translate, Words
from storage.queries.people import log_query

PAGE = 9
"""Choices in one answer; the rest is behind 更多."""
EXAMPLES = ("驻村情况", "问题督办 逾期", "对比 上周")

Choices = Sequence[tuple[str, str]]
"""Labels, and the command lines they stand for."""


@dataclass(slots=True)
class Answer:
    """An answer being put together: its lines, how many people or records it rests on, and the choices."""

    lines: list[str]
    size: int = 0
    choices: list[tuple[str, str]] = field(default_factory=list)

    def offer(self, choices: Choices, page: int = 1, again: str = "", more: str = "") -> None:
        """Add choices, nine of a page, and if there are others the line that asks `again` for the next."""
        self.choices += choices[(page - 1) * PAGE : page * PAGE]
        if len(choices) > page * PAGE:
            self.choices.append((more, f"{again} 第{page + 1}页"))

    def said(self, turn: Turn) -> Say:
        """As one message; what its numbers mean is noted in the turn."""
        numbered = list(enumerate(self.choices, 1))
        turn.menu = {str(n): command for n, (_, command) in numbered}
        options = tuple(Option(str(n), label, f"go:{command}") for n, (label, command) in numbered)
        return Say("\n".join(self.lines), options=options)


def which(turn: Turn, found: Sequence[Target], command: Callable[[Target], str]) -> Say:
    """Several fit: their names, by number."""
    answer = Answer([turn.t("Which one do you mean?")])
    answer.offer([(target.name, command(target)) for target in found[:PAGE]])
    return answer.said(turn)


def understood(turn: Turn, spoken: str) -> Asked | Words | None:
    """What was asked; Words where its date is wrong, None where it is no question."""
    try:
        return read(spoken, turn.today)
    except ValueError:
        return None


def not_understood(turn: Turn) -> Say:
    """Three examples (D50)."""
    answer = Answer([turn.t("I did not understand that. You can send:")])
    answer.offer([(line, line) for line in EXAMPLES])
    return answer.said(turn)


def scene_at(db: Connection, turn: Turn, target: Target, day: date) -> Scene:
    """The figures' scene on a day: of the area, or of the unit in it."""
    office, cutoff = turn.office, cutoff_of(target.area, day, turn.now, turn.office)
    scene = scene_of(db, target.area, day, cutoff, office.calendar, office.parameters)
    return scene_of_unit(scene, target.unit) if target.unit else scene


def heading(t: Translate, title: Words, target: Target, scene: Scene) -> str:
    """石关村 驻村 11月19日(周四) 截至10:05."""
    period = scene.period
    return t(
        "{name}, {title}, {day} as of {time}",
        name=target.name, title=t(title), day=full_day(t, period.day), time=clock(period.cutoff),
    )  # fmt: skip


async def log(turn: Turn, word: str, found: list[Target], size: int | None) -> None:
    """Note that it was asked, about what, and how much the answer rested on; None is a refusal."""
    scope = " ".join(target.code for target in found[:1])
    await turn.run(
        log_query, contact_id=turn.contact.id, person_id=turn.person_id, kind="ask", scope=f"{word} {scope}".strip(),
        size=size or 0, refused=size is None, now=turn.received,
    )  # fmt: skip


def why(target: Target, day: date, topic: str = "") -> dict[str, str]:
    """What 为什么 means after these figures; `topic` 走访 or 问题, else the days on site are meant."""
    command = f"为什么 {'单位' if target.unit else '地'} {target.code} {day.isoformat()} {topic}".strip()
    return {"为什么": command, "why": command}
