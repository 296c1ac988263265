"""Notices of instructions looked at again before they are sent: is it still so, and what was written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection

from handlers.instructing import ANSWER, GIVEN, RESULT
from storage.queries.instructions import InstructionRow, history, instructions, was_told
from storage.queries.notices import NoticeRow
from storage.queries.posts import leaders
from storage.sealed import Vault

KINDS = frozenset({GIVEN, ANSWER, RESULT})
STATES: Mapping[tuple[str, str], tuple[str, ...]] = {
    (GIVEN, "given"): ("open", "returned"),
    (ANSWER, "answered"): ("answered",),
    (ANSWER, "extension"): ("extension",),
    (ANSWER, "passed"): ("open", "returned", "extension"),
    (RESULT, "accepted"): ("closed",),
    (RESULT, "returned"): ("returned",),
    (RESULT, "extended"): ("open",),
    (RESULT, "refused"): ("open",),
    (RESULT, "withdrawn"): ("withdrawn",),
}
"""(kind, what happened) -> the states in which it is still worth saying."""


def news(
    db: Connection, vault: Vault, notices: Iterable[NoticeRow], day: date
) -> dict[int, dict[str, Any] | None]:
    """Notice id -> what it says, its texts opened; None where things have moved on."""
    asked = list(notices)
    rows = instructions(db, vault, {notice.parameters["number"] for notice in asked})
    return {
        notice.id: _said(db, vault, notice, rows.get(notice.parameters["number"]), day) for notice in asked
    }


def _said(
    db: Connection, vault: Vault, notice: NoticeRow, row: InstructionRow | None, day: date
) -> dict[str, Any] | None:
    if row is None or not _wanted(db, notice, row, day):
        return None
    events = [each for each in history(db, vault, row.id) if each.what == notice.parameters["what"]]
    asked = row.asked_due if notice.parameters["what"] == "extension" else None
    return {
        **notice.parameters, "giver": row.giver, "owner": row.owner, "task": row.text, "line": row.line,
        "level": row.level, "due": (asked or row.due).isoformat(), "receipt": row.receipt,
        "text": events[-1].text if events else "",
    }  # fmt: skip


def _wanted(db: Connection, notice: NoticeRow, row: InstructionRow, day: date) -> bool:
    what = notice.parameters["what"]
    if row.state not in STATES[notice.kind, what]:
        return False
    if notice.kind == ANSWER:
        return notice.person_id in leaders(db, row.giver_id, row.post, day)
    if what == "withdrawn" and not was_told(db, row.id):
        return False
    return notice.person_id == row.owner_id
