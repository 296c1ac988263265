"""Sending what is due: claim, look again, send, write down what happened.

A message is written down as sent only after a channel has taken it, and then at once. A crash between
the two sends that message once more when its lease is over: only what was just being written down, at
most one for each of the `LANES`, never all of a batch.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from sqlalchemy import Connection

from handlers.replies import commands_offered
from scheduler.judging import Errand, Verdicts, judge
from scheduler.rules import Rules
from storage.database import Database
from storage.queries import notices
from storage.queries.contacts import show_menu
from storage.queries.notices import Tried
from storage.sealed import Vault
from storage.values.week import SHANGHAI

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
"""How long a claim holds: longer than a batch can take on channels that answer slowly."""

BATCH = 500
"""People of one claim."""

LANES = 16
"""Messages on their way at the same time."""

BACK_OFF = (1, 2, 4, 8, 15, 30)
"""Minutes until the next try, by how many there have been."""


class Fate(StrEnum):
    """What became of an errand."""

    SENT = "sent"
    LATER = "later"
    TO_PHONE = "to_phone"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a sender reports of an errand.

    `channel`: where it was taken; `shown`: the channel to name to an operator, where that differs.
    """

    fate: Fate
    channel: str = ""
    reason: str = ""
    tried: Sequence[Tried] = ()
    shown: str = ""


class Sender(Protocol):
    """The way out, which scheduler does not know: which channel, and how."""

    async def send(self, errand: Errand) -> Outcome:
        """Try to tell a person; does not raise for what a channel may do."""
        ...


@dataclass(frozen=True, slots=True)
class Delivered:
    """A notice that left the outbox: sent, or for the call list (channel `phone`)."""

    at: datetime
    kind: str
    name: str
    channel: str
    text: str
    fate: Fate


async def deliver(
    database: Database,
    office: Rules,
    sender: Sender,
    now: datetime,
    *,
    person_id: int | None = None,
    lanes: int = LANES,
) -> AsyncIterator[Delivered]:
    """Send everything due at `now` (aware), or what is due to one person; each notice once written down."""
    now = now.astimezone(SHANGHAI)
    while claimed := await database.run(notices.claim, now, BATCH, LEASE, person_id):
        verdicts = await database.read(judge, office, claimed, now)
        await database.run(_keep, verdicts)
        ledger = Ledger(database, now)
        for start in range(0, len(verdicts.errands), lanes):
            errands = verdicts.errands[start : start + lanes]
            done = await asyncio.gather(*(_run(sender, ledger, errand) for errand in errands))
            for errand, outcome in zip(errands, done, strict=True):
                for delivered in _delivered(errand, outcome, now):
                    yield delivered


async def wake(
    database: Database, office: Rules, sender: Sender, contact_id: int, now: datetime
) -> list[Delivered]:
    """A contact can be reached again (its page was opened): send its person what waits for them."""
    person = await database.run(notices.wake, contact_id, now)
    if person is None:
        return []
    return [delivered async for delivered in deliver(database, office, sender, now, person_id=person)]


def _keep(db: Connection, verdicts: Verdicts) -> None:
    for reason in sorted(set(verdicts.drop.values())):
        notices.record_dropped(db, [id_ for id_, why in verdicts.drop.items() if why == reason], reason)
    for until, reason in sorted({(held.until, held.reason) for held in verdicts.hold}):
        ids = [held.notice_id for held in verdicts.hold if (held.until, held.reason) == (until, reason)]
        notices.hold(db, ids, until, reason)


async def _run(sender: Sender, ledger: Ledger, errand: Errand) -> Outcome:
    try:
        outcome = await sender.send(errand)
    except Exception:
        log.exception("the sender failed; the message is tried again")
        outcome = Outcome(Fate.LATER, reason="the sender failed")
    await ledger.keep(errand, outcome)
    return outcome


class Ledger:
    """Writes down what became of errands; those that come while it is writing go together."""

    def __init__(self, database: Database, now: datetime) -> None:
        self._database = database
        self._now = now
        self._writing = asyncio.Lock()
        self._new: list[tuple[Errand, Outcome]] = []

    async def keep(self, errand: Errand, outcome: Outcome) -> None:
        """Returns when it is on disk."""
        self._new.append((errand, outcome))
        async with self._writing:
            # Whoever waited for the lock may find their own line written by whoever had it.
            lines, self._new = self._new, []
            if lines:
                await self._database.run(_record, self._database.vault, lines, self._now)


def _record(db: Connection, vault: Vault, lines: Sequence[tuple[Errand, Outcome]], now: datetime) -> None:
    sent: dict[str, list[int]] = {}
    for errand, outcome in lines:
        if outcome.fate is Fate.SENT:
            sent.setdefault(outcome.channel, []).extend(errand.ids)
            _offer(db, vault, errand, outcome.channel)
        elif outcome.fate is Fate.TO_PHONE:
            notices.record_to_phone(db, errand.ids, outcome.reason)
        else:
            notices.record_later(db, errand.ids, now + _pause(errand), outcome.reason)
    for channel, ids in sent.items():
        notices.record_sent(db, ids, channel, now)
    notices.add_attempts(
        db, [(id_, t) for e, o in lines if _worth_noting(e, o) for id_ in e.ids for t in o.tried], now
    )


def _offer(db: Connection, vault: Vault, errand: Errand, channel: str) -> None:
    """The numbers in the message (回 1驻村 2走访) work where it was read."""
    way = next((way for way in errand.to.addresses if way.channel == channel), None)
    lines = commands_offered(errand.messages(way.language)) if way else {}
    if way and lines:
        show_menu(db, vault, way.contact_id, lines)


def _pause(errand: Errand) -> timedelta:
    return timedelta(minutes=BACK_OFF[min(errand.tries, len(BACK_OFF) - 1)])


def _worth_noting(errand: Errand, outcome: Outcome) -> bool:
    """Whether the attempts are kept: not those that found the same closed page once more."""
    return outcome.fate is not Fate.LATER or errand.tries == 0


def _delivered(errand: Errand, outcome: Outcome, now: datetime) -> Iterator[Delivered]:
    if outcome.fate is not Fate.LATER:
        channel = outcome.shown or outcome.channel or "phone"
        for notice in errand.notices:
            yield Delivered(now, notice.kind, errand.to.name, channel, errand.line(notice), outcome.fate)
