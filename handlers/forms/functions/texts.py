"""Texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from handlers.forms.functions.table import Formula, Scope, lazy, of_all, plain
from handlers.forms.values import EXACT, Operand, Value, first, number, text


@lazy("string", "[value]")
def string(scope: Scope, *given: Formula) -> Operand:
    """The value as text; days as 2026-11-19."""
    return text(first(given[0](scope)) if given else scope.here)


@lazy("string-length", "[text]")
def string_length(scope: Scope, *given: Formula) -> Operand:
    """Number of characters; without an argument of the answer being checked."""
    return Decimal(len(text(first(given[0](scope)) if given else scope.here)))


@of_all("concat", "text, …")
def concat(given: Sequence[Value]) -> Operand:
    """The texts one after another, of all places."""
    return "".join(map(text, given))


@of_all("join", "separator, places, …")
def join(given: Sequence[Value]) -> Operand:
    """The texts of all places with the separator between."""
    return text(given[0]).join(map(text, given[1:])) if given else ""


@plain("contains", "text, part")
def contains(whole: Value, part: Value) -> Value:
    """Whether the part occurs in the text."""
    return text(part) in text(whole)


@plain("starts-with", "text, start")
def starts_with(whole: Value, start: Value) -> Value:
    """Whether the text starts with this."""
    return text(whole).startswith(text(start))


@plain("ends-with", "text, end")
def ends_with(whole: Value, end: Value) -> Value:
    """Whether the text ends with this."""
    return text(whole).endswith(text(end))


@plain("substr", "text, start, [end]")
def substr(whole: Value, start: Value, end: Value = None) -> Value:
    """The text from the place `start` (the first is 0) up to and without `end`; below 0 counted from behind."""
    written = text(whole)
    begin, stop = _place(start, 0), _place(end, len(written))
    return written[begin:stop]


@plain("substring", "text, start, [length]")
def substring(whole: Value, start: Value, length: Value = Decimal("Infinity")) -> Value:
    """So many characters from the place `start`, the first being 1."""
    if number(length).is_nan():
        return ""
    begin = _rounded(start)
    end = EXACT.add(begin, _rounded(length))
    return "".join(c for at, c in enumerate(text(whole), start=1) if at >= begin and at < end)


@plain("substring-before", "text, part")
def substring_before(whole: Value, part: Value) -> Value:
    """What stands before the first such part; '' where there is none."""
    before, found, _ = text(whole).partition(text(part)) if text(part) else ("", "", "")
    return before if found else ""


@plain("substring-after", "text, part")
def substring_after(whole: Value, part: Value) -> Value:
    """What stands behind the first such part; '' where there is none."""
    return text(whole).partition(text(part))[2] if text(part) else text(whole)


@plain("translate", "text, from, to")
def translate(whole: Value, old: Value, new: Value) -> Value:
    """Each character of `from` replaced by that at its place in `to`, or taken away."""
    table: dict[int, str | None] = {}
    for at, character in enumerate(text(old)):
        table.setdefault(ord(character), text(new)[at : at + 1] or None)
    return text(whole).translate(table)


@lazy("normalize-space", "[text]")
def normalize_space(scope: Scope, *given: Formula) -> Operand:
    """Without blanks at the ends, and with one blank for several between."""
    written = text(first(given[0](scope)) if given else scope.here)
    return " ".join(re.findall(r"[^ \t\r\n]+", written))


@plain("regex", "text, pattern")
def regex(whole: Value, pattern: Value) -> Value:
    """Whether the whole text follows the regular expression."""
    return bool(_pattern(text(pattern)).fullmatch(text(whole)))


@lru_cache(maxsize=500)
def _pattern(written: str) -> re.Pattern[str]:
    return re.compile(written)


def _place(value: Value, otherwise: int) -> int:
    found = number(value)
    return int(found) if found.is_finite() else otherwise


def _rounded(value: Value) -> Decimal:
    """XPath's rounding of a place: halves up; NaN compares with nothing."""
    found = number(value)
    if found.is_nan():
        return Decimal("Infinity")
    return (found + Decimal("0.5")) // 1 if found.is_finite() else found
