"""The people one can choose to be in the demonstration."""

from __future__ import annotations

from sqlalchemy import Connection, Select, select

from storage.demo.standing import STANDING
from storage.tables import Person


def standing_people(db: Connection) -> list[tuple[str, str, int]]:
    """(key, name, person id) of each standing person, in the order of `STANDING`."""
    found = {code: (name, number) for number, code, name in db.execute(_people())}
    return [(key, *found[code]) for key, code in STANDING.items()]


def _people() -> Select[int, str, str]:
    return select(Person.id, Person.code, Person.name).where(Person.code.in_(STANDING.values()))
