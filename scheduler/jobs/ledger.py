"""Writing down what became of errands: those that come while it is writing go together."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import Connection

from handlers.replies import commands_offered
from scheduler.errands import Fate, Outcome
from scheduler.judging import Errand
from storage.database import Database
from storage.queries import attempts, notices
from storage.queries.attempts import Tried
from storage.queries.contacts import show_menus
from storage.queries.reports import match_early, match_repeats
from storage.queries.windows import ensure_contact
from storage.sealed import Vault

Line = tuple[Errand, Outcome]

K = TypeVar("K")
Alike = defaultdict[K, list[int]]
"""What they have in common -> the notices of that fate."""

BACK_OFF = (1, 2, 4, 8, 15, 30)
"""Minutes until the next try, by how many there have been."""


ROUNDS = 6
"""Rounds of the loop before writing: so many pass until a lane whose last message is on disk has said its next one."""


class Ledger:
    """Writes down what became of errands."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._new: list[tuple[Line, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def keep(self, errand: Errand, outcome: Outcome) -> None:
        """Returns when it is on disk."""
        kept = asyncio.get_running_loop().create_future()
        self._new.append(((errand, outcome), kept))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        await kept

    async def _write(self) -> None:
        """Write until nothing new has come: all that came while the last lines were written, at once."""
        while self._new:
            for _ in range(ROUNDS):
                await asyncio.sleep(0)  # whoever is nearly as far comes along
            new, self._new = self._new, []
            try:
                await self._database.run(
                    record, self._database.vault, [line for line, _ in new], self._clock()
                )
            except BaseException as error:
                _tell(new, error)
            else:
                _tell(new, None)
        self._writing = None


def _tell(new: Iterable[tuple[Line, asyncio.Future[None]]], error: BaseException | None) -> None:
    for _, kept in new:
        if not kept.done():
            kept.set_exception(error) if error else kept.set_result(None)


def record(db: Connection, vault: Vault, lines: Sequence[Line], now: datetime) -> None:
    """All of it in one transaction: states, the next tries, attempts, numbers that work from now on."""
    lines = [(errand, _at_contacts(db, vault, errand, outcome, now)) for errand, outcome in lines]
    _states(db, lines, now)
    show_menus(db, vault, dict(_offered(lines)))
    tried = [(id_, one) for errand, outcome in lines for one in _noted(errand, outcome) for id_ in errand.ids]
    attempts.add_attempts(db, tried, now)
    for contact in _bounced(lines):
        attempts.bounced(db, [contact])
    named = [one for _, one in tried if one.ids or one.outcome == "unclear"]
    if named:
        match_early(db, now)
    match_repeats(db, {(one.channel, one.reference) for _, one in tried if one.again}, now)


def _states(db: Connection, lines: Iterable[Line], now: datetime) -> None:
    """Those of the same fate at once: a statement costs more than a notice in it."""
    sent: Alike[str] = defaultdict(list)
    to_phone: Alike[str] = defaultdict(list)
    held: Alike[tuple[datetime, str]] = defaultdict(list)
    later: Alike[tuple[datetime, str, bool]] = defaultdict(list)
    for errand, outcome in lines:
        again = _again(errand, outcome, now)
        match outcome.fate:
            case Fate.SENT:
                sent[outcome.channel] += errand.ids
            case Fate.TO_PHONE:
                to_phone[outcome.reason] += errand.ids
            case Fate.HELD:
                held[again, outcome.reason] += errand.ids
            case Fate.UNCLEAR:
                notices.record_unclear(db, errand.ids, again, outcome.reason, together=errand.first)
            case Fate.LATER:
                later[again, outcome.reason, outcome.waits] += errand.ids
    for channel, ids in sent.items():
        notices.record_sent(db, ids, channel, now)
    for reason, ids in to_phone.items():
        notices.record_to_phone(db, ids, reason)
    for (again, reason), ids in held.items():
        notices.hold(db, ids, again, reason)
    for (again, reason, waits), ids in later.items():
        notices.record_later(db, ids, again, reason, waits=waits)


def _again(errand: Errand, outcome: Outcome, now: datetime) -> datetime:
    pause = timedelta(minutes=BACK_OFF[min(errand.tries, len(BACK_OFF) - 1)])
    if outcome.fate is Fate.HELD or outcome.fate is Fate.UNCLEAR:
        return now + (outcome.after or pause)
    return now + max(pause, outcome.after or pause)


def _at_contacts(db: Connection, vault: Vault, errand: Errand, outcome: Outcome, now: datetime) -> Outcome:
    """The outcome with a contact for the number of the register, made when something was tried there."""
    phone = errand.to.phone
    if phone is None or phone.contact_id or not any(_there(one, phone.channel) for one in outcome.tried):
        return outcome
    contact = ensure_contact(db, vault, phone.channel, phone.address, now)
    tried = [replace(one, contact_id=contact) if _there(one, phone.channel) else one for one in outcome.tried]
    way = replace(phone, contact_id=contact) if outcome.way == phone else outcome.way
    return replace(outcome, tried=tried, way=way)


def _there(one: Tried, channel: str) -> bool:
    return one.channel == channel and not one.contact_id and one.outcome != "passed"


def _offered(lines: Iterable[Line]) -> Iterator[tuple[int, dict[str, str]]]:
    """The numbers in the messages (回 1驻村 2走访) work where they were read: contact -> number -> command."""
    for errand, outcome in lines:
        if outcome.fate is Fate.SENT and outcome.way is not None:
            offered = commands_offered(errand.messages(outcome.way.language))
            if offered:
                yield outcome.way.contact_id, offered


def _noted(errand: Errand, outcome: Outcome) -> list[Tried]:
    """The attempts to keep: not those that found the same closed page, or passed over the same contact, once more."""
    if outcome.waits and errand.tries:
        return []
    first = errand.tries == 0 or outcome.fate in (Fate.SENT, Fate.TO_PHONE)
    return [one for one in outcome.tried if first or one.outcome != "passed"]


def _bounced(lines: Iterable[Line]) -> list[int]:
    """The contacts at which nobody was, but for pages, whose people come back by themselves."""
    return [
        one.contact_id
        for _, outcome in lines
        if not outcome.waits
        for one in outcome.tried
        if one.outcome == "unreachable" and one.contact_id
    ]
