"""Somebody stands on the call list of a place: told once a day to whoever has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.replies import Option, Say
from locales import Translate


def waiting(t: Translate, said: Mapping[str, Any]) -> Say:
    """`有人收不到消息,要打电话。名单回 待电话`."""
    return Say(
        t("Some people could not be reached here and must be phoned. Reply call list to see them."),
        moves=(Option("待电话", t("call list"), "go:待电话"),),
    )
