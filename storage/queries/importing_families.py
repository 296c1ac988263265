"""How each sheet of the workbook becomes rows of a table: its keys, its links, what is sealed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import DeclarativeBase

from storage.queries.upsert import table_of
from storage.sealed import Vault
from storage.tables import (
    Application,
    Assignment,
    Fund,
    Gap,
    Grant,
    HolidayDuty,
    Household,
    Insurance,
    Measure,
    Member,
    Need,
    Pairing,
    Person,
    Project,
    PublicNotice,
    Region,
    Role,
    Training,
    Unit,
)
from storage.values.week import SHANGHAI
from storage.workbook.identity import is_temporary
from storage.workbook.model import ALWAYS, Values
from storage.workbook.plans import BY_KEY

MODELS: Mapping[str, type[DeclarativeBase]] = {
    "regions": Region, "units": Unit, "people": Person, "households": Household, "projects": Project,
    "funds": Fund, "grants": Grant, "applications": Application, "gaps": Gap, "needs": Need,
}  # fmt: skip
"""The tables whose rows have a code."""


class Ids:
    """code -> id of each table, read once and again after something was written."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._known: dict[str, dict[str, int]] = {}

    def of(self, sheet: str, code: str | None) -> int | None:
        """The id of a code; None for none.

        Raises:
            KeyError: not in the register; `check` refuses such a workbook.
        """
        if code is None:
            return None
        if sheet not in self._known:
            table = table_of(MODELS[sheet])
            self._known[sheet] = {
                row.code: row.id for row in self._conn.execute(select(table.c.code, table.c.id))
            }
        return self._known[sheet][code]

    def forget(self, sheet: str) -> None:
        """Read the codes of a sheet again when they are asked for."""
        self._known.pop(sheet, None)


class Sealer:
    """Indexes numbers to compare them, and seals those that are new."""

    FIELDS = (("phone_index", "phone_sealed", "_phone"), ("id_index", "id_sealed", "_id"))

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def index(self, kind: str, number: str | None) -> bytes | None:
        """The blind index of a number; None of none."""
        return self._vault.index(kind, number) if number else None

    def last4(self, number: str | None) -> bytes | None:
        """The index of the last four characters of a person's ID number; a temporary number has none."""
        if not number or is_temporary(number):
            return None
        return self._vault.index("last4", number[-4:])

    def seal(self, row: Values, found: Values | None) -> Values:
        """The row as the table keeps it: changed numbers sealed, plain ones gone."""
        for index, sealed, plain in self.FIELDS:
            if plain in row:
                number = row.pop(plain)
                kept = found is not None and found[index] == row[index]
                if not kept:
                    row[sealed] = self._vault.seal(number) if number else None
        return row


@dataclass(frozen=True, slots=True)
class Family:
    """A sheet and its table.

    Args:
        keys: the table's columns that identify a row.
        links: column of the sheet -> (column of the table, sheet it refers to).
        finish: what is left to do to a row after the plain columns and the links.
        blank: what a new row has where the sheet says nothing.
    """

    sheet: str
    model: type[DeclarativeBase]
    keys: tuple[str, ...]
    links: Mapping[str, tuple[str, str]]
    finish: Callable[[Values, Sealer], None]
    blank: Values

    def shape(self, values: Values, ids: Ids, sealer: Sealer) -> Values:
        """The columns of the table that a row of the sheet speaks of."""
        row: Values = {}
        for key, value in values.items():
            if key in self.links:
                column, other = self.links[key]
                row[column] = ids.of(other, value)
            else:
                row[key] = _or_default(self.sheet, key, value)
        self.finish(row, sealer)
        return row


def _or_default(sheet: str, key: str, value: Any) -> Any:  # noqa: ANN401
    return DEFAULTS[sheet].get(key) if value is None else value


def _defaults(sheet: str) -> Values:
    plain = {c.key: c.default for c in BY_KEY[sheet].columns if not c.ref}
    return {key: list(value) if isinstance(value, tuple) else value for key, value in plain.items()}


DEFAULTS = {sheet: _defaults(sheet) for sheet in BY_KEY}


