"""A small township made by hand, on either database, for the tests of the clock and the outbox."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, insert, select, text
from sqlalchemy.pool import NullPool

from scheduler.errands import Fate, Outcome
from scheduler.jobs.deliveries import Delivered
from scheduler.judging import Errand
from storage.calendar import Calendar, seed_rows
from storage.database import Database, read_url
from storage.parameters import Parameters
from storage.sealed import Vault
from storage.tables import (
    Assignment,
    Base,
    CheckIn,
    Contact,
    Household,
    Leave,
    Member,
    Notice,
    Pairing,
    Person,
    Region,
    Role,
    Unit,
    Visit,
)  # fmt: skip
from storage.values.week import SHANGHAI

VAULT = Vault({1: bytes(range(32))}, bytes(32))
SERVER = os.environ.get("BANGFU_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432/test")
ALWAYS = date(2020, 1, 1)
COUNTY, TOWNSHIP, SHIGUAN, LUTANG = 1, 2, 11, 12
PATHS = {
    COUNTY: "/9999/",
    TOWNSHIP: "/9999/999901/",
    SHIGUAN: "/9999/999901/999901011/",
    LUTANG: "/9999/999901/999901012/",
}
NAMES = {COUNTY: "示范县", TOWNSHIP: "示范办事处", SHIGUAN: "石关村", LUTANG: "路塘村"}
LEVELS = {COUNTY: "county", TOWNSHIP: "township", SHIGUAN: "village", LUTANG: "village"}
UNIT = 5


def at(text_: str) -> datetime:
    """`2026-11-16 08:30`, in Shanghai."""
    return datetime.fromisoformat(text_).replace(tzinfo=SHANGHAI)


@dataclass(slots=True)
class Village:
    """What the clock needs of the office."""

    vault: Vault = VAULT
    calendar: Calendar = field(
        default_factory=lambda: Calendar.of({r["day"]: r["works"] for r in seed_rows()})
    )
    parameters: Parameters = field(default_factory=Parameters)


@dataclass(slots=True)
class Post:
    """A sender that takes everything, or does what `answer` says; it keeps what it was given."""

    answer: Callable[[Errand], Outcome] = lambda errand: Outcome(Fate.SENT, "webchat")
    errands: list[Errand] = field(default_factory=list)

    async def send(self, errand: Errand) -> Outcome:
        """Keep it and answer."""
        self.errands.append(errand)
        return self.answer(errand)

    @property
    def texts(self) -> list[tuple[str, str]]:
        """(name, text) of everything said, a message each."""
        return [(errand.to.name, say.text) for errand in self.errands for say in errand.messages(None)]


@asynccontextmanager
async def opened(kind: str, folder: Path) -> AsyncIterator[tuple[str, Database]]:
    """A database of its own with the places, its URL beside it; `kind`: sqlite or postgresql."""
    if kind == "sqlite":
        url = f"sqlite:///{folder}/hamlet.db"
        async with Database(url, VAULT) as database:
            await database.run(places)
            yield url, database
        return
    schema = f"bangfu_sched_{os.getpid()}"
    engine = create_engine(read_url(SERVER), poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {schema} CASCADE"))
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    try:
        own = engine.url.update_query_dict({"options": f"-csearch_path={schema}"})
        url = own.render_as_string(hide_password=False)
        async with Database(url, VAULT) as database:
            await database.run(places)
            yield url, database
    finally:
        with engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))


def places(conn: Connection) -> None:
    """The tables, the places and a unit."""
    Base.metadata.create_all(conn)
    for id_, path in PATHS.items():
        row = {"id": id_, "code": path.split("/")[-2], "name": NAMES[id_], "level": LEVELS[id_], "path": path}
        conn.execute(insert(Region).values(**row, tags=[], profile={}))
    conn.execute(insert(Unit).values(id=UNIT, code="U1", name="县城管局", level="county", matter=""))


def person(
    conn: Connection, id_: int, name: str, *, unit: int | None = None, channel: str | None = "webchat"
) -> int:
    """A person, with one contact unless `channel` is None."""
    conn.execute(insert(Person).values(id=id_, code=f"P{id_}", name=name, sex="", rank="", unit_id=unit))
    if channel:
        contact(conn, id_, channel)
    return id_


def contact(
    conn: Connection, id_: int, channel: str, last_in: str = "2026-01-01 08:00", language: str | None = None
) -> int:
    """A contact of a person on a channel; returns its id."""
    address = f"{channel}-{id_}"
    return conn.execute(
        insert(Contact)
        .values(
            channel=channel,
            address_index=VAULT.index("address", address),
            address_sealed=VAULT.seal(address),
            person_id=id_,
            language=language,
            tries=0,
            created_at=at("2026-01-01 08:00"),
            last_in=at(last_in),
        )
        .returning(Contact.id)
    ).scalar_one()


def assign(conn: Connection, id_: int, village: int, duty: str = "helper", starts: date = ALWAYS) -> None:
    """An assignment with the on-site duty."""
    conn.execute(
        insert(Assignment).values(person_id=id_, village_id=village, duty=duty, share=100, starts=starts)
    )


def office(conn: Connection, id_: int, kind: str, region: int | None, unit: int | None = None) -> None:
    """An office held."""
    conn.execute(insert(Role).values(person_id=id_, kind=kind, region_id=region, unit_id=unit, starts=ALWAYS))


def come(conn: Connection, id_: int, village: int, *days: str, status: str = "accepted") -> None:
    """On-site acts at eleven o'clock."""
    for day in days:
        moment = at(f"{day} 11:00")
        row = {
            "person_id": id_,
            "village_id": village,
            "day": moment.date(),
            "came_at": moment,
            "saved_at": moment,
        }
        conn.execute(
            insert(CheckIn).values(**row, work_items=[], source="said", evidence="e0", status=status)
        )


