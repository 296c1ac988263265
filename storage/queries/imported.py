"""When each sheet of the county workbook was last read in."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, select

from storage.tables import Parameter

AS_OF = "register.as_of"
"""The setting that keeps when each sheet was last read in: {sheet key: ISO date}."""


def as_of(db: Connection, sheet: str) -> date | None:
    """The day a sheet (`funds`, `grants` …) was last read in; None when it never was."""
    said = db.execute(select(Parameter.value).where(Parameter.name == AS_OF)).scalar_one_or_none() or {}
    return date.fromisoformat(said[sheet]) if sheet in said else None
