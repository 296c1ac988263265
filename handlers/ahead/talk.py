"""The conversation: a household and a word, a summary, a receipt."""

from __future__ import annotations

from handlers import refusals, reports
from handlers.ahead import act
from handlers.dialog import Record, Rows, Saved
from handlers.forms.model import Row, row
from handlers.replies import Reply, Say
from handlers.shown import day_of, household_name
from handlers.turn import Turn
from locales import words
from storage.queries.households import HouseholdLine, within

INSURED = words("insurance paid")
HOME_STATE = words("state of a household")
RECHECK = words("household re-checked")
AUDIT_PLAN = words("audit plan")
UNTIL_THE_LIST = words("This stands until the next list of the office has it.")


async def insured(turn: Turn) -> Reply:
    """参保 李家 已缴."""
    if not act.allowed(turn):
        return refusals.not_yours(turn)
    known = {"year": str(act.season(turn))}
    return await reports.begin(turn, turn.office.plays["insured"], turn.intent.rest, known, "参保")


async def saved_insured(turn: Turn, record: Record) -> Saved:
    """The receipt, and how long it stands."""
    done = await act.say_insured(turn, record)
    said = words("paid") if done.state == "paid" else words("not paid")
    line = turn.t(
        "Noted: {household}, insurance of {year}: {said}.",
        household=done.about,
        year=record["year"],
        said=said,
    )
    return _receipt(turn, line, done)


async def home_state(turn: Turn) -> Reply:
    """户况 李家 有丧事 [到12月31日]."""
    if not act.allowed(turn):
        return refusals.not_yours(turn)
    known = {"days": turn.office.parameters.value("mourning.days", "/", turn.today)}
    return await reports.begin(turn, turn.office.plays["home_state"], turn.intent.rest, known, "户况")


async def saved_home_state(turn: Turn, record: Record) -> Saved:
    """The receipt, and what is not said meanwhile."""
    done, t = await act.say_home_state(turn, record), turn.t
    if done.until is None:
        line = t("Noted: {household} may be visited and reminded again.", household=done.about)
    else:
        line = t(
            "Noted: {household} is left in peace until {day}. No reminders go there, and none to visit; emergencies excepted.",
            household=done.about, day=day_of(t, done.until),
        )  # fmt: skip
    number = t("No. {receipt}. Wrong? Send undo.", receipt=done.receipt)
    return Saved(Say(f"{line}\n{number}"), done.receipt)


async def recheck(turn: Turn) -> Reply:
    """复核 李家 [昨天]."""
    if not act.allowed(turn):
        return refusals.not_yours(turn)
    known = {"first": turn.today.replace(month=1, day=1)}
    return await reports.begin(turn, turn.office.plays["recheck"], turn.intent.rest, known, "复核")


async def saved_recheck(turn: Turn, record: Record) -> Saved:
    """The receipt."""
    done = await act.say_rechecked(turn, record)
    line = turn.t(
        "Noted: {household} was looked at again on {day}.",
        household=done.about,
        day=day_of(turn.t, record["day"]),
    )
    return _receipt(turn, line, done)


async def audit_plan(turn: Turn) -> Reply:
    """审计方案 已报."""
    if act.county_of(turn) is None:
        return refusals.not_yours(turn)
    known = {"year": str(turn.today.year)}
    return await reports.begin(turn, turn.office.plays["audit_plan"], turn.intent.rest, known, "审计方案")


async def saved_audit_plan(turn: Turn, record: Record) -> Saved:
    """The receipt; reminders of it stop, or go on."""
    done, t = await act.say_audit_plan(turn, record), turn.t
    if done is None:
        return Saved(refusals.not_yours(turn))
    said = words("handed in") if done.state == "done" else words("not handed in yet")
    line = t("Noted: audit plan of {year}: {said}.", year=done.about, said=said)
    number = t("No. {receipt}. Wrong? Send undo.", receipt=done.receipt)
    return Saved(Say(f"{line}\n{number}"), done.receipt)


def _receipt(turn: Turn, line: str, done: act.Kept) -> Saved:
    number = turn.t("No. {receipt}. Wrong? Send undo.", receipt=done.receipt)
    return Saved(Say("\n".join((line, turn.t(UNTIL_THE_LIST), number))), done.receipt)


async def households(turn: Turn) -> Rows:
    """The households of which the speaker may say something, by group."""
    return [_row(turn, line) for line in await turn.run(within, act.allowed(turn))]


def _row(turn: Turn, line: HouseholdLine) -> Row:
    surname = line.head[:1]
    called = (line.head, f"{line.head}家", f"{surname}家", f"老{surname}", line.code)
    return row(str(line.id), household_name(turn.t, line.head, line.group_no), called)
