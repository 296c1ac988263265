"""What the sheets of the affairs of households may not say: days to come, days that do not fit the state beside them."""

from __future__ import annotations

from storage.workbook.book import Book
from storage.workbook.model import Entry, words

NOT_LATER = (
    ("insurances", ("paid_on", "known_on")),
    ("households", ("rechecked_on",)),
    ("applications", ("opened_on", "closed_on")),
    ("gaps", ("since", "closed_on")),
    ("needs", ("opened_on", "matched_on", "closed_on")),
)
"""Days that have to have been."""


def check_affairs(book: Book) -> None:
    """What has happened is not in the future; states and days fit; needs lie in villages, steps with departments have one."""
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
    for entry in book["applications"]:
        _check_application(book, entry)
    for entry in book["needs"]:
        if book.level(entry.values.get("village")) not in (None, "village"):
            book.refuse(
                "needs", entry, "village", words("is not a village"), words("Give the code of a village.")
            )


def _check_application(book: Book, entry: Entry) -> None:
    """A department is named, and what is decided has its outcome and its day."""
    values = entry.values
    if values.get("holder") == "department" and not values.get("unit"):
        book.refuse(
            "applications", entry, "unit", words("is empty"), words("Give the unit that takes the step.")
        )
    if bool(values.get("outcome")) != (values.get("closed_on") is not None):
        key = "closed_on" if values.get("outcome") else "outcome"
        book.warn("applications", entry, key, words("is empty, though the application is decided"))
