"""A township made by hand for the tests of digests and money: two villages, their people, work and funds.

Thursday 19 November 2026 is the day; the week is 2026-W47 with five workdays.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert
from sync_databases import connected

from handlers.intent import Intent
from handlers.office import Office
from handlers.turn import Turn
from storage.calendar import Calendar, seed_rows
from storage.database import Work
from storage.parameters import Parameters
from storage.queries.speakers import speaker_of
from storage.queries.turns import ContactRow
from storage.sealed import Vault
from storage.tables import (
    Assignment,
    Base,
    CheckIn,
    Contact,
    FollowUp,
    Fund,
    Household,
    Leave,
    Member,
    Pairing,
    Person,
    Project,
    Region,
    Role,
    Unit,
    Visit,
)  # fmt: skip
from storage.values.week import SHANGHAI

DAY = date(2026, 11, 19)
MONDAY = date(2026, 11, 16)
CUTOFF = datetime(2026, 11, 19, 18, tzinfo=SHANGHAI)
LONG_AGO = date(2024, 1, 1)
VAULT = Vault({1: bytes(range(32))}, bytes(32))
COUNTY, TOWNSHIP, OTHER_TOWNSHIP, SHIGUAN, LUTANG, FAR = 1, 2, 3, 11, 12, 21
REGIONS = {
    COUNTY: ("示范县", "county", "/9999/"),
    TOWNSHIP: ("示范办事处", "township", "/9999/999901/"),
    OTHER_TOWNSHIP: ("远山乡", "township", "/9999/999902/"),
    SHIGUAN: ("石关村", "village", "/9999/999901/999901011/"),
    LUTANG: ("路塘村", "village", "/9999/999901/999901012/"),
    FAR: ("远村", "village", "/9999/999902/999902011/"),
}
PARENTS = {TOWNSHIP: COUNTY, OTHER_TOWNSHIP: COUNTY, SHIGUAN: TOWNSHIP, LUTANG: TOWNSHIP, FAR: OTHER_TOWNSHIP}
CITY_BUREAU, WATER_OFFICE, FOOD_COMPANY = 1, 2, 3
UNITS = {
    CITY_BUREAU: ("县城管局", ""),
    WATER_OFFICE: ("县水务局", "water"),
    FOOD_COMPANY: ("示范食品公司", ""),
}
WAN = 10**6


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A moment in Shanghai."""
    return datetime.combine(day, time(hour, minute), SHANGHAI)


def calendar() -> Calendar:
    """The official calendar."""
    return Calendar.of({row["day"]: row["works"] for row in seed_rows()})


