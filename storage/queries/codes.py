"""Codes that prove who somebody is (D01 to D03): issued, found, used, listed for the office.

Six digits for a cadre on the list; eight characters without 0 O 1 I for a household's card and for a
leader's invitation. A code is kept sealed and found by its blind index.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Subquery,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    update,
)

from storage.queries.upsert import Values, insert_bulk
from storage.sealed import Vault
from storage.tables import Assignment, Code, Household, Member, Person, Region, Role
from storage.tables.base import Moment

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LONG, SHORT = 8, 6

LEADERS = ("township_leader", "county_leader", "unit_leader", "inspector", "auditor", "donor")
"""Roles that are bound by an invitation; everybody else with a role is on the list of cadres."""

SCENE = "scene"
"""What a QR code carries (`storage.queries.scenes`): no code that anybody types, so it is on no list."""

INVITATION = timedelta(hours=72)
"""How long a leader's invitation is good for (D03)."""


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code nobody has used yet: for a person or a household, in the clear. `name` is the person's."""

    id: int
    kind: str
    code: str
    person_id: int | None
    household_id: int | None
    name: str
    expires_at: datetime | None
    locked_until: datetime | None

    def expired(self, now: datetime) -> bool:
        """Whether its time is over."""
        return self.expires_at is not None and self.expires_at <= now

    def closed(self, now: datetime) -> bool:
        """Whether too many wrong tries have shut it for a while."""
        return self.locked_until is not None and self.locked_until > now


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A code for the office's list: `who` is the person's or household's code, `name` the person's or head's."""

    kind: str
    who: str
    name: str
    village: str
    code: str
    used_at: datetime | None


def issue_codes(
    conn: Connection, vault: Vault, rng: Random, now: datetime, invitation: timedelta | None = INVITATION
) -> int:
    """Give a code to every cadre, leader and household that has none in force (unused, not expired).

    Args:
        rng: `random.SystemRandom()` in an office; a seeded one in the demonstration.
        invitation: how long a leader's code is good for; None: for ever.

    Returns:
        how many were issued.
    """
    taken = set(conn.execute(select(Code.code_index)).scalars())
    rows = []
    for kind, person_id, household_id in _without_code(conn, now):
        code = _fresh(rng, vault, taken, kind)
        expires = now + invitation if kind == "leader" and invitation else None
        rows.append(_row(vault, kind, code, person_id, household_id, now, expires))
    insert_bulk(conn, Code, rows)
    return len(rows)


def _row(
    vault: Vault,
    kind: str,
    code: str,
    person_id: int | None,
    household_id: int | None,
    now: datetime,
    expires: datetime | None,
) -> Values:
    return {
        "kind": kind,
        "code_sealed": vault.seal(code),
        "code_index": vault.index("code", code),
        "person_id": person_id,
        "household_id": household_id,
        "issued_at": now,
        "expires_at": expires,
        "used_at": None,
        "tries": 0,
        "locked_until": None,
    }


def by_code(conn: Connection, vault: Vault, kind: str, text: str) -> CodeRow | None:
    """The unused code of a kind that somebody typed, in any case and width; None if there is none such."""
    code = "".join(unicodedata.normalize("NFKC", text).upper().split())
    found = conn.execute(_unused(kind).where(Code.code_index == vault.index("code", code))).one_or_none()
    return _opened(vault, found) if found else None


def of_person(conn: Connection, vault: Vault, kind: str, person_id: int) -> CodeRow | None:
    """The unused code of a person, the last one issued; None if there is none."""
    found = conn.execute(_unused(kind).where(Code.person_id == person_id).order_by(Code.id.desc())).first()
    return _opened(vault, found) if found else None


def _unused(
    kind: str,
) -> Select[int, str, bytes, int | None, int | None, str, datetime | None, datetime | None]:
    return (
        select(
            Code.id,
            Code.kind,
            Code.code_sealed,
            Code.person_id,
            Code.household_id,
            func.coalesce(Person.name, ""),
            Code.expires_at,
            Code.locked_until,
        )
        .outerjoin(Person, Person.id == Code.person_id)
        .where(Code.kind == kind, Code.used_at.is_(None))
    )


def _opened(
    vault: Vault, row: Row[int, str, bytes, int | None, int | None, str, datetime | None, datetime | None]
) -> CodeRow:
    number, kind, sealed, person_id, household_id, name, expires, locked = row
    return CodeRow(number, kind, vault.open(sealed), person_id, household_id, name, expires, locked)


