"""Mainland mobile numbers, held as eleven digits."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from enum import Enum


class PhoneFault(Enum):
    """Why a text is no mobile number, as a sentence for an operator."""

    CHARACTERS = "A phone number is made of digits."
    LENGTH = "A mobile number has 11 digits."
    NOT_MOBILE = "This is no mobile number of the mainland."


class InvalidPhone(ValueError):
    """No mobile number; `fault` says why, the number itself is not repeated."""

    def __init__(self, fault: PhoneFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Phone:
    """A mobile number in eleven digits without country code; raises InvalidPhone for another form."""

    digits: str = field(repr=False)

    def __post_init__(self) -> None:
        if not re.fullmatch("1[0-9]{10}", self.digits):
            raise InvalidPhone(PhoneFault.LENGTH)

    @classmethod
    def parse(cls, text: str) -> Phone:
        """A number as typed: +86, blanks, dashes, full width; raises InvalidPhone."""
        bare = re.sub(r"[\s()-]", "", unicodedata.normalize("NFKC", text)).removeprefix("+")
        if not re.fullmatch("[0-9]+", bare):
            raise InvalidPhone(PhoneFault.CHARACTERS)
        digits = re.sub("^(?:0086|86)(?=1[0-9]{10}$)", "", bare)
        if len(digits) != 11:
            raise InvalidPhone(PhoneFault.LENGTH)
        if not _is_mobile(digits):
            raise InvalidPhone(PhoneFault.NOT_MOBILE)
        return cls(digits)

    @property
    def last4(self) -> str:
        return self.digits[-4:]

    @property
    def masked(self) -> str:
        """139****5678."""
        return f"{self.digits[:3]}****{self.last4}"

    def __str__(self) -> str:
        return self.digits

    def __repr__(self) -> str:
        return f"Phone({self.masked})"


def _is_mobile(digits: str) -> bool:
    import phonenumbers  # 30 ms, paid only by whoever types a number

    number = phonenumbers.parse(digits, "CN")
    kind = phonenumbers.number_type(number)
    return kind == phonenumbers.PhoneNumberType.MOBILE and phonenumbers.is_valid_number_for_region(
        number, "CN"
    )
