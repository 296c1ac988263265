"""Reminders of what an office keeps beside the register: public notices (storage/queries/matters_papers.py)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from handlers.notices.onsite import both
from handlers.replies import Option, Say
from handlers.shown import day_of
from locales import Translate, Words, words

Said = Mapping[str, Any]
MANY = 5
"""Notices named in one message; the rest are a number."""


def notices_ending(t: Translate, said: Said) -> Say:
    """N13: `低保复核公示11月21日结束,无异议。到期后回 公示结果`; of what is over: `低保复核公示11月21日已结束`."""
    told = [_notice(t, item) for item in said["items"]]
    rest = len(told) - MANY
    more = [t("{count} more", count=rest)] if rest > 0 else []
    over = any(item[3] for item in said["items"])
    reply = words("Reply notice result to say what came of it.")
    line = t("{notices}.", notices=t("; ").join([*told[:MANY], *more]))
    return Say(
        both(t, line, reply if over else words("When it is over reply notice result.")),
        moves=(Option("公示结果", t("notice result"), "go:公示结果"),),
    )


def _notice(t: Translate, item: Sequence[Any]) -> str:
    title, ends, objections, over, place = item
    name, day = f"{place}{title.removesuffix('公示')}", day_of(t, date.fromisoformat(ends))
    if over:
        return t("the public notice {name} ended {day}", name=name, day=day)
    return t(
        "the public notice {name} ends {day}, {state}", name=name, day=day, state=t(standing(objections))
    )


def standing(objections: int) -> Words:
    """无异议, 异议2条."""
    return words("{count} objections", count=objections) if objections else words("no objections")


SAY: Mapping[str, Callable[[Translate, Said], Say]] = {"N13": notices_ending}
"""Kind -> its message."""
