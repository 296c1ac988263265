"""What rarely changes, kept in memory: read again when the copy is older than a minute."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from sqlalchemy import Connection

T = TypeVar("T")
MINUTE = timedelta(minutes=1)


class Book(Generic[T]):
    """A value that `load(connection)` reads, such as the calendar or the parameters.

    Whoever assembles the house keeps it. Reading all of it once a minute (1 to 2 ms) costs less than
    asking the database at every turn whether it has changed.
    """

    def __init__(self, load: Callable[[Connection], T], keep: timedelta = MINUTE) -> None:
        self._load = load
        self._keep = keep
        self._copy: tuple[T, datetime] | None = None

    def read(self, conn: Connection, now: datetime) -> T:
        """The value, at most `keep` old by the clock that `now` comes from (which may be set back)."""
        if self._copy is None or abs(now - self._copy[1]) >= self._keep:
            self._copy = (self._load(conn), now)
        return self._copy[0]

    def forget(self) -> None:
        """Read anew next time: after a change made in this process."""
        self._copy = None
