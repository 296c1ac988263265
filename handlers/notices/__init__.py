"""What a notice says: its kind and plain parameters -> a message in the person's language.

Each says what may be answered. None holds an ID number, a bank card, a diagnosis or the full name of
somebody in a household. A new kind is a function and a line here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from inspect import getdoc
from typing import Any

from handlers.notices import (
    calls,
    corrections,
    digest,
    instructions,
    matters,
    onsite,
    papers,
    report,
    requests,
    seasons,
    urgent,
    visits,
)
from handlers.replies import Option, Say
from locales import Translate

KINDS: Mapping[str, Callable[[Translate, Mapping[str, Any]], Say]] = {
    "N01": onsite.plan,
    "N04": onsite.halfway,
    "N05": onsite.tight,
    "N05-team": onsite.tight_team,
    "N07": onsite.missed,
    "N08": report.week,
    "N09": visits.left,
    **matters.SAY,
    **papers.SAY,
    **seasons.SAY,
    **instructions.SAY,
    "call_list": calls.waiting,
    "correction": corrections.asked,
    "correction_answer": corrections.answered,
    "day_code": requests.day_code,
    "decided": requests.decided,
    **dict.fromkeys(digest.KINDS.values(), digest.issued),
    "emergency": urgent.emergency,
    "new_account": urgent.new_account,
    "record_changed": corrections.changed,
    "request": requests.asked,
}

APART = frozenset(
    {
        "N15", "correction", "correction_answer", "day_code", "decided", "emergency", "new_account", "record_changed",
        "instruction",
        "instruction_answer", "instruction_result", "request", *digest.KINDS.values(),
    }
)  # fmt: skip
"""Kinds that are a message of their own, whatever is said beside them."""


COVERED: Mapping[str, frozenset[str]] = {"N01": frozenset({"N04", "N05"}), "N04": frozenset({"N05"})}
"""Kind -> those beside which it has nothing to add: they say the same and more."""


def say(t: Translate, kind: str, parameters: Mapping[str, Any]) -> Say:
    """The message of one notice.

    Raises:
        KeyError: no such kind.
    """
    return KINDS[kind](t, parameters)


_NUMBERS = re.compile("^(?:(?:N[0-9][a-z0-9-]*|draft)(?:, |: ))+")


def example(kind: str) -> str:
    """What a kind says, as an office reads it in a list: `本周还未驻村,还需2天 …`."""
    told = (getdoc(KINDS[kind]) or "").partition("\n")[0]
    return _NUMBERS.sub("", told).replace("`", "").removesuffix(".")


def together(said: Iterable[tuple[str, Say]]) -> tuple[Say, ...]:
    """(kind, message) of what is due to one person now, as few messages as can be: reminders are one."""
    pairs = list(said)
    kinds = {kind for kind, _ in pairs}
    merged = [
        message for kind, message in pairs if kind not in APART and not COVERED.get(kind, set()) & kinds
    ]
    alone = [message for kind, message in pairs if kind in APART]
    return (_merged(merged), *alone) if merged else tuple(alone)


def _merged(messages: list[Say]) -> Say:
    moves: dict[str, Option] = {move.press: move for message in messages for move in message.moves}
    return Say("\n".join(message.text for message in messages), moves=tuple(moves.values()))
