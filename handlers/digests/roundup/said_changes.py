"""How the figures that corrections have changed are said: as issued, and as they would be now."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.digests.facts import Share
from handlers.digests.lines import Line, Weight
from handlers.digests.roundup.facts import (
    Change,
    Changes,
)
from handlers.digests.roundup.titles import name_of
from handlers.digests.wording import (
    comma,
    money,
)  # fmt: skip
from locales import Translate, Words, words

HEAD = words("Corrections")
FIGURES: Mapping[str, Words] = {
    "met": words("met"),
    "visits": words("visits"),
    "households": words("households visited"),
    "new": words("problems new"),
    "closed": words("problems closed"),
    "received": words("received"),
    "spent": words("spent"),
    "out": words("people out of poverty"),
}
"""Name of a figure of `changes.headline` -> how it is said."""
IN_FEN = ("received", "spent")


def changes(t: Translate, found: Changes) -> list[Line]:
    """更正 第46周原报后有变:达标116/134→117/134(原报不改)."""
    return [Line(f"{t(HEAD)} {changed(t, found)}", Weight.PROGRESS)]


def changed(t: Translate, found: Changes) -> str:
    """The line without its head."""
    told = comma(t).join(_change(t, each) for each in found.items)
    return t(
        "{stretch} as issued -> as of now: {changes} (the issued one stays)",
        stretch=name_of(t, found.of),
        changes=told,
    )


def _change(t: Translate, each: Change) -> str:
    return f"{t(FIGURES[each.figure])}{_value(t, each.figure, each.old)}→{_value(t, each.figure, each.new)}"


def _value(t: Translate, figure: str, value: Share) -> str:
    if value.whole:
        return f"{value.part}/{value.whole}"
    return money(t, value.part) if figure in IN_FEN else str(value.part)
