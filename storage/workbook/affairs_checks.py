"""What the sheets of the affairs of households may not say: days to come, days that do not fit the state beside them."""

from __future__ import annotations

from storage.workbook.book import Book
from storage.workbook.model import words

NOT_LATER = (("insurances", ("paid_on", "known_on")),)
"""Days that have to have been."""


def check_affairs(book: Book) -> None:
    """What has happened is not in the future; who has paid on a day has paid."""
    for sheet, keys in NOT_LATER:
        for entry in book[sheet]:
            for key in keys:
                day = entry.values.get(key)
                if day and book.today and day > book.today:
                    book.refuse(sheet, entry, key, words("is in the future"))
    for entry in book["insurances"]:
        if entry.values.get("paid_on") and entry.values.get("state") in ("unpaid", "unknown"):
            reason = words("does not fit the state beside it")
            book.refuse("insurances", entry, "paid_on", reason, words("Correct one of the two."))
