"""The outbox: notices written once, and what became of them; how they are claimed is in `claims`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Connection,
    Update,
    and_,
    bindparam,
    func,
    or_,
    select,
    update,
)  # fmt: skip

from storage.queries.one_of import one_of_those
from storage.queries.upsert import table_of, upsert
from storage.sealed import Vault
from storage.tables import Contact, Notice

WEEK_CAP = "weekly cap"
"""Why a reminder waits to go along with the next one of its person (scheduler/week_plan.py)."""


@dataclass(frozen=True, slots=True)
class NewNotice:
    """Something to be told. `key` says what, whom and for which time: written twice, it stands once."""

    key: str
    kind: str
    person_id: int
    parameters: dict[str, Any]
    not_before: datetime
    expires: datetime
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice that waits.

    `tries` are the attempts that found nobody or a busy provider. `due_at` is when it could first be sent.
    `together` names the message (by its first notice) that it may have left in already: nobody knows
    whether that was taken, so the same notices go out together once more, under the same reference.
    """

    id: int
    key: str
    kind: str
    person_id: int
    parameters: dict[str, Any]
    urgent: bool
    not_before: datetime
    due_at: datetime
    expires: datetime
    tries: int
    together: int | None = None
    reason: str = ""


COLUMNS = (
    Notice.id, Notice.key, Notice.kind, Notice.person_id, Notice.parameters, Notice.urgent, Notice.not_before,
    Notice.due_at, Notice.expires, Notice.tries, Notice.together, Notice.reason,
)  # fmt: skip


def add_notices(db: Connection, notices: Iterable[NewNotice], now: datetime) -> None:
    """Write notices to the outbox; those whose key is there already are passed over."""
    rows = [
        {
            "key": notice.key,
            "kind": notice.kind,
            "person_id": notice.person_id,
            "parameters": notice.parameters,
            "urgent": notice.urgent,
            "not_before": notice.not_before,
            "due_at": max(notice.not_before, now),  # before it was written nobody could send it
            "expires": notice.expires,
            "state": "waiting",
            "reason": "",
            "tries": 0,
            "created_at": now,
        }
        for notice in notices
    ]
    if rows:
        db.execute(upsert(db, Notice).on_conflict_do_nothing(index_elements=["key"]), rows)


def known_keys(db: Connection, kind: str, since: datetime) -> frozenset[str]:
    """The keys of a kind written since a moment, whatever became of them."""
    return frozenset(
        db.execute(select(Notice.key).where(Notice.kind == kind, Notice.created_at >= since)).scalars()
    )


def waits_for(db: Connection, vault: Vault, channel: str, address: str, now: datetime) -> bool:
    """Whether something was tried in vain for the person at an address, and is not stale yet."""
    person = (
        select(Contact.person_id)
        .where(Contact.channel == channel, Contact.address_index == vault.index("address", address))
        .scalar_subquery()
    )
    tried = and_(Notice.state == "waiting", Notice.tries > 0, Notice.not_before > now)
    to_phone = and_(Notice.state == "to_phone", Notice.expires > now)
    found = select(Notice.id).where(Notice.person_id == person, or_(tried, to_phone)).limit(1)
    return db.execute(found).first() is not None


def wake(db: Connection, contact_id: int, now: datetime) -> int | None:
    """Make due at once what found nobody when it was tried: its person is back. Returns who that is.

    What stands on the call list and is not stale comes off it: nobody need phone.
    """
    person = db.execute(select(Contact.person_id).where(Contact.id == contact_id)).scalar_one_or_none()
    if person is None:
        return None
    known = Notice.together.is_(None)  # else it may be on its way, and its report is waited for
    tried = and_(Notice.state == "waiting", Notice.tries > 0, Notice.not_before > now, known)
    to_phone = and_(Notice.state == "to_phone", Notice.expires > now)
    db.execute(
        update(Notice)
        .where(Notice.person_id == person, or_(tried, to_phone))
        .values(state="waiting", not_before=now, due_at=now)
    )
    return person


