"""What is known of people at a moment: what `scheduler.facts` reads and `scheduler.due` judges by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from handlers.rules.onsite import WeekStanding
from storage.queries.due import Overseer, Posted, Unvisited
from storage.queries.preferences import Wish
from storage.values.week import Week


@dataclass(frozen=True, slots=True)
class Weeks:
    """A week of everybody: how it stands (person id), and who was assigned where (path of the village)."""

    week: Week
    standings: Mapping[int, WeekStanding]
    posted: Mapping[str, Sequence[Posted]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Matter:
    """What a reminder of a day is about: the things, and the path whose parameters hold."""

    path: str
    items: list[list[Any]]


@dataclass(frozen=True, slots=True)
class Missed:
    """Who has reached a step of the ladder with the week reported: `weeks` missed (of the last `of`)."""

    people: frozenset[int]
    weeks: int
    of: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known at `now`. Parts that the kinds asked about do not need are empty.

    `this`: the week of `now`, `reported`: the week that N08 is about. `homes`: person -> path of the
    village of the main assignment. `away`: who is on leave, on a trip, in training or in mourning today. `matters`: kind
    -> person -> what it is about. `steps`: N08-2, N08-3 -> who has come so far. `wishes`: what people have set.
    """

    now: datetime
    this: Weeks
    homes: Mapping[int, str]
    away: frozenset[int]
    unvisited: Mapping[int, Sequence[Unvisited]] = field(default_factory=dict)
    overseers: Mapping[int, Sequence[Overseer]] = field(default_factory=dict)
    reported: Weeks | None = None
    matters: Mapping[str, Mapping[int, Matter]] = field(default_factory=dict)
    steps: Mapping[str, Missed] = field(default_factory=dict)
    wishes: Mapping[int, Wish] = field(default_factory=dict)
