"""Numbers as they are written in digits or characters, without units: 23, 1,200, 二十三, 一百二, 1.2万, 2万3.

An own small reader: cn2an reads 一千二 as 1002 in one mode, refuses it in another and takes 二三 for 23.
Here what has two readings (二三 is also "two or three", 2万30 is 20030 or 23000) is no numeral at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

MAGNITUDES = {"亿": 10**8, "万": 10**4, "千": 1000, "百": 100, "十": 10}
DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
ONES = DIGITS | {digit: value for value, digit in enumerate("0123456789")}
CHARACTERS = "0-9.,零〇一二两三四五六七八九十廿卅百千万亿点壹贰叁参肆伍陆柒捌玖拾佰仟俩仨"
"""What a numeral may be made of, for a character class."""

_FORMAL = str.maketrans("壹贰叁参肆伍陆柒捌玖拾佰仟〇仨", "一二三三四五六七八九十百千零三")
_PLAIN_DIGITS = re.compile(
    r"[0-9]{1,15}(\.[0-9]{1,9})?|\.[0-9]{1,9}|[0-9]{1,3}(,[0-9]{3}){1,4}(\.[0-9]{1,9})?"
)
# 两 and 俩 are the digit 2 at the start or before a magnitude; after one (二十两) they are 50 g.
_TWO = re.compile("^[两俩]$|(?<![十])[两俩](?=[百千万亿])")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A value, and whether every place was written out (一百二 and 1.2万 are not `plain`)."""

    value: Decimal
    plain: bool = True


def numeral(text: str) -> Numeral | None:
    """The number that `text` (folded) is from beginning to end, or nothing if it has no single reading."""
    if _PLAIN_DIGITS.fullmatch(text):
        return Numeral(Decimal(text.replace(",", "")))
    if len(text) > 24 or not text:
        return None
    found = _spelled(_spread(_TWO.sub("二", text.translate(_FORMAL))))
    return found and Numeral(found.value, found.plain and not re.search("[0-9]", text))


def integer(text: str) -> int | None:
    """The whole number that `text` is, or nothing."""
    found = numeral(text)
    return int(found.value) if found and found.value == int(found.value) else None


def show(value: Decimal) -> str:
    """Digits as a person writes them: no exponent, no closing zeros."""
    return format(value.normalize(), "f") if value else "0"


def _spread(text: str) -> str:
    return re.sub("卅", "三十", re.sub("廿", "二十", text))


def _spelled(text: str) -> Numeral | None:
    return _positional(text) or _decimal(text) or _places(text)


def _positional(text: str) -> Numeral | None:
    """二〇二六, 三零: characters as digits one by one; only where nobody could mean a range."""
    if len(text) < 2 or any(c not in DIGITS for c in text) or not ("零" in text or len(text) > 3):
        return None
    return Numeral(Decimal("".join(str(DIGITS[c]) for c in text)), plain=False)


def _decimal(text: str) -> Numeral | None:
    """三点五, 十二点零五."""
    whole, point, parts = text.partition("点")
    left = _places(whole) if point else None
    if left is None or not parts or any(c not in DIGITS for c in parts):
        return None
    return Numeral(left.value + Decimal("0." + "".join(str(DIGITS[c]) for c in parts)), left.plain)


def _places(text: str) -> Numeral | None:
    """Digits and magnitudes, the greatest first: 三万二千零五, 2万3, 十五."""
    for sign, size in MAGNITUDES.items():
        head, found, tail = text.rpartition(sign) if sign == "亿" else text.partition(sign)
        if found:
            return _around(head, size, tail)
    return _leaf(text)


def _around(head: str, size: int, tail: str) -> Numeral | None:
    count = _count(head, size)
    rest = count and _rest(tail, size, count)
    if count is None or rest is None:
        return None
    return Numeral(count.value * size + rest.value, count.plain and rest.plain)


def _count(head: str, size: int) -> Numeral | None:
    """How many of a magnitude; 十 alone is one ten, 百 or 万 alone is no number."""
    if not head:
        return Numeral(Decimal(1)) if size == 10 else None
    count = _decimal(head) or _places(head)
    return count if count and count.value < (10**4 if size >= 10**4 else 10) else None


def _rest(tail: str, size: int, count: Numeral) -> Numeral | None:
    """What follows a magnitude: nothing, 零五, one digit of the next place (三千五), or lower places."""
    if not tail:
        return Numeral(Decimal(0))
    if count.value != int(count.value):
        return None
    if tail[0] in "零0":
        return _after_zero(tail[1:], size)
    return _next_place(tail, size, count) if tail in ONES else _lower(tail, size)


def _next_place(tail: str, size: int, count: Numeral) -> Numeral | None:
    """三千五 is 3500; 100万5 could be 1,000,005 as well."""
    certain = size < 10**4 or count.value < 100
    return Numeral(Decimal(ONES[tail]) * size / 10, plain=size == 10) if certain else None


def _after_zero(tail: str, size: int) -> Numeral | None:
    rest = _places(tail) if tail and tail[0] not in "零0" else None
    return Numeral(rest.value, rest.plain) if rest and rest.value * 10 < size else None


def _lower(tail: str, size: int) -> Numeral | None:
    """The lower places; in digits they must fill their room, since 2万30 has two readings."""
    rest = _places(tail)
    if rest is None or rest.value >= size:
        return None
    skipped = rest.value * 10 < size
    return None if skipped and tail.isascii() else Numeral(rest.value, rest.plain and not skipped)


def _leaf(text: str) -> Numeral | None:
    if text in DIGITS:
        return Numeral(Decimal(DIGITS[text]))
    return Numeral(Decimal(text)) if re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,6})?", text) else None
