"""A saved check-in put right or taken back: another village, other work; the day stays the day (D07)."""

from __future__ import annotations

from handlers.added import added
from handlers.check_in import act
from handlers.dialog import Amend, Kept, Mending, Record
from handlers.forms.values import names, text, unpack
from handlers.made_days import make_day
from handlers.rules.onsite import OnsiteRule
from handlers.shown import clock, full_day
from handlers.turn import Turn
from locales import words
from storage.queries.check_ins import (
    KeptCheckIn,
    assigned_villages,
    change_check_in,
    check_ins_of,
    kept_check_in,
    withdraw_check_in,
)
from storage.queries.diaries import what_makes_day
from storage.queries.latest import made_by_work


async def load(turn: Turn, number: int) -> Kept | None:
    """A check-in that stands and was said."""
    row = await turn.run(kept_check_in, turn.vault, number)
    if row is None:
        return None
    about = f"{full_day(turn.t, row.day)} {clock(row.came_at)} {row.village}"
    own = {name: unpack(value) for name, value in row.answers.items()}
    answers = {**own, "village": str(row.village_id), "items": row.items or None, "note": row.note or None}
    return Kept(
        row.id, row.person_id, row.day, row.village_id, row.village_path, row.saved_at, about, answers,
        row.form_version,
    )  # fmt: skip


async def check(turn: Turn, kept: Kept, record: Record) -> None:
    """The day must have no other check-in in the village, and the village must have been one's own then."""
    village_id = int(text(record["village"]))
    assigned = {village.id for village in await turn.run(assigned_villages, kept.owner_id, kept.day)}
    if village_id not in assigned:
        raise Amend("village", words("You were not assigned to that village on that day."))
    for other in await turn.run(check_ins_of, kept.owner_id, kept.day, kept.day):
        if other.village_id == village_id and other.id != kept.id and other.source == "said":
            raise Amend("village", words("There is another check-in in that village on that day."))


async def change(turn: Turn, kept: Kept, record: Record) -> None:
    """Write the new answers; days that work makes in either village stay made."""
    await check(turn, kept, record)
    row = await turn.run(kept_check_in, turn.vault, kept.id)
    assert row is not None
    village_id = int(text(record["village"]))
    made = await turn.run(made_by_work, kept.owner_id, village_id, kept.day)
    if made is not None:
        await turn.run(withdraw_check_in, made, turn.received, back_to=None)
    rule = await _rule(turn, kept, village_id)
    stay = row.left_at - row.came_at if row.left_at else None
    await turn.run(
        change_check_in, turn.vault, kept.id, village_id=village_id, items=names(record.get("items")),
        note=text(record.get("note")), status=rule.judge("e0", stay) if stay else rule.judge("e0"),
        answers=added(turn.office.form("check_in", row.form_version), record),
    )  # fmt: skip
    if village_id != row.village_id:
        await _made_by_work(turn, row)


async def _rule(turn: Turn, kept: Kept, village_id: int) -> OnsiteRule:
    places = await turn.run(assigned_villages, kept.owner_id, kept.day)
    path = next((place.path for place in places if place.id == village_id), "/")
    return OnsiteRule.of(turn.office.parameters, path, kept.day)


async def _made_by_work(turn: Turn, row: KeptCheckIn) -> None:
    """The village that was left out may have visits or a diary entry of the day: they make it a day there."""
    work = await turn.run(what_makes_day, row.person_id, row.village_id, row.day)
    if work is not None:
        await make_day(turn, row.person_id, row.village_id, row.village_path, row.day, work)


async def withdraw(turn: Turn, kept: Kept) -> None:
    """Take the check-in back; a day that a visit or a diary entry made too stays one, by that."""
    work = await turn.run(what_makes_day, kept.owner_id, kept.village_id, kept.day)
    await turn.run(withdraw_check_in, kept.id, turn.received, back_to=work)


MENDING = Mending(act.PREFIX, load, check, change, withdraw)