def _numbers(row: Values, sealer: Sealer) -> None:
    """Phone and ID number become what is compared (indexes) and what is sealed (`_phone`, `_id`)."""
    if "phone" in row:
        row["_phone"] = row.pop("phone")
        row["phone_index"] = sealer.index("phone", row["_phone"])
    if "id_number" in row:
        row["_id"] = row.pop("id_number")
        row["id_index"] = sealer.index("id", row["_id"])
        row["id_last4_index"] = sealer.last4(row["_id"])


def _membership(row: Values, _sealer: Sealer) -> None:
    """What belongs to the person stands in `people`; here is what belongs to the household."""
    for key in ("name", "sex", "birth", "phone", "id_number"):
        row.pop(key, None)
    row["is_head"] = row["relation"] == "户主"
    row["starts"] = row.get("starts") or ALWAYS


def _session(row: Values, _sealer: Sealer) -> None:
    """The day and the hour, both needed columns, are one moment."""
    row["starts"] = datetime.combine(row.pop("day"), row.pop("hour"), SHANGHAI)


LINKS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "regions": {"parent": ("parent_id", "regions")},
    "units": {"region": ("region_id", "regions")},
    "people": {"unit": ("unit_id", "units")},
    "roles": {
        "person": ("person_id", "people"),
        "region": ("region_id", "regions"),
        "unit": ("unit_id", "units"),
    },
    "assignments": {"person": ("person_id", "people"), "village": ("village_id", "regions")},
    "households": {"village": ("village_id", "regions")},
    "members": {"household": ("household_id", "households"), "code": ("person_id", "people")},
    "pairings": {"household": ("household_id", "households"), "helper": ("helper_id", "people")},
    "projects": {"village": ("village_id", "regions")},
    "funds": {
        "region": ("region_id", "regions"),
        "project": ("project_id", "projects"),
        "household": ("household_id", "households"),
        "unit": ("unit_id", "units"),
    },
    "grants": {"household": ("household_id", "households"), "person": ("person_id", "people")},
    "public_notices": {"region": ("region_id", "regions")},
    "measures": {
        "village": ("village_id", "regions"),
        "household": ("household_id", "households"),
        "owner": ("owner_id", "people"),
    },
    "trainings": {"region": ("region_id", "regions")},
    "holiday_duties": {"region": ("region_id", "regions"), "person": ("person_id", "people")},
    "insurances": {"person": ("person_id", "people")},
    "applications": {"household": ("household_id", "households"), "unit": ("unit_id", "units")},
    "gaps": {"household": ("household_id", "households")},
    "needs": {"village": ("village_id", "regions"), "household": ("household_id", "households")},
}

OWN: Mapping[str, Values] = {"regions": {"path": "/", "profile": {}}}
"""What a new row has that no column of the sheet speaks of."""


def _family(
    sheet: str,
    model: type[DeclarativeBase],
    *keys: str,
    finish: Callable[[Values, Sealer], None] = lambda _row, _sealer: None,
) -> Family:
    columns = [column.name for column in table_of(model).columns if column.name != "id"]
    blank = {name: DEFAULTS[sheet].get(name) for name in columns} | OWN.get(sheet, {})
    return Family(sheet, model, keys or ("code",), LINKS[sheet], finish, blank)


FAMILIES = (
    _family("regions", Region),
    _family("units", Unit),
    _family("people", Person, finish=_numbers),
    _family("roles", Role, "person_id", "kind", "region_id", "unit_id", "starts"),
    _family("assignments", Assignment, "person_id", "village_id", "starts"),
    _family("households", Household),
    _family("members", Member, "household_id", "person_id", "starts", finish=_membership),
    _family("pairings", Pairing, "household_id", "helper_id", "starts"),
    _family("projects", Project),
    _family("funds", Fund),
    _family("grants", Grant),
    _family("public_notices", PublicNotice),
    _family("measures", Measure),
    _family("trainings", Training, finish=_session),
    _family("holiday_duties", HolidayDuty, "region_id", "day", "person_id"),
    _family("insurances", Insurance, "person_id", "year"),
    _family("applications", Application),
    _family("gaps", Gap),
    _family("needs", Need),
)
"""Every sheet with a table of its own, in the order they are written in."""
