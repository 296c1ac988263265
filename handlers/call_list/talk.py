"""The call list as its officers see it: a line a person, then whom to phone and about what, then what came of it.

Members of households are named as everywhere (李*(2组)). A number is shown to whoever may see the card of
the household, or the people of the place, and each showing is written down.
"""

from __future__ import annotations

from handlers import refusals
from handlers.access import reach
from handlers.replies import Option, Reply, Say
from handlers.shown import household_name, listed
from handlers.turn import Turn
from locales import words
from storage.queries.call_list import CallLine, calls, not_reached, phoned
from storage.queries.people import log_query, reveal

PAGE = 9

ABOUT = {
    "N01": words("the week on site"),
    "N02": words("the week on site"),
    "N03": words("the week on site"),
    "N04": words("the week on site"),
    "N05": words("the week on site"),
    "N05-team": words("the week on site"),
    "N06": words("visits"),
    "N07": words("the week on site"),
    "N08": words("the list of the week"),
    "N08-2": words("the list of the week"),
    "N08-3": words("the list of the week"),
    "N09": words("visits"),
    "N10": words("visits"),
    "N11": words("a measure that is due"),
    "N12": words("a problem that is due"),
    "N12-2": words("a problem that is due"),
    "N12-3": words("a problem that is due"),
    "N12-task": words("an instruction"),
    "N12-task-2": words("an instruction"),
    "N12-task-3": words("an instruction"),
    "N13": words("a public notice that ends"),
    "N14": words("households without an account"),
    "N15": words("a training"),
    "N12-step": words("a step of an application"),
    "N12-step-2": words("a step of an application"),
    "N16": words("health insurance"),
    "N16-home": words("health insurance"),
    "N17": words("aid for pupils"),
    "N17-home": words("aid for pupils"),
    "N18": words("the yearly re-check"),
    "N18-own": words("the yearly re-check"),
    "N19": words("the audit of the year"),
    "N20": words("the calendar of holidays"),
    "N21": words("a term on site that ends"),
    "N21-list": words("a term on site that ends"),
    "N23": words("duty on holidays"),
    "N23-ask": words("duty on holidays"),
    "N24": words("a grant that was paid"),
    "correction": words("the correction of a record"),
    "correction_answer": words("the correction of a record"),
    "day_code": words("the code of the day"),
    "decided": words("the answer to a request"),
    "digest": words("the digest"),
    "digest_month": words("the digest of the month"),
    "digest_week": words("the digest of the week"),
    "draft": words("a form that was begun"),
    "emergency": words("a call for help"),
    "instruction": words("an instruction"),
    "instruction_answer": words("an instruction"),
    "instruction_result": words("an instruction"),
    "new_account": words("a new account of the household"),
    "record_changed": words("the correction of a record"),
    "request": words("a request that waits for an answer"),
}
"""Kind -> what the call is about, as anybody may hear it."""

REMINDER = words("a reminder")
"""What it is about where the kind is none of these."""


async def show(turn: Turn) -> Reply:
    """待电话."""
    found = await _calls(turn)
    if found is None:
        return refusals.not_yours(turn)
    if not found:
        return Say(turn.t("Nobody has to be phoned: everybody was reached."))
    shown = found[:PAGE]
    turn.menu = {str(n): f"打给 {line.code}" for n, line in enumerate(shown, 1)}
    options = tuple(
        Option(str(n), _line(turn, line), f"go:打给 {line.code}") for n, line in enumerate(shown, 1)
    )
    more = turn.t("\n{count} more follow.", count=len(found) - PAGE) if len(found) > PAGE else ""
    return Say(turn.t("To be phoned ({count}):", count=len(found)) + more, options=options)


async def one(turn: Turn) -> Reply:
    """打给 CODE: whom, about what, the number."""
    line = await _named(turn)
    if line is None:
        return refusals.not_yours(turn)
    t, code = turn.t, line.code
    number = await _number(turn, line)
    turn.menu = {"1": f"已电话 {code}", "2": f"打不通 {code}"}
    text = t("Please phone {who} about: {what}.", who=_name(turn, line), what=_about(turn, line))
    options = (
        Option("1", t("told by phone"), f"go:已电话 {code}"),
        Option("2", t("nobody took the call"), f"go:打不通 {code}"),
    )
    return Say(f"{text}\n{t('Number: {number}', number=number)}" if number else text, options=options)


async def done(turn: Turn) -> Reply:
    """已电话 CODE."""
    line = await _named(turn)
    if line is None:
        return refusals.not_yours(turn)
    await turn.run(phoned, line.person_id, turn.person_id, turn.received)
    return await _noted(turn, turn.t("Noted: {who} was told by phone.", who=_name(turn, line)))


async def in_vain(turn: Turn) -> Reply:
    """打不通 CODE."""
    line = await _named(turn)
    if line is None:
        return refusals.not_yours(turn)
    await turn.run(not_reached, line.person_id, turn.received)
    return await _noted(
        turn, turn.t("Noted: {who} did not take the call; it stays on the list.", who=_name(turn, line))
    )


async def _noted(turn: Turn, line: str) -> Say:
    rest = await show(turn)
    assert isinstance(rest, Say)
    return rest.preceded_by(line)


async def _calls(turn: Turn) -> list[CallLine] | None:
    """The speaker's list; None for whoever has none."""
    allowed = reach(turn.speaker, turn.contact, "call_list")
    if not allowed:
        return None
    found = await turn.run(calls, allowed, turn.received)
    await turn.run(
        log_query, contact_id=turn.contact.id, person_id=turn.person_id, kind="call_list",
        scope=",".join(allowed.paths), size=len(found), refused=False, now=turn.received,
    )  # fmt: skip
    return found


async def _named(turn: Turn) -> CallLine | None:
    """The one of the list that was asked for; None where they are not on the speaker's list."""
    found = await _calls(turn) or []
    return next((line for line in found if line.code == turn.intent.rest.strip().upper()), None)


async def _number(turn: Turn, line: CallLine) -> str:
    resource = "people" if line.group_no is None else "profile"
    if not reach(turn.speaker, turn.contact, resource).covers(line.path):
        return ""
    return await turn.run(
        reveal, turn.vault, reader_id=turn.person_id, subject_id=line.person_id, field="phone",
        reason="to be phoned: no channel reached them", now=turn.received,
    )  # fmt: skip


def _line(turn: Turn, line: CallLine) -> str:
    vain = turn.t("(no answer {count}x)", count=line.in_vain) if line.in_vain else ""
    return f"{_name(turn, line)} {_about(turn, line)}{vain}"


def _name(turn: Turn, line: CallLine) -> str:
    return line.name if line.group_no is None else household_name(turn.t, line.name, line.group_no)


def _about(turn: Turn, line: CallLine) -> str:
    return listed(turn.t, list(dict.fromkeys(turn.t(ABOUT.get(kind, REMINDER)) for kind in line.kinds)))
