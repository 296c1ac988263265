"""The bookings behind the sums of a view of the money: by source and step, how many, how much, from when to when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, case, func

from storage.queries.funds import Scope, in_year, money, within
from storage.tables import Fund


@dataclass(frozen=True, slots=True)
class Booked:
    """The bookings of a source and step in a year up to a day; fen. `industry` and `direct` are how many of them
    are marked so: the sums of the ratios (Q70) are of these."""

    source: str
    step: str
    count: int
    amount: int
    first: date
    last: date
    industry: int
    direct: int


def booked(db: Connection, scope: Scope, year: int, day: date) -> list[Booked]:
    """The bookings of a scope, received ones first within each source."""
    rows = db.execute(
        money(
            Fund.source, Fund.step, func.count(), func.sum(Fund.amount_fen), func.min(Fund.day), func.max(Fund.day),
            func.sum(case((Fund.industry, 1), else_=0)),
            func.sum(case((Fund.industry & Fund.direct, 1), else_=0)),
        )
        .where(*within(scope), *in_year(year, day))
        .group_by(Fund.source, Fund.step)
        .order_by(Fund.source, Fund.step)
    )  # fmt: skip
    return [
        Booked(row[0], row[1], int(row[2]), int(row[3]), row[4], row[5], int(row[6]), int(row[7]))
        for row in rows
    ]
