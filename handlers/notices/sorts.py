"""The sorts of reminders as a person chooses among them (D06), and whether one is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from locales import Words, words
from storage.queries.preferences import Wish


@dataclass(frozen=True, slots=True)
class Sort:
    """Some kinds of reminders under one name. `duty`: may be moved, never switched off (Q01). `asked`: only on request.

    `homes`: concerns households too.
    """

    title: Words
    kinds: frozenset[str]
    duty: bool = False
    asked: bool = False
    homes: bool = False


SORTS: Mapping[str, Sort] = {
    "onsite": Sort(
        words("days on site"), frozenset({"N01", "N02", "N03", "N04", "N05", "N07", "N23"}), duty=True
    ),
    "follow_ups": Sort(
        words("follow-ups that are due"), frozenset({"N11", "N12", "N12-task", "N13"}), duty=True
    ),
    "lists": Sort(
        words("lists of my area"),
        frozenset(
            {
                "N05-team",
                "N08",
                "N08-2",
                "N08-3",
                "N12-2",
                "N12-3",
                "N12-task-2",
                "N12-task-3",
                "N14",
                "N20",
                "N21",
                "N21-list",
                "N23-ask",
                "N12-step",
                "N12-step-2",
                "N18",
                "N19",
            }
        ),
        duty=True,
    ),
    "visits": Sort(words("visits to households"), frozenset({"N06", "N09", "N10"})),
    "drafts": Sort(words("unfinished forms"), frozenset({"draft"})),
    "seasons": Sort(
        words("insurance, school and re-checks"),
        frozenset({"N16", "N16-home", "N17", "N17-home", "N18-own"}),
        homes=True,
    ),
    "trainings": Sort(words("training I have enrolled for"), frozenset({"N15"}), homes=True),
    "grants": Sort(words("grants paid"), frozenset({"N24"}), asked=True),
}
"""Key -> sort; a kind stands in one of them."""

SORT_OF = {kind: key for key, sort in SORTS.items() for kind in sort.kinds}


def on(wish: Wish, key: str) -> bool:
    """Whether a sort is switched on for whoever has set this."""
    sort = SORTS[key]
    return sort.duty or (key in wish.wanted if sort.asked else key not in wish.off)


def wants(wish: Wish, kind: str, day: date) -> bool:
    """Whether a reminder may be said on a day: the one place where preferences are looked at."""
    key = SORT_OF[kind]
    silent = wish.silent_until is not None and day <= wish.silent_until
    return on(wish, key) and (SORTS[key].duty or not silent)