def next_waiting(db: Connection, after: datetime, until: datetime) -> datetime | None:
    """When the next notice becomes due, after a moment and up to another."""
    return db.execute(
        select(func.min(Notice.not_before)).where(
            Notice.state == "waiting", Notice.not_before > after, Notice.not_before <= until
        )
    ).scalar_one()


def keep_together(db: Connection, messages: Mapping[int, Sequence[int]]) -> None:
    """Write down, before they leave, which notices go out as one message: its first notice -> all of them."""
    notices = table_of(Notice)
    rows = [{"notice": id_, "first": first} for first, ids in messages.items() for id_ in ids]
    if rows:
        db.execute(
            update(notices).where(notices.c.id == bindparam("notice")).values(together=bindparam("first")),
            rows,
        )


def record_sent(db: Connection, ids: Sequence[int], channel: str, now: datetime) -> None:
    """A channel has taken the message that these notices became."""
    if ids:
        db.execute(SENT, {"ids": ids, "by": channel, "at": now})


def record_later(
    db: Connection, ids: Sequence[int], again: datetime, reason: str, *, waits: bool = False
) -> None:
    """Nobody took them now: they are tried again at `again`.

    Args:
        waits: only for somebody to come back; that does not make them older.
    """
    moved = {"due_at": again} if waits else {}
    _settle(db, ids, tried=True, not_before=again, reason=reason, together=None, **moved)


def record_unclear(
    db: Connection, ids: Sequence[int], again: datetime, reason: str, *, together: int
) -> None:
    """They may have been taken: they stay one message, tried again at `again` if nothing is heard of it."""
    _settle(db, ids, tried=True, not_before=again, reason=reason, together=together)


def record_to_phone(db: Connection, ids: Sequence[int], reason: str) -> None:
    """No channel is left: somebody must phone."""
    _settle(db, ids, state="to_phone", reason=reason, together=None)


def record_dropped(db: Connection, ids: Sequence[int], reason: str) -> None:
    """Not to be said any more: done already, on leave, too late."""
    _settle(db, ids, state="dropped", reason=reason)


def hold(db: Connection, ids: Sequence[int], until: datetime, reason: str) -> None:
    """Keep back for the night or for another day, without an attempt; that does not make them older."""
    _settle(db, ids, not_before=until, due_at=until, reason=reason)


def hold_for_week(db: Connection, ids: Sequence[int], until: datetime, expires: datetime) -> None:
    """Keep back to go along with the next reminder; the day it was due on stays known."""
    _settle(db, ids, not_before=until, expires=expires, reason=WEEK_CAP)


NOTICES = table_of(Notice)
SENT = (
    update(NOTICES)
    .where(one_of_those(NOTICES.c.id, "ids"), func.coalesce(NOTICES.c.state, "") == "waiting")
    .values(
        state="sent", channel=bindparam("by"), sent_at=bindparam("at"), reason="", together=None, lease_until=None
    )
)  # fmt: skip
# Built once: what is told to many people is written down a handful at a time.


def release(db: Connection, ids: Sequence[int], *, as_new: bool) -> None:
    """Give up a claim of what was not begun; `as_new`: it is no message yet, and may become another one."""
    _settle(db, ids, **{"together": None} if as_new else {})


def _settle(db: Connection, ids: Sequence[int], **values: Any) -> None:  # noqa: ANN401
    tried = values.pop("tried", False)
    new = {f"new_{name}": value for name, value in values.items()}
    db.execute(_settling(tuple(values), tried), {"ids": ids, **new})


@cache
def _settling(names: tuple[str, ...], tried: bool) -> Update:
    """Built once for each fate.

    What a report has settled in the meantime stands. SQLite would take the index of states and read all
    that waits, if it were asked for the state itself.
    """
    notices = table_of(Notice)
    new: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    more = {"tries": notices.c.tries + 1} if tried else {}
    waiting = (
        one_of_those(notices.c.id, "ids"),
        func.coalesce(notices.c.state, "") == "waiting",
    )
    return update(notices).where(*waiting).values(lease_until=None, **new, **more)
