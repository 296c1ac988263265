"""Ledgers of what was said: visits, the problems found on them (L05), the diary of both acts and visits (L07)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from heapq import merge
from typing import Any

from handlers.digests.wording import matter
from handlers.forms.values import names, text, unpack
from handlers.ledgers.gather.export import Export
from handlers.ledgers.gather.said import LISTED, WEEKDAYS, choice, items, matters, yes
from storage.ledgers.model import Ledger, Page, Row
from storage.queries import ledgers_records
from storage.queries.ledgers_records import ActRow, EntryRow, ProblemRow, VisitRow
from storage.queries.ledgers_window import Window
from storage.values.receipt import Receipt

DONE = {"open": "在办", "closed": "已办结"}
WRITTEN = ("food", "school", "health", "housing", "water", "income", "family", "wish")
"""Questions of the visit form that are answered in words, in its order."""


def visit_pages(ledger: Ledger, export: Export) -> Iterator[Page]:
    """走访台账: every visit of the days asked for."""
    yield Page.of(ledger.tables[0], visit_rows(export, _own_and_open(export)))


def problem_pages(ledger: Ledger, export: Export) -> Iterator[Page]:
    """问题台账: those opened in the period, and older ones that were still open."""
    yield Page.of(ledger.tables[0], problem_rows(export, _own_and_open(export)))


def diary_pages(ledger: Ledger, export: Export) -> Iterator[Page]:
    """民情日志: day by day, what was done in the village and said in the houses."""
    yield Page.of(ledger.tables[0], diary_rows(export))


def _own_and_open(export: Export) -> Window:
    """What visits one may read, and one's own, which stay one's own when a pairing is over."""
    own = export.see("check_in")
    return export.window("visit") if own.person_id is None else _with_own(export, own.person_id)


def _with_own(export: Export, person_id: int) -> Window:
    window = export.window("visit")
    return replace(window, reach=replace(window.reach, person_id=person_id))


def visit_rows(export: Export, window: Window, *, by_home: bool = False) -> Iterator[Row]:
    """The visits of a window."""
    masked = export.masks(window)
    for row in ledgers_records.visits(export.db, export.office.vault, window, by_home=by_home):
        yield _visit(export, row, masked)


def _visit(export: Export, row: VisitRow, masked: bool) -> Row:
    office = export.office
    remarks = [word for word, true in (("补录", row.late), ("集中补录", row.bulk)) if true]
    return {
        "number": _number("ZF", row.day, row.id), "day": row.day, "township": row.township,
        "village": row.village, "group_no": row.group_no, "code": row.code,
        "head": export.member(row.head, masked), "helper": row.helper, "unit": row.unit,
        "manner": choice(office, "visit", "manner", row.manner), "met": choice(office, "visit", "met", row.met),
        "matters": matters(export.t, row.matters), "said": told(row), "done": _answer(row, "done"),
        "photos": row.photos or None, "next": row.next, "remarks": LISTED.join(remarks), "saved": row.saved_at,
    }  # fmt: skip


def _number(prefix: str, day: date, id_: int) -> str:
    return str(Receipt(prefix, day, id_))


def told(row: VisitRow) -> str:
    """What the family said, of each problem and besides."""
    return ";".join(filter(None, (_answer(row, name) for name in WRITTEN)))


def _answer(row: VisitRow, name: str) -> str:
    kept: Any = row.answers.get(name)
    return text(unpack(kept)) if kept is not None else ""


def problem_rows(export: Export, window: Window, *, by_home: bool = False) -> Iterator[Row]:
    """The problems of a window, numbered."""
    masked = export.masks(window)
    found = ledgers_records.problems(export.db, export.office.vault, window, by_home=by_home)
    for number, row in enumerate(found, start=1):
        yield {"number": number, **_problem(export, row, masked)}


def _problem(export: Export, row: ProblemRow, masked: bool) -> Row:
    is_open = row.status == "open"
    late = (export.today - row.due).days if is_open else 0
    return {
        "township": row.township, "village": row.village, "group_no": row.group_no, "code": row.code,
        "head": export.member(row.head, masked), "matter": matter(export.t, row.matter), "text": row.text,
        "urgent": yes(row.urgent), "visit": _number("ZF", row.visit_day, row.visit_id), "owner": row.owner,
        "unit": row.unit, "opened": row.opened_on, "due": row.due,
        "state": "逾期" if late > 0 else DONE.get(row.status, row.status), "closed": row.closed_on,
        "late": late if late > 0 else None,
    }  # fmt: skip


def diary_rows(export: Export) -> Iterator[Row]:
    """Check-ins, visits and diary entries in one order: by day, then by person."""
    vault, window, own = export.office.vault, _own_and_open(export), export.window("check_in")
    acts = ledgers_records.acts(export.db, vault, own)
    said = (((row.day, row.person_id, 0, row.id), _act(export, row)) for row in acts)
    visits = ledgers_records.visits(export.db, vault, window)
    masked = export.masks(window)
    made = (((row.day, row.helper_id, 1, row.id), _entry(export, row, masked)) for row in visits)
    written = (((row.day, row.person_id, 2, row.id), _written(export, row)) for row in _entries(export, own))
    return (row for _, row in merge(said, made, written, key=lambda each: each[0]))


def village_diary_rows(export: Export) -> Iterator[Row]:
    """What was written of the village, by whom one may read: beside the households of its book."""
    return (_written(export, row) for row in _entries(export, export.window("check_in")))


def _entries(export: Export, window: Window) -> Iterator[EntryRow]:
    return ledgers_records.entries(export.db, export.office.vault, window)


def _written(export: Export, row: EntryRow) -> Row:
    answers = {name: unpack(value) for name, value in row.answers.items()}
    words = [f"{row.met}人" if row.met else "", text(answers.get("text"))]
    return {
        "day": row.day, "weekday": WEEKDAYS[row.day.weekday()], "name": row.person, "unit": row.unit,
        "village": row.village, "what": choice(export.office, "diary", "kinds", row.kind),
        "text": ";".join(filter(None, words)), "matters": text(answers.get("problem")),
        "photos": len(names(answers.get("photos"))) or None, "number": _number("RJ", row.day, row.id),
    }  # fmt: skip


def _act(export: Export, row: ActRow) -> Row:
    words = [items(export.office, row.items), row.note]
    return {
        "day": row.day, "weekday": WEEKDAYS[row.day.weekday()], "name": row.person, "unit": row.unit,
        "village": row.village, "what": "驻村", "text": ";".join(filter(None, words)),
        "number": _number("QD", row.day, row.id),
    }  # fmt: skip


def _entry(export: Export, row: VisitRow, masked: bool) -> Row:
    visit = _visit(export, row, masked)
    words = [f"见到{visit['met']}", told(row), _answer(row, "done")]
    return {
        "day": row.day, "weekday": WEEKDAYS[row.day.weekday()], "name": row.helper, "unit": row.unit,
        "village": row.village, "what": visit["manner"],
        "household": f"{visit['head']}({row.group_no}组 {row.code})", "text": ";".join(filter(None, words)),
        "matters": visit["matters"], "photos": visit["photos"], "number": visit["number"],
    }  # fmt: skip
