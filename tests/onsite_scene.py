"""What tests of days on site set before they begin, and the last check-in they look at."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from acting import Scene
from sqlalchemy import Connection, select

from bot.desk import Desk
from storage.queries.parameters import put
from storage.tables import CheckIn
from storage.values.week import SHANGHAI

ALWAYS = date(2020, 1, 1)
TUESDAY = datetime(2026, 11, 17, 9, tzinfo=SHANGHAI)


async def rule(stage: Scene, **values: Any) -> None:  # noqa: ANN401
    """Parameters for everywhere, `leave__approval="township"` for leave.approval; the house reads them."""
    for name, value in values.items():
        await stage.house.database.run(put, name.replace("__", "."), None, ALWAYS, None, value, "test")
    stage.office = await stage.house.office()
    stage.desk = Desk(stage.house.database, stage.office, stage.hands)


def last_check_in(db: Connection) -> tuple[str, str, str]:
    """(source, evidence, status) of the last act."""
    row = db.execute(
        select(CheckIn.source, CheckIn.evidence, CheckIn.status).order_by(CheckIn.id.desc()).limit(1)
    ).one()
    return row[0], row[1], row[2]
