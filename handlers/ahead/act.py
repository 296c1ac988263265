"""What is said ahead is kept with who said it and when; the register's own list has the last word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from handlers.access import reach
from handlers.dialog import Amend, Record
from handlers.forms.values import text
from handlers.shown import household_name
from handlers.turn import Turn
from locales import words
from storage.queries.households import HouseholdLine, visible
from storage.queries.reach import Reach
from storage.queries.speakers import RoleHeld
from storage.queries.statements import AUDIT, INSURED, MOURNING, RECHECKED, NewStatement, add_statement
from storage.values.receipt import Receipt


@dataclass(frozen=True, slots=True)
class Kept:
    """A statement as it was saved; `about` is the household as it is shown, or the area."""

    receipt: str
    about: str
    state: str
    until: date | None = None


def allowed(turn: Turn) -> Reach:
    """The households of which the speaker may say something: the paired ones, or those of the own area."""
    return reach(turn.speaker, turn.contact, "profile", "W")


def season(turn: Turn) -> int:
    """The year of insurance that is paid for now."""
    ahead: int = turn.office.parameters.value("insurance.ahead", "/", turn.today)
    return turn.today.year + ahead


async def say_insured(turn: Turn, record: Record) -> Kept:
    """Keep that a household has paid, or has not.

    Raises:
        Amend: the household is out of reach.
    """
    household = await household_of(turn, record)
    return await _keep(turn, INSURED, household, int(text(record["year"])), text(record["state"]))


async def say_home_state(turn: Turn, record: Record) -> Kept:
    """Keep that a household is in mourning until a day, or no longer (X51).

    Raises:
        Amend: the household is out of reach.
    """
    household = await household_of(turn, record)
    state, until = text(record["state"]), record.get("until")
    return await _keep(turn, MOURNING, household, 0, state, until)


async def say_rechecked(turn: Turn, record: Record) -> Kept:
    """Keep when a household was looked at again (Q27). Its state stays as it is: an exit is another act (M2).

    Raises:
        Amend: the household is out of reach.
    """
    household, day = await household_of(turn, record), record["day"]
    return await _keep(turn, RECHECKED, household, day.year, "done", day=day)


def county_of(turn: Turn) -> RoleHeld | None:
    """The office by which the speaker may say that the plan of the audit is there; None without one."""
    may = reach(turn.speaker, turn.contact, "audit_plan", "W")
    roles = turn.speaker.roles if turn.speaker else ()
    return next(
        (role for role in roles if role.region_id and role.level == "county" and may.covers(role.path)), None
    )


async def say_audit_plan(turn: Turn, record: Record) -> Kept | None:
    """Keep that the plan of the year's audit is there, or that it is not yet; None for whoever may not (any more)."""
    office = county_of(turn)
    if turn.speaker is None or office is None or office.region_id is None:
        return None
    new = NewStatement(
        AUDIT, turn.speaker.person_id, None, office.region_id, int(text(record["year"])), text(record["state"]), turn.today,
        None, turn.contact.id,
    )  # fmt: skip
    number = await turn.run(add_statement, new, turn.received)
    return Kept(str(Receipt(AUDIT, turn.today, number)), text(record["year"]), new.state)


async def household_of(turn: Turn, record: Record) -> HouseholdLine:
    """The household chosen, looked at again at the moment of saving: rights may have ended meanwhile."""
    found = await turn.run(visible, allowed(turn), int(text(record["household"])))
    if found is None:
        raise Amend("household", words("No record found that you may see."))
    return found


async def _keep(
    turn: Turn, kind: str, household: HouseholdLine, year: int, state: str, until: date | None = None,
    day: date | None = None,
) -> Kept:  # fmt: skip
    assert turn.speaker is not None
    new = NewStatement(
        kind, turn.speaker.person_id, household.id, household.village_id, year, state, day or turn.today, until,
        turn.contact.id,
    )  # fmt: skip
    number = await turn.run(add_statement, new, turn.received)
    about = household_name(turn.t, household.head, household.group_no)
    return Kept(str(Receipt(kind, new.day, number)), about, state, until)
