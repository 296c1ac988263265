"""Who hears of a correction: those who may agree, who asked, the household whose data it is (D07 "notify")."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from handlers.corrections.found import Found
from handlers.dialog import Kept
from handlers.forms.model import said
from handlers.turn import Turn
from storage.queries.contacts import others_of_household
from storage.queries.corrections import CorrectionRow, NewCorrection
from storage.queries.notices import NewNotice, add_notices

WANTED_FOR = timedelta(days=3)
"""How long an answer, or word to the household, is worth delivering."""


async def ask(turn: Turn, number: int, found: Found, new: NewCorrection, people: Iterable[int]) -> None:
    """Ask whoever may agree: what is to be changed by its names, never by what was written."""
    assert turn.speaker is not None
    parameters = {
        "number": number,
        "who": turn.speaker.name,
        "prefix": new.prefix,
        "receipt": new.receipt,
        "about": found.kept.about,
        "change": new.change,
        "items": item_names(turn, found, new.items),
        "reason": new.reason,
    }
    notices = [
        NewNotice(
            key=f"correction:{number}:{person}", kind="correction", person_id=person, parameters=parameters,
            not_before=turn.received, expires=new.until,
        )
        for person in people
    ]  # fmt: skip
    await turn.run(add_notices, notices, turn.received)


def item_names(turn: Turn, found: Found, items: Iterable[str]) -> list[str]:
    """The short names of questions, in the form's order."""
    form = turn.office.form(found.play.form, found.kept.version)
    wanted = set(items)
    return [said(q.short or q.label, turn.language) or q.name for q in form.questions if q.name in wanted]


async def answered(turn: Turn, row: CorrectionRow, *, agreed: bool, why: bool) -> None:
    """Tell who asked what came of it."""
    parameters = {
        "number": row.id, "receipt": row.receipt, "prefix": row.prefix,
        "state": "done" if agreed else "refused", "why": why,
    }  # fmt: skip
    notice = NewNotice(
        key=f"correction_answer:{row.id}", kind="correction_answer", person_id=row.person_id, parameters=parameters,
        not_before=turn.received, expires=turn.received + WANTED_FOR,
    )  # fmt: skip
    await turn.run(add_notices, [notice], turn.received)


async def household(turn: Turn, number: int, kept: Kept) -> None:
    """Tell the household's accounts that what is kept of a visit to them was changed."""
    if kept.household_id is None:
        return
    people = await turn.run(others_of_household, kept.household_id, 0)
    notices = [
        NewNotice(
            key=f"record_changed:{number}:{person}", kind="record_changed", person_id=person,
            parameters={"day": kept.day.isoformat()}, not_before=turn.received, expires=turn.received + WANTED_FOR,
        )
        for person in people
    ]  # fmt: skip
    await turn.run(add_notices, notices, turn.received)
