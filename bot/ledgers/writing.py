"""A ledger written in the format of a file's name: .xlsx for all of them, .html and .txt for the card."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from sqlalchemy import Connection

from bot.ledgers.card import as_html, as_text, cards
from bot.refusal import Refusal
from handlers.ledgers.gather import pages
from handlers.ledgers.gather.export import Export
from storage.ledgers.model import Heading, Ledger, Page
from storage.workbook.ledger_book import write_ledger

CARD = "card"


def write_file(db: Connection, ledger: Ledger, export: Export, file: Path) -> int:
    """Write a ledger; the rows are read as they are written. Returns how many there are.

    Raises:
        Refusal: the ledger is not written in that format.
        OSError: the file cannot be written.
    """
    export.db = db
    if file.suffix == ".xlsx":
        return write_ledger(file, export.heading(ledger), pages(ledger, export))
    text = in_words(ledger, export, file.suffix)
    file.write_text(text, "utf-8")
    return text.count("\n")


def in_words(ledger: Ledger, export: Export, suffix: str) -> str:
    """The household cards as text or as a page to print.

    Raises:
        Refusal: another ledger, or another format.
    """
    if ledger.key != CARD or suffix not in (".html", ".txt"):
        kinds = ".xlsx, .html or .txt" if ledger.key == CARD else ".xlsx"
        raise Refusal(
            f"{ledger.key} is not written as {suffix or 'a file without an ending'}: choose {kinds}"
        )
    found = cards(pages(ledger, export))
    if suffix == ".html":
        return as_html(export.heading(ledger), found)
    return "\n\n".join(as_text(card, export.asked.period.label) for card in found) + "\n"


def as_bytes(heading: Heading, found: Iterable[Page], suffix: str) -> bytes:
    """A ledger in memory, for somebody who waits for it: its pages, read already."""
    if suffix == ".html":
        return as_html(heading, cards(found)).encode()
    file = BytesIO()
    write_ledger(file, heading, found)
    return file.getvalue()
