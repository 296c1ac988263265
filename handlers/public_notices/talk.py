"""The conversation of public notices: what is open, and the result of one that has ended."""

from __future__ import annotations

from handlers import refusals, reports
from handlers.dialog import Record, Saved
from handlers.public_notices import act
from handlers.replies import Option, Reply, Say
from handlers.shown import day_of, objections_said
from handlers.turn import Turn
from locales import words
from storage.queries.public_notices import NoticeLine

TITLE = words("notice result")
MANY = 12
"""Notices in one message; the rest are a number."""


async def show(turn: Turn) -> Reply:
    """公示: the open ones, each with its day and whether anybody objected."""
    if turn.speaker is None and turn.contact.household_id is None:
        return refusals.bind_first(turn)
    found = await act.readable(turn)
    if not found:
        return Say(turn.t("No public notice is open in your area today."))
    lines = [_line(turn, each) for each in found[:MANY]]
    if len(found) > MANY:
        lines.append(turn.t("{count} more", count=len(found) - MANY))
    ended = await act.ended(turn)
    options = (Option("1", turn.t("{count} wait for their result", count=len(ended)), "go:公示结果"),)
    turn.menu = {"1": "公示结果"} if ended else {}
    lead = turn.t("Open public notices ({count}):", count=len(found))
    return Say("\n".join([lead, *lines]), options=options if ended else ())


def _line(turn: Turn, each: NoticeLine) -> str:
    """石关村低保复核 第5天/共7天,11月21日结束,无异议."""
    return turn.t(
        "{name} day {day} of {days}, ends {last}, {state}",
        name=act.label(turn, each), day=max(each.day_of(turn.today), 0), days=each.days,
        last=day_of(turn.t, each.ends), state=turn.t(objections_said(each.objections)),
    )  # fmt: skip


async def result(turn: Turn) -> Reply:
    """公示结果 [which] [无异议 | 有异议 n]."""
    waiting = await act.unanswered(turn)
    if not waiting:
        return await _nothing(turn)
    rows = await act.ended(turn)
    if not rows:
        lines = [_line(turn, each) for each in waiting[:MANY]]
        return Say("\n".join([turn.t("Not over yet; say the result afterwards:"), *lines]))
    known = {"notice": rows[0].name} if len(rows) == 1 else {}
    play = turn.office.plays["notice_result"]
    return await reports.begin(turn, play, turn.intent.rest, known, "公示结果")


async def _nothing(turn: Turn) -> Reply:
    if turn.speaker is None or not act.may_tell(turn):
        return refusals.not_yours(turn)
    return Say(turn.t("No public notice waits for its result."))


async def saved(turn: Turn, record: Record) -> Saved:
    """The receipt."""
    done = await act.keep(turn, record)
    line = turn.t(
        "Noted: public notice {name}, {state}.",
        name=act.label(turn, done.notice), state=turn.t(objections_said(done.objections)),
    )  # fmt: skip
    last = turn.t("No. {receipt}. Wrong? Send undo.", receipt=done.receipt)
    return Saved(Say(f"{line}\n{last}"), done.receipt)
