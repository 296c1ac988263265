"""Two helpers of a village, a notice to one of them, and a provider that is busy."""

from __future__ import annotations

from datetime import date

from hamlet import SHIGUAN, UNIT, Village, assign, at, person
from sqlalchemy import Connection

from scheduler.errands import Fate, Outcome
from storage.parameters import Parameters, Setting
from storage.queries import notices
from storage.queries.attempts import Tried
from storage.queries.notices import NewNotice

VILLAGE = Village()
BUSY = Outcome(Fate.LATER, reason="busy", tried=(Tried("webchat", "later", "busy"),))


def two_helpers(conn: Connection) -> None:
    person(conn, 1, "张三", unit=UNIT)
    person(conn, 2, "李四")
    assign(conn, 1, SHIGUAN)
    assign(conn, 2, SHIGUAN)


def with_setting(name: str, value: object) -> Village:
    return Village(parameters=Parameters([Setting(name, "/", date(2020, 1, 1), None, value)]))


def told(
    conn: Connection, until: str = "2026-11-20 09:00", *, urgent: bool = False, kind: str = "N05"
) -> None:
    """A notice to 张三, written by hand."""
    notice = NewNotice(f"{kind}:1:test", kind, 1, {}, at("2026-11-19 16:00"), at(until), urgent)
    notices.add_notices(conn, [notice], at("2026-11-19 16:00"))
