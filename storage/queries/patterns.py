"""What patterns are looked for in: what was written down since a moment, as few columns as tell them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import aliased

from storage.tables import CheckIn, Notice, Photo, QueryEntry, Region, Request, Visit

STANDS_NOT = "withdrawn"
WITNESSED = ("tap", "spot", "retro", "overnight")
"""Kinds of request in which somebody bears witness of a check-in."""


@dataclass(frozen=True, slots=True)
class Came:
    """A check-in that was said: by whom, where, from which account, when it was written down and for when."""

    id: int
    person_id: int
    village_id: int
    path: str
    contact_id: int | None
    day: date
    at: datetime
    came_at: datetime
    left_at: datetime | None
    evidence: str


@dataclass(frozen=True, slots=True)
class Written:
    """A visit as it was written down; `text`: equal where the same helper wrote the same words."""

    id: int
    person_id: int
    village_id: int
    path: str
    household_id: int
    day: date
    at: datetime
    text: bytes | None


@dataclass(frozen=True, slots=True)
class Pictured:
    """A picture of a visit, and the earlier visit of another day or household that has the very same one."""

    visit_id: int
    person_id: int
    village_id: int
    path: str
    day: date
    other_id: int
    other_day: date


@dataclass(frozen=True, slots=True)
class Witnessed:
    """An answer of a witness about a check-in: yes, no or unsure."""

    person_id: int
    village_id: int
    path: str
    asked_at: datetime
    at: datetime
    said: str


def check_ins_since(db: Connection, since: datetime) -> list[Came]:
    """The check-ins written down since a moment that were said by their person and stand, in that order."""
    rows: Any = db.execute(
        select(
            CheckIn.id, CheckIn.person_id, CheckIn.village_id, Region.path, CheckIn.contact_id, CheckIn.day,
            CheckIn.saved_at, CheckIn.came_at, CheckIn.left_at, CheckIn.evidence,
        )
        .join(Region, Region.id == CheckIn.village_id)
        .where(CheckIn.saved_at >= since, CheckIn.source == "said", CheckIn.status != STANDS_NOT)
        .order_by(CheckIn.saved_at, CheckIn.id)
    )  # fmt: skip
    return [Came(*row) for row in rows]


def visits_since(db: Connection, since: datetime) -> list[Written]:
    """The visits written down since a moment that stand, in that order."""
    rows = db.execute(
        select(
            Visit.id, Visit.helper_id, Visit.village_id, Region.path, Visit.household_id, Visit.day,
            Visit.saved_at, Visit.text_index,
        )
        .join(Region, Region.id == Visit.village_id)
        .where(Visit.saved_at >= since, Visit.status != STANDS_NOT)
        .order_by(Visit.saved_at, Visit.id)
    )  # fmt: skip
    return [Written(*row) for row in rows]


def households_of_texts(db: Connection, since: datetime) -> dict[bytes, int]:
    """Words written down since a moment -> with how many households they stand; those of one are left out."""
    new = select(Visit.text_index).where(Visit.saved_at >= since, Visit.text_index.is_not(None))
    count = func.count(Visit.household_id.distinct())
    rows = db.execute(
        select(Visit.text_index, count)
        .where(Visit.text_index.in_(new), Visit.status != STANDS_NOT)
        .group_by(Visit.text_index)
        .having(count > 1)
    )
    return {text: households for text, households in rows if text is not None}


def same_pictures(db: Connection, since: datetime) -> list[Pictured]:
    """Pictures of visits written down since a moment that an earlier visit of another day or household has."""
    before, was = aliased(Photo), aliased(Visit)
    rows = db.execute(
        select(
            Visit.id, Visit.helper_id, Visit.village_id, Region.path, Visit.day, func.min(was.id), func.min(was.day)
        )
        .join(Photo, Photo.visit_id == Visit.id)
        .join(before, (before.sha256 == Photo.sha256) & (before.visit_id < Visit.id))
        .join(was, was.id == before.visit_id)
        .join(Region, Region.id == Visit.village_id)
        .where(Visit.saved_at >= since, Visit.status != STANDS_NOT, was.status != STANDS_NOT)
        .where((was.day != Visit.day) | (was.household_id != Visit.household_id))
        .group_by(Visit.id, Visit.helper_id, Visit.village_id, Region.path, Visit.day)
        .order_by(Visit.id)
    )  # fmt: skip
    return [Pictured(*row) for row in rows]


def answers_since(db: Connection, since: datetime) -> list[Witnessed]:
    """What witnesses have answered since a moment about check-ins, by witness and in that order."""
    rows: Any = db.execute(
        select(
            Request.asked_id, CheckIn.village_id, Region.path, Request.asked_at, Request.answered_at, Request.state
        )
        .join(CheckIn, CheckIn.id == Request.subject_id)
        .join(Region, Region.id == CheckIn.village_id)
        .where(Request.kind.in_(WITNESSED), Request.answered_at >= since, Request.state.in_(("yes", "no", "unsure")))
        .order_by(Request.asked_id, Request.answered_at, Request.id)
    )  # fmt: skip
    return [Witnessed(*row) for row in rows]


def codes_shown(db: Connection, since: datetime) -> list[tuple[int, datetime]]:
    """Village and moment of each time that its code was looked up or told since a moment (X03)."""
    looked = select(QueryEntry.scope, QueryEntry.at).where(
        QueryEntry.kind == "day_code", QueryEntry.at >= since, ~QueryEntry.refused
    )
    told = select(Notice.key, Notice.sent_at).where(
        Notice.kind == "day_code", Notice.sent_at >= since, Notice.state.in_(("sent", "delivered"))
    )
    found = [
        (int(village), at) for scope, at in db.execute(looked) for village in scope.split(",") if village
    ]
    return [*found, *((int(key.split(":")[2]), at) for key, at in db.execute(told) if at is not None)]
