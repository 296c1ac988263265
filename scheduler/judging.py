"""Before sending: is it still wanted, is it night, have they had enough today; and what becomes one message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Connection

from handlers.notices import APART, COVERED, say, together
from handlers.replies import Say
from locales import DEFAULT, translator
from scheduler import week_plan
from scheduler.freshen import DIGESTS, Fresh, freshen
from scheduler.rules import Rules
from scheduler.timetable import DAY, Timetable, midnight
from scheduler.week_plan import Room
from storage.queries.attempts import Pending, failed_at, failures, pending
from storage.queries.notices import WEEK_CAP, NoticeRow
from storage.queries.preferences import wishes
from storage.queries.recipients import Recipient, recipients
from storage.queries.said import sent_between

MAYBE = "it may have been taken"
"""Said of what is dropped while nobody knows whether a provider took it."""


@dataclass(frozen=True, slots=True)
class Errand:
    """One message to one person: what becomes of it becomes of all its notices.

    `fresh`: what each notice says now, by its id. `pending`: a sending of it of which nobody knows whether
    it was taken. `shut`: contacts at which it was taken and did not arrive. `failures`: under how many
    references that was so, by contact, also where the person wrote since.
    """

    to: Recipient
    notices: Sequence[NoticeRow]
    fresh: Fresh
    pending: Pending | None = None
    shut: frozenset[int] = frozenset()
    failures: Mapping[int, int] = field(default_factory=dict)

    @property
    def ids(self) -> list[int]:
        return [notice.id for notice in self.notices]

    @property
    def first(self) -> int:
        """The notice that names the message, the same whenever it is tried again."""
        return self.notices[0].together or min(self.ids)

    @property
    def tries(self) -> int:
        """How often it was tried in vain."""
        return max(notice.tries for notice in self.notices)

    def language(self, own: str | None) -> str:
        """A contact's own language, else the account's, else Chinese."""
        return own or self.to.language or DEFAULT

    def messages(self, language: str | None) -> tuple[Say, ...]:
        """What to say, in a contact's language, else the account's, else Chinese."""
        t = translator(self.language(language))
        return together((notice.kind, say(t, notice.kind, self.said(notice))) for notice in self.notices)

    def subject(self) -> tuple[str, dict[str, Any]]:
        """Kind and parameters for a channel that sends approved templates only.

        Several reminders are of the kind `several`: {"kinds": [...], "count": n, "said": {kind: parameters}}.
        """
        kinds = {notice.kind: self.said(notice) for notice in self.notices}
        told = {
            kind: said for kind, said in kinds.items() if not COVERED.get(kind, frozenset()) & kinds.keys()
        }
        if len(told) == 1:
            return next(iter(told.items()))
        return "several", {"kinds": list(told), "count": len(told), "said": told}

    def said(self, notice: NoticeRow) -> dict[str, Any]:
        """What one of its notices says now."""
        return self.fresh[notice.id] or {}

    def line(self, notice: NoticeRow) -> str:
        """The words of one of its notices, for an operator."""
        return say(translator(self.language(None)), notice.kind, self.said(notice)).text


@dataclass(frozen=True, slots=True)
class Hold:
    """Not now: at `until` it is looked at again. `expires`: until when it may wait for the week's sake."""

    notice_id: int
    until: datetime
    reason: str
    expires: datetime | None = None


@dataclass(slots=True)
class Verdicts:
    """What is to become of claimed notices. `drop`: notice id -> why. `errands`: those of one person in a row."""

    drop: dict[int, str] = field(default_factory=dict)
    hold: list[Hold] = field(default_factory=list)
    errands: list[Errand] = field(default_factory=list)

    def new_together(self) -> dict[int, list[int]]:
        """The messages of several notices that are made now: first notice -> all of them."""
        made = (errand for errand in self.errands if errand.notices[0].together is None)
        return {errand.first: errand.ids for errand in made if len(errand.notices) > 1}

    def of_one_person(self) -> Iterator[list[Errand]]:
        """The errands of each person, to be run one after another."""
        for _, theirs in groupby(self.errands, lambda errand: errand.to.person_id):
            yield list(theirs)


def judge(db: Connection, office: Rules, claimed: Sequence[NoticeRow], now: datetime) -> Verdicts:
    """Look at claimed notices with fresh eyes (domain.md 7.7: stop conditions at the moment of sending)."""
    table = Timetable(office.calendar, office.parameters)
    people = {notice.person_id for notice in claimed}
    known = recipients(db, office.vault, people, now.date())
    used = sent_between(db, people, midnight(now.date()), midnight(now.date() + DAY))
    replaced = week_plan.once(claimed)
    fresh = freshen(db, office, claimed, now)
    rooms = week_plan.rooms(db, office, table, known, claimed, now)
    verdicts = Verdicts(drop=dict.fromkeys(replaced, "said with an earlier one"))
    claimed = [notice for notice in claimed if notice.id not in replaced]
    # Sorting by person is stable: whose notice waited longest comes first within the person only.
    for person, theirs in groupby(sorted(claimed, key=lambda n: n.person_id), lambda n: n.person_id):
        kept = list(_kept(theirs, known[person], fresh, table, used.get(person, 0), now, verdicts))
        if person in rooms:
            kept = _within_week(kept, rooms[person], known[person], table, now, verdicts)
        verdicts.errands += _errands(known[person], kept, fresh)
    verdicts.errands = _urgent_first(_by_their_channel(db, verdicts.errands))
    verdicts.errands = _with_past(db, verdicts.errands)
    return verdicts


