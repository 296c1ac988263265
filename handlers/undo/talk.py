"""撤回 [number]: the record, and everything that followed from it, is as if it had not been said."""

from __future__ import annotations

from handlers import refusals
from handlers.duty import has_duty, week_standing
from handlers.replies import Reply, Say
from handlers.rules.words import week_line
from handlers.shown import full_day
from handlers.turn import Turn
from handlers.undo import act
from locales import words

KINDS = {
    "QD": words("check-in"),
    "ZF": words("visit"),
    "QJ": words("leave"),
    "RJ": words("diary"),
    "BD": words("form"),
    "PS": words("instruction"),
    "GS": words("notice result"),
    "CB": words("insurance paid"),
    "HK": words("state of a household"),
    "CS": words("measure"),
    "FH": words("household re-checked"),
    "SJ": words("audit plan"),
}


async def undo(turn: Turn) -> Reply:
    """Take back the record of a receipt, or the last one of today."""
    if turn.speaker is None:
        return refusals.bind_first(turn)
    done = await act.withdraw(turn, turn.intent.rest.strip().upper())
    if done is None:
        return Say(
            turn.t("There is no record of yours from today to take back. Older ones: ask your team leader.")
        )
    line = week_line(turn.t, await week_standing(turn)) if has_duty(turn) else ""
    lead = turn.t(
        "Taken back: {kind} {receipt} ({day})", kind=turn.t(KINDS[done.prefix]), receipt=done.receipt, day=full_day(turn.t, done.day)
    )  # fmt: skip
    return Say("\n".join(part for part in (lead, line) if part))
