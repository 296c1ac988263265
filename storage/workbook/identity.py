"""ID and phone numbers of the workbook: is this one, and whose birthday and sex does it carry."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from storage.values.id_number import IdFault, IdNumber, InvalidIdNumber
from storage.values.phone import InvalidPhone, Phone
from storage.workbook.model import Said, words

TEMPORARY = re.compile(r"T\d{8,14}")
"""T, a date and a sequence: for somebody who has no ID number yet (domain.md X17)."""

FAULTS = {
    IdFault.LENGTH: words("is no ID number of 18 characters"),
    IdFault.CHARACTERS: words("is no ID number of 18 characters"),
    IdFault.DATE: words("carries a birthday that does not exist"),
    IdFault.CHECK: words("has a wrong check character"),
}


@lru_cache(100_000)
def phone_in(text: str) -> str | None:
    """The eleven digits of a mobile number; None if it is not one."""
    try:
        return Phone.parse(text).digits
    except InvalidPhone:
        return None


def is_temporary(number: str) -> bool:
    """Whether a number stands for one that is not there yet."""
    return TEMPORARY.fullmatch(number) is not None


@lru_cache(200_000)
def card(number: str) -> tuple[date, str] | IdFault:
    """The birthday in an ID number, and 男 or 女; or what is wrong with the number."""
    try:
        value = IdNumber(number)
    except InvalidIdNumber as wrong:
        return wrong.fault
    return value.birth, "男" if value.sex == "male" else "女"


def problem_of_id(number: str, today: date | None) -> Said | None:
    """Why a text is no ID number; None if it is one (domain.md X17, 6.2)."""
    if is_temporary(number):
        return None
    if re.fullmatch(r"\d{15}", number):
        return words("has 15 digits: numbers of the old kind are no longer valid")
    found = card(number)
    if isinstance(found, IdFault):
        return FAULTS[found]
    born = found[0]
    return FAULTS[IdFault.DATE] if born.year < 1880 or (today is not None and born > today) else None
