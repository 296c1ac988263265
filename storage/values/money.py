"""Money in fen, whole numbers, and shares compared without rounding (domain.md 3.5, X40)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

FEN_PER_YUAN = 100
FEN_PER_WAN = 100 * 10_000

_WRITTEN = re.compile(r"(-?)¥?([0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3})+)(\.[0-9]{1,6})? ?(亿|万)?元?")
_TIMES = {None: 1, "": 1, "万": 10_000, "亿": 100_000_000}


class InvalidMoney(ValueError):
    """A text that is no amount, or one with less than a fen."""


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in fen; sums and differences of amounts are amounts."""

    fen: int

    @classmethod
    def parse(cls, text: str) -> Money:
        """`86.5万元`, `1,200.50`, `¥120`, `-5元`; raises InvalidMoney (also for masked values such as `20xx`)."""
        match = _WRITTEN.fullmatch(unicodedata.normalize("NFKC", text).strip())
        if match is None:
            raise InvalidMoney("An amount is written like 1200.50 or 86.5万元.")
        fen = Decimal(match[2].replace(",", "") + (match[3] or "")) * _TIMES[match[4]] * FEN_PER_YUAN
        if fen != int(fen):
            raise InvalidMoney("An amount is not smaller than one fen.")
        return cls(-int(fen) if match[1] else int(fen))

    def yuan(self) -> str:
        """The amount in yuan, without a unit: `4520`, `120.50`."""
        whole, rest = divmod(abs(self.fen), FEN_PER_YUAN)
        return f"{_minus(self.fen)}{whole}" + (f".{rest:02d}" if rest else "")

    def wan(self) -> str:
        """The amount in 万 yuan, exact, without a unit: `86.5`, `0.98`."""
        whole, rest = divmod(abs(self.fen), FEN_PER_WAN)
        return f"{_minus(self.fen)}{whole}.{rest:06d}".rstrip("0").rstrip(".")

    def __str__(self) -> str:
        """`86.5万元` from ten thousand yuan on, else `4520元`; always exact, so that it can be parsed back."""
        return f"{self.wan()}万元" if abs(self.fen) >= FEN_PER_WAN else f"{self.yuan()}元"

    def __add__(self, other: Money) -> Money:
        return Money(self.fen + other.fen)

    def __sub__(self, other: Money) -> Money:
        return Money(self.fen - other.fen)

    def __neg__(self) -> Money:
        return Money(-self.fen)


def share_at_least(part: int, whole: int, percent: int | Fraction) -> bool:
    """Whether `part` is `percent` of `whole` or more, in whole numbers: 69.996 % is not 70 %."""
    return part * 100 >= Fraction(percent) * whole


def percent(part: int, whole: int, digits: int = 1) -> str:
    """The share as people read it, rounded half up: `68.1%`; `-` of nothing.

    69.996 % reads 70.0%: only `share_at_least` tells whether a rule is kept, `share` tells both.
    """
    if whole == 0:
        return "-"
    scale = 10**digits
    over, under = abs(part) * 100 * scale, abs(whole)
    units, rest = divmod((2 * over + under) // (2 * under), scale)
    sign = "-" if (part < 0) != (whole < 0) and (units or rest) else ""
    return f"{sign}{units}" + (f".{rest:0{digits}d}" if digits else "") + "%"


@dataclass(frozen=True, slots=True)
class Share:
    """A share for reading and whether it reaches what is asked: the two may look apart (`70.0%`, False)."""

    text: str
    passes: bool


def share(part: int, whole: int, asked: int | Fraction, digits: int = 1) -> Share:
    """`part` of `whole` against `asked` percent."""
    return Share(percent(part, whole, digits), share_at_least(part, whole, asked))


def _minus(fen: int) -> str:
    return "-" if fen < 0 else ""
