"""Notices that cannot wait or that guard an account: emergency words, a new account of the family."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.replies import Say
from locales import Translate


def emergency(t: Translate, said: Mapping[str, Any]) -> Say:
    """`紧急:石关村 陈天佑 发来求助,请马上联系核实`; a household is named 李*(2组)."""
    return Say(
        t(
            "Urgent: {who} of {place} asked for help here. Please get in touch at once.",
            who=said["who"],
            place=said["place"],
        )
    )


def new_account(t: Translate, said: Mapping[str, Any]) -> Say:
    """The family hears of every account that is bound to it (D02)."""
    return Say(
        t(
            "A new account can now see your household's data. If you do not know of it, tell the village office."
        )
    )
