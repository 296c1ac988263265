"""docs/reference/workbook.md, made from the definitions of the columns."""

from __future__ import annotations

from collections.abc import Iterator

from storage.workbook.columns import FORMS, Column, Plan
from storage.workbook.plans import BY_KEY, PLANS
from storage.workbook.report import Translate, say

HEAD = """# The county workbook

This page is made from `storage/workbook/plans.py`; a test compares the two.

`bangfu import WORKBOOK.xlsx` reads one Excel file with the sheets below. Any sheet may be left out, and so
may any column that is not needed; what the register holds already stays. Headers are recognised in full width,
with spaces, and by their other names. A row is known by its code: importing the same workbook again changes
nothing, a changed row is changed, a row that is no longer there is reported and kept. A column that is left out
is left alone; an empty cell empties the field.

Nothing is guessed and nothing repaired. Masked values (`***`, `20xx`, □) are refused where they stand. If one
cell is refused, nothing at all is written.

`bangfu export template` writes this workbook with the demonstration county in it.
"""


def reference(t: Translate) -> str:
    """The reference as Markdown, in the language of `t`."""
    return "\n".join([HEAD, *(line for plan in PLANS for line in _sheet(plan, t))])


def _sheet(plan: Plan, t: Translate) -> Iterator[str]:
    yield f"## {plan.title} ({plan.key})\n"
    yield f"{say(plan.about, t)}\n"
    if plan.aliases:
        yield f"Other titles: {'、'.join(plan.aliases)}.\n"
    yield "| column | other names | needed | how it is written | example | remarks |"
    yield "| --- | --- | --- | --- | --- | --- |"
    yield from (_column(column, t) for column in plan.columns)
    yield ""


def _column(column: Column, t: Translate) -> str:
    needed = "yes" if column.required else ""
    about = say(column.about, t) if column.about else ""
    cells = (column.header, "、".join(column.aliases), needed, _form(column, t), column.example, about)
    return "| " + " | ".join(cells) + " |"


def _form(column: Column, t: Translate) -> str:
    if column.choices:
        return "、".join(column.choices)
    form = say(FORMS[column.kind], t)
    return f"{form}; {BY_KEY[column.ref].title}" if column.ref else form
