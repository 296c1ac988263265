"""Sending what is due: claim, look again, send, write down what happened.

A message is written down as sent only after a channel has taken it, and then at once. A crash between
the two sends that message once more when its lease is over: only what was just being written down, at
most one for each of the `LANES`, never all of a batch. It goes with the same notices and under the same
reference, so that a provider that knows repeats takes it once.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from scheduler.errands import Fate, Outcome, Sender
from scheduler.jobs.ledger import Ledger
from scheduler.judging import Errand, Verdicts, judge
from scheduler.rules import Rules
from storage.database import Database
from storage.queries import notices
from storage.queries.claims import claim
from storage.queries.notices import NoticeRow
from storage.queries.reports import match_early
from storage.values.week import SHANGHAI

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
"""How long a claim holds: longer than a batch can take on channels that answer slowly."""

ENOUGH = timedelta(minutes=3)
"""What must be left of a claim when a person's messages are begun: who sends after its end may double them."""

BATCH = 500
"""People of one claim."""

LANES = 16
"""Messages on their way at the same time."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """A notice that left the outbox: sent, or for the call list (channel `phone`)."""

    at: datetime
    notice: NoticeRow
    errand: Errand
    channel: str
    fate: Fate

    @property
    def kind(self) -> str:
        return self.notice.kind

    @property
    def name(self) -> str:
        return self.errand.to.name

    @property
    def text(self) -> str:
        """What it says, composed when it is asked for: the clock of a server throws it away."""
        return self.errand.line(self.notice)


Batch = tuple[Verdicts, datetime]
"""What is to become of the notices of a claim, and when it ends."""

Lane = asyncio.Task[list[Delivered]]
"""The errands of one person on their way."""


async def deliver(
    database: Database,
    office: Rules,
    sender: Sender,
    now: datetime,
    *,
    person_id: int | None = None,
    urgent: bool = False,
    lanes: int = LANES,
) -> AsyncIterator[Delivered]:
    """Send everything due at `now` (aware), or what is due to one person, or what is urgent; each notice once written down.

    The errands of one person run one after another, those of `lanes` people side by side; a slow one holds
    up nobody else, and no more of them are in memory than two claims and the lanes hold.
    """
    clock = _from(now.astimezone(SHANGHAI))
    await database.run(match_early, clock())
    ledger = Ledger(database, clock)
    running: list[Lane] = []
    try:
        async for errands in _claimed(database, office, clock, person_id, urgent):
            running.append(asyncio.create_task(_lane(sender, ledger, errands, clock())))
            if len(running) >= lanes:
                for each in await _first_done(running):
                    yield each
        while running:
            for each in await _first_done(running):
                yield each
    finally:
        # Whatever ends this, a message in hand is finished and written down.
        await asyncio.gather(*running, return_exceptions=True)


async def wake(
    database: Database, office: Rules, sender: Sender, contact_id: int, now: datetime
) -> list[Delivered]:
    """A contact can be reached again (its page was opened): send its person what waits for them."""
    person = await database.run(notices.wake, contact_id, now)
    if person is None:
        return []
    return [delivered async for delivered in deliver(database, office, sender, now, person_id=person)]


def _from(now: datetime) -> Callable[[], datetime]:
    """A clock that stands at `now` and goes on in whole seconds: sending much takes its time."""
    began = time.monotonic()
    return lambda: now + timedelta(seconds=int(time.monotonic() - began))


async def _claimed(
    database: Database,
    office: Rules,
    clock: Callable[[], datetime],
    person_id: int | None,
    urgent: bool = False,
) -> AsyncIterator[Sequence[Errand]]:
    """What is due and still wanted, a person's errands at a time, claimed batch by batch.

    The next batch is claimed while one is being sent: a pace is kept only by whoever is never waited for.
    """

    def next_batch() -> asyncio.Task[Batch | None]:
        return asyncio.create_task(_batch(database, office, clock(), person_id, urgent))

    coming = next_batch()
    try:
        while batch := await coming:
            coming = next_batch()
            verdicts, until = batch
            for errands in verdicts.of_one_person():
                if clock() + ENOUGH < until:
                    yield errands
                else:
                    await database.run(_release, errands)
    finally:
        await asyncio.gather(coming, return_exceptions=True)


async def _batch(
    database: Database, office: Rules, now: datetime, person_id: int | None, urgent: bool = False
) -> Batch | None:
    """What is to become of the next notices, and until when they are ours; None where nothing is due."""
    claimed = await database.run(claim, now, BATCH, LEASE, person_id, urgent=urgent)
    if not claimed:
        return None
    verdicts = await database.read(judge, office, claimed, now)
    await database.run(_keep, verdicts)
    return verdicts, now + LEASE


def _release(db: Connection, errands: Sequence[Errand]) -> None:
    """The claim is nearly over and these were not begun: whoever comes next may have them, as they were."""
    for errand in errands:
        notices.release(db, errand.ids, as_new=errand.notices[0].together is None)


def _keep(db: Connection, verdicts: Verdicts) -> None:
    for reason in sorted(set(verdicts.drop.values())):
        notices.record_dropped(db, [id_ for id_, why in verdicts.drop.items() if why == reason], reason)
    for until, reason, expires in {(held.until, held.reason, held.expires) for held in verdicts.hold}:
        same = (until, reason, expires)
        ids = [held.notice_id for held in verdicts.hold if (held.until, held.reason, held.expires) == same]
        if expires:
            notices.hold_for_week(db, ids, until, expires)
        else:
            notices.hold(db, ids, until, reason)
    notices.keep_together(db, verdicts.new_together())


async def _lane(sender: Sender, ledger: Ledger, errands: Sequence[Errand], now: datetime) -> list[Delivered]:
    found: list[Delivered] = []
    for errand in errands:
        outcome = await _run(sender, errand)
        await ledger.keep(errand, outcome)
        found += _delivered(errand, outcome, now)
    return found


async def _run(sender: Sender, errand: Errand) -> Outcome:
    try:
        return await sender.send(errand)
    except Exception:
        log.exception("the sender failed; the message is tried again")
        return Outcome(Fate.LATER, reason="the sender failed")


async def _first_done(running: list[Lane]) -> list[Delivered]:
    """Wait for a lane or more to be free, and take them out: what left there, in the order it was begun."""
    done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
    ended = [lane for lane in running if lane in done]
    running[:] = [lane for lane in running if lane not in done]
    return [delivered for lane in ended for delivered in lane.result()]


def _delivered(errand: Errand, outcome: Outcome, now: datetime) -> Iterator[Delivered]:
    if outcome.fate in (Fate.SENT, Fate.TO_PHONE):
        channel = outcome.shown or outcome.channel or "phone"
        for notice in errand.notices:
            yield Delivered(now, notice, errand, channel, outcome.fate)
