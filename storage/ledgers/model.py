"""What a ledger is: its tables, their columns, and a table filled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Kind = Literal["text", "long", "code", "mark", "date", "moment", "integer", "money", "phone", "id", "secret"]
"""How a column is written: `money` holds fen and is shown in yuan; `phone`, `id` and `secret` are masked unless
the reader may see them; `mark` is one narrow character of a day."""

GUARDED = ("phone", "id", "secret")
Cell = str | int | date | datetime | None
Row = Mapping[str, Cell]
"""Key of a field -> its value; a field that is not there is an empty cell."""

Span = Literal["day", "week", "month", "year"]
"""What a ledger is of: it is asked for by any period and shown as of its end (`day`), or of just that one."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column: the key that a mapping file names, its Chinese header."""

    key: str
    header: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of a ledger."""

    key: str
    title: str
    fields: tuple[Field, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger: `key` on the command line, `number` in domain.md 5 if it has one there, `words` what people call it in a chat.

    `area`: it is of one area as a whole, with that area's digest figures. `fixed`: it is of a `span` and of
    nothing shorter or longer. `sight` are the resources of
    `handlers.access` of which one at least must be open to the reader.
    """

    key: str
    number: str
    title: str
    words: tuple[str, ...]
    span: Span
    sight: tuple[str, ...]
    tables: tuple[Table, ...]
    area: bool = False
    fixed: bool = False

    def table(self, key: str) -> Table | None:
        """A table by its key."""
        return next((table for table in self.tables if table.key == key), None)


@dataclass(frozen=True, slots=True)
class Page:
    """A table with its rows. `fields` are those shown, which may be fewer than the table's or bear a week's number."""

    table: Table
    fields: tuple[Field, ...]
    rows: Iterable[Row]
    note: str = ""

    @classmethod
    def of(cls, table: Table, rows: Iterable[Row]) -> Page:
        """All fields of a table."""
        return cls(table, table.fields, rows, table.note)


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands on every printed page: the ledger's title, the office or person, the period, when it was made."""

    title: str
    office: str
    period: str
    made: datetime

    @property
    def line(self) -> str:
        """驻村考勤表 示范办事处 2026年11月."""
        return " ".join(part for part in (self.title, self.office, self.period) if part)
