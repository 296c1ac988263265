"""Receipt numbers: QD261119-0231 is the 231st check-in, of 19 November 2026 (domain.md 7.0)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

_WRITTEN = re.compile(r"([A-Z]{2}) ?([0-9]{6})[ -]?([0-9]{4,18})")
_PREFIX = re.compile("[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Receipt:
    """The prefix of its kind (QD check-in, ZF visit, QJ leave, SQ application, FY complaint …), day, serial.

    Years are of this century; the serial has four digits or more. Raises ValueError for anything else.
    """

    prefix: str
    day: date
    serial: int

    def __post_init__(self) -> None:
        if not _PREFIX.fullmatch(self.prefix) or self.serial < 0 or self.day.year // 100 != 20:
            raise ValueError(
                f"No receipt has the prefix {self.prefix!r}, the serial {self.serial} and the day {self.day}."
            )

    @classmethod
    def parse(cls, text: str) -> Receipt:
        """A number as typed: any width, small letters, a blank or nothing for the dash; raises ValueError."""
        match = _WRITTEN.fullmatch(unicodedata.normalize("NFKC", text).strip().upper())
        if match is None:
            raise ValueError("A receipt number is written like QD261119-0231.")
        return cls(match[1], datetime.strptime(f"20{match[2]}", "%Y%m%d").date(), int(match[3]))  # noqa: DTZ007 - a date

    def __str__(self) -> str:
        return f"{self.prefix}{self.day:%y%m%d}-{self.serial:04d}"
