"""Posts that are missing in an area (domain.md Q02, Q05, Q06, Q08): for the digest."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select

from storage.queries.digests import held
from storage.tables import Assignment, Household, Pairing, Region, Role

TEAM = ("team_leader", "first_secretary", "team_member")


def unpaired(db: Connection, villages: Collection[int], day: date) -> int:
    """Households in poverty or watched without a main helper on a day."""
    paired = exists().where(Pairing.household_id == Household.id, Pairing.primary, *held(Pairing, day))
    return db.execute(
        select(func.count())
        .select_from(Household)
        .where(
            Household.village_id.in_(villages),
            or_(Household.state == "active", and_(Household.watched, Household.state != "closed")),
            ~paired,
        )
    ).scalar_one()


def unstaffed(
    db: Connection, villages: Collection[int], townships: Collection[str], day: date
) -> tuple[int, ...]:
    """Villages without a team, a first secretary, an information officer; townships (paths) without a clerk."""
    secretaries = ("first_secretary",)
    team, secretary, officer = (
        func.count().filter(~_posted(kinds, day)) for kinds in (TEAM, secretaries, ("info_officer",))
    )
    of_villages = db.execute(select(team, secretary, officer).where(Region.id.in_(villages))).one()
    clerks = db.execute(
        select(func.count()).where(Region.path.in_(townships), ~_posted(("township_clerk",), day))
    ).scalar_one()
    return (*of_villages, clerks)


def _posted(kinds: Collection[str], day: date) -> ColumnElement[bool]:
    """Whether somebody holds one of these posts in the region, by a role or by an assignment."""
    role: Select[int] = select(Role.id).where(
        Role.region_id == Region.id, Role.kind.in_(kinds), *held(Role, day)
    )
    duty: Select[int] = select(Assignment.id).where(
        Assignment.village_id == Region.id, Assignment.duty.in_(kinds), *held(Assignment, day)
    )
    return or_(role.exists(), duty.exists())
