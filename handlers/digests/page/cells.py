"""The cells of the tables: shares with their numbers, and what is not compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from handlers.digests.facts import Share
from handlers.digests.page.model import Column, Table
from handlers.digests.wording import BEHIND_POINTS, SMALL, WARNING, is_behind, rate
from locales import Translate

MARK = f"\N{NO-BREAK SPACE}{WARNING}"
"""Beside a figure that wants attention."""
UNTOLD = "-"
"""Stands where there is nothing to compare."""


def words_in(label: str) -> Column:
    """A column of words."""
    return Column(label, is_number=False)


def table(
    caption: str, columns: Sequence[Column], rows: Iterable[tuple[str, ...]], notes: Sequence[str] = ()
) -> list[Table]:
    """The table, where it has a row."""
    found = tuple(rows)
    return [Table(caption, tuple(columns), found, tuple(notes))] if found else []


def fraction(share: Share) -> str:
    """23/35."""
    return f"{share.part}/{share.whole}"


def rated(share: Share) -> tuple[str, str, str]:
    """满2天 81/134 60.4%."""
    return share.name, fraction(share), rate(share) if share.whole >= SMALL else UNTOLD


def compared(share: Share, area: Share) -> str:
    """65.7%, marked where the place lies behind; - where there are too few to compare."""
    if share.whole < SMALL:
        return UNTOLD
    return f"{rate(share)}{MARK * is_behind(share, area)}"


def notes(t: Translate, places: Sequence[Share], area: Share) -> list[str]:
    """What the marks of a table mean, as far as it has them."""
    behind = t(
        "{mark} {points} points or more below the whole: needs help", mark=WARNING, points=BEHIND_POINTS
    )
    few = t("{mark} fewer than {few}: not compared", mark=UNTOLD, few=SMALL)
    return [
        *([behind] if any(is_behind(each, area) for each in places) else []),
        *([few] if any(each.whole < SMALL for each in places) else []),
    ]
