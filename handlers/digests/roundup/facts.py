"""What a round-up says, as plain figures, kept as JSON like those of the daily digest of an area."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from handlers.digests.counting import Counting
from handlers.digests.facts import Exits, Money, Share, Staffing, Tally
from storage.values.digest import Stretch


@dataclass(frozen=True, slots=True)
class Attendance:
    """The weeks on site (domain.md 3.1, Q01), of people assigned at any time in the stretch.

    `met` counts people; in a month, weeks of people. `exempt` are those of whom nothing was asked in the
    whole stretch, by kind of absence. `full` is the requirement of a whole week, `eased` how many met a
    smaller one; in a month both are 0, and so is `short`, (days, people), most days first. `always` is who
    met every week asked of them, in months. `before` is the stretch before. `few` are places, and `small` counts
    units, of so few people that they are not compared; `units` are those that need help. `repeated` missed the
    last `repeated_weeks` in a row. `series` are the last full weeks, in a month its own, oldest first.
    `left` are the workdays of the week still to come, on a day. `counting` is that of the day's digest, of what
    `met` counts.
    """

    listed: int
    exempt: tuple[Tally, ...]
    met: Share
    full: int
    eased: int
    short: tuple[tuple[int, int], ...]
    always: Share | None
    before: Share | None
    places: tuple[Share, ...]
    few: tuple[str, ...]
    units: tuple[Share, ...]
    small: int
    repeated: int
    repeated_weeks: int
    series: tuple[Share, ...]
    left: int = 0
    counting: Counting | None = None


@dataclass(frozen=True, slots=True)
class Walks:
    """Visits of the stretch and the households they went to; `month` are households visited in the month
    of its last day (a unit's: those paired with its people), of all. `before`: households of the stretch before."""

    visits: int
    households: int
    before: int
    month: Share
    places: tuple[Share, ...]
    neglected_days: int
    neglected: tuple[Tally, ...]


@dataclass(frozen=True, slots=True)
class Tickets:
    """Follow-ups: open when the stretch began, new and closed in it. `late` ones are overdue at its end, by
    place where `late_places` says so; `soon` fall due within `soon_days`. `median_days` from opening to
    closing, of those closed. `kinds`: matters of the new ones, the most first."""

    carried: int
    new: int
    closed: int
    urgent: int
    late: int
    late_new: int
    late_places: tuple[Tally, ...]
    soon: int
    soon_days: int
    median_days: int | None
    kinds: tuple[Tally, ...]

    @property
    def open(self) -> int:
        return self.carried + self.new - self.closed


@dataclass(frozen=True, slots=True)
class Purse:
    """Money in fen: received and spent in the stretch, and in the year up to its last day."""

    received: int
    spent: int
    year_received: int
    year_spent: int


@dataclass(frozen=True, slots=True)
class Leaving:
    """Households and members out of poverty in the stretch; `all` since the beginning."""

    households: int
    people: int
    all: Exits


@dataclass(frozen=True, slots=True)
class Change:
    """A figure of the round-up before that records have changed since; a whole of 0 is a plain count."""

    figure: str
    old: Share
    new: Share


@dataclass(frozen=True, slots=True)
class Changes:
    """What corrections changed of a round-up that was issued: that one stays as it is (X35, T15)."""

    of: str
    items: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Roundup:
    """All figures of an area, unit or department over a stretch of days; a block is None where there is nothing.

    `level` is that of an area, the matter of a department (food, water …), empty for a unit.
    """

    subject: str
    area: str
    level: str
    span: str
    first: date
    last: date
    cutoff: datetime
    attendance: Attendance | None = None
    walks: Walks | None = None
    tickets: Tickets | None = None
    purse: Purse | None = None
    money: Money | None = None
    leaving: Leaving | None = None
    staffing: Staffing | None = None
    changes: Changes | None = None

    @property
    def day(self) -> date:
        """The day that its details are asked of."""
        return self.last

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell at all."""
        blocks = (self.attendance, self.walks, self.tickets, self.purse, self.money, self.leaving)
        return not any(blocks)

    @property
    def stretch(self) -> Stretch:
        return Stretch(self.span, self.first)
