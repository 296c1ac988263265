"""Before sending: is it still wanted, is it night, have they had enough today; and what becomes one message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection

from handlers.notices import say, together
from handlers.replies import Say
from locales import DEFAULT, translator
from scheduler.due import BUILD, still_wanted
from scheduler.facts import gather
from scheduler.jobs.digests import figures_of
from scheduler.rules import Rules
from scheduler.timetable import DAY, Timetable, midnight
from storage.queries.notices import NoticeRow, sent_between
from storage.queries.recipients import Recipient, recipients

Fresh = Mapping[int, dict[str, Any] | None]
"""Notice id -> what it has to say now, None where nothing any more."""


@dataclass(frozen=True, slots=True)
class Errand:
    """Everything one person is to be told now, as one message (or two: a digest stands alone).

    `fresh`: what each notice says now, by its id.
    """

    to: Recipient
    notices: Sequence[NoticeRow]
    fresh: Fresh

    @property
    def ids(self) -> list[int]:
        return [notice.id for notice in self.notices]

    @property
    def tries(self) -> int:
        """How often it was tried in vain."""
        return max(notice.tries for notice in self.notices)

    def messages(self, language: str | None) -> tuple[Say, ...]:
        """What to say, in a contact's language, else the account's, else Chinese."""
        t = translator(language or self.to.language or DEFAULT)
        return together(
            (notice.kind, say(t, notice.kind, self.fresh[notice.id] or {})) for notice in self.notices
        )

    def line(self, notice: NoticeRow) -> str:
        """The words of one of its notices, for an operator."""
        t = translator(self.to.language or DEFAULT)
        return say(t, notice.kind, self.fresh[notice.id] or {}).text


@dataclass(frozen=True, slots=True)
class Hold:
    """Not now: at `until` it is looked at again."""

    notice_id: int
    until: datetime
    reason: str


@dataclass(slots=True)
class Verdicts:
    """What is to become of claimed notices. `drop`: notice id -> why."""

    drop: dict[int, str] = field(default_factory=dict)
    hold: list[Hold] = field(default_factory=list)
    errands: list[Errand] = field(default_factory=list)


def judge(db: Connection, office: Rules, claimed: Sequence[NoticeRow], now: datetime) -> Verdicts:
    """Look at claimed notices with fresh eyes (domain.md 7.7: stop conditions at the moment of sending)."""
    table = Timetable(office.calendar, office.parameters)
    people = {notice.person_id for notice in claimed}
    known = recipients(db, office.vault, people, now.date())
    used = sent_between(db, people, midnight(now.date()), midnight(now.date() + DAY))
    fresh = freshen(db, office, claimed, now)
    verdicts = Verdicts()
    # Sorting by person is stable: whose notice waited longest comes first within the person only.
    for person, theirs in groupby(sorted(claimed, key=lambda n: n.person_id), lambda n: n.person_id):
        kept = list(_kept(theirs, known[person], fresh, table, used.get(person, 0), now, verdicts))
        if kept:
            verdicts.errands.append(Errand(known[person], kept, {n.id: fresh[n.id] for n in kept}))
    return verdicts


def _kept(
    notices: Iterable[NoticeRow],
    to: Recipient,
    fresh: Fresh,
    table: Timetable,
    used: int,
    now: datetime,
    verdicts: Verdicts,
) -> Iterator[NoticeRow]:
    for notice in notices:
        held = None if notice.urgent else _held(notice, to, table, used, now)
        if notice.expires <= now:
            verdicts.drop[notice.id] = "too late: nobody was reached" if notice.tries else "too late"
        elif fresh[notice.id] is None:
            verdicts.drop[notice.id] = "not wanted any more"
        elif held is None:
            yield notice
        elif held.until < notice.expires:
            verdicts.hold.append(held)
        else:
            verdicts.drop[notice.id] = f"too late after {held.reason}"


def _held(notice: NoticeRow, to: Recipient, table: Timetable, used: int, now: datetime) -> Hold | None:
    dawn = table.quiet_until(to.path, now)
    if dawn:
        return Hold(notice.id, dawn, "quiet hours")
    if used >= daily_cap(table, to, now.date()):
        return Hold(notice.id, table.morning(to.path, now.date()), "daily cap")
    return None


def daily_cap(table: Timetable, to: Recipient, day: date) -> int:
    """Messages nobody asked for that may go to a person in a day."""
    cap: int = table.parameters.value("cap.cadre" if to.cadre else "cap.household", to.path, day)
    return cap


def freshen(db: Connection, office: Rules, claimed: Sequence[NoticeRow], now: datetime) -> Fresh:
    """What each notice has to say at `now`. Kinds that cannot change are as they were written."""
    reminders = [notice for notice in claimed if notice.kind in BUILD]
    fresh: dict[int, dict[str, Any] | None] = {notice.id: notice.parameters for notice in claimed}
    if reminders:
        helpers = {notice.person_id for notice in reminders if notice.kind == "N09"}
        facts = gather(db, office, now, {notice.kind for notice in reminders}, helpers)
        for notice in reminders:
            fresh[notice.id] = still_wanted(notice.kind, notice.person_id, notice.parameters, facts)
    digests = [notice for notice in claimed if notice.kind == "digest"]
    if digests:
        fresh.update(figures_of(db, digests, now))
    return fresh
