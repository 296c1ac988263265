"""How people want to be reminded (D06)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Connection, select

from storage.queries.one_of import one_of
from storage.queries.upsert import upsert
from storage.tables import Contact, Preference


@dataclass(frozen=True, slots=True)
class Subscription:
    """How a person wants to hear digests (D51). `off`: spans (day week month) that are not wanted. `at`: the time
    of day, None as the office has set it. `exceptions`: a day's only if something is out of the ordinary.
    `channel`: tried first for digests."""

    off: frozenset[str] = frozenset()
    at: time | None = None
    exceptions: bool = False
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person has set. `off`, `wanted`: sorts of reminders. `silent_until`: the last silent day."""

    off: frozenset[str] = frozenset()
    wanted: frozenset[str] = frozenset()
    not_before: time | None = None
    channel: str | None = None
    silent_until: date | None = None
    digests: Subscription = Subscription()


def wishes(db: Connection, people: Collection[int] | None = None) -> dict[int, Wish]:
    """Person -> what they have set; None is everybody who has."""
    asked = select(
        Preference.person_id, Preference.off, Preference.wanted, Preference.not_before, Preference.channel,
        Preference.silent_until, Preference.digests,
    )  # fmt: skip
    rows = db.execute(asked if people is None else asked.where(one_of(Preference.person_id, people)))
    return {
        person: Wish(
            frozenset(off), frozenset(wanted), time.fromisoformat(at) if at else None, channel, silent,
            _read(digests),
        )
        for person, off, wanted, at, channel, silent, digests in rows
    }  # fmt: skip


def _read(kept: dict[str, Any] | None) -> Subscription:
    if kept is None:
        return Subscription()
    at = time.fromisoformat(kept["at"]) if kept["at"] else None
    return Subscription(frozenset(kept["off"]), at, kept["exceptions"], kept["channel"])


def _plain(wish: Subscription) -> dict[str, Any] | None:
    """As it is kept; nothing is kept of who has not touched it."""
    if wish == Subscription():
        return None
    at = f"{wish.at:%H:%M}" if wish.at else None
    return {"off": sorted(wish.off), "at": at, "exceptions": wish.exceptions, "channel": wish.channel}


def wish_of(db: Connection, person_id: int) -> Wish:
    """What one person has set."""
    return wishes(db, [person_id]).get(person_id, Wish())


def keep_wish(db: Connection, person_id: int, wish: Wish, now: datetime) -> None:
    """Write down what somebody has set, in place of what was."""
    row = {
        "off": sorted(wish.off),
        "wanted": sorted(wish.wanted),
        "not_before": f"{wish.not_before:%H:%M}" if wish.not_before else None,
        "channel": wish.channel,
        "silent_until": wish.silent_until,
        "digests": _plain(wish.digests),
        "saved_at": now,
    }
    insert = upsert(db, Preference).values(person_id=person_id, **row)
    db.execute(insert.on_conflict_do_update(index_elements=["person_id"], set_=row))


def channels_of(db: Connection, person_id: int) -> list[str]:
    """The channels on which a person can be reached, the one used last first."""
    rows = db.execute(
        select(Contact.channel).where(Contact.person_id == person_id).order_by(Contact.last_in.desc())
    ).scalars()
    return list(dict.fromkeys(rows))
