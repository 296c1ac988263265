"""Two masks: the ones that hide a figure in a paper (X46), and the ones we put on in a report."""

from __future__ import annotations

import re
from datetime import date, datetime

from storage.workbook.columns import Kind
from storage.workbook.model import Cell

MASKED = re.compile(
    r"[*＊□▢■▣◻◼\ufffd]"
    r"|(?<![\dA-Za-z])\d{0,3}[xX×]{2,}(?![A-Za-z\d])"  # xx村, 20xx, 120xx
    r"|\d[xX]{2,}(?![A-Za-z\d])"
    r"|(?<![\dA-Za-z])[12]\d{2}[xX](?![A-Za-z\d])"  # 201x
)
SECRET = re.compile(r"(?<!\d)(?:1\d{10}|\d{15,17}[\dXx]?)(?!\d)")
LONGEST = 30
PRECISE = 10**15
"""Excel keeps 15 digits of a number; what is longer was cut."""


def is_masked(text: str, kind: Kind) -> bool:
    """Whether a cell holds `***`, `20xx`, □ or the like instead of what was there."""
    return MASKED.search(text) is not None or (kind in ("phone", "id") and "xx" in text.lower())


def as_text(cell: Cell) -> str:
    """A cell as one would read it: 19900000001.0 is 19900000001."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < PRECISE:
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return "" if cell is None else str(cell).strip()


def shown(cell: Cell, kind: Kind) -> str:
    """A cell for a report: no whole phone or ID number, and not long."""
    text = "、".join(cell) if isinstance(cell, list) else as_text(cell)
    if kind in ("phone", "id"):
        text = cover(text)
    text = SECRET.sub(lambda match: cover(match.group()), text)
    text = "".join(char if char.isprintable() else " " for char in text)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def cover(text: str) -> str:
    """A phone or ID number with its middle covered: 199******01."""
    keep = 3 if len(text) >= 8 else 0
    return text[:keep] + "*" * max(len(text) - keep - 2 * bool(keep), 1) + (text[-2:] if keep else "")
