"""Follow-ups that are not settled: to their owner, and step by step to those above."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select
from sqlalchemy.orm import aliased

from storage.queries.due import TEAM, Overseer, overseers
from storage.queries.matters_look import DAY, Found, Look, heads
from storage.tables import FollowUp, Household, Member, Person, Region

Owner, Head = aliased(Person), aliased(Person)


def own_follow_ups(db: Connection, look: Look) -> Found:
    """N12: to the owner, at half time, a day before, on the day and a day after; head, group, due day."""
    everybody = look.people is None
    mine = look.once(_follow_ups, db) if everybody else _follow_ups(db, look, look.of(FollowUp.owner_id))
    for item in mine:
        half = item.opened_on + (item.due - item.opened_on) / 2
        if look.today(half, item.due - DAY, item.due, item.due + DAY):
            yield item.owner_id, item.path, [item.head[:1], item.group_no, str(item.due)]


def team_follow_ups(db: Connection, look: Look) -> Found:
    """N12-2: overdue for some days, to who leads the team; owner, village, due day."""
    return _overdue(db, look, look.team_days, TEAM)


def township_follow_ups(db: Connection, look: Look) -> Found:
    """N12-3: overdue for longer, to the clerk of the township; owner, village, due day."""
    return _overdue(db, look, look.township_days, ("township_clerk",))


def _overdue(db: Connection, look: Look, days: int, kinds: Collection[str]) -> Found:
    late = [each for each in look.once(_follow_ups, db) if look.today(each.due + days * DAY)]
    if not late:
        return
    above = [each for each in overseers(db, look.day) if each.kind in kinds and each.path]
    for item in late:
        for person in sorted({each.person_id for each in above if _covers(each, item)}):
            yield person, item.path, [item.owner, item.village, str(item.due)]


def _covers(overseer: Overseer, item: FollowUpItem) -> bool:
    own = overseer.person_id == item.owner_id
    return not own and item.path.startswith(overseer.path or "?")


@dataclass(frozen=True, slots=True)
class FollowUpItem:
    """An open follow-up with its owner, its household and its village."""

    owner_id: int
    owner: str
    village: str
    path: str
    head: str
    group_no: int
    opened_on: date
    due: date


def _follow_ups(db: Connection, look: Look, *conditions: ColumnElement[bool]) -> Iterator[FollowUpItem]:
    rows = db.execute(
        select(
            FollowUp.owner_id, Owner.name, Region.name, Region.path, func.coalesce(Head.name, ""),
            Household.group_no, FollowUp.opened_on, FollowUp.due,
        )
        .join(Owner, Owner.id == FollowUp.owner_id)
        .join(Household, Household.id == FollowUp.household_id)
        .join(Region, Region.id == FollowUp.village_id)
        .outerjoin(Member, heads())
        .outerjoin(Head, Head.id == Member.person_id)
        .where(
            or_(FollowUp.status == "open", and_(FollowUp.status == "closed", FollowUp.closed_on > look.day)),
            FollowUp.opened_on <= look.day,
            FollowUp.due >= look.since - max(look.team_days, look.township_days, 1) * DAY,
            *conditions,
        )
        .order_by(FollowUp.due, FollowUp.id)
    )  # fmt: skip
    return (FollowUpItem(*row) for row in rows)
