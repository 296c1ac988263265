"""A saved diary entry put right or taken back: the on-site day that it made goes with it (D07)."""

from __future__ import annotations

from handlers.added import packed
from handlers.dialog import Amend, Kept, Mending, Record
from handlers.diary import act
from handlers.forms.values import text, unpack
from handlers.made_days import drop_day, make_day
from handlers.shown import full_day
from handlers.turn import Turn
from locales import words
from storage.queries.check_ins import assigned_villages
from storage.queries.diaries import NewEntry, change_entry, kept_entry, withdraw_entry


async def load(turn: Turn, number: int) -> Kept | None:
    """An entry that stands."""
    row = await turn.run(kept_entry, turn.vault, number)
    if row is None:
        return None
    about = f"{full_day(turn.t, row.day)} {row.village} {act.kind_label(turn, row.kind)}"
    answers = {name: unpack(value) for name, value in row.answers.items()}
    return Kept(
        row.id, row.person_id, row.day, row.village_id, row.village_path, row.saved_at, about, answers, row.version
    )  # fmt: skip


async def check(turn: Turn, kept: Kept, record: Record) -> None:
    """The village stays, is one of the owner's on that day, or one that the speaker may write of."""
    number = int(text(record["village"]))
    theirs = {each.id for each in await turn.run(assigned_villages, kept.owner_id, record["day"])}
    own = {each.id for each in await act.places(turn)} if turn.person_id == kept.owner_id else set()
    if number not in {kept.village_id, *theirs, *own}:
        raise Amend("village", words("No record found that you may see."))


async def change(turn: Turn, kept: Kept, record: Record) -> None:
    """Write the new answers; the day is made anew where the entry was written on it."""
    await check(turn, kept, record)
    row = await turn.run(kept_entry, turn.vault, kept.id)
    assert row is not None
    day, village_id, met = record["day"], int(text(record["village"])), record.get("met")
    made = day == row.saved_at.date()
    entry = NewEntry(
        row.person_id, village_id, day, text(record["kind"]), None if met is None else int(met), made, row.version,
        packed(record), row.contact_id,
    )  # fmt: skip
    await turn.run(change_entry, turn.vault, kept.id, entry)
    await drop_day(turn, row.person_id, row.village_id, row.day)
    if made:
        homes = await turn.run(assigned_villages, row.person_id, day)
        path = next((each.path for each in homes if each.id == village_id), row.village_path)
        await make_day(turn, row.person_id, village_id, path, day, act.FORM)


async def withdraw(turn: Turn, kept: Kept) -> None:
    """Take the entry back, and the day that it alone had made."""
    await turn.run(withdraw_entry, kept.id, turn.received)
    await drop_day(turn, kept.owner_id, kept.village_id, kept.day)


MENDING = Mending(act.PREFIX, load, check, change, withdraw)
