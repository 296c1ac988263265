"""The demonstration county, made: workbook, check, import, codes, history. All in the caller's unit of work."""

from __future__ import annotations

from datetime import datetime
from random import Random

from sqlalchemy import Connection, insert, select

from storage.database import DatabaseProblem
from storage.demo import BUILT, is_demo
from storage.demo.activity import write_activity
from storage.demo.county import sheets
from storage.queries.codes import issue_codes
from storage.queries.importing import commit
from storage.sealed import Vault
from storage.tables import Parameter, Region
from storage.workbook.check import check


def build(conn: Connection, vault: Vault, now: datetime) -> None:
    """Make the county as of `now`: nothing in it is later. The mark comes last and in the same unit of work,
    so a creation that was killed has left nothing."""
    checked = check(sheets(now.date()), today=now.date())
    assert checked.register is not None, checked.refusals[:3]
    commit(conn, vault, checked.register, now)
    issue_codes(conn, vault, Random("codes"), now, invitation=None)  # noqa: S311 - the same codes each time
    write_activity(conn, vault, now)
    mark = {"name": BUILT, "valid_from": now.date(), "value": now.isoformat(), "source": "demonstration"}
    conn.execute(insert(Parameter).values(mark))


def ensure_demo(conn: Connection, vault: Vault, now: datetime) -> None:
    """Make the county unless it is there.

    Raises:
        DatabaseProblem: the database holds a register that is not the demonstration.
    """
    if is_demo(conn):
        return
    if conn.execute(select(Region.id)).first() is not None:
        raise DatabaseProblem(
            "this database holds a register already: the demonstration needs one of its own"
        )
    build(conn, vault, now)
