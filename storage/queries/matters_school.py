"""Households with pupils who may be entitled to aid and have not asked for it this school year (N17, Q45 to Q48)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, or_, select
from sqlalchemy.orm import aliased

from storage.queries.matters_insurance import reached
from storage.queries.matters_look import Found, Look, heads, in_force
from storage.tables import Application, Grant, Household, Member, Pairing, Person, Region

Head, Schooled = aliased(Person), aliased(Member)


@dataclass(frozen=True, slots=True)
class Pupil:
    """A pupil's household with the stage, and what may be asked for in it."""

    household_id: int
    path: str
    head: str
    group_no: int
    stage: str
    aid: str


def aid_to_helpers(db: Connection, look: Look) -> Found:
    """N17: to the helper; head, group, stage, aid."""
    pupils = look.once(_pupils, db)
    rows = db.execute(
        select(Pairing.helper_id, Pairing.household_id)
        .where(Pairing.household_id.in_({each.household_id for each in pupils}), *in_force(Pairing, look.day))
        .order_by(Pairing.helper_id)
    )
    helping = [(helper, household) for helper, household in rows]
    for pupil in pupils:
        for helper in (helper for helper, household in helping if household == pupil.household_id):
            yield helper, pupil.path, [pupil.head[:1], pupil.group_no, pupil.stage, pupil.aid]


def aid_to_households(db: Connection, look: Look) -> Found:
    """N17-home: to one account of the household; stage, aid. It names nobody."""
    pupils = look.once(_pupils, db)
    ears = reached(db, look, {each.household_id for each in pupils})
    for pupil in pupils:
        if pupil.household_id in ears:
            yield ears[pupil.household_id], pupil.path, [pupil.stage, pupil.aid]


def _pupils(db: Connection, look: Look) -> Iterator[Pupil]:
    """Stage by stage and household by household; nothing where the stage is not known."""
    settled = _settled(db, look)
    rows = db.execute(
        select(
            Household.id, Region.path, func.coalesce(Head.name, ""), Household.group_no, Schooled.school, Household.category,
        )
        .join(Region, Region.id == Household.village_id)
        .join(Schooled, Schooled.household_id == Household.id)
        .outerjoin(Member, heads())
        .outerjoin(Head, Head.id == Member.person_id)
        .where(Schooled.school != "", Household.state != "closed", *in_force(Schooled, look.day))
        .distinct()
        .order_by(Household.group_no, Household.id, Schooled.school)
    )  # fmt: skip
    for number, path, name, group, stage, category in rows:
        aid = aid_of(look, path).get(stage)
        if aid and category in look.rule("school.categories", path) and number not in settled:
            yield Pupil(number, path, name, group, stage, aid)


def aid_of(look: Look, path: str) -> dict[str, str]:
    """Stage -> what may be asked for, as the office has approved the words (school.aid)."""
    return dict(each.split(":", 1) for each in look.rule("school.aid", path))


def _settled(db: Connection, look: Look) -> set[int]:
    """Households that have asked for aid in this school year, or have been granted it."""
    found: set[int] = set()
    kinds, since = look.rule("school.kinds", "/"), school_year(look)
    asked = select(Application.household_id).where(
        Application.kind.in_(kinds), Application.opened_on.between(since, look.day)
    )
    granted = select(Grant.household_id).where(
        Grant.kind.in_(kinds), or_(Grant.paid_on.between(since, look.day), Grant.paid_on.is_(None) & (Grant.year == since.year))
    )  # fmt: skip
    for each in (asked, granted):
        found |= set(db.execute(each).scalars())
    return found


def school_year(look: Look) -> date:
    """The first day whose applications are of this school year."""
    day = date.fromisoformat(f"{look.day.year}-{look.rule('school.from', '/')}")
    return day if day <= look.day else day.replace(year=day.year - 1)
