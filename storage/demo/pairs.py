"""Which helper has which households: three or four each, the standing cadre just four."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from storage.demo.cadres import Cadre
from storage.demo.homes import Home
from storage.demo.places import VILLAGES, Record, Village
from storage.demo.standing import CADRE, MEMBER

CHANGED = ("SG003", "LT005", "QY007", "HC020")
"""Households that had another helper until the end of last year."""

SECOND = ("LT010", "QY005")
"""Households with a second helper 协助."""


def shares(village: Village, helpers: Sequence[Cadre]) -> dict[str, int]:
    """Helper -> how many of the village's households; the standing cadre is among those with most."""
    each, more = divmod(village.households, len(helpers))
    rng = Random(f"pairs of {village.name}")  # noqa: S311 - it must be the same each time
    order = sorted(helpers, key=lambda cadre: (cadre.code != CADRE, cadre.code == MEMBER, rng.random()))
    return {cadre.code: each + (at < more) for at, cadre in enumerate(order)}


def helper_of(homes: Sequence[Home], cadres: Sequence[Cadre]) -> dict[str, str]:
    """Household -> its primary helper."""
    paired: dict[str, str] = {}
    for village in VILLAGES:
        helpers = [cadre for cadre in cadres if cadre.home is village]
        own = iter([home.code for home in homes if home.village is village])
        counts = shares(village, helpers)
        for cadre in helpers:
            paired.update({next(own): cadre.code for _ in range(counts[cadre.code])})
    return paired


def pairing_records(paired: dict[str, str], since: date, today: date) -> list[Record]:
    """The records of the sheet 结对, with some of the past."""
    new_year = date(today.year, 1, 1)
    records: list[Record] = []
    for household, helper in paired.items():
        starts = new_year if household in CHANGED else since
        records.append({"household": household, "helper": helper, "primary": True, "starts": starts})
    return [*records, *_former(paired, since, new_year), *_second(paired, since)]


def _other(paired: dict[str, str], household: str) -> str:
    """Another helper of the same village."""
    same = [
        helper for code, helper in paired.items() if code[:2] == household[:2] and helper != paired[household]
    ]
    return same[-1]


def _former(paired: dict[str, str], since: date, new_year: date) -> Iterator[Record]:
    for code in CHANGED:
        ends = new_year - timedelta(days=1)
        yield {
            "household": code,
            "helper": _other(paired, code),
            "primary": True,
            "starts": since,
            "ends": ends,
        }


def _second(paired: dict[str, str], since: date) -> Iterator[Record]:
    for code in SECOND:
        yield {"household": code, "helper": _other(paired, code), "primary": False, "starts": since}
