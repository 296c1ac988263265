"""The lines of a digest: how much each matters, and which go when it would be too long for one message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from locales import Translate

LONGEST = 2048
"""Bytes of UTF-8 in one WeCom or WeChat text (domain.md 8.2)."""


class Weight(IntEnum):
    """What goes first when a digest is too long, the least first."""

    RECORDS = 1
    TREND = 2
    WHERE = 3
    PLACES = 4
    PROGRESS = 5
    EXCEPTION = 6
    BLOCK = 7
    FRAME = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One line and its weight."""

    text: str
    weight: Weight


def fit(t: Translate, lines: Sequence[Line], longest: int | None = LONGEST) -> str:
    """The text in at most `longest` bytes: the least important lines go, the later one first, and the
    line before the last says how to have them."""
    kept = list(lines)
    while longest is not None and _size(text := _text(t, kept, len(lines))) > longest:
        lightest = min(kept, key=lambda line: line.weight)
        if lightest.weight is Weight.FRAME:
            return _cut(text, longest)
        kept.reverse()
        kept.remove(next(line for line in kept if line.weight is lightest.weight))
        kept.reverse()
    return _text(t, kept, len(lines))


def _text(t: Translate, kept: Sequence[Line], all_lines: int) -> str:
    texts = [line.text for line in kept]
    if len(kept) < all_lines:
        texts.insert(-1, t("{count} more lines: send 日报 全部", count=all_lines - len(kept)))
    return "\n".join(texts)


def _size(text: str) -> int:
    return len(text.encode())


def _cut(text: str, longest: int) -> str:
    return text.encode()[:longest].decode(errors="ignore")
