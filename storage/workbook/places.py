"""The tree of regions, and whether things stand at the level they belong to."""

from __future__ import annotations

from collections.abc import Mapping

from storage.workbook.book import Book
from storage.workbook.choices import LEVELS
from storage.workbook.model import Entry, words

ORDER = {level: number for number, level in enumerate(LEVELS.values())}
IN_VILLAGES = (
    ("assignments", "village"),
    ("households", "village"),
    ("projects", "village"),
    ("measures", "village"),
)

VILLAGE_ROLES = (
    "team_member",
    "team_leader",
    "first_secretary",
    "village_officer",
    "info_officer",
    "supervisor",
)
ROLE_LEVELS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(VILLAGE_ROLES, ("village",)),
    "township_clerk": ("township",),
    "township_leader": ("township",),
    "county_office": ("county",),
    "county_leader": ("county",),
    "inspector": ("township", "county", "city", "province"),
    "auditor": ("township", "county", "city", "province"),
}
"""The level of the region a role needs: it decides how far the role reaches (domain.md 1.2)."""

UNIT_ROLES = ("department", "unit_contact", "unit_leader", "donor")


def check_places(book: Book) -> None:
    """Regions form a tree from the province down; villages are villages; roles have their area."""
    parents = {entry.values.get("code"): entry.values.get("parent") for entry in book["regions"]}
    for entry in book["regions"]:
        _check_parent(book, entry, parents)
    levels = {code: book.level(code) for code in book.codes("regions")}
    for sheet, key in IN_VILLAGES:
        for entry in book[sheet]:
            if levels.get(entry.values.get(key) or "") not in (None, "village"):
                book.refuse(
                    sheet, entry, key, words("is not a village"), words("Give the code of a village.")
                )
    for entry in book["roles"]:
        _check_role(book, entry, levels)


def _check_parent(book: Book, entry: Entry, parents: Mapping[str | None, str | None]) -> None:
    level, parent = entry.values.get("level"), entry.values.get("parent")
    above = book.level(parent)
    if parent and above and level and ORDER[above] >= ORDER[level]:
        book.refuse(
            "regions", entry, "parent", words("is not above this region"), words("Look at the two levels.")
        )
    elif parent is None and level not in (None, "province", "city", "county"):
        book.refuse("regions", entry, "parent", words("is empty"), words("Give the region it belongs to."))
    elif entry.values.get("code") in _ancestors(entry.values.get("parent"), parents):
        book.refuse("regions", entry, "parent", words("leads in a circle"), words("Correct the code above."))


def _ancestors(code: str | None, parents: Mapping[str | None, str | None]) -> set[str]:
    seen: set[str] = set()
    while code and code not in seen:
        seen.add(code)
        code = parents.get(code)
    return seen


def _check_role(book: Book, entry: Entry, levels: Mapping[str, str | None]) -> None:
    kind, region = entry.values.get("kind"), entry.values.get("region")
    wanted = ROLE_LEVELS.get(kind or "")
    if wanted and not region:
        book.refuse("roles", entry, "region", words("is empty"), words("This role needs a region."))
    elif wanted and levels.get(region or "") not in (None, *wanted):
        words_of = {value: word for word, value in LEVELS.items()}
        mend = words("This role belongs to: {levels}.", levels="、".join(words_of[level] for level in wanted))
        book.refuse("roles", entry, "region", words("is not of the level of this role"), mend)
    if kind in UNIT_ROLES and not entry.values.get("unit"):
        book.refuse("roles", entry, "unit", words("is empty"), words("This role needs a unit."))
