"""What a request for a ledger asks for: 台账, 台账 考勤, 台账 考勤 上月, 台账 走访表 石关村 2026-11."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from storage.ledgers.model import Ledger
from storage.ledgers.period import Period, read_period
from storage.ledgers.plans import LEDGERS


@dataclass(frozen=True, slots=True)
class Request:
    """A ledger, a period and a place as far as they were said."""

    ledger: Ledger | None
    period: Period | None
    place: str


def read(text: str, today: date) -> Request:
    """The parts of a request in any order, with or without spaces around the ledger's name."""
    ledger, rest = _ledger(text)
    parts = rest.split()
    period = next((found for part in parts if (found := read_period(part, today))), None)
    place = "".join(part for part in parts if read_period(part, today) is None)
    return Request(ledger, period, place)


def _ledger(text: str) -> tuple[Ledger | None, str]:
    """The ledger whose longest name is in the text, and the text without it."""
    lowered = text.casefold()
    names = sorted(
        ((name, one) for one in LEDGERS for name in (*one.words, one.title)), key=lambda each: -len(each[0])
    )
    for name, ledger in names:
        at = lowered.find(name)
        if at >= 0:
            return ledger, f"{text[:at]} {text[at + len(name) :]}"
    return None, text
