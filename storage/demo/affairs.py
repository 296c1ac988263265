"""What the offices list of a few households: whose health insurance of the coming year is paid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from storage.demo.days import ago
from storage.demo.homes import Home
from storage.demo.places import Record
from storage.demo.standing import HOUSEHOLD

LISTED = (HOUSEHOLD, "SG002", "FS001", "FS002", "FS003", "FS004")
"""Households of which a list is there; of the others nothing is known, so nobody is asked."""
UNPAID = (f"{HOUSEHOLD}-3", "FS002-1", "FS003-1", "FS003-2")
EXEMPT = ("FS004-1",)
UNKNOWN = ("SG002-3",)


def insurance_records(homes: Sequence[Home], today: date) -> Iterator[Record]:
    """The records of the sheet 参保, for the year after this one."""
    for home in homes:
        for someone in home.members if home.code in LISTED else ():
            state = _state(someone.code)
            yield {
                "person": someone.code,
                "year": today.year + 1,
                "state": state,
                "paid_on": ago(today, 20) if state == "paid" else None,
                "known_on": ago(today, 3),
            }


def _state(code: str) -> str:
    if code in UNPAID:
        return "unpaid"
    return "exempt" if code in EXEMPT else "unknown" if code in UNKNOWN else "paid"
