"""How a round-up is put together: of an area, a helping unit, a department (domain.md 8.5). Nothing is ranked."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from handlers.digests import blocks
from handlers.digests.form import Form, Say
from handlers.digests.roundup import said_changes, said_on_site, said_work
from handlers.digests.roundup.titles import title
from locales import Words
from storage.values.digest import AREA, DEPARTMENT, SPANS, UNIT

HEADS: Mapping[str, Words] = {
    "attendance": blocks.NAMES["on_site"],
    "walks": blocks.NAMES["visits"],
    "tickets": blocks.NAMES["problems"],
    "money": blocks.NAMES["money"],
    "leaving": blocks.NAMES["exits"],
    "staffing": blocks.NAMES["staffing"],
    "changes": said_changes.HEAD,
}
UNIT_HEADS = {**HEADS, "purse": blocks.NAMES["money"]}
"""An area's money of the stretch stands below that of its year; a unit's is all that it has."""


def _area(span: str) -> Form:
    told: dict[str, Say] = {
        "attendance": said_on_site.attendance,
        "walks": partial(said_work.walks, span),
        "tickets": said_work.tickets,
        "money": said_work.year_money,
        "purse": partial(said_work.purse, span),
        "leaving": partial(said_work.leaving, span),
        "staffing": blocks.staffing_lines,
        "changes": said_changes.changes,
    }
    return Form(title, told, HEADS)


def _unit(span: str) -> Form:
    told: dict[str, Say] = {
        "attendance": said_on_site.attendance,
        "walks": partial(said_work.unit_walks, span),
        "tickets": said_work.tickets,
        "purse": partial(said_work.unit_purse, span),
        "changes": said_changes.changes,
    }
    return Form(title, told, UNIT_HEADS)


def _department(_: str) -> Form:
    return Form(title, {"tickets": said_work.tickets, "changes": said_changes.changes}, HEADS)


MADE = {AREA: _area, UNIT: _unit, DEPARTMENT: _department}
FORMS: Mapping[tuple[str, str], Form] = {(kind, span): MADE[kind](span) for kind in MADE for span in SPANS}
"""What a round-up is of, and its span -> how it is put together."""
