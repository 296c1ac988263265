"""The households a visit can be logged for: the speaker's own first, then the village's."""

from __future__ import annotations

from handlers.access import reach
from handlers.dialog import Rows
from handlers.forms.model import Row, row
from handlers.shown import household_name
from handlers.turn import Turn
from storage.queries.households import HouseholdLine, paired, within
from storage.queries.reach import Reach

OTHER = "other"


async def mine(turn: Turn) -> Rows:
    """The paired households, and a line for another one of the village for those who may."""
    assert turn.speaker is not None
    found = await turn.run(paired, turn.speaker.person_id, turn.today)
    rows = _rows(turn, found)
    if not team_reach(turn):
        return rows
    return [*rows, row(OTHER, turn.t("another household of the village"), (turn.t("another"),))]


async def others(turn: Turn) -> Rows:
    """Every household of the villages where the speaker may log visits beyond the pairings."""
    return _rows(turn, await turn.run(within, team_reach(turn)))


def may_log(turn: Turn) -> bool:
    """Whether the speaker may log visits at all."""
    return bool(reach(turn.speaker, turn.contact, "visit", "W"))


def team_reach(turn: Turn) -> Reach:
    """Where the speaker may log visits as a team member or village officer; empty for a mere helper."""
    found = reach(turn.speaker, turn.contact, "visit", "W")
    return Reach(paths=found.paths)


def _rows(turn: Turn, found: list[HouseholdLine]) -> list[Row]:
    shown = [household_name(turn.t, line.head, line.group_no) for line in found]
    return [
        row(str(line.id), _told_apart(turn, line, name, shown), _words(line))
        for line, name in zip(found, shown, strict=True)
    ]


def _told_apart(turn: Turn, line: HouseholdLine, name: str, shown: list[str]) -> str:
    """Same surname in the same group: the age tells them apart (domain.md 7.0 "persons, households")."""
    if shown.count(name) == 1 or line.head_birth is None:
        return name
    age = turn.today.year - line.head_birth.year
    return turn.t("{name}, {age}", name=name, age=age)


def _words(line: HouseholdLine) -> tuple[str, ...]:
    """What people call a household: 李大山, 李大山家, 李家, 老李, its code."""
    surname = line.head[:1]
    return (line.head, f"{line.head}家", f"{surname}家", f"老{surname}", line.code)
