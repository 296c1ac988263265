"""From the records to the pages of a ledger. Whoever asks, on the command line or in a chat, comes through here."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from handlers.ledgers.gather import homes, on_site, overview, records
from handlers.ledgers.gather.export import Export
from storage.ledgers.model import Ledger, Page

GATHER: dict[str, Callable[[Ledger, Export], Iterator[Page]]] = {
    "card": homes.card,
    "village": homes.village,
    "register": overview.register_pages,
    "problems": records.problem_pages,
    "work": on_site.work_pages,
    "diary": records.diary_pages,
    "income": homes.income,
    "pairing": homes.pairing,
    "attendance": on_site.attendance_pages,
    "visits": records.visit_pages,
    "week": overview.week_pages,
}


def pages(ledger: Ledger, export: Export) -> Iterator[Page]:
    """The pages of a ledger, their rows read as they are written."""
    return GATHER[ledger.key](ledger, export)
