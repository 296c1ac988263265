"""The 70 % ratios of money (domain.md 3.5, Q70): whole fen compared, never rounded percentages (X40)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ratio:
    """A part of a whole, in fen, that ought to be at least `percent` of it."""

    part_fen: int
    whole_fen: int
    percent: int

    @property
    def passes(self) -> bool:
        """Whether the part reaches the share; nothing of nothing does."""
        return self.part_fen * 100 >= self.whole_fen * self.percent

    @property
    def gap_fen(self) -> int:
        """How many fen the part lacks, 0 if it passes."""
        asked = -(-self.whole_fen * self.percent // 100)
        return max(0, asked - self.part_fen)

    @property
    def shown(self) -> str:
        """The share as people read it, such as `68.1%`. 69.996 % reads 70.0% and still fails."""
        return percentage(self.part_fen, self.whole_fen)


@dataclass(frozen=True, slots=True)
class FundRatios:
    """Both ratios of a place's fiscal money: they are tested apart, since 49 % of all proves neither."""

    industry: Ratio
    direct: Ratio

    @property
    def passes(self) -> bool:
        return self.industry.passes and self.direct.passes


def fund_ratios(
    fiscal_fen: int,
    industry_fen: int,
    direct_fen: int,
    *,
    industry_percent: int = 70,
    direct_percent: int = 70,
) -> FundRatios:
    """Q70: industry of fiscal money received, and of that what goes straight to households; fen."""
    return FundRatios(
        Ratio(industry_fen, fiscal_fen, industry_percent), Ratio(direct_fen, industry_fen, direct_percent)
    )


def percentage(part: int, whole: int, places: int = 1) -> str:
    """`part` of `whole` as a percentage, rounded half up: `60.4%`; `-` of nothing. Both 0 or more."""
    if whole == 0:
        return "-"
    scale = 10**places
    units = (200 * scale * part + whole) // (2 * whole)
    return f"{units // scale}.{units % scale:0{places}}%" if places else f"{units}%"
