"""What whoever keeps the county's calendar and list of assignments has to see to: a year, terms that end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, exists, func, or_, select
from sqlalchemy.orm import aliased

from storage.queries.due import overseers
from storage.queries.matters_look import DAY, Found, Look, in_force
from storage.tables import Assignment, Person, Region, Role

After = aliased(Assignment)
KEEPERS = ("county_office", "admin")
"""Who keeps the calendar and the list of assignments."""


def year_missing(db: Connection, look: Look) -> Found:
    """N20: to whoever keeps the calendar; the year that is not in it."""
    keepers = _keepers(db, look.day) if look.missing else ()
    return ((person, path, [look.missing]) for person, path in keepers)


def terms(db: Connection, look: Look) -> Found:
    """N21: an assignment that ends and is not renewed, to the cadre; village, last day."""
    return ((term.person_id, term.path, [term.village, str(term.ends)]) for term in look.once(_terms, db))


def terms_of_others(db: Connection, look: Look) -> Found:
    """N21-list: the same, to the contact of the unit and to the county office; name, village, last day."""
    ending = look.once(_terms, db)
    if not ending:
        return
    keepers = _keepers(db, look.day)
    contacts = [each for each in overseers(db, look.day) if each.kind == "unit_contact" and each.unit_id]
    for term in ending:
        above = {person for person, path in keepers if term.path.startswith(path)}
        above |= {each.person_id for each in contacts if each.unit_id == term.unit_id}
        for person in sorted(above - {term.person_id}):
            yield person, term.path, [term.name, term.village, str(term.ends)]


@dataclass(frozen=True, slots=True)
class Term:
    """An assignment that ends soon."""

    person_id: int
    name: str
    unit_id: int | None
    village: str
    path: str
    ends: date


def _terms(db: Connection, look: Look) -> Iterator[Term]:
    renewed = exists().where(
        After.person_id == Assignment.person_id,
        After.village_id == Assignment.village_id,
        or_(After.ends.is_(None), After.ends > Assignment.ends),
    )
    last = look.day + max(look.term_days, default=0) * DAY
    rows = db.execute(
        select(Person.id, Person.name, Person.unit_id, Region.name, Region.path, Assignment.ends)
        .join(Person, Person.id == Assignment.person_id)
        .join(Region, Region.id == Assignment.village_id)
        .where(Assignment.ends.between(look.day, last), ~renewed)
        .order_by(Assignment.ends, Person.name, Person.id)
    )
    terms = (Term(*row[:-1], row[-1] or last) for row in rows)
    return (term for term in terms if look.today(*(term.ends - days * DAY for days in look.term_days)))


def _keepers(db: Connection, day: date) -> list[tuple[int, str]]:
    rows = db.execute(
        select(Role.person_id, func.coalesce(Region.path, "/"))
        .outerjoin(Region, Region.id == Role.region_id)
        .where(Role.kind.in_(KEEPERS), *in_force(Role, day))
        .distinct()
        .order_by(Role.person_id)
    )
    return [(person, path) for person, path in rows]
