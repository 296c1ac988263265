"""Notices that cannot wait or that guard an account: emergency words, a new account of the family."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.notices import requests
from handlers.replies import Say
from locales import Translate


def emergency(t: Translate, said: Mapping[str, Any]) -> Say:
    """`紧急:石关村 陈天佑 发来求助,请马上联系核实` with 1收到; a household is named 李*(2组)."""
    text = requests.question(t, {**said, "kind": "emergency"})
    number = said.get("request")
    return Say(text, options=requests.choices(t, "emergency", number) if number else ())


def new_account(t: Translate, said: Mapping[str, Any]) -> Say:
    """The family hears of every account that is bound to it (D02)."""
    return Say(
        t(
            "A new account can now see your household's data. If you do not know of it, tell the village office."
        )
    )
