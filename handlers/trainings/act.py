"""What enrolling does: somebody of one's family, or oneself, has a seat or waits for one (D26)."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.access import reach
from handlers.shown import masked_name
from handlers.turn import Turn
from storage.queries.trainings import (
    Attendant,
    EnrolmentLine,
    SessionLine,
    enrol,
    enrolments_of,
    family,
    open_sessions,
)

RESOURCE = "training"
GROWN_UP = 16
"""From this age on somebody may be enrolled (domain.md D26)."""


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody whom the speaker may enrol, as their own family or they themselves read it."""

    person_id: int
    name: str


async def sessions(turn: Turn) -> list[SessionLine]:
    """The sessions the speaker may enrol for today."""
    return await turn.run(open_sessions, reach(turn.speaker, turn.contact, RESOURCE), turn.received)


async def session(turn: Turn, number: int) -> SessionLine | None:
    """One of them by its number."""
    return next((each for each in await sessions(turn) if each.id == number), None)


async def people(turn: Turn) -> list[Who]:
    """Who may be enrolled: the grown-ups of one's household, otherwise oneself."""
    household = turn.contact.household_id
    if household is None:
        return [Who(turn.speaker.person_id, turn.speaker.name)] if turn.speaker else []
    members = await turn.run(family, household, turn.today)
    return [Who(each.person_id, _told(each)) for each in members if _grown_up(turn, each)]


def _told(each: Attendant) -> str:
    """户主李*: a phone may be looked at by others too."""
    return f"{each.relation}{masked_name(each.name)}"


def _grown_up(turn: Turn, each: Attendant) -> bool:
    return each.birth is None or turn.today.year - each.birth.year >= GROWN_UP


async def known(turn: Turn) -> list[EnrolmentLine]:
    """What the speaker has enrolled for, themselves or their family."""
    if turn.person_id is None:
        return []
    return await turn.run(enrolments_of, turn.person_id, turn.received)


async def clash(turn: Turn, chosen: SessionLine, person_id: int) -> SessionLine | None:
    """Another session of the same person on the same day."""
    day = chosen.starts.date()
    for each in await known(turn):
        other = each.session
        if each.person_id == person_id and other.id != chosen.id and other.starts.date() == day:
            return other
    return None


async def enter(turn: Turn, chosen: SessionLine, person_id: int) -> EnrolmentLine:
    """Enrol somebody; they keep the place they have if they are already."""
    assert turn.person_id is not None
    return await turn.run(enrol, chosen, person_id, turn.person_id, turn.contact.id, turn.received)
