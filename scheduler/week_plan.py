"""At most so many reminders a week to a cadre (`cap.cadre_week`), so planned that what matters most is not lost.

A reminder goes where there is room for it and for what may still have to be said this week by duty: that
the days on site grow tight (N05, to the leader of the team N05-team), that the week was missed (N07). What
does not fit waits and goes along with the next reminder of the person, on Monday with N01 at the latest;
the same kind twice is one, of all its days. A reminder of the day itself that does not fit is left
out: the second list of those who grow tight, to the leader of a team who still owes days too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from handlers.rules.onsite import WeekStanding
from scheduler.due import BUILD, OF_A_DAY
from scheduler.facts import this_week
from scheduler.rules import Rules
from scheduler.timetable import DAY, RULES, Timetable, midnight
from storage.queries.due import TEAM, overseers
from storage.queries.notices import WEEK_CAP, NoticeRow, known_keys
from storage.queries.recipients import Recipient
from storage.queries.said import reminded_since
from storage.values.week import Week

OF_TODAY = frozenset({"N02", "N03", "N06", "N15", "N23", "N23-ask", "N24"})
"""Kinds that mean nothing on another day."""

CARRIED = (frozenset(OF_A_DAY) - OF_TODAY) | {"N09"}
"""Kinds that are as true on one of the next days: they may wait."""

TIGHT = 2
"""On the last so many workdays the days on site may become tight."""

FIRM: Mapping[str, int] = {
    "N07": 2, "N15": 2, "N23": 2, "N04": 1, "N05": 1, "N05-team": 1, "N08": 1, "N08-2": 1, "N08-3": 1,
}  # fmt: skip
"""How much a kind comes first: what comes first later in the week keeps its room."""


@dataclass(frozen=True, slots=True)
class Room:
    """One person's week: messages said, how it stands on site (None: no duty).

    `leads`: a team, of which N05-team may have to tell; `warned`: N05, which comes once a week, was said.
    """

    cap: int
    said: int
    standing: WeekStanding | None = None
    leads: bool = False
    warned: bool = False

    def does_not_fit(
        self, notices: Iterable[NoticeRow], table: Timetable, path: str, now: datetime
    ) -> list[NoticeRow]:
        """The reminders among these, where a message of them all leaves too little room."""
        reminders = [notice for notice in notices if is_reminder(notice) and notice.together is None]
        kinds = [notice.kind for notice in reminders]
        return [] if self.fits(kinds, table, path, now) else reminders

    def fits(self, kinds: Iterable[str], table: Timetable, path: str, now: datetime) -> bool:
        """Whether one more message of these kinds leaves the room that is kept."""
        firm = max((FIRM.get(kind, 0) for kind in kinds), default=0)
        return self.said + 1 + self._ahead(firm, table, path, now) <= self.cap

    def _ahead(self, firm: int, table: Timetable, path: str, now: datetime) -> int:
        """Messages that come first and may still have to be said this week."""
        week = Week.of(now.date())

        def falls(kind: str, days: Iterable[date]) -> int:
            clock = RULES[kind][0]
            return sum(table.at(clock, path, day) > now for day in days) if FIRM[kind] > firm else 0

        workdays = table.calendar.workdays(week)
        wants = self.standing is not None and self.standing.need > 0
        none_yet = (
            wants and self.standing is not None and not self.standing.counted and self.standing.need >= 2
        )
        tight = falls("N05", workdays[-TIGHT:])
        return (
            (tight if self.leads else min(tight, int(wants and not self.warned)))
            + (falls("N04", filter(None, [middle(table, week)])) if none_yet else 0)
            + (falls("N07", [week.sunday]) if wants and workdays else 0)
        )


def rooms(
    db: Connection,
    office: Rules,
    table: Timetable,
    known: Mapping[int, Recipient],
    claimed: Sequence[NoticeRow],
    now: datetime,
) -> dict[int, Room]:
    """What room the week has, for the cadres who are reminded of something and were this week already."""
    people = {notice.person_id for notice in claimed if is_reminder(notice)}
    monday = midnight(Week.of(now.date()).monday)
    said = reminded_since(db, [person for person in people if known[person].cadre], BUILD, monday, now)
    if not said:
        return {}
    standings, warned = this_week(db, office, now, said), known_keys(db, "N05", monday)
    leads = {each.person_id for each in overseers(db, now.date(), said) if each.kind in TEAM}
    return {
        person: Room(
            table.parameters.value("cap.cadre_week", known[person].path, now.date()),
            count,
            standings.get(person),
            person in leads,
            f"N05:{person}:{Week.of(now.date())}" in warned,
        )
        for person, count in said.items()
    }


def middle(table: Timetable, week: Week) -> date | None:
    """The middle workday, on which N04 falls; None in a week without workdays."""
    return table.calendar.nth_workday(week, (len(table.calendar.workdays(week)) + 1) // 2)


def is_reminder(notice: NoticeRow) -> bool:
    """Whether it counts: what nobody waits for and nobody has asked for."""
    return notice.kind in BUILD and not notice.urgent


def waits(notice: NoticeRow) -> bool:
    """Whether it waits for the next reminder of its person, from an earlier moment."""
    return notice.reason == WEEK_CAP


def next_try(table: Timetable, path: str, now: datetime) -> datetime:
    """When what does not fit is looked at again: this afternoon, else tomorrow morning."""
    afternoon = table.at("reminder.halfway_at", path, now.date())
    return afternoon if now < afternoon else table.at("reminder.follow_up_at", path, now.date() + DAY)


def last_try(notice: NoticeRow) -> datetime:
    """Until when it may wait: the end of next Monday, or of its own day where it is not as true tomorrow."""
    if notice.kind not in CARRIED:
        return notice.expires
    return max(notice.expires, midnight(Week.of(notice.due_at.date()).next.monday + DAY))


def once(notices: Sequence[NoticeRow]) -> frozenset[int]:
    """Those that need not be said, since one of their kind that has waited longer says the same of all its days."""
    first: dict[tuple[int, str], int] = {}
    for notice in sorted(notices, key=lambda notice: (notice.due_at, notice.id)):
        if notice.kind in CARRIED:
            first.setdefault((notice.person_id, notice.kind), notice.id)
    kept = set(first.values())
    return frozenset(each.id for each in notices if each.kind in CARRIED and each.id not in kept)


def since(notices: Iterable[NoticeRow], now: datetime) -> dict[tuple[int, str], date]:
    """(person, kind) -> the first day on which one of these was due, where that was before today."""
    found: dict[tuple[int, str], date] = {}
    for notice in notices:
        if waits(notice) and notice.due_at.date() < now.date():
            key = notice.person_id, notice.kind
            found[key] = min(notice.due_at.date(), found.get(key, date.max))
    return found
