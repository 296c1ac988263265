"""A saved visit put right or taken back: its follow-ups and the on-site day it made go with it (D07)."""

from __future__ import annotations

from datetime import timedelta

from handlers.added import packed
from handlers.dialog import Amend, Kept, Mending, Record
from handlers.forms.values import Value, names, text, unpack
from handlers.made_days import drop_day
from handlers.shown import full_day, household_name
from handlers.turn import Turn
from handlers.visit import act
from locales import words
from storage.queries.households import HouseholdLine, is_paired, visible
from storage.queries.kept_visits import KeptVisit, change_visit, kept_visit
from storage.queries.reach import Reach
from storage.queries.visits import IN_PLACE, NewVisit, withdraw_visit


async def load(turn: Turn, number: int) -> Kept | None:
    """A visit that stands."""
    row = await turn.run(kept_visit, turn.vault, number)
    if row is None:
        return None
    about = f"{full_day(turn.t, row.day)} {household_name(turn.t, row.head, row.group_no)}"
    return Kept(
        row.id, row.helper_id, row.day, row.village_id, row.village_path, row.saved_at, about,
        _answers(turn, row), row.version, row.household_id,
    )  # fmt: skip


def _answers(turn: Turn, row: KeptVisit) -> dict[str, Value]:
    """As saved; the days since then make no visit late."""
    answers = {name: unpack(value) for name, value in row.answers.items()}
    since = (turn.today - row.saved_at.date()).days
    late = answers.get("late_days")
    return {**answers, "late_days": late + since} if isinstance(late, int) else answers


async def check(turn: Turn, kept: Kept, record: Record) -> None:
    """The household must be in reach, the words no other visit's."""
    await act.household_of(turn, record)
    await act.refuse_copy(turn, record, kept.id)


async def change(turn: Turn, kept: Kept, record: Record) -> None:
    """Write the new answers, and what follows from them."""
    row = await turn.run(kept_visit, turn.vault, kept.id)
    number = act.chosen(record)
    household = await turn.run(visible, Reach(household_id=number), number)
    if row is None or household is None:
        raise Amend("household", words("No record found that you may see."))
    visit = await _visit(turn, row, household, record)
    problems = act.follow_ups(turn, record, household)
    photos = names(record.get("photos"))
    await turn.run(change_visit, turn.vault, kept.id, visit, problems, photos, turn.received)
    await drop_day(turn, row.helper_id, row.village_id, row.day)
    if visit.manner in IN_PLACE:
        await act.made(turn, row.helper_id, household, visit.day)


async def _visit(turn: Turn, row: KeptVisit, household: HouseholdLine, record: Record) -> NewVisit:
    late = timedelta(days=act.rule(turn, household, "visits.late_days"))
    return NewVisit(
        household_id=household.id,
        helper_id=row.helper_id,
        village_id=household.village_id,
        day=record["day"],
        manner=text(record["manner"]),
        met=text(record["met"]),
        as_helper=await turn.run(is_paired, household.id, row.helper_id, record["day"]),
        form=row.form,
        version=row.version,
        answers={**packed(record), "late_days": row.answers.get("late_days")},
        text=act.written(record),
        late=record["day"] < row.saved_at.date() - late,
        bulk=row.bulk,
        next_visit=record.get("next"),
        contact_id=row.contact_id,
    )


async def withdraw(turn: Turn, kept: Kept) -> None:
    """Take the visit back with what it opened, and the day that it alone had made."""
    await turn.run(withdraw_visit, kept.id, turn.received)
    await drop_day(turn, kept.owner_id, kept.village_id, kept.day)


MENDING = Mending(act.PREFIX, load, check, change, withdraw)
