"""What a leave does: it shrinks the on-site requirement of its weeks at once; approval comes later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from handlers.dialog import Amend, Record
from handlers.forms.values import text
from handlers.shown import day_of
from handlers.turn import Turn
from locales import words
from storage.queries.leaves import add_leave, end_leave, leaves_of, withdraw_leave
from storage.values.receipt import Receipt

PREFIX = "QJ"


@dataclass(frozen=True, slots=True)
class Noted:
    """A leave as it was saved; both days count."""

    receipt: str
    kind: str
    starts: date
    ends: date
    workdays: int


def limits(turn: Turn) -> dict[str, int]:
    """The office's rules that the form asks by (parameters leave.*)."""
    names = ("back_days", "sick_back_days", "max_days")
    return {name: turn.office.parameters.value(f"leave.{name}", "/", turn.today) for name in names}


async def take_leave(turn: Turn, record: Record) -> Noted:
    """Save a leave.

    Raises:
        Amend: it overlaps another leave.
    """
    assert turn.speaker is not None
    starts, ends, kind = record["starts"], record["ends"], text(record["kind"])
    same = await turn.run(leaves_of, turn.speaker.person_id, starts, ends)
    if same:
        receipt = str(Receipt(PREFIX, same[0].starts, same[0].id))
        day = day_of(turn.t, max(starts, same[0].starts))
        raise Amend(
            "starts", words("On {day} you are on leave already ({receipt}).", day=day, receipt=receipt)
        )
    number = await turn.run(
        add_leave, turn.vault, person_id=turn.speaker.person_id, kind=kind, starts=starts, ends=ends,
        reason=text(record.get("reason")), contact_id=turn.contact.id, now=turn.received,
    )  # fmt: skip
    workdays = len(turn.office.calendar.workdays_between(starts, ends))
    return Noted(str(Receipt(PREFIX, starts, number)), kind, starts, ends, workdays)


async def come_back(turn: Turn) -> bool:
    """End today's leave yesterday (one that began today is taken back); False if there is none."""
    assert turn.speaker is not None
    today = await turn.run(leaves_of, turn.speaker.person_id, turn.today, turn.today)
    for leave in today:
        if leave.starts == turn.today:
            await turn.run(withdraw_leave, leave.id, turn.received)
        else:
            await turn.run(end_leave, leave.id, turn.today - timedelta(days=1))
    return bool(today)
