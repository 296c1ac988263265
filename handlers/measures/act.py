"""What an owner says of a measure: done, how far it is, or that it takes longer. The office's list stays as it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from handlers.dialog import Amend, Record, Rows
from handlers.forms.model import row
from handlers.forms.values import text
from handlers.shown import day_of, household_name
from handlers.turn import Turn
from locales import words
from storage.queries.measures import LATER, MeasureLine, NewReport, add_report, of_owner
from storage.values.receipt import Receipt

PREFIX = "CS"


@dataclass(frozen=True, slots=True)
class Noted:
    """A report as it was saved; `amount` and `due` as the kind has them."""

    receipt: str
    measure: MeasureLine
    kind: str
    amount: float
    due: date | None


async def own(turn: Turn) -> list[MeasureLine]:
    """The open measures that the speaker answers for, by due day."""
    return await turn.run(of_owner, turn.person_id, turn.received) if turn.person_id is not None else []


async def mine(turn: Turn) -> Rows:
    """The same as choices."""
    return [row(str(each.id), label(turn, each), (each.what,)) for each in await own(turn)]


def label(turn: Turn, each: MeasureLine) -> str:
    """养鸡50只 李*(2组) 11月26日到期."""
    t = turn.t
    name = f"{each.what}{number(each.goal)}{each.unit}"
    home = f" {household_name(t, each.head, each.group_no)}" if each.head else ""
    return t("{name}{home}, due {day}", name=name, home=home, day=day_of(t, each.due))


def number(amount: float) -> str:
    """50, 2.5."""
    return f"{amount:g}" if amount < 10**6 else f"{amount:.0f}"


async def keep(turn: Turn, record: Record) -> Noted:
    """Save what was said.

    Raises:
        Amend: the measure is closed by now, or the new day is no later than the one it has.
    """
    assert turn.speaker is not None
    found = next((each for each in await own(turn) if str(each.id) == text(record["measure"])), None)
    if found is None:
        raise Amend("measure", words("This measure is closed already."))
    kind, due = text(record["report"]), record.get("due")
    if kind == LATER and due is not None and due <= found.due:
        raise Amend(
            "due", words("It is due {day} already: a later day please.", day=day_of(turn.t, found.due))
        )
    amount = float(record["amount"]) if record.get("amount") is not None else None
    new = NewReport(found.id, turn.speaker.person_id, kind, amount, due, text(record.get("reason")))
    saved = await turn.run(add_report, turn.vault, new, turn.contact.id, turn.today, turn.received)
    return Noted(str(Receipt(PREFIX, turn.today, saved)), found, kind, amount or 0, due)
