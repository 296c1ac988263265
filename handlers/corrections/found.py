"""A record that is to be put right, with all that is known of it."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.dialog import FormPlay, Kept, Mending
from handlers.mending import KINDS, mendable, receipt_of
from handlers.turn import Turn
from locales import Words


@dataclass(frozen=True, slots=True)
class Found:
    """A record with its receipt, and how it is put right."""

    receipt: str
    play: FormPlay
    mending: Mending
    kept: Kept

    @property
    def kind(self) -> Words:
        return KINDS[self.mending.prefix]


async def record(turn: Turn, prefix: str, number: int) -> Found | None:
    """A record that stands, whoever's it is."""
    known = mendable(turn.office).get(prefix)
    if known is None:
        return None
    play, mending = known
    kept = await mending.load(turn, number)
    return Found(receipt_of(prefix, kept), play, mending, kept) if kept else None
