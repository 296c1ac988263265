"""Texts."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from handlers.forms.functions.table import Formula, Scope, lazy, plain
from handlers.forms.values import Value, text


@plain("string", "value")
def string(value: Value) -> Value:
    """The value as text; days as 2026-11-19."""
    return text(value)


@lazy("string-length", "[text]")
def string_length(scope: Scope, *given: Formula) -> Value:
    """Number of characters; without an argument of the answer being checked."""
    return Decimal(len(text(given[0](scope) if given else scope.here)))


@plain("concat", "text, …")
def concat(*given: Value) -> Value:
    """The texts one after another."""
    return "".join(text(value) for value in given)


@plain("contains", "text, part")
def contains(whole: Value, part: Value) -> Value:
    """Whether the part occurs in the text."""
    return text(part) in text(whole)


@plain("starts-with", "text, start")
def starts_with(whole: Value, start: Value) -> Value:
    """Whether the text starts with this."""
    return text(whole).startswith(text(start))


@plain("regex", "text, pattern")
def regex(whole: Value, pattern: Value) -> Value:
    """Whether the whole text follows the regular expression."""
    return bool(_pattern(text(pattern)).fullmatch(text(whole)))


@lru_cache(maxsize=500)
def _pattern(written: str) -> re.Pattern[str]:
    return re.compile(written)