def use(conn: Connection, vault: Vault, code_id: int, rng: Random, now: datetime) -> None:
    """Note that a code was used. A cadre gets a new one, for the next phone; an invitation is good once."""
    used = update(Code).where(Code.id == code_id).values(used_at=now).returning(Code.kind, Code.person_id)
    kind, person_id = conn.execute(used).one()
    if kind == "cadre":
        taken = set(conn.execute(select(Code.code_index)).scalars())
        insert_bulk(
            conn, Code, [_row(vault, kind, _fresh(rng, vault, taken, kind), person_id, None, now, None)]
        )


def count_wrong(conn: Connection, code_id: int, most: int, until: datetime) -> None:
    """Count a wrong try for a code's owner; the one numbered `most` shuts the code until then."""
    full = Code.tries + 1 >= most
    conn.execute(
        update(Code)
        .where(Code.id == code_id)
        .values(
            tries=case((full, 0), else_=Code.tries + 1),
            locked_until=case((full, literal(until, Moment())), else_=Code.locked_until),
        )
    )


def list_codes(conn: Connection, vault: Vault) -> list[CodeLine]:
    """Every code with whom it is for, in the order of issue."""
    people = _people_lines()
    homes = _household_lines()
    rows = [*conn.execute(people), *conn.execute(homes)]
    lines = sorted(rows, key=lambda row: row.id)
    return [
        CodeLine(r.kind, r.who, r.name, r.village or "", vault.open(r.code_sealed), r.used_at) for r in lines
    ]


def _fresh(rng: Random, vault: Vault, taken: set[bytes], kind: str) -> str:
    """A code nobody has."""
    while True:
        letters, length = ("0123456789", SHORT) if kind == "cadre" else (LETTERS, LONG)
        code = "".join(rng.choices(letters, k=length))
        index = vault.index("code", code)
        if index not in taken:
            taken.add(index)
            return code


def _without_code(conn: Connection, now: datetime) -> Iterator[tuple[str, int | None, int | None]]:
    """(kind, person id, household id) of those who are to have a code and have none in force."""
    unexpired = or_(Code.expires_at.is_(None), Code.expires_at > now)
    good = and_(Code.kind != SCENE, Code.used_at.is_(None), unexpired)
    cadre = func.max(case((Role.kind.not_in(LEADERS), 1), else_=0))
    people = (
        select(Person.id, cadre)
        .join(Role, Role.person_id == Person.id)
        .where(
            _now(now.date()),
            Person.id.not_in(select(Code.person_id).where(Code.person_id.is_not(None), good)),
        )
        .group_by(Person.id)
        .order_by(Person.id)
    )
    for person_id, is_cadre in conn.execute(people):
        yield "cadre" if is_cadre else "leader", person_id, None
    had = select(Code.household_id).where(Code.household_id.is_not(None), good)
    homes = (
        select(Household.id)
        .where(Household.state != "closed", Household.id.not_in(had))
        .order_by(Household.id)
    )
    for household_id in conn.execute(homes).scalars():
        yield "household", None, household_id


def _now(today: date) -> ColumnElement[bool]:
    return and_(Role.starts <= today, or_(Role.ends.is_(None), Role.ends >= today))


def _village_of() -> Subquery:
    """Person id -> id of the village of the first assignment."""
    assigned = select(Assignment.person_id, func.min(Assignment.id).label("first")).group_by(
        Assignment.person_id
    )
    first = assigned.subquery()
    return (
        select(first.c.person_id, Assignment.village_id)
        .join(Assignment, Assignment.id == first.c.first)
        .subquery()
    )


def _people_lines() -> Select[int, str, bytes, datetime | None, str, str, str | None]:
    home = _village_of()
    return (
        select(
            Code.id,
            Code.kind,
            Code.code_sealed,
            Code.used_at,
            Person.code.label("who"),
            Person.name.label("name"),
            Region.name.label("village"),
        )
        .join(Person, Person.id == Code.person_id)
        .outerjoin(home, home.c.person_id == Person.id)
        .outerjoin(Region, Region.id == home.c.village_id)
        .where(Code.kind != SCENE)
    )


def _household_lines() -> Select[int, str, bytes, datetime | None, str, str, str]:
    head = and_(Member.household_id == Household.id, Member.is_head, Member.ends.is_(None))
    return (
        select(
            Code.id,
            Code.kind,
            Code.code_sealed,
            Code.used_at,
            Household.code.label("who"),
            func.coalesce(Person.name, "").label("name"),
            Region.name.label("village"),
        )
        .join(Household, Household.id == Code.household_id)
        .join(Region, Region.id == Household.village_id)
        .outerjoin(Member, head)
        .outerjoin(Person, Person.id == Member.person_id)
        .where(Code.kind != SCENE)
    )
