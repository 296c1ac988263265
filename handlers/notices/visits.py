"""The households a helper has not visited this month (N09)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.notices.onsite import MORE_HOUSEHOLDS, both, cut
from handlers.replies import Option, Say
from handlers.shown import household_name
from locales import Translate, words


def left(t: Translate, said: Mapping[str, Any]) -> Say:
    """`本月还有2户未走访:李*(2组) 王*(5组)。走访后回 走访 登记`."""
    households = [household_name(t, head, group) for head, group in said["households"]]
    line = t(
        "Not visited yet this month, {count}: {names}.",
        count=len(households),
        names=cut(t, households, MORE_HOUSEHOLDS),
    )
    reply = words("Reply visit to log a visit.")
    return Say(both(t, line, reply), moves=(Option("走访", t("log a visit"), "go:走访"),))
