"""Amounts with their units: 3户, 一亩半, 3亩2分, 两块五, 三块二毛五, 80%, 3万元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from handlers.understand.numerals import CHARACTERS, ONES, numeral
from handlers.understand.text import listed

YUAN = ("元", "块钱", "块", "圆", "yuan")
COUNTERS = listed(
    "households household people persons person days day 个人 人次 口人 户人家 户人 个 人 口 户 家 头 只 条 件 次 回 趟"
    " 岁 名 位 匹 棵 株 间 处 套 台 辆 天"
)
"""Units that count what was asked for: they add nothing and are not said back."""
MEASURES = listed(
    "平方公里 平方米 个小时 个星期 个月 公斤 千克 公里 千米 公顷 平米 小时 分钟 星期 周 年 亩 斤 两 吨 里 米 克 升 角 毛 分 厘 公分 担"
    " % kg km m2 m g"
)
"""Units that may not be the ones asked for: always said back."""
TENTH = Decimal("0.1")
PARTS = {
    **{yuan: {"角": TENTH, "毛": TENTH, "分": TENTH / 10} for yuan in YUAN},
    **{jiao: {"分": TENTH} for jiao in ("角", "毛")},
    "亩": {"分": TENTH},
    "分": {"厘": TENTH},
    "斤": {"两": TENTH},
    "公斤": {"斤": Decimal("0.5"), "两": Decimal("0.05"), "克": Decimal("0.001")},
    "公里": {"米": Decimal("0.001")},
    "吨": {"公斤": Decimal("0.001"), "斤": Decimal("0.0005")},
}
"""unit -> the smaller units said after it, as shares of it."""

_NUM = f"[{CHARACTERS}]+?"
_UNIT = "|".join(sorted({*YUAN, *COUNTERS, *MEASURES}, key=len, reverse=True))
_WHOLE = re.compile(f"({_NUM}|半) ?({_UNIT})")
_AND_HALF = re.compile(f"({_NUM}) ?({_UNIT})半")
_AND_DIGIT = re.compile(f"({_NUM})(元|块|圆|亩|斤|角|毛)([{''.join(ONES)}])")
_AND_CENTS = re.compile(f"({_NUM})(元|块|圆)([0-9][0-9])")
_AND_PARTS = re.compile(f"({_NUM})({'|'.join(PARTS)})零?(.+)")
_PERCENT = re.compile(f"百分之([{CHARACTERS}]+)")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value in its unit (`""` for a bare number); `plain` as in `Numeral`."""

    value: Decimal
    unit: str = ""
    plain: bool = True


def quantity(text: str) -> Quantity | None:
    """The amount that `text` (squeezed) is from beginning to end, in its greatest unit."""
    return next((found for found in _readings(text) if found is not None), None)


def _readings(text: str) -> Iterator[Quantity | None]:
    yield _bare(text)
    yield _whole(text)
    yield _and_half(text)
    yield _and_digit(text)
    yield _and_cents(text)
    yield _and_parts(text)
    yield _percent(text)


def _bare(text: str) -> Quantity | None:
    found = Quantity(Decimal("0.5"), plain=False) if text == "半" else None
    number = numeral(text)
    return Quantity(number.value, "", number.plain) if number else found


def _whole(text: str) -> Quantity | None:
    match = _WHOLE.fullmatch(text)
    count = _bare(match[1]) if match else None
    return Quantity(count.value, match[2], count.plain) if match and count else None


def _and_half(text: str) -> Quantity | None:
    match = _AND_HALF.fullmatch(text)
    return _more(match, Decimal("0.5")) if match else None


def _and_digit(text: str) -> Quantity | None:
    """两块五, 3亩2: the digit is a tenth of the unit."""
    match = _AND_DIGIT.fullmatch(text)
    return _more(match, ONES[match[3]] * TENTH) if match else None


def _and_cents(text: str) -> Quantity | None:
    """120元50."""
    match = _AND_CENTS.fullmatch(text)
    return _more(match, Decimal(match[3]) / 100) if match else None


def _and_parts(text: str) -> Quantity | None:
    """3亩2分, 120元零5分, 三块二毛五: the part must be less than one of the unit."""
    match = _AND_PARTS.fullmatch(text)
    rest = quantity(match[3]) if match else None
    part = rest.value * PARTS[match[2]].get(rest.unit, 0) if match and rest else Decimal(0)
    return _more(match, part) if match and 0 < part < 1 else None


def _more(match: re.Match[str], part: Decimal) -> Quantity | None:
    """The whole count of a match, in its unit, and a part of one."""
    count = numeral(match[1])
    if count is None or count.value != int(count.value):
        return None
    return Quantity(count.value + part, match[2], plain=False)


def _percent(text: str) -> Quantity | None:
    match = _PERCENT.fullmatch(text)
    count = numeral(match[1]) if match else None
    return Quantity(count.value, "%", plain=False) if count else None
