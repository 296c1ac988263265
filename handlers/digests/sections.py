"""The sections of a digest that can be looked into, and the command lines their numbers stand for."""

from __future__ import annotations

from datetime import date

from locales import words
from storage.values.digest import DAY, MONTH, WEEK, Stretch

SECTIONS = {"驻村": "1", "走访": "2", "问题": "3", "资金": "4", "更正": "9"}
WORD = {number: word for word, number in SECTIONS.items()}
LABELS = {"1": words("On site"), "2": words("Visits"), "3": words("Problems"), "4": words("Funds")}
"""Those that every digest names; what was put right is asked for where a digest has it."""
MONEY, RECORDS = "4", "9"


WORDS = {DAY: "日报", WEEK: "周报", MONTH: "月报"}
PAGES = ("网页", "看网页", "page")
"""The words for the same as a page."""
PAGE = PAGES[0]


def command(area: str, day: date, section: str | None = None) -> str:
    """The line that asks for the digest of an area (its code or name) of a day, or for one section's details."""
    return " ".join(filter(None, ("日报", WORD.get(section or ""), area, day.isoformat())))


def page_command(of: str, stretch: Stretch) -> str:
    """The line that asks for a digest as a page, of an area or unit by its code or name."""
    return f"{WORDS[stretch.span]} {PAGE} {of} {stretch}"
