"""Figures of a digest about what an office keeps beside the register: public notices, measures, training."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Behind:
    """So many of something that wait or are late in a place."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Posted:
    """A public notice that is open: the day it is in, of how many, its last one. It is over where `over`."""

    title: str
    day: int
    days: int
    ends: date
    objections: int
    over: bool


@dataclass(frozen=True, slots=True)
class Publicity:
    """Public notices (M4): those open, objections to them, those that end within `soon_days`, on
    `ends` if that is the same day for all.

    `waiting` are over and have no result, by place; `brief` run for fewer days than the rule asks; `each` is
    filled for villages only.
    """

    open: int
    objections: int
    soon: int
    soon_days: int
    ends: date | None
    waiting: tuple[Behind, ...]
    brief: int
    each: tuple[Posted, ...]


@dataclass(frozen=True, slots=True)
class Overdue:
    """A measure by its name that is overdue since `due` (villages only)."""

    what: str
    due: date


@dataclass(frozen=True, slots=True)
class MeasuresDue:
    """Open measures, those overdue by place, how many of them for more than `long_days`; `each`: villages only."""

    open: int
    late: tuple[Behind, ...]
    long: int
    long_days: int
    each: tuple[Overdue, ...]


@dataclass(frozen=True, slots=True)
class Session:
    """A session of training in the next days: how many have enrolled for how many seats."""

    day: date
    title: str
    enrolled: int
    seats: int


@dataclass(frozen=True, slots=True)
class Sessions:
    """The sessions of the next days."""

    items: tuple[Session, ...]
