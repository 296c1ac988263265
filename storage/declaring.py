"""How a parameter is declared, and how a stored value is read as the rules use it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import Any


@dataclass(frozen=True, slots=True)
class Declared:
    """A parameter: its default, how a stored value is read, its unit, where the default is from."""

    name: str
    default: Any
    read: Callable[[Any], Any]
    unit: str
    source: str
    meaning: str


def whole(value: Any) -> int:  # noqa: ANN401 - whatever JSON holds
    """A whole number from 0 up."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError("a whole number from 0 up")
    return value


def whole_or_none(value: Any) -> int | None:  # noqa: ANN401
    """A whole number from 0 up, or null for none."""
    return None if value is None else whole(value)


def yes_no(value: Any) -> bool:  # noqa: ANN401
    """True or false."""
    if not isinstance(value, bool):
        raise ValueError("true or false")
    return value


def clock(value: Any) -> time:  # noqa: ANN401
    """A time of day in Shanghai, written `18:00`."""
    try:
        hours, minutes = str(value).split(":")
        return time(int(hours), int(minutes))
    except ValueError as error:
        raise ValueError("a time such as 18:00") from error


def one_of(*choices: str) -> Callable[[Any], str]:
    """One of the words given."""

    def read(value: Any) -> str:  # noqa: ANN401
        if value not in choices:
            raise ValueError("one of " + ", ".join(choices))
        return str(value)

    return read


def some_of(*choices: str) -> Callable[[Any], tuple[str, ...]]:
    """A list of some of the words given."""

    def read(value: Any) -> tuple[str, ...]:  # noqa: ANN401
        if not isinstance(value, list) or not set(value) <= set(choices):
            raise ValueError("a list of " + ", ".join(choices))
        return tuple(value)

    return read


def names(value: Any) -> tuple[str, ...]:  # noqa: ANN401
    """A list of names."""
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError("a list of names")
    return tuple(value)


def month_days(value: Any) -> tuple[str, ...]:  # noqa: ANN401
    """A list of days of the year, written `11-25`."""
    for day in names(value):
        month_day(day)
    return names(value)


def month_day(value: Any) -> str:  # noqa: ANN401
    """A day of the year, written `12-31`."""
    try:
        month, day = str(value).split("-")
        return f"{date(2000, int(month), int(day)):%m-%d}"
    except ValueError as error:
        raise ValueError("a day such as 11-25") from error


def numbers(value: Any) -> tuple[int, ...]:  # noqa: ANN401
    """A list of whole numbers from 0 up."""
    if not isinstance(value, list):
        raise ValueError("a list of whole numbers")
    return tuple(whole(each) for each in value)
