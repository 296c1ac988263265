"""Resident ID numbers of 18 characters (GB 11643): area, birth date, serial, check character."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Literal

_WEIGHTS = tuple(2 ** (17 - place) % 11 for place in range(17))
_CHECKS = "10X98765432"


class IdFault(Enum):
    """Why a text is no ID number, as a sentence for an operator."""

    LENGTH = "An ID number has 18 characters."
    CHARACTERS = "An ID number is 17 digits and a digit or X."
    DATE = "The birth date in the ID number does not exist."
    CHECK = "The check character of the ID number is wrong."


class InvalidIdNumber(ValueError):
    """No ID number; `fault` says why, the number itself is not repeated."""

    def __init__(self, fault: IdFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A checked ID number. Any area code is taken: 9999 stands for nowhere (domain.md 6.2)."""

    number: str = field(repr=False)

    def __post_init__(self) -> None:
        fault = _fault(self.number)
        if fault:
            raise InvalidIdNumber(fault)

    @classmethod
    def parse(cls, text: str) -> IdNumber:
        """A number as typed: any width, blanks and dashes between groups, small x; raises InvalidIdNumber."""
        return cls(re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).upper())

    @property
    def birth(self) -> date:
        return _birth(self.number)

    @property
    def sex(self) -> Literal["male", "female"]:
        return "male" if int(self.number[16]) % 2 else "female"

    @property
    def last4(self) -> str:
        return self.number[-4:]

    @property
    def masked(self) -> str:
        """9999**********0018."""
        return f"{self.number[:4]}{'*' * 10}{self.last4}"

    def __str__(self) -> str:
        return self.number

    def __repr__(self) -> str:
        return f"IdNumber({self.masked})"


def check_character(first17: str) -> str:
    """The check character that belongs to the first 17 digits; raises ValueError if they are not."""
    if not re.fullmatch("[0-9]{17}", first17):
        raise ValueError("The check character is of 17 digits.")
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True)) % 11]


def _fault(number: str) -> IdFault | None:
    if len(number) != 18:
        return IdFault.LENGTH
    if not re.fullmatch("[1-9][0-9]{16}[0-9X]", number):
        return IdFault.CHARACTERS
    try:
        _birth(number)
    except ValueError:
        return IdFault.DATE
    return None if check_character(number[:17]) == number[17] else IdFault.CHECK


def _birth(number: str) -> date:
    return datetime.strptime(number[6:14], "%Y%m%d").date()  # noqa: DTZ007 - a date
