"""What a question about money can be answered with, before it is put into words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from handlers.rules.ratios import FundRatios
from storage.queries.areas import Area
from storage.queries.fund_books import Booked
from storage.queries.funds import Payment, PlaceSums, Scope, SourceSums, Voucher
from storage.queries.projects import ProjectLine


@dataclass(frozen=True, slots=True)
class View:
    """Which money is looked at: an area's or a unit's own (then without `area`), and through which scope."""

    name: str
    scope: Scope
    area: Area | None

    @property
    def code(self) -> str:
        return self.area.code if self.area else ""


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing that may be seen; the words never tell whether there is something."""


@dataclass(frozen=True, slots=True)
class Unpublished:
    """A project of one's own place whose notice has not begun."""


@dataclass(frozen=True, slots=True)
class OtherYears:
    """No money of that year; these years have some."""

    name: str
    years: Sequence[int]


@dataclass(frozen=True, slots=True)
class Which:
    """Several places are meant, or may be."""

    areas: Sequence[Area]


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of a view in a year. `ratios` of the fiscal money (Q70); `plans` are projects without a
    notice yet, (how many, fen approved), for those who may hear of them. `own`: whose payments the
    speaker may ask for besides (本户, 结对户)."""

    view: View
    year: int
    sums: Sequence[SourceSums]
    ratios: FundRatios | None
    projects: Sequence[ProjectLine]
    places: Sequence[tuple[Area, PlaceSums]]
    plans: tuple[int, int]
    latest: date | None
    own: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class OneProject:
    """A project in detail."""

    project: ProjectLine


@dataclass(frozen=True, slots=True)
class SomeProjects:
    """Projects to choose from, or their notices."""

    name: str
    projects: Sequence[ProjectLine]
    notices: bool = False


@dataclass(frozen=True, slots=True)
class Payments:
    """Payments to households: the latest, how many in all, and their sum in fen. `own` tells whose they
    are where they are not a place's: `household`, `paired`."""

    name: str
    year: int
    shown: Sequence[Payment]
    count: int
    amount: int
    own: str | None = None


@dataclass(frozen=True, slots=True)
class Vouchers:
    """Booked movements: the latest, and how many in all."""

    name: str
    year: int
    shown: Sequence[Voucher] = field(default=())
    count: int = 0


@dataclass(frozen=True, slots=True)
class Books:
    """The bookings behind the sums of a view, by source and step; what is asked of both ratios, in per cent.

    `place`: what to name to ask again, empty of a unit's own money. `may_list`: the speaker may have each as a line.
    """

    name: str
    place: str
    year: int
    booked: Sequence[Booked]
    industry_percent: int
    direct_percent: int
    latest: date | None
    may_list: bool


Answer = (
    Refused
    | Unpublished
    | OtherYears
    | Which
    | Totals
    | Books
    | OneProject
    | SomeProjects
    | Payments
    | Vouchers
)


def size(answer: Answer) -> int:
    """How many lines of the books an answer shows, for the query log."""
    match answer:
        case Totals():
            return len(answer.sums)
        case Books():
            return sum(each.count for each in answer.booked)
        case SomeProjects():
            return len(answer.projects)
        case Payments() | Vouchers():
            return answer.count
        case OneProject():
            return 1
    return 0


def is_refusal(answer: Answer) -> bool:
    """Whether the question was refused."""
    return isinstance(answer, Refused | Unpublished)
