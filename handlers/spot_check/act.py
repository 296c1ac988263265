"""A sample of today's check-ins: a seed that is written down, the draw, and asking the villages (D53).

Who checked in today can be drawn, but not who is confirmed already, was drawn this week, is on leave or owes
nothing this week, nor whoever draws. Each list that was looked at is kept, whether it was sent or not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time

from sqlalchemy import Connection

from handlers.access import reach
from handlers.asking import ask, end_of_tomorrow
from handlers.digests.collect import scene_of
from handlers.digests.gather_on_site import register
from handlers.digests.gather_unit import scene_of_unit
from handlers.digests.read import cutoff_of
from handlers.roles import SAMPLERS, kinds
from handlers.rules.lots import WEIGHT, lots
from handlers.targets import Target, may, sees
from handlers.turn import Turn
from storage.queries import areas, samples
from storage.queries.check_ins import Seen, acts_on
from storage.queries.people import log_query
from storage.queries.reach import Reach
from storage.queries.requests import NewRequest, officers_of, people_asked_about
from storage.queries.samples import DrawRow, NewDraw
from storage.queries.units import UnitRow
from storage.values.week import SHANGHAI

MOST_UNSENT = 3
"""So many lists somebody may look at in a day without sending them: nobody draws on until a certain name comes out."""
SEEDS = 10**6


def looked_after(turn: Turn) -> Reach:
    """Where the speaker draws samples: an area, or the people of their unit."""
    return may(turn, "check_in") if kinds(turn) & SAMPLERS else Reach()


def paths_of(turn: Turn) -> tuple[str, ...]:
    """The areas in which the speaker looks at who is there; units answer for people, not for places."""
    return reach(turn.speaker, turn.contact, "check_in").paths


async def candidates(turn: Turn, target: Target) -> list[Seen]:
    """The first act of today of everybody who can be drawn, by its number."""
    monday = datetime.combine(turn.week.monday, time(), SHANGHAI)
    asked = await turn.run(people_asked_about, "spot", monday)
    acts = await turn.run(acts_on, [target.area.path], turn.today)
    due = await turn.run(_due, turn, target)
    away = await turn.run(samples.away_on, [act.person_id for act in acts], turn.today)
    barred = asked | away | {turn.person_id}
    first = {
        act.person_id: act
        for act in reversed(acts)
        if act.evidence != "e4" and act.person_id in due and act.person_id not in barred
    }
    return sorted(first.values(), key=lambda act: act.id)


def _due(db: Connection, turn: Turn, target: Target) -> frozenset[int]:
    """The people of whom days on site are asked this week."""
    office = turn.office
    cutoff = cutoff_of(target.area, turn.today, turn.now, office)
    scene = scene_of(db, target.area, turn.today, cutoff, office.calendar, office.parameters)
    return frozenset(register(scene_of_unit(scene, target.unit) if target.unit else scene).due)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A list as it is shown: the draw and its people."""

    row: DrawRow
    people: list[Seen]


class DrewEnough(Exception):
    """So many lists were looked at today and not sent that no other is drawn."""


async def draw(turn: Turn, target: Target, wanted: int, instead: DrawRow | None = None) -> Drawn | None:
    """Draw and write it down; the undecided list of the same place and number is shown again instead. None: nobody.

    Args:
        instead: the list that this one takes the place of; its people are not drawn again.

    Raises:
        DrewEnough: see `MOST_UNSENT`.
    """
    assert turn.person_id is not None
    unit = target.unit.id if target.unit else None
    new = NewDraw(turn.person_id, target.area.id, unit, turn.today, wanted, 0, (), ())
    standing = await turn.run(samples.standing_draw, new) if instead is None else None
    if standing is not None:
        return Drawn(standing, await turn.run(samples.acts_drawn, standing))
    pool = await _pool(turn, target, instead)
    if not pool:
        return None
    if await turn.run(samples.not_sent, turn.person_id, turn.today) >= MOST_UNSENT:
        raise DrewEnough
    if instead is not None:
        await turn.run(samples.decide_draw, instead.id, samples.REPLACED, turn.received)
    seed = turn.office.rng.randrange(SEEDS)
    return await _kept(turn, replace(new, seed=seed, pool=pool, drawn=lots(seed, pool, wanted)))


async def _pool(turn: Turn, target: Target, instead: DrawRow | None) -> tuple[samples.Lot, ...]:
    left_out = instead.drawn if instead else ()
    acts = [act for act in await candidates(turn, target) if act.id not in left_out]
    return tuple((act.id, WEIGHT.get(act.evidence, 1)) for act in acts)


async def _kept(turn: Turn, new: NewDraw) -> Drawn:
    row = await turn.run(samples.draw, await turn.run(samples.keep_draw, new, turn.received))
    assert row is not None
    return Drawn(row, await turn.run(samples.acts_drawn, row))


async def redraw(turn: Turn, row: DrawRow) -> Drawn | None:
    """Another list in place of one; that one stands where nobody else could be drawn (None).

    Raises:
        DrewEnough: see `MOST_UNSENT`.
    """
    target = await turn.run(target_of, row)
    return await draw(turn, target, row.wanted, row) if target else None


def target_of(db: Connection, row: DrawRow) -> Target | None:
    """What a draw was about."""
    area = next(iter(areas.areas_at(db, [row.path])), None)
    unit = UnitRow(row.unit_id, row.unit_code, row.unit, "") if row.unit_id else None
    return Target(area, unit) if area else None


async def send(turn: Turn, row: DrawRow) -> list[Seen] | None:
    """Ask the officers of the villages of those drawn. None if it was decided before, or is not of today."""
    if row.day != turn.today or not await turn.run(samples.decide_draw, row.id, samples.SENT, turn.received):
        return None
    people = [act for act in await turn.run(samples.acts_drawn, row) if act.evidence != "e4"]
    asked = [act for act in people if await _asked(turn, act)]
    await turn.run(
        log_query, contact_id=turn.contact.id, person_id=turn.person_id, kind="spot_check",
        scope=",".join(str(act.id) for act in asked), size=len(asked), refused=False, now=turn.received,
    )  # fmt: skip
    return asked


async def _asked(turn: Turn, act: Seen) -> int:
    officers = await turn.run(officers_of, act.village_id, turn.today)
    people = [each.person_id for each in officers if each.person_id not in (act.person_id, turn.person_id)]
    new = NewRequest("spot", act.id, act.person_id, act.day, act.village, "", end_of_tomorrow(turn))
    return await ask(turn, people, new, act.name)


async def own_draw(turn: Turn, number: int | None) -> DrawRow | None:
    """A draw of the speaker's own, while they still look after what it is about."""
    row = await turn.run(samples.draw, number) if number is not None else None
    target = await turn.run(target_of, row) if row and row.drawn_by == turn.person_id else None
    return row if target and sees(looked_after(turn), target) else None
