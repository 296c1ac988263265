"""A small random sample of today's check-ins: weak evidence weighs more, nobody twice a week (D53)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from handlers.asking import ask, end_of_tomorrow
from handlers.turn import Turn
from storage.queries.check_ins import Seen, acts_on
from storage.queries.people import log_query
from storage.queries.requests import NewRequest, officers_of, people_asked_about
from storage.values.week import SHANGHAI

WEIGHT = {"e0": 3.0}
"""How much an act weighs in the draw by its evidence; others weigh 1."""


async def draw(turn: Turn, paths: Sequence[str], wanted: int) -> list[Seen]:
    """Draw up to `wanted` people and ask the officers of their villages; who was drawn is written down."""
    monday = datetime.combine(turn.week.monday, time(), SHANGHAI)
    before = await turn.run(people_asked_about, "spot", monday)
    first = {
        act.person_id: act
        for act in reversed(await turn.run(acts_on, paths, turn.today))
        if act.evidence != "e4" and act.person_id not in before and act.person_id != turn.person_id
    }
    rng = turn.office.rng
    # The highest of random ** (1 / weight) are a weighted sample without replacement.
    order = sorted(first.values(), key=lambda act: -(rng.random() ** (1 / WEIGHT.get(act.evidence, 1.0))))
    drawn = [act for act in order[:wanted] if await _asked(turn, act)]
    await turn.run(
        log_query, contact_id=turn.contact.id, person_id=turn.person_id, kind="spot_check",
        scope=",".join(str(act.id) for act in drawn), size=len(drawn), refused=False, now=turn.received,
    )  # fmt: skip
    return drawn


async def _asked(turn: Turn, act: Seen) -> int:
    officers = await turn.run(officers_of, act.village_id, turn.today)
    people = [each.person_id for each in officers if each.person_id not in (act.person_id, turn.person_id)]
    new = NewRequest("spot", act.id, act.person_id, act.day, act.village, "", end_of_tomorrow(turn))
    return await ask(turn, people, new, act.name)
