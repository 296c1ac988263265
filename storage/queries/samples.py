"""Samples of a day's check-ins: who could be drawn, what was drawn by which seed, what became of it (D53)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from storage.queries.check_ins import Seen, acts_at
from storage.tables import CheckIn, Leave, Person, Region, SpotDraw, Unit

Lot = tuple[int, int]
"""A check-in and its weight in the draw."""
SHOWN, SENT, DROPPED, REPLACED = "shown", "sent", "dropped", "replaced"


@dataclass(frozen=True, slots=True)
class NewDraw:
    """A draw to be kept: by whom, from where, by which seed, and what came out."""

    drawn_by: int
    region_id: int
    unit_id: int | None
    day: date
    wanted: int
    seed: int
    pool: Sequence[Lot]
    drawn: Sequence[int]


@dataclass(frozen=True, slots=True)
class DrawRow:
    """A draw as it is kept, with the names of who drew, the area and the unit (empty without one)."""

    id: int
    drawn_by: int
    who: str
    area: str
    area_code: str
    path: str
    unit_id: int | None
    unit: str
    unit_code: str
    day: date
    wanted: int
    seed: int
    pool: tuple[Lot, ...]
    drawn: tuple[int, ...]
    state: str
    drawn_at: datetime


def keep_draw(db: Connection, new: NewDraw, now: datetime) -> int:
    """Write a draw down before anybody has read it; its number."""
    values = {
        "drawn_by": new.drawn_by, "region_id": new.region_id, "unit_id": new.unit_id, "day": new.day,
        "wanted": new.wanted, "seed": new.seed, "pool": [list(lot) for lot in new.pool], "drawn": list(new.drawn),
        "state": SHOWN, "drawn_at": now,
    }  # fmt: skip
    return db.execute(insert(SpotDraw).values(values).returning(SpotDraw.id)).scalar_one()


def draw(db: Connection, number: int) -> DrawRow | None:
    """One draw."""
    return next(iter(_rows(db, 1, SpotDraw.id == number)), None)


def standing_draw(db: Connection, new: NewDraw) -> DrawRow | None:
    """The list that the same person was shown today for the same place and number, and has not decided about."""
    same = (
        SpotDraw.drawn_by == new.drawn_by, SpotDraw.day == new.day, SpotDraw.state == SHOWN,
        SpotDraw.region_id == new.region_id, SpotDraw.unit_id.is_not_distinct_from(new.unit_id),
        SpotDraw.wanted == new.wanted,
    )  # fmt: skip
    return next(iter(_rows(db, 1, *same)), None)


def not_sent(db: Connection, person_id: int, day: date) -> int:
    """How many lists a person was shown on a day and has not sent."""
    mine = SpotDraw.drawn_by == person_id, SpotDraw.day == day, SpotDraw.state != SENT
    return db.execute(select(func.count()).select_from(SpotDraw).where(*mine)).scalar_one()


def decide_draw(db: Connection, number: int, state: str, now: datetime) -> bool:
    """What becomes of a list; False if that was decided before."""
    sent = {"sent_at": now} if state == SENT else {}
    shown = SpotDraw.id == number, SpotDraw.state == SHOWN
    return bool(db.execute(update(SpotDraw).where(*shown).values(state=state, **sent)).rowcount)


def draws_seen(
    db: Connection, paths: Sequence[str], units: Collection[int], drawn_by: int, since: date, limit: int
) -> list[DrawRow]:
    """The draws of a person, and those of places and units they answer for, the newest first."""
    below = [Region.path.startswith(path, autoescape=True) for path in paths]
    seen = SpotDraw.drawn_by == drawn_by
    for each in (*below, SpotDraw.unit_id.in_(units)):
        seen = seen | each
    return _rows(db, limit, seen, SpotDraw.day >= since)


def acts_drawn(db: Connection, drawn: DrawRow) -> list[Seen]:
    """The acts that came out and still stand, in the order in which they were drawn."""
    found = {act.id: act for act in acts_at(db, CheckIn.id.in_(drawn.drawn))}
    return [found[number] for number in drawn.drawn if number in found]


def away_on(db: Connection, people: Collection[int], day: date) -> frozenset[int]:
    """Those of some people whose leave, training or trip in effect covers a day."""
    covers = Leave.status == "effective", Leave.starts <= day, Leave.ends >= day
    return frozenset(
        db.execute(select(Leave.person_id).where(Leave.person_id.in_(people), *covers)).scalars()
    )


def _rows(db: Connection, limit: int, *conditions: Any) -> list[DrawRow]:  # noqa: ANN401 - conditions of a select
    rows = db.execute(
        select(
            SpotDraw.id, SpotDraw.drawn_by, Person.name, Region.name, Region.code, Region.path, SpotDraw.unit_id,
            func.coalesce(Unit.name, ""), func.coalesce(Unit.code, ""), SpotDraw.day, SpotDraw.wanted, SpotDraw.seed,
            SpotDraw.pool, SpotDraw.drawn, SpotDraw.state, SpotDraw.drawn_at,
        )
        .join(Person, Person.id == SpotDraw.drawn_by)
        .join(Region, Region.id == SpotDraw.region_id)
        .outerjoin(Unit, Unit.id == SpotDraw.unit_id)
        .where(*conditions)
        .order_by(SpotDraw.id.desc())
        .limit(limit)
    )  # fmt: skip
    return [_row(*row) for row in rows]


def _row(*values: Any) -> DrawRow:  # noqa: ANN401 - the columns above
    *first, pool, drawn, state, at = values
    return DrawRow(*[*first, tuple((act, weight) for act, weight in pool), tuple(drawn), state, at])
