"""On-site days that work makes by itself: a visit or a diary entry in an assigned village (say once, fill many)."""

from __future__ import annotations

from datetime import date

from handlers.rules.onsite import OnsiteRule
from handlers.turn import Turn
from storage.queries.act_words import made_again
from storage.queries.check_ins import (
    add_check_in,
    assigned_villages,
    check_ins_of,
    withdraw_check_in,
)
from storage.queries.diaries import what_makes_day
from storage.queries.latest import made_by_work

ITEMS = {"visit": ["visit"], "diary": ["meeting"]}
"""What the day is noted to have been for, by what made it."""


async def make_day(
    turn: Turn, person_id: int, village_id: int, village_path: str, day: date, source: str
) -> bool:
    """Make the day an on-site day of a village, if nothing has yet; whether it is one.

    Args:
        source: what makes it, `visit` or `diary`.
    """
    if village_id not in {village.id for village in await turn.run(assigned_villages, person_id, day)}:
        return False
    if any(act.village_id == village_id for act in await turn.run(check_ins_of, person_id, day, day)):
        return True
    settings = OnsiteRule.of(turn.office.parameters, village_path, day)
    await turn.run(
        add_check_in, turn.vault, person_id=person_id, village_id=village_id, came_at=turn.now, day=day,
        items=ITEMS[source], note="", source=source, status=settings.judge("e0"), contact_id=turn.contact.id,
        now=turn.received,
    )  # fmt: skip
    return True


async def drop_day(turn: Turn, person_id: int, village_id: int, day: date) -> None:
    """Take back the on-site day that work had made, unless other work of the day still makes it."""
    made = await turn.run(made_by_work, person_id, village_id, day)
    if made is None:
        return
    still = await turn.run(what_makes_day, person_id, village_id, day)
    if still is None:
        await turn.run(withdraw_check_in, made, turn.received, back_to=None)
    else:
        await turn.run(made_again, made, still)