def excuse(conn: Connection, id_: int, starts: str, ends: str, kind: str = "sick") -> None:
    """Leave, both days included."""
    first, last = date.fromisoformat(starts), date.fromisoformat(ends)
    row = {"person_id": id_, "kind": kind, "starts": first, "ends": last, "status": "effective"}
    conn.execute(insert(Leave).values(**row, saved_at=at(f"{starts} 07:00")))


def household(conn: Connection, id_: int, village: int, head: str, helper: int, group: int = 2) -> None:
    """A household with its head, paired with a helper."""
    row = {"id": id_, "code": f"H{id_}", "village_id": village, "group_no": group, "state": "active"}
    conn.execute(insert(Household).values(**row, category="", cause="", watched=False, marks=[]))
    person(conn, 10_000 + id_, head, channel=None)
    member = {"household_id": id_, "person_id": 10_000 + id_, "relation": "户主", "is_head": True}
    conn.execute(insert(Member).values(**member, labour="", health="", school="", starts=ALWAYS))
    conn.execute(insert(Pairing).values(household_id=id_, helper_id=helper, primary=True, starts=ALWAYS))


def visit(conn: Connection, household_id: int, helper: int, village: int, day: str) -> None:
    """A visit."""
    row = {
        "household_id": household_id,
        "helper_id": helper,
        "village_id": village,
        "manner": "home",
        "met": "head",
    }
    marks = {
        "as_helper": True,
        "form": "visit",
        "version": "1",
        "late": False,
        "bulk": False,
        "status": "accepted",
    }
    moment = at(f"{day} 10:00")
    conn.execute(insert(Visit).values(**row, **marks, day=moment.date(), saved_at=moment))


def states(conn: Connection) -> list[tuple[str, str, str]]:
    """(key, state, reason) of every notice, by key."""
    rows = conn.execute(select(Notice.key, Notice.state, Notice.reason).order_by(Notice.key))
    return [(key, state, reason) for key, state, reason in rows]


def lines(found: Iterable[Delivered]) -> list[tuple[str, str, str]]:
    """(moment, kind, name), as short as a test can read."""
    return [(f"{each.at:%m-%d %H:%M}", each.kind, each.name) for each in found]


def with_parameters(village: Village, parameters: Any) -> Village:  # noqa: ANN401
    """The same office with other parameters."""
    return replace(village, parameters=parameters)
