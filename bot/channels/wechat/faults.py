"""WeChat's error codes, as the errors that the sender knows. WeChat answers 200 to everything: `errcode` tells."""

from __future__ import annotations

from collections.abc import Mapping

from bot.channels.base import Later, QuotaUsed, Refused, SendError, Unreachable

STALE = frozenset({40001, 40014, 42001})
"""The token is not good, or not any more: drop it, fetch one, try once."""

TAKEN_BEFORE = 45065
"""Under the same client_msg_id; whether it arrived then is not said."""

TAKEN = frozenset({0, TAKEN_BEFORE})

DAY_USED = 45009
NO_MENU = 46003

MISSET_PAUSE = 600.0
"""Seconds in which nothing is called after WeChat has said that the settings are wrong."""


class Misset(Later):
    """The account is not set up as it should be; nothing goes out until somebody mends it."""


class WindowClosed(QuotaUsed):
    """WeChat says that the person may not be written to now, though our count let it through."""


class NoMenu(Refused):
    """The account has no menu yet."""


class NotAccepted(Refused):
    """The person has not accepted a subscription message, or none is left."""


MISSET: Mapping[int, str] = {
    40001: "look at app_secret",
    40013: "look at app_id",
    40125: "look at app_secret",
    40164: "add this server's address to the IP allow list (IP白名单) of the account",
}
GONE: Mapping[int, str] = {
    40003: "not a follower of this account",
    43004: "does not follow the account",
    43019: "is on the account's black list",
    48002: "refuses its messages",
}
REFUSED: Mapping[int, str] = {
    40007: "the picture is not there any more",
    40037: "no such template: look at the template catalogue",
    44004: "an empty text",
    45002: "the text is too long",
    45008: "too many articles",
    47003: "a value of the template is not as WeChat wants it: run bangfu templates check",
    48001: "the account may not use this call: look at 接口权限",
    50001: "the account may not use this call: look at 接口权限",
    50002: "the account is limited: look at the messages in its backstage",
}


def fault(code: int) -> SendError:
    """The error for a code that is none of `TAKEN`."""
    if code in MISSET or code in STALE:
        mend = MISSET.get(code, "the access token is not taken: does another program force new ones?")
        return Misset(f"WeChat ({code}): {mend}", MISSET_PAUSE)
    if code in (-1, 45011):
        return Later(f"WeChat is busy ({code})")
    if code in (45015, 45047):
        return WindowClosed(f"WeChat lets nothing through to this person now ({code})")
    if code == DAY_USED:
        return QuotaUsed(f"WeChat's calls of this day are used up ({code})")
    if code in GONE:
        return Unreachable(f"{GONE[code]} ({code})")
    if code == 43101:
        return NotAccepted(f"no subscription message was accepted ({code})")
    if code == NO_MENU:
        return NoMenu(f"the account has no menu ({code})")
    return Refused(f"WeChat refuses ({code}): {REFUSED.get(code, 'see its list of return codes')}")
