"""People: found by phone or code, their sealed fields opened for a reader and logged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Select, func, insert, literal, or_, select

from storage.sealed import Vault
from storage.tables import AuditEntry, Member, Person, QueryEntry, Region, Role

SEALED = {"phone": Person.phone_sealed, "id": Person.id_sealed}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person by name and code."""

    id: int
    code: str
    name: str
    unit_id: int | None


def count(db: Connection) -> int:
    """How many people the register holds."""
    return db.execute(select(func.count()).select_from(Person)).scalar_one()


def by_code(db: Connection, code: str) -> PersonRow | None:
    """A person by the office's code."""
    row = db.execute(_person().where(Person.code == code)).one_or_none()
    return PersonRow(*row) if row else None


def by_phone(db: Connection, vault: Vault, phone: str) -> list[PersonRow]:
    """The people of a phone number (11 digits); a family may share one."""
    return [
        PersonRow(*row)
        for row in db.execute(_person().where(Person.phone_index == vault.index("phone", phone)))
    ]


def _person() -> Select[int, str, str, int | None]:
    return select(Person.id, Person.code, Person.name, Person.unit_id).order_by(Person.id)


def member_by_last4(
    db: Connection, vault: Vault, household_id: int, last4: str, day: date
) -> PersonRow | None:
    """The member of a household whose ID number ends so; None when there is none or more than one."""
    rows = db.execute(
        _person()
        .join(Member, Member.person_id == Person.id)
        .where(
            Member.household_id == household_id,
            Member.starts <= day,
            or_(Member.ends.is_(None), Member.ends >= day),
            Person.id_last4_index == vault.index("last4", last4.upper()),
        )
    ).all()
    return PersonRow(*rows[0]) if len(rows) == 1 else None


def phone_of(db: Connection, vault: Vault, person_id: int) -> str:
    """A person's own phone number, '' where the register has none."""
    sealed = db.execute(select(Person.phone_sealed).where(Person.id == person_id)).scalar_one_or_none()
    return vault.open(sealed) if sealed else ""


def reveal(
    db: Connection,
    vault: Vault,
    *,
    reader_id: int | None,
    subject_id: int,
    field: str,
    reason: str,
    now: datetime,
) -> str:
    """A sealed field in the clear, with an entry in the audit table; empty where none is on file.

    Args:
        field: `phone` or `id`.
    """
    sealed = db.execute(select(SEALED[field]).where(Person.id == subject_id)).scalar_one_or_none()
    db.execute(
        insert(AuditEntry).values(
            at=now, reader_id=reader_id, subject_id=subject_id, field=field, reason=reason
        )
    )
    return vault.open(sealed) if sealed else ""


OFFICERS = ("village_officer", "info_officer", "township_clerk")
"""Who is told of an emergency in a village: its own officers, and the clerk of the township above it."""


def on_duty_for(db: Connection, paths: Sequence[str], day: date) -> list[int]:
    """The officers of places (region paths) and of the regions above them on a day."""
    above = or_(*(literal(path).startswith(Region.path) for path in paths))
    rows = db.execute(
        select(Role.person_id)
        .join(Region, Region.id == Role.region_id)
        .where(Role.kind.in_(OFFICERS), above, Role.starts <= day, or_(Role.ends.is_(None), Role.ends >= day))
        .distinct()
        .order_by(Role.person_id)
    )
    return list(rows.scalars())


def log_query(
    db: Connection,
    *,
    contact_id: int | None,
    person_id: int | None,
    kind: str,
    scope: str,
    size: int,
    refused: bool,
    now: datetime,
) -> None:
    """Note a question asked of the register or the funds."""
    db.execute(
        insert(QueryEntry).values(
            at=now,
            contact_id=contact_id,
            person_id=person_id,
            kind=kind,
            scope=scope,
            size=size,
            refused=refused,
        )
    )