@dataclass
class Township:
    """Writes records into a database, with the columns that a test does not care about filled in."""

    db: Connection
    ids: Iterator[int] = field(default_factory=lambda: count(100))

    def _add(self, table: type[Base], **values: Any) -> int:  # noqa: ANN401
        id_ = values.setdefault("id", next(self.ids))
        self.db.execute(insert(table).values(**values))
        return int(id_)

    def found(self) -> None:
        """The places and units."""
        for id_, (name, level, path) in REGIONS.items():
            code = path.strip("/").rpartition("/")[2]
            self._add(
                Region, id=id_, code=code, name=name, level=level, path=path, parent_id=PARENTS.get(id_),
                tags=[], profile={},
            )  # fmt: skip
        for id_, (name, matter) in UNITS.items():
            self._add(Unit, id=id_, code=f"U{id_}", name=name, level="county", matter=matter)

    def person(self, name: str, unit: int | None = CITY_BUREAU) -> int:
        id_ = next(self.ids)
        return self._add(Person, id=id_, code=f"P{id_}", name=name, sex="", rank="", unit_id=unit)

    def office(self, kind: str, region: int | None, *, unit: int | None = None, name: str = "何正") -> int:
        """Somebody who holds a role."""
        person = self.person(name, unit)
        self._add(Role, person_id=person, kind=kind, region_id=region, unit_id=unit, starts=LONG_AGO)
        return person

    def cadre(
        self,
        name: str,
        village: int,
        *,
        duty: str = "helper",
        unit: int = CITY_BUREAU,
        starts: date = LONG_AGO,
    ) -> int:
        """Somebody with the on-site duty in a village."""
        person = self.person(name, unit)
        self.assign(person, village, duty=duty, starts=starts)
        return person

    def assign(
        self, person: int, village: int, *, duty: str = "helper", starts: date = LONG_AGO, ends: date | None = None
    ) -> None:  # fmt: skip
        self._add(
            Assignment, person_id=person, village_id=village, duty=duty, share=100, starts=starts, ends=ends
        )

    def came(
        self, person: int, village: int, *days: date, saved: datetime | None = None, status: str = "accepted",
        withdrawn: datetime | None = None, source: str = "said", overnight: bool = False,
    ) -> None:  # fmt: skip
        for day in days:
            self._add(
                CheckIn, person_id=person, village_id=village, day=day, came_at=at(day), work_items=[],
                source=source, evidence="e0", status="withdrawn" if withdrawn else status,
                saved_at=saved or at(day), withdrawn_at=withdrawn, overnight=overnight,
            )  # fmt: skip

    def away(self, person: int, first: date, last: date, kind: str = "sick") -> None:
        self._add(
            Leave,
            person_id=person,
            kind=kind,
            starts=first,
            ends=last,
            status="effective",
            saved_at=at(first, 8),
        )

    def household(
        self, village: int, head: str, *, group: int = 1, state: str = "active", watched: bool = False, size: int = 1,
        helper: int | None = None,
    ) -> int:  # fmt: skip
        id_ = next(self.ids)
        self._add(
            Household, id=id_, code=f"H{id_}", village_id=village, group_no=group, category="", cause="",
            state=state, watched=watched, marks=[],
        )  # fmt: skip
        for n in range(size):
            person = self.person(head if n == 0 else f"{head}{n}", None)
            self._add(
                Member, household_id=id_, person_id=person, relation="", is_head=n == 0, labour="", health="",
                school="", starts=LONG_AGO,
            )  # fmt: skip
        if helper is not None:
            self._add(Pairing, household_id=id_, helper_id=helper, primary=True, starts=LONG_AGO)
        return id_

    def visit(
        self, household: int, village: int, helper: int, day: date, *, saved: datetime | None = None,
        withdrawn: datetime | None = None, bulk: bool = False,
    ) -> int:  # fmt: skip
        return self._add(
            Visit, household_id=household, helper_id=helper, village_id=village, day=day, manner="home", met="head",
            as_helper=True, form="visit", version="1", late=False, bulk=bulk,
            status="withdrawn" if withdrawn else "accepted", saved_at=saved or at(day), withdrawn_at=withdrawn,
        )  # fmt: skip

    def problem(
        self, visit: int, household: int, village: int, owner: int, opened: date, *, matter: str = "water",
        due: date | None = None, closed: date | None = None, urgent: bool = False,
    ) -> int:  # fmt: skip
        return self._add(
            FollowUp, visit_id=visit, household_id=household, village_id=village, owner_id=owner, matter=matter,
            urgent=urgent, opened_on=opened, due=due or opened + timedelta(days=7),
            status="closed" if closed else "open", closed_on=closed,
        )  # fmt: skip

    def project(
        self, name: str, village: int, *, state: str = "building", progress: int = 50, approved: int = 24 * WAN,
        published: tuple[date, date] | None = (date(2026, 3, 2), date(2026, 3, 12)), matter: str = "", note: str = "",
    ) -> int:  # fmt: skip
        id_ = next(self.ids)
        first, last = published or (None, None)
        return self._add(
            Project, id=id_, code=f"X{id_}", name=name, village_id=village, kind="产业", state=state,
            progress=progress, approved_fen=approved, households=62, matter=matter, in_charge="陈福", note=note,
            published_from=first, published_to=last,
        )  # fmt: skip

    def fund(
        self, region: int, step: str, wan: float, *, source: str = "fiscal", day: date = date(2026, 4, 1),
        industry: bool = False, direct: bool = False, project: int | None = None, household: int | None = None,
        unit: int | None = None, published: bool = True, year: int | None = None,
    ) -> int:  # fmt: skip
        id_ = next(self.ids)
        return self._add(
            Fund, id=id_, code=f"F{id_}", year=year or day.year, region_id=region, source=source, step=step,
            amount_fen=round(wan * WAN), day=day, industry=industry, direct=direct, project_id=project,
            household_id=household, unit_id=unit, published=published,
        )  # fmt: skip


@contextmanager
def township(folder: Path, kind: str = "sqlite") -> Iterator[Township]:
    """The places and units in an empty database of either kind."""
    with connected(kind, folder) as db:
        made = Township(db)
        made.found()
        yield made


class Direct:
    """Runs query functions on an open connection, in place of the house's thread."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    async def call(self, query: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        return query(self._db, *args, **kwargs)


def turn(
    made: Township, person: int | None, command: str, rest: str = "", *, household: int | None = None,
    village: int = SHIGUAN, now: datetime = CUTOFF, language: str | None = None,
) -> Turn:  # fmt: skip
    """A message of somebody, read as a command with what followed its word."""
    office = Office(VAULT, calendar(), Parameters(), {}, {}, {}, random.Random(1))
    path = REGIONS[village][2] if household is not None else ""
    number = next(made.ids)
    made.db.execute(
        insert(Contact).values(
            id=number, channel="webchat", address_index=str(number).encode(), address_sealed=b"", tries=0,
            created_at=now, last_in=now,
        )
    )  # fmt: skip
    contact = ContactRow(number, "webchat", person, household, path, language, None, 0, None)
    speaker = speaker_of(made.db, person, now.date()) if person is not None else None
    said = Turn(now, now, contact, speaker, None, Work(Direct(made.db)), office)
    said.intent = Intent(command, rest)
    return said
