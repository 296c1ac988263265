"""The money: sums that give the ratios of domain.md 8.2 for the four villages and of D40 for 石关村.

Yuan here, as in the workbook. Of the four villages this year: fiscal 3,000,000 received, of it 2,160,000
for industry, of that 1,470,000 straight to households; 1,920,000 spent. 石关村 alone: 865,000 received
(600,000 fiscal, 200,000 paired, 65,000 social), 519,000 spent, industry 432,000, direct 294,000.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count

from storage.demo.cadres import DONOR, PARTNER
from storage.demo.days import ago, on
from storage.demo.homes import Home
from storage.demo.places import FS, HC, LT, QY, SC, SG, Record, Village
from storage.demo.works import project_code


@dataclass(frozen=True, slots=True)
class Received:
    """Money of a year for a village: fiscal in three parts, and of other sources."""

    village: Village
    direct: int
    industry: int
    rest: int
    others: Sequence[tuple[str, int, str | None]] = ()


RECEIVED = (
    Received(SG, 294_000, 138_000, 168_000, (("paired", 200_000, PARTNER), ("social", 65_000, DONOR))),
    Received(LT, 456_000, 204_000, 240_000, (("paired", 200_000, PARTNER), ("unit", 20_000, "U02"))),
    Received(QY, 370_000, 198_000, 232_000, (("paired", 150_000, PARTNER),)),
    Received(SC, 350_000, 150_000, 200_000, (("paired", 100_000, PARTNER), ("social", 50_000, DONOR))),
    Received(FS, 65_000, 25_000, 30_000, (("unit", 10_000, "U05"),)),
    Received(HC, 205_000, 85_000, 110_000, (("social", 20_000, DONOR),)),
)
"""`industry` is what of the industry money does not go straight to households."""

SEEDS, REPAIRED = 62, 17
"""Households that got seed potatoes, and whose houses were repaired (domain.md F03)."""

SPENT: tuple[tuple[Village, str, int | float, int | None, str | None, tuple[int, int] | None], ...] = (
    (SG, "fiscal", 87_000, 1, None, (4, 28)),
    (SG, "fiscal", 28_200, 2, None, None),
    (SG, "paired", 60_000, 2, PARTNER, (6, 18)),
    (SG, "paired", 40_000, 4, PARTNER, (7, 9)),
    (SG, "social", 35_000, None, DONOR, (9, 3)),
    (LT, "fiscal", 300_000, 5, None, (5, 16)),
    (LT, "fiscal", 180_000, 6, None, (6, 8)),
    (LT, "fiscal", 60_000, 5, None, None),
    (LT, "paired", 120_000, 5, PARTNER, (7, 2)),
    (LT, "unit", 12_000, None, "U02", (2, 5)),
    (QY, "fiscal", 280_000, 7, None, (5, 20)),
    (QY, "fiscal", 144_200, 9, None, (8, 14)),
    (QY, "fiscal", 50_000, 9, None, (4, 25)),
    (QY, "fiscal", 51_800, 7, None, None),
    (QY, "paired", 80_000, 9, PARTNER, (6, 30)),
    (SC, "fiscal", 325_485, 10, None, (5, 11)),
    (SC, "fiscal", 34_515, 11, None, (7, 21)),
    (SC, "fiscal", 70_000, None, None, (8, 28)),
    (SC, "fiscal", 40_000, 10, None, None),
    (SC, "paired", 60_000, 10, PARTNER, (6, 12)),
    (SC, "social", 50_000, None, DONOR, (9, 3)),
    (FS, "fiscal", 50_000, 12, None, (6, 20)),
    (FS, "fiscal", 20_000, 13, None, (8, 6)),
    (FS, "unit", 10_000, None, "U05", (4, 15)),
    (HC, "fiscal", 220_000, 14, None, (5, 27)),
    (HC, "fiscal", 40_000, 15, None, (3, 30)),
    (HC, "social", 12_000, None, DONOR, (9, 5)),
)
"""(village, source, yuan, project, unit, day); without a day it was paid nine days ago."""

LATELY = 9
EARLIER = ((1, 0.88), (2, 0.75))
"""Years back, and their money as a share of this year's, all of it spent."""


class Ledger:
    """Numbers the movements of a year."""

    def __init__(self, year: int) -> None:
        self._year = year
        self._numbers = count(1)

    def line(
        self, village: Village, source: str, step: str, amount: int | float, day: date, **more: object
    ) -> Record:
        """One record of the sheet 资金."""
        code = f"F{self._year % 100:02d}{next(self._numbers):04d}"
        base = {"code": code, "year": self._year, "region": village.code, "source": source, "step": step}
        return {**base, "amount_fen": amount, "day": day, "published": True, **more}  # type: ignore[dict-item]


def fund_records(homes: Sequence[Home], today: date) -> list[Record]:
    """The records of the sheet 资金, of this year and the two before."""
    records: list[Record] = []
    for back, share in EARLIER:
        records += _earlier(today.year - back, share)
    ledger = Ledger(today.year)
    for received in RECEIVED:
        days = on(today, 3, 20), on(today, 4, 10)
        records += _received(ledger, received, 1, *days)
    return [*records, *_spent(ledger, today), *_to_households(ledger, homes, today)]


def _received(ledger: Ledger, of: Received, share: float, day: date, later: date) -> Iterator[Record]:
    parts = ((of.direct, True, True), (of.industry, True, False), (of.rest, False, False))
    for amount, industry, direct in parts:
        yield ledger.line(
            of.village, "fiscal", "received", round(amount * share), day, industry=industry, direct=direct
        )
    for source, amount, unit in of.others:
        yield ledger.line(of.village, source, "received", round(amount * share), later, unit=unit)


def _spent(ledger: Ledger, today: date) -> Iterator[Record]:
    for village, source, amount, project, unit, day in SPENT:
        code = project_code(project, today) if project else None
        when = on(today, *day) if day else ago(today, LATELY)
        yield ledger.line(village, source, "spent", amount, when, project=code, unit=unit)


def _to_households(ledger: Ledger, homes: Sequence[Home], today: date) -> Iterator[Record]:
    """What went straight to households of 石关村: seed potatoes, and the repair of houses."""
    own = [home.code for home in homes if home.village is SG]
    for code in own[:SEEDS]:
        yield ledger.line(
            SG, "fiscal", "spent", 1_500, on(today, 4, 2), project=project_code(1, today), household=code
        )
    each = 175_800 // REPAIRED
    for at, code in enumerate(own[5 : 5 + REPAIRED]):
        amount = each + (175_800 - each * REPAIRED) * (at == 0)
        day = on(today, 8, 20)
        yield ledger.line(SG, "fiscal", "spent", amount, day, project=project_code(3, today), household=code)


def _earlier(year: int, share: float) -> Iterator[Record]:
    ledger = Ledger(year)
    for received in RECEIVED:
        yield from _received(ledger, received, share, date(year, 3, 25), date(year, 4, 15))
        fiscal = sum(round(part * share) for part in (received.direct, received.industry, received.rest))
        yield ledger.line(received.village, "fiscal", "spent", fiscal, date(year, 10, 30))
        for source, amount, unit in received.others:
            yield ledger.line(
                received.village, source, "spent", round(amount * share), date(year, 11, 20), unit=unit
            )
