"""The demonstration county: made of the figures of domain.md 6, with people who do not exist.

Everything follows from a day: the same `today` gives the same county. It goes in through the importer
like a real one; only its codes and its history of work are written directly.
"""

from __future__ import annotations

from sqlalchemy import Connection, select

from storage.tables import Parameter

BUILT = "demo.built"
"""The setting that says that this database holds the demonstration, and since when."""


def is_demo(conn: Connection) -> bool:
    """Whether the demonstration is there."""
    return conn.execute(select(Parameter.id).where(Parameter.name == BUILT)).first() is not None
