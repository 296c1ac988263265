"""Figures that contradict one another, as the papers' do (domain.md 6.3): reported, never repaired.

A check is a row of `OF_A_REGION`: what it looks at, and what it says of an entry, or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from storage.workbook.book import Book
from storage.workbook.model import Entry, Said, Values, words

MOST_CROPS = 2
"""Harvests a year from which sown area is doubtful (I7: 580 mu sown on 238 mu)."""

CHEAP_KM, DEAR_KM = 5_000_000, 80_000_000
"""Fen a kilometre of road below and above which a cost is doubtful (I6: 0.73 万元; Q81: 40 万元)."""

KILOMETRES = re.compile(r"(\d+(?:\.\d+)?)\s*(?:公里|千米|km)", re.IGNORECASE)
POOR_TAGS = ("集中连片", "深度贫困", "国定贫困", "重点县")


def _sown(v: Values) -> Said | None:
    if _has(v, "sown_mu", "arable_mu") and v["sown_mu"] > MOST_CROPS * v["arable_mu"]:
        return words(
            "is more than {times} harvests a year on {arable} mu",
            times=MOST_CROPS,
            arable=_plain(v["arable_mu"]),
        )
    return None


def _share(v: Values) -> Said | None:
    """No whole number of persons rounds to the stated share (I4: 49.5 % of 310)."""
    if not _has(v, "illness_share", "poor_persons") or not v["poor_persons"]:
        return None
    share = Decimal(str(v["illness_share"]))
    near = int(share * v["poor_persons"] / 100)
    rounded = {
        round(Decimal(100 * n) / v["poor_persons"], -int(share.as_tuple().exponent)) for n in (near, near + 1)
    }
    if share in rounded:
        return None
    return words("is not the share of any whole number of {persons} persons", persons=v["poor_persons"])


def _provincial(v: Values) -> Said | None:
    """I1: 231 + 126 = 357, not 298."""
    if _has(v, "provincial_villages", "provincial_key", "provincial_other"):
        return _unequal(v["provincial_key"] + v["provincial_other"], v["provincial_villages"])
    return None


def _kinds(v: Values) -> Said | None:
    if _has(v, "marked_villages", "national_villages", "provincial_villages", "municipal_villages"):
        total = v["national_villages"] + v["provincial_villages"] + v["municipal_villages"]
        return _unequal(total, v["marked_villages"])
    return None


def _exits(v: Values) -> Said | None:
    """I2: the yearly villages add up to 470, neither 441 nor 479."""
    if _has(v, "exit_villages", "marked_villages") and v["exit_villages"] not in (
        v["marked_villages"],
        _distinct(v),
    ):
        return words("is not the number of villages, {villages}", villages=_distinct(v))
    return None


def _grid(v: Values) -> Said | None:
    """I3: 281 + 268 = 549 villages with a new grid, of 479 poor ones."""
    if _has(v, "grid_villages", "marked_villages") and v["grid_villages"] > _distinct(v):
        return words("is more than the number of villages, {villages}", villages=_distinct(v))
    return None


def _distinct(v: Values) -> int:
    """Villages marked or in the mountains, each once; tags overlap (domain.md 2.1)."""
    both = (v.get("mountain_villages") or 0) - (v.get("mountain_marked") or 0)
    return int(v["marked_villages"] + both)


def _rate(v: Values) -> Said | None:
    """I5: the rate stated is not poor persons of all persons; it has another base."""
    if not _has(v, "poverty_rate", "poor_persons", "persons") or not v["persons"]:
        return None
    own = round(100 * v["poor_persons"] / v["persons"], 1)
    if abs(own - v["poverty_rate"]) < 0.1:
        return None
    return words(
        "is not {rate}, as {poor} of {persons} would be",
        rate=own,
        poor=v["poor_persons"],
        persons=v["persons"],
    )


def _products(v: Values) -> Said | None:
    """I8: 银耳 is planned, though the profile does not know it."""
    if not v.get("planned_products") or not v.get("products"):
        return None
    strange = [
        plan for plan in v["planned_products"] if not any(p in plan or plan in p for p in v["products"])
    ]
    return (
        words("names what is not among the products: {names}", names="、".join(strange)) if strange else None
    )


def _counted(v: Values) -> Said | None:
    """I13: a number of persons under the name of households."""
    if _has(v, "poor_households", "poor_persons") and v["poor_households"] == v["poor_persons"] > 1:
        return words("is the number of persons as well: which of the two was counted?")
    return None


def _income(v: Values) -> Said | None:
    if (
        _has(v, "net_income_fen", "persons", "output_fen")
        and v["net_income_fen"] * v["persons"] > v["output_fen"]
    ):
        return words("times all persons is more than the whole output")
    return None


OF_A_REGION: tuple[tuple[str, Callable[[Values], Said | None]], ...] = (
    ("sown_mu", _sown),
    ("illness_share", _share),
    ("provincial_villages", _provincial),
    ("marked_villages", _kinds),
    ("exit_villages", _exits),
    ("grid_villages", _grid),
    ("poverty_rate", _rate),
    ("planned_products", _products),
    ("poor_households", _counted),
    ("net_income_fen", _income),
)

ADDED_UP = (
    "households", "persons", "poor_households", "poor_persons", "exited_persons", "labour", "migrants",
    "water_households", "water_persons",
)  # fmt: skip


def check_remarks(book: Book) -> None:
    """Look through profiles and projects for what cannot fit."""
    for entry in book["profiles"]:
        for key, check in OF_A_REGION:
            _say(book, "profiles", entry, key, check(entry.values))
    for entry in book["projects"]:
        _say(book, "projects", entry, "approved_fen", _per_kilometre(entry.values))
    _check_totals(book)


def _say(book: Book, sheet: str, entry: Entry, key: str, said: Said | None) -> None:
    if said is not None:
        book.remark(sheet, entry, key, said)


def _per_kilometre(v: Values) -> Said | None:
    found = KILOMETRES.search(f"{v.get('name') or ''} {v.get('note') or ''}")
    if not found or not v.get("approved_fen") or not float(found[1]):
        return None
    each = v["approved_fen"] / float(found[1])
    if CHEAP_KM <= each <= DEAR_KM:
        return None
    return words("is {each} yuan a kilometre: far from what roads cost", each=round(each / 100))


def _check_totals(book: Book) -> None:
    """A wider region against the sum of its parts, where every part has the figure; and its poverty rate."""
    profiles = {entry.values.get("region"): entry for entry in book["profiles"]}
    regions = {entry.values.get("code"): entry for entry in book["regions"]}
    for code, entry in profiles.items():
        parts = [part for part, region in regions.items() if code and region.values.get("parent") == code]
        for key in ADDED_UP if parts else ():
            values = [profiles[part].values.get(key) if part in profiles else None for part in parts]
            _say(book, "profiles", entry, key, _sum(entry.values.get(key), values))
        region = regions.get(code)
        above = profiles.get(region.values.get("parent")) if region else None
        if region and above:
            _say(book, "profiles", entry, "poverty_rate", _poorest(region, entry.values, above.values))


def _sum(whole: int | None, parts: list[int | None]) -> Said | None:
    known = [part for part in parts if part is not None]
    return _unequal(sum(known), whole) if whole is not None and len(known) == len(parts) else None


def _poorest(region: Entry, own: Values, above: Values) -> Said | None:
    """I5: the poorest area has a lower rate than the whole."""
    tags = "".join(region.values.get("tags") or ())
    if not (
        _has(own, "poverty_rate") and _has(above, "poverty_rate") and any(tag in tags for tag in POOR_TAGS)
    ):
        return None
    if own["poverty_rate"] >= above["poverty_rate"]:
        return None
    return words("is lower than that of the whole, {rate}", rate=_plain(above["poverty_rate"]))


def _unequal(parts: int, whole: int) -> Said | None:
    return words("is not the sum of its parts, {sum}", sum=parts) if parts != whole else None


def _has(values: Values, *keys: str) -> bool:
    return all(values.get(key) is not None for key in keys)


def _plain(number: float) -> str:
    return f"{number:g}"