def _urgent_first(errands: Sequence[Errand]) -> list[Errand]:
    """The errands of those first of whom something is urgent: hundreds of others are in the same claim."""
    hurried = {errand.to.person_id for errand in errands if errand.notices[0].urgent}
    return sorted(errands, key=lambda errand: errand.to.person_id not in hurried)


def _within_week(
    kept: Sequence[NoticeRow], room: Room, to: Recipient, table: Timetable, now: datetime, verdicts: Verdicts
) -> list[NoticeRow]:
    """What goes now: all the reminders where one of them fits into the week, else none of them."""
    waiting = room.does_not_fit(kept, table, to.path, now)
    for notice in waiting:
        until, last = week_plan.next_try(table, to.path, now), week_plan.last_try(notice)
        if until < last:
            verdicts.hold.append(Hold(notice.id, until, WEEK_CAP, last))
        else:
            verdicts.drop[notice.id] = f"{WEEK_CAP}: what follows says it"
    return [notice for notice in kept if notice not in waiting]


def _errands(to: Recipient, kept: Sequence[NoticeRow], fresh: Fresh) -> Iterator[Errand]:
    """The messages of one person, urgent ones first: each that stands apart, and the reminders as one.

    What may have left together already stays together, without what is new.
    """
    messages: dict[object, list[NoticeRow]] = {}
    for notice in kept:
        alone = notice.id if notice.kind in APART else None
        messages.setdefault((notice.together, alone), []).append(notice)
    for notices in sorted(messages.values(), key=lambda each: not each[0].urgent):
        yield Errand(to, notices, {notice.id: fresh[notice.id] for notice in notices})


def _by_their_channel(db: Connection, errands: Sequence[Errand]) -> list[Errand]:
    """The errands with the channel first that somebody has chosen for digests (日报设置)."""
    reading = {errand.to.person_id for errand in errands if errand.notices[0].kind in DIGESTS}
    wanted = wishes(db, reading) if reading else {}
    chosen = {person: wish.digests.channel for person, wish in wanted.items() if wish.digests.channel}
    return [
        replace(errand, to=errand.to.by_channel(chosen[errand.to.person_id]))
        if errand.to.person_id in chosen and errand.notices[0].kind in DIGESTS
        else errand
        for errand in errands
    ]


def _with_past(db: Connection, errands: Sequence[Errand]) -> list[Errand]:
    """The errands with what is known of their last attempts."""
    tried = [id_ for errand in errands if errand.tries for id_ in errand.ids]
    unclear, failed = pending(db, tried), failed_at(db, tried)
    counted = failures(db, [errand.first for errand in errands if errand.tries])
    return [
        replace(
            errand,
            pending=unclear.get(errand.ids[0]) if errand.notices[0].together else None,
            shut=frozenset().union(*(failed.get(id_, ()) for id_ in errand.ids)),
            failures=counted.get(errand.first, {}),
        )
        if errand.tries
        else errand
        for errand in errands
    ]


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
        # A digest is chosen and has its own time (日报设置): it counts, but does not wait for the next morning.
        so_far = 0 if notice.kind in DIGESTS else used
        held = None if notice.urgent else _held(notice, to, table, so_far, now)
        if held and week_plan.waits(notice):
            held = replace(held, reason=WEEK_CAP, expires=notice.expires)
        over = _too_late(notice, to, table, now) or _over(notice, fresh, held)
        if over:
            verdicts.drop[notice.id] = over if notice.together is None else f"{over}; {MAYBE}"
        elif held:
            verdicts.hold.append(held)
        else:
            yield notice


def _over(notice: NoticeRow, fresh: Fresh, held: Hold | None) -> str:
    """Why there is nothing to say any more, or will not be when it may be said; empty if there is."""
    if fresh[notice.id] is None:
        return "not wanted any more"
    return f"too late after {held.reason}" if held and held.until >= notice.expires else ""


def _too_late(notice: NoticeRow, to: Recipient, table: Timetable, now: datetime) -> str:
    """Why it is not said any more: its time is over, or nothing went out for hours (X49); empty if it is said."""
    if notice.expires <= now:
        return "too late: nobody was reached" if notice.tries else "too late"
    if week_plan.waits(notice):
        return ""
    hours = table.parameters.value("reminder.max_age_hours", to.path, now.date())
    old = now - notice.due_at > timedelta(hours=hours)
    return f"too late: older than {hours} hours" if old and not notice.urgent else ""


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
