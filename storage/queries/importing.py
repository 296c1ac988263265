"""The register written from a workbook: new rows in, changed rows over, nothing ever out.

All of it happens in the caller's unit of work, so a workbook is written whole or not at all. The same
workbook again changes nothing: a row is known by its code, or by what it links and since when.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.orm import DeclarativeBase

from storage.queries.imported import AS_OF
from storage.queries.importing_families import FAMILIES, Family, Ids, Sealer
from storage.queries.upsert import CHUNK, insert_bulk, table_of
from storage.sealed import Vault
from storage.tables import Parameter, Region
from storage.workbook.model import Entry, Progress, Register, Values, silent
from storage.workbook.places import ORDER
from storage.workbook.plans import BY_KEY

EXAMPLES = 20
"""Codes named of the rows that the workbook lacks."""


@dataclass(slots=True)
class Count:
    """What a sheet did: rows new, changed and the same; rows of the register it does not have."""

    new: int = 0
    changed: int = 0
    same: int = 0
    missing: int = 0
    examples: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Counts:
    """What an import did. `sheets`: Chinese title -> its own figures, in the order of writing."""

    sheets: Mapping[str, Count]

    @property
    def new(self) -> int:
        return sum(count.new for count in self.sheets.values())

    @property
    def changed(self) -> int:
        return sum(count.changed for count in self.sheets.values())

    @property
    def same(self) -> int:
        return sum(count.same for count in self.sheets.values())

    @property
    def missing(self) -> int:
        return sum(count.missing for count in self.sheets.values())


def commit(
    conn: Connection, vault: Vault, register: Register, now: datetime, *, progress: Progress = silent
) -> Counts:
    """Write a register that `check` has let through, and note that it is of today.

    Rows that the workbook lacks are counted and kept. A cell left empty empties the field; a column
    the sheet does not have leaves it alone. Numbers are sealed again only where they changed.

    Returns:
        what each sheet did.
    """
    writer = Writer(conn, vault, progress)
    if "regions" in register:
        writer.write_regions(register["regions"])
    if "profiles" in register:
        writer.write_profiles(register["profiles"])
    for family in FAMILIES:
        if family.sheet in register and family.sheet != "regions":
            writer.write(family, register[family.sheet], whole=register.is_whole(family.sheet))
    _note_day(conn, register, now.date())
    return Counts({BY_KEY[sheet].title: count for sheet, count in writer.counts.items()})


def _note_day(conn: Connection, register: Register, today: date) -> None:
    said = conn.execute(select(Parameter.value).where(Parameter.name == AS_OF)).scalar_one_or_none() or {}
    conn.execute(delete(Parameter).where(Parameter.name == AS_OF))
    value = {**said, **dict.fromkeys(register, today.isoformat())}
    conn.execute(insert(Parameter).values(name=AS_OF, valid_from=today, value=value, source="import"))


class Writer:
    """One import under way."""

    def __init__(self, conn: Connection, vault: Vault, progress: Progress) -> None:
        self._conn = conn
        self._ids = Ids(conn)
        self._sealer = Sealer(vault)
        self._progress = progress
        self.counts: dict[str, Count] = {}

    def write(self, family: Family, entries: Sequence[Entry], *, whole: bool) -> None:
        """One sheet: compare with what is there, insert, update, count; `whole`: what it lacks is missing."""
        there = self._there(family)
        title = BY_KEY[family.sheet].title
        rows = [family.shape(entry.values, self._ids, self._sealer) for entry in entries]
        self._progress(title, 0, len(rows))
        self._put(family, rows, there)
        self._count_missing(family, there if whole else {})
        self._progress(title, len(rows), len(rows))

    def _there(self, family: Family) -> dict[tuple[Any, ...], Values]:
        table = table_of(family.model)
        return {
            tuple(row[key] for key in family.keys): dict(row)
            for row in self._conn.execute(select(table)).mappings()
        }  # fmt: skip

    def _put(self, family: Family, rows: Sequence[Values], there: dict[tuple[Any, ...], Values]) -> None:
        """Insert and update; what was met is taken out of `there`."""
        count = self.counts.setdefault(family.sheet, Count())
        new, changed = [], []
        for row in rows:
            found = there.pop(tuple(row[key] for key in family.keys), None)
            if found is None:
                new.append(self._sealer.seal({**family.blank, **row}, None))
            elif any(found[key] != value for key, value in row.items() if not key.startswith("_")):
                changed.append(self._sealer.seal({**found, **row}, found))
        count.new += len(new)
        count.changed += len(changed)
        count.same += len(rows) - len(new) - len(changed)
        insert_bulk(self._conn, family.model, new)
        self._update(family.model, changed)
        self._ids.forget(family.sheet)

    def _update(self, model: type[DeclarativeBase], rows: Sequence[Values]) -> None:
        if not rows:
            return
        table = table_of(model)
        columns = [key for key in rows[0] if key != "id"]
        statement = (
            update(table).where(table.c.id == bindparam("is_id")).values({c: bindparam(f"new_{c}") for c in columns})
        )  # fmt: skip
        for start in range(0, len(rows), CHUNK):
            named = [
                {"is_id": row["id"], **{f"new_{c}": row[c] for c in columns}}
                for row in rows[start : start + CHUNK]
            ]
            self._conn.execute(statement, named)

    def _count_missing(self, family: Family, there: Mapping[tuple[Any, ...], Values]) -> None:
        count = self.counts[family.sheet]
        count.missing = len(there)
        if family.keys == ("code",):
            count.examples = sorted(str(key[0]) for key in there)[:EXAMPLES]

    def write_regions(self, entries: Sequence[Entry]) -> None:
        """Regions from the uppermost level down, since a path is its parent's with one step more."""
        family = FAMILIES[0]
        there = self._there(family)
        for level in ORDER:
            rows = [
                family.shape(entry.values, self._ids, self._sealer)
                for entry in entries
                if entry.values["level"] == level
            ]
            self._put(family, rows, there)
        self._count_missing(family, there)
        self._mend_paths()

    def _mend_paths(self) -> None:
        """A region that moved takes the ones below it along, even those the workbook does not have."""
        table = table_of(Region)
        regions = {row["id"]: dict(row) for row in self._conn.execute(select(table)).mappings()}
        paths: dict[int, str] = {}
        moved = [{**r, "path": p} for r in regions.values() if (p := _path(r, regions, paths)) != r["path"]]
        self._update(Region, moved)

    def write_profiles(self, entries: Sequence[Entry]) -> None:
        """What is known about regions; figures the sheet does not have stay."""
        table = table_of(Region)
        regions = {row["code"]: dict(row) for row in self._conn.execute(select(table)).mappings()}
        count = self.counts.setdefault("profiles", Count())
        changed = []
        for entry in entries:
            region = regions[entry.values["region"]]
            merged = {**region["profile"], **{k: v for k, v in entry.values.items() if k != "region"}}
            profile = {key: value for key, value in merged.items() if value is not None}
            if profile == region["profile"]:
                count.same += 1
                continue
            count.new += not region["profile"]
            count.changed += bool(region["profile"])
            changed.append({**region, "profile": profile})
        self._update(Region, changed)


def _path(region: Values, regions: Mapping[int, Values], paths: dict[int, str]) -> str:
    """The path of a region; each is worked out once."""
    if region["id"] not in paths:
        above = regions.get(region["parent_id"])
        start = _path(above, regions, paths) if above else "/"
        paths[region["id"]] = f"{start}{region['code']}/"
    return paths[region["id"]]
