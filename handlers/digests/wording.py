"""How figures are said in a digest: names of places, shares, money, marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from handlers.digests.facts import Share, Tally
from handlers.rules.ratios import percentage
from locales import Translate, words

FEW = 5
"""How many places or problems a line names before it says 等."""
BEHIND_POINTS = 5
"""So many points below the whole area, a place is marked: it needs help, it is not ranked."""
SMALL = 5
"""Places with fewer people or households than this are not compared (domain.md D55)."""
WARNING = "⚠"

MATTERS = {
    "food": words("food and clothes"),
    "school": words("school"),
    "health": words("health"),
    "housing": words("housing"),
    "water": words("water"),
    "income": words("less income"),
    "family": words("change in the family"),
    "road": words("roads"),
    "money": words("Funds"),
    "other": words("other matters"),
}
"""Matters of follow-ups; one that is not here is shown as it is."""

ABSENCES = {
    "personal": words("personal leave"),
    "sick": words("sick leave"),
    "annual": words("annual leave"),
    "meeting": words("meetings"),
    "training": words("training"),
    "trip": words("official trips"),
    "other": words("other leave"),
    "mourning": words("bereavement leave"),
    "": words("not asked"),
}
"""Why somebody owes no day; the empty kind is a week that asks nothing of the person."""


def matter(t: Translate, key: str) -> str:
    """饮水, 上学 …"""
    return t(MATTERS.get(key, key))


def place(name: str) -> str:
    """石关村 is 石关 beside its neighbours."""
    return name.removesuffix("村") if len(name) > 2 else name


def tallies(items: Iterable[Tally]) -> str:
    """石关13 路塘12."""
    return " ".join(f"{place(item.name)}{item.count}" for item in items)


def absences(t: Translate, items: Iterable[Tally]) -> str:
    """病假2 培训1."""
    return " ".join(f"{t(ABSENCES.get(item.name, item.name))}{item.count}" for item in items)


def total(items: Iterable[Tally]) -> int:
    """All of them together."""
    return sum(item.count for item in items)


def rate(share: Share) -> str:
    """60.4%."""
    return percentage(share.part, share.whole)


def is_behind(share: Share, area: Share) -> bool:
    """Whether a place lies `BEHIND_POINTS` or more below the whole area, in whole numbers."""
    allowed = 100 * area.part - BEHIND_POINTS * area.whole
    return share.whole >= SMALL and 100 * share.part * area.whole <= allowed * share.whole


def shares(items: Iterable[Share], area: Share) -> str:
    """石关23/35 庆云16/33⚠."""
    return " ".join(
        f"{place(item.name)}{item.part}/{item.whole}{WARNING * is_behind(item, area)}" for item in items
    )


def comma(t: Translate) -> str:
    """What stands between two figures of one kind."""
    return t("{first}, {second}", first="", second="")


def semicolon(t: Translate) -> str:
    """What stands between two figures of different kinds."""
    return t("{first}; {second}", first="", second="")


def first_few(t: Translate, parts: Sequence[str], count: int | None = None, joint: str = " ") -> str:
    """The first of them, and 等 if there are more (of `count` in all)."""
    shown = joint.join(parts[:FEW])
    return t("{items} and more", items=shown) if max(count or 0, len(parts)) > FEW else shown


def ten_thousands(fen: int) -> str:
    """Fen as 万 without a unit, exact to the fen: 4.2, 300, 0.98."""
    units, rest = divmod(abs(fen), 10**6)
    tail = f"{rest:06d}".rstrip("0")
    return f"{'-' * (fen < 0)}{units}{'.' * bool(tail)}{tail}"


def money(t: Translate, fen: int) -> str:
    """300万元, 4.2万元; 9800元 below ten thousand yuan."""
    if abs(fen) >= 10**6:
        return t("CNY {amount} x10,000", amount=ten_thousands(fen))
    yuan, rest = divmod(fen, 100)
    return t("CNY {amount}", amount=f"{yuan}.{rest:02d}" if rest else yuan)
