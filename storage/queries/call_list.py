"""The call list: whom no channel reached with something that is still worth saying, and who may phone them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, func, select, update

from storage.queries.attempts import Tried, add_attempts
from storage.queries.digests import held
from storage.queries.reach import Reach
from storage.queries.recipients import places_of
from storage.tables import Attempt, Contact, Household, Member, Notice, Person, Region, Role

TOLD = "call_list"
"""The kind of notice that tells of the list; it never stands on it."""

PHONE = "phone"
"""The channel of a call, in the story of a notice."""


@dataclass(frozen=True, slots=True)
class CallLine:
    """Somebody to be phoned. `group_no`: of the household of somebody who is no cadre, else None.

    `kinds` of the notices, `in_vain`: calls that nobody took since they stand on the list.
    """

    person_id: int
    code: str
    name: str
    path: str
    group_no: int | None
    kinds: tuple[str, ...]
    in_vain: int


def calls(db: Connection, reach: Reach, now: datetime) -> list[CallLine]:
    """The call list of an area at a moment; calls for help first, then who has waited longest."""
    kinds: defaultdict[int, list[str]] = defaultdict(list)
    ids: defaultdict[int, list[int]] = defaultdict(list)
    for id_, person, kind in db.execute(
        select(Notice.id, Notice.person_id, Notice.kind)
        .where(*_open(now))
        .order_by(Notice.urgent.desc(), Notice.id)
    ):
        kinds[person].append(kind)
        ids[person].append(id_)
    places = places_of(db, list(kinds), now.date())
    people = _people(db, [person for person in kinds if reach.covers(places.get(person, ("/", False))[0])])
    groups, vain = (
        _groups(db, people, now.date()),
        _in_vain(db, [id_ for each in ids.values() for id_ in each]),
    )
    return [
        CallLine(
            person, *people[person], places[person][0], groups.get(person) if not places[person][1] else None,
            tuple(dict.fromkeys(kinds[person])), max(vain.get(id_, 0) for id_ in ids[person]),
        )
        for person in kinds
        if person in people
    ]  # fmt: skip


def _open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Notice.state == "to_phone", Notice.expires > now, Notice.kind != TOLD


def _people(db: Connection, ids: Collection[int]) -> dict[int, tuple[str, str]]:
    rows = db.execute(select(Person.id, Person.code, Person.name).where(Person.id.in_(ids)))
    return {id_: (code, name) for id_, code, name in rows}


def _groups(db: Connection, people: Collection[int], day: date) -> dict[int, int]:
    rows = db.execute(
        select(Member.person_id, Household.group_no)
        .join(Household, Household.id == Member.household_id)
        .where(Member.person_id.in_(people), *held(Member, day))
    )
    return {row.person_id: row.group_no for row in rows}


def _in_vain(db: Connection, notices: Collection[int]) -> Mapping[int, int]:
    rows = db.execute(
        select(Attempt.notice_id, func.count())
        .where(Attempt.notice_id.in_(notices), Attempt.channel == PHONE)
        .group_by(Attempt.notice_id)
    )
    return {row[0]: row[1] for row in rows}


def phoned(db: Connection, person_id: int, by: int | None, now: datetime) -> int:
    """Somebody has been told by phone: off the list, and messages to their contacts are tried again. How many."""
    ids = _ids(db, person_id, now)
    done = {"state": "phoned", "phoned_at": now, "phoned_by": by, "reason": ""}
    db.execute(update(Notice).where(Notice.id.in_(ids)).values(**done))
    db.execute(update(Contact).where(Contact.person_id == person_id).values(bounces=0))
    add_attempts(db, [(id_, Tried(PHONE, "phoned")) for id_ in ids], now)
    return len(ids)


def not_reached(db: Connection, person_id: int, now: datetime) -> int:
    """Nobody took the call: it stays on the list. About how many notices."""
    ids = _ids(db, person_id, now)
    add_attempts(db, [(id_, Tried(PHONE, "unreachable", "nobody took the call")) for id_ in ids], now)
    return len(ids)


def _ids(db: Connection, person_id: int, now: datetime) -> Sequence[int]:
    return db.execute(select(Notice.id).where(Notice.person_id == person_id, *_open(now))).scalars().all()


def callers(db: Connection, now: datetime) -> set[int]:
    """Whoever has the list of a place, somebody of which stands on it.

    That is the village's information officer, else its other officers, else the clerk of the township.
    """
    waiting = set(db.execute(select(Notice.person_id).where(*_open(now)).distinct()).scalars())
    if not waiting:
        return set()
    officers = _officers(db, now.date())
    places = {path for path, _ in places_of(db, waiting, now.date()).values()}
    return {person for path in places for person in _who(officers, path)}


def _who(officers: Sequence[tuple[int, str, str]], path: str) -> set[int]:
    for kind in ("info_officer", "village_officer", "township_clerk"):
        found = {person for person, held_as, own in officers if held_as == kind and path.startswith(own)}
        if found:
            return found
    return set()


def _officers(db: Connection, day: date) -> list[tuple[int, str, str]]:
    rows = db.execute(
        select(Role.person_id, Role.kind, Region.path)
        .join(Region, Region.id == Role.region_id)
        .where(Role.kind.in_(("info_officer", "village_officer", "township_clerk")), *held(Role, day))
    )
    return [(person, kind, path) for person, kind, path in rows]


def has_calls(db: Connection, people: Collection[int], now: datetime) -> set[int]:
    """Those of these people who have somebody to phone."""
    return callers(db, now) & set(people)
