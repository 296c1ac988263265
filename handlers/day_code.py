"""The code of the day 今日口令 of a village (D43): four digits from the office's secret, the village and the date.

It shows that somebody was in touch with the village that day; it is no proof of more (X03).
"""

from __future__ import annotations

from datetime import date

from storage.sealed import Vault

DIGITS = 4


def day_code(vault: Vault, village_id: int, day: date) -> str:
    """The code of a village on a day, the same all day long."""
    number = int.from_bytes(vault.index("day_code", f"{village_id}:{day.isoformat()}"))
    return f"{number % 10**DIGITS:0{DIGITS}}"


def looks_like_code(word: str) -> bool:
    """Whether a word may be one."""
    return len(word) == DIGITS and word.isascii() and word.isdigit()
