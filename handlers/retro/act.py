"""What a check-in made afterwards does: it waits, marked as one, until somebody confirms it (M12, X26)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from handlers.asking import ask, until
from handlers.dialog import Amend, Record, Rows
from handlers.forms.model import row, said
from handlers.forms.values import text
from handlers.shown import day_of, household_name
from handlers.turn import Turn
from locales import words
from storage.queries.check_ins import Village, add_check_in, assigned_villages, check_ins_of
from storage.queries.leaves import leaves_of
from storage.queries.requests import (
    NewRequest,
    Witness,
    asked_since,
    households_of,
    leaders_of,
    officers_of,
    township_of,
)
from storage.values.receipt import Receipt
from storage.values.week import SHANGHAI, Week

PREFIX = "QD"
NOON = time(12)
"""The hour of a day nobody noted the time of."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A check-in made afterwards, and how many were asked to confirm it."""

    receipt: str
    day: date
    village: str
    asked: int


async def villages(turn: Turn) -> Rows:
    """The villages the speaker is assigned to, as choices; whether on that day is looked at when it is saved."""
    assert turn.speaker is not None
    found = await turn.run(assigned_villages, turn.speaker.person_id, turn.today)
    return [row(str(village.id), village.name, (village.name.removesuffix("村"),)) for village in found]


async def witnesses(turn: Turn) -> Rows:
    """Who may be asked: officers of the villages, and the speaker's households that have an account."""
    return [
        row(str(w.person_id), _name(turn, w), (w.name,) if w.group_no is None else ())
        for w in await _all(turn)
    ]


def _name(turn: Turn, witness: Witness) -> str:
    return (
        witness.name if witness.group_no is None else household_name(turn.t, witness.name, witness.group_no)
    )


async def _all(turn: Turn) -> list[Witness]:
    assert turn.speaker is not None
    me, found = turn.speaker.person_id, dict[int, Witness]()
    for village in await turn.run(assigned_villages, me, turn.today):
        for each in await turn.run(officers_of, village.id, turn.today):
            found.setdefault(each.person_id, each)
        for each in await turn.run(households_of, me, village.id, turn.today):
            found.setdefault(each.person_id, each)
    return [each for each in found.values() if each.person_id != me]


async def report(turn: Turn, record: Record) -> Waiting:
    """Write the day down as waiting and ask whoever can confirm it.

    Raises:
        Amend: the day is there already, was one of leave, or was in no assigned village.
    """
    assert turn.speaker is not None
    day, village_id = record["day"], int(text(record["village"]))
    village = await _free(turn, day, village_id)
    people = await _who_confirms(turn, day, village, text(record.get("witness")))
    came = datetime.combine(day, NOON, SHANGHAI)
    number = await turn.run(
        add_check_in, turn.vault, person_id=turn.speaker.person_id, village_id=village_id, came_at=came, day=day,
        items=(), note="", source="retro", status="pending", contact_id=turn.contact.id, now=turn.received,
    )  # fmt: skip
    new = NewRequest(
        "retro", number, turn.speaker.person_id, day, village.name, _reason(turn, record), until(turn)
    )
    asked = await ask(turn, people, new, turn.speaker.name)
    return Waiting(str(Receipt(PREFIX, day, number)), day, village.name, asked)


def _reason(turn: Turn, record: Record) -> str:
    """Why it was missed, as the form says it."""
    form = turn.office.form("retro")
    chosen = (each for each in form.lists[form.by_name["why"].choices] if each.name == text(record["why"]))
    return next((said(each.label, turn.language) for each in chosen), text(record["why"]))


async def _free(turn: Turn, day: date, village_id: int) -> Village:
    assert turn.speaker is not None
    me, shown = turn.speaker.person_id, day_of(turn.t, day)
    then = await turn.run(assigned_villages, me, day)
    village = next((each for each in then if each.id == village_id), None)
    if village is None:
        raise Amend("village", words("On {day} you were not assigned to that village.", day=shown))
    if any(act.village_id == village_id for act in await turn.run(check_ins_of, me, day, day)):
        raise Amend("day", words("{day} has a check-in there already.", day=shown))
    if await turn.run(leaves_of, me, day, day):
        raise Amend("day", words("You were on leave on {day}.", day=shown))
    return village


async def _who_confirms(turn: Turn, day: date, village: Village, witness: str) -> list[int]:
    """The witness; without one the team leader; of another week and beyond the month's number the township."""
    assert turn.speaker is not None
    me = turn.speaker.person_id
    month = datetime.combine(turn.today.replace(day=1), time(), SHANGHAI)
    used = await turn.run(asked_since, "retro", me, month)
    most = turn.office.parameters.value("onsite.retro_month", village.path, day)
    township = await turn.run(township_of, village.path, turn.today)
    if Week.of(day) != turn.week or used >= most:
        return township
    named = [w.person_id for w in await _all(turn) if str(w.person_id) == witness]
    leaders = [person for person in await turn.run(leaders_of, village.id, turn.today) if person != me]
    return named or leaders or township
