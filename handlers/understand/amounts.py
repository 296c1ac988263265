"""An amount in the unit that a question asks for: 两斤半 asked in 公斤 is 1.25, 3人 asked in 户 is asked back."""

from __future__ import annotations

import re
from decimal import Decimal

from handlers.understand import Unclear, Understood
from handlers.understand.numbers import amount, read_number
from handlers.understand.numerals import show
from handlers.understand.text import fold, listed
from handlers.understand.units import COUNTERS, MEASURES, YUAN, Quantity
from locales import words

_SIZES: tuple[dict[str, str], ...] = (
    {"亩": "1", "分": "0.1", "厘": "0.01", "公顷": "15"},
    {"斤": "1", "两": "0.1", "公斤": "2", "千克": "2", "kg": "2", "吨": "2000", "克": "0.002", "g": "0.002"},
    {"里": "1", "公里": "2", "千米": "2", "km": "2", "米": "0.002", "m": "0.002"},
    {**dict.fromkeys(YUAN, "1"), "角": "0.1", "毛": "0.1", "分": "0.01"},
    {"平方米": "1", "平米": "1", "m2": "1", "平方公里": "1000000"},
    {"天": "1", "日": "1", "周": "7", "星期": "7", "个星期": "7"},
    {"个月": "1", "月": "1", "年": "12"},
    {"小时": "1", "个小时": "1"},
)
"""Units of one kind, each with its size in the first of them."""
_COUNTED = (
    listed("人 口 口人 个人 人次 名 位"),
    listed("户 户人家 户人 家"),
    listed("头 只 条 匹"),
    listed("天 日"),
    listed("棵 株"),
    listed("次 回 趟"),
)
"""Counters that stand for one another."""
_ANY_COUNTER = ("个", "")
_SPOKEN_OF = re.compile(r"\(([^()]+)\)\W*$|(?:多少|几)个?(.{1,4}?)\W*$")
_FINEST = Decimal("0.0001")


def unit_asked(label: str) -> str:
    """The unit that a question names, `""` if none: 耕地面积(亩), 养了几头?, 收入多少元?"""
    match = _SPOKEN_OF.search(fold(label))
    named = ((match[1] or match[2]) if match else "").partition("/")[0]
    return named if named in (*YUAN, *COUNTERS, *MEASURES) else ""


def read_amount(text: str, unit: str) -> Understood[Decimal] | Unclear:
    """One exact number of `unit` (`""`: whatever was asked for, as `read_number` reads it).

    Another unit of the same kind is reckoned over and said back; one of another kind is asked back.
    """
    found = amount(text) if unit else None
    if found is None or not found.unit:
        return read_number(text)
    ratio = _ratio(found.unit, unit)
    value = found.value * ratio
    if not ratio or value.quantize(_FINEST) != value:
        why = words("This is in {typed}; asked is {unit}.", typed=found.unit, unit=unit)
        return Unclear(why, impossible=True)
    return _in_unit(text, found, value, unit)


def _in_unit(text: str, found: Quantity, value: Decimal, unit: str) -> Understood[Decimal]:
    said = words("{typed} = {read}", typed=fold(text), read=f"{show(value)}{unit}")
    certain = found.plain and value == found.value and found.unit in (unit, *_kin(unit))
    return Understood(Decimal(show(value)), None if certain else said)


def _ratio(typed: str, unit: str) -> Decimal:
    """How many of `unit` one of the typed unit is; 0 where they are of different kinds."""
    if typed == unit or typed in _kin(unit) or (typed in _ANY_COUNTER and unit in COUNTERS):
        return Decimal(1)
    sizes = next((sizes for sizes in _SIZES if typed in sizes and unit in sizes), None)
    return Decimal(sizes[typed]) / Decimal(sizes[unit]) if sizes else Decimal(0)


def _kin(unit: str) -> tuple[str, ...]:
    return next((kin for kin in (*_COUNTED, YUAN) if unit in kin), ())
