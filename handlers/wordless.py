"""What comes without words: a spoken message, a location. Neither answers a question yet, and nothing is lost by it.

A location is no evidence of a check-in unless a deployment wants it (domain.md D10 2b: off), so it is not kept.
"""

from __future__ import annotations

from handlers import filling, menus
from handlers.replies import Option, Reply, Say, as_list
from handlers.turn import Turn


async def voice(turn: Turn) -> Reply:
    """The recording is in the file store already; what it says must be typed."""
    lead = turn.t(
        "A voice message was kept but cannot be understood here. Please type it, or press a number."
    )
    return await _again(turn, lead) if _asking(turn) else menus.few(turn, lead)


async def place(turn: Turn) -> Reply:
    """Inside a form the question stands; outside, whoever may check in is offered to."""
    if _asking(turn):
        return await _again(turn, turn.t("A location is not needed here and was not kept."))
    if "签到" not in menus.numbers(turn).values():
        return menus.few(turn, turn.t("A location alone is not kept."))
    turn.menu = {"1": "签到"}
    lead = turn.t("A location alone is not kept. To say that you are in the village:")
    return Say(lead, options=(Option("1", turn.t("check in"), "go:签到"),))


def _asking(turn: Turn) -> bool:
    return turn.draft is not None and turn.draft.state == "active"


async def _again(turn: Turn, lead: str) -> Reply:
    """The question that stands, once more, after a line."""
    assert turn.draft is not None
    standing = await filling.take_up(turn, turn.office.plays[turn.draft.form], turn.draft)
    first, *rest = as_list(standing)
    return [first.preceded_by(lead), *rest]
