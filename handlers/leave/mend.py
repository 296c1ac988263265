"""A saved leave put right or taken back: what its weeks ask for follows (D07)."""

from __future__ import annotations

from handlers.dialog import Amend, Kept, Mending, Record
from handlers.forms.values import Value, text
from handlers.leave import act
from handlers.shown import full_day
from handlers.turn import Turn
from locales import words
from storage.queries.check_ins import assigned_villages
from storage.queries.leaves import KeptLeave, change_leave, kept_leave, leaves_of, withdraw_leave
from storage.values.receipt import Receipt


async def load(turn: Turn, number: int) -> Kept | None:
    """A leave in effect; it belongs to the village its person was assigned to when it was saved."""
    row = await turn.run(kept_leave, turn.vault, number)
    if row is None:
        return None
    villages = await turn.run(assigned_villages, row.person_id, row.saved_at.date())
    if not villages:
        return None
    t, home = turn.t, villages[0]
    about = t("{starts} to {ends}", starts=full_day(t, row.starts), ends=full_day(t, row.ends))
    return Kept(
        row.id, row.person_id, row.starts, home.id, home.path, row.saved_at, about, _answers(turn, row)
    )


def _answers(turn: Turn, row: KeptLeave) -> dict[str, Value]:
    """As saved; a leave that could begin on its day then may still do."""
    since = (turn.today - row.saved_at.date()).days
    limits = act.limits(turn)
    back = {name: limits[name] + since for name in ("back_days", "sick_back_days")}
    return {
        **limits,
        **back,
        "kind": row.kind,
        "starts": row.starts,
        "ends": row.ends,
        "reason": row.reason or None,
    }


async def check(turn: Turn, kept: Kept, record: Record) -> None:
    """No two leaves on one day."""
    for other in await turn.run(leaves_of, kept.owner_id, record["starts"], record["ends"]):
        if other.id != kept.id:
            receipt = str(Receipt(act.PREFIX, other.starts, other.id))
            raise Amend("starts", words("There is another leave in that time ({receipt}).", receipt=receipt))


async def change(turn: Turn, kept: Kept, record: Record) -> None:
    """Write the new answers."""
    await check(turn, kept, record)
    await turn.run(
        change_leave, turn.vault, kept.id, kind=text(record["kind"]), starts=record["starts"], ends=record["ends"],
        reason=text(record.get("reason")),
    )  # fmt: skip


async def withdraw(turn: Turn, kept: Kept) -> None:
    """As if it had not been asked for."""
    await turn.run(withdraw_leave, kept.id, turn.received)


MENDING = Mending(act.PREFIX, load, check, change, withdraw)
