"""When each reminder falls: pure functions of the calendar, the parameters and a day (domain.md 7.7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from storage.calendar import Calendar
from storage.parameters import Parameters
from storage.values import digest as spans
from storage.values.digest import Stretch
from storage.values.week import SHANGHAI, Week

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Timetable:
    """The calendar and the parameters in force, asked for moments."""

    calendar: Calendar
    parameters: Parameters

    def at(self, name: str, path: str, day: date) -> datetime:
        """The moment that a time-of-day parameter names on a day in a region."""
        clock: time = self.parameters.value(name, path, day)
        return datetime.combine(day, clock, SHANGHAI)

    def first_workday(self, path: str, day: date) -> bool:
        """N01, N08: the first workday of its week, whatever weekday that is (T10)."""
        return day == self.calendar.nth_workday(Week.of(day), 1)

    def middle_workday(self, path: str, day: date) -> bool:
        """N04: of five workdays the third, of four or three the second, of two or one the first."""
        week = Week.of(day)
        return day == self.calendar.nth_workday(week, (len(self.calendar.workdays(week)) + 1) // 2)

    def workday(self, path: str, day: date) -> bool:
        """N05, digests: any workday; so a holiday on which the last workday is still far is silent."""
        return self.calendar.works(day)

    def week_end(self, path: str, day: date) -> bool:
        """N07: the Sunday of a week that had workdays (T8)."""
        return day.isoweekday() == 7 and self._asks(day)

    def visit_day(self, path: str, day: date) -> bool:
        """N09: the 20th, and the workday that is followed by three more in its month."""
        last = self.parameters.value("reminder.visits_workdays", path, day)
        near_end = self.calendar.works(day) and self.calendar.workdays_before_month_end(day) == last
        return self._asks(day) and (
            near_end or day.day == self.parameters.value("reminder.visits_day", path, day)
        )

    def ordinary_day(self, path: str, day: date) -> bool:
        """N02, N03, N06, N10, N15: any day of a week that has workdays; people are on site at weekends too."""
        return self._asks(day)

    def first_of_month(self, path: str, day: date) -> bool:
        """N24: the 1st."""
        return day.day == 1 and self._asks(day)

    def unbound_day(self, path: str, day: date) -> bool:
        """N14: one day of the month."""
        return self._asks(day) and day.day == self.parameters.value("reminder.unbound_day", path, day)

    def insurance_day(self, path: str, day: date) -> bool:
        """N16: certain days of the year."""
        return self._comes("reminder.insurance_days", path, day)

    def school_day(self, path: str, day: date) -> bool:
        """N17: certain days of the year."""
        return self._comes("reminder.school_days", path, day)

    def recheck_week(self, path: str, day: date) -> bool:
        """N18: the first workday from 1 November on, then the first of each week."""
        return day.month >= 11 and (self.first_workday(path, day) or self._opens(day, 11))

    def audit_month(self, path: str, day: date) -> bool:
        """N19: the first workday of the year, then the first of each month."""
        return self._opens(day, day.month)

    def _opens(self, day: date, month: int) -> bool:
        """Whether a day is the first workday of its month, which is this one."""
        first = day.replace(month=month, day=1)
        return day.month == month and self.calendar.works(day) and self.calendar.previous_workday(day) < first

    def _comes(self, name: str, path: str, day: date) -> bool:
        """Whether one of the days of the year that a parameter lists is today's affair: on a workday, or the next."""
        since = (day - self.calendar.previous_workday(day)).days
        days = {f"{day - back * DAY:%m-%d}" for back in range(since)}
        return self.calendar.works(day) and not days.isdisjoint(self.parameters.value(name, path, day))

    def holiday_eve(self, path: str, day: date) -> bool:
        """N23: the last workday before a public holiday."""
        return bool(self.calendar.holiday_after(day))

    def before_eve(self, path: str, day: date) -> bool:
        """N23-ask: the workday before that one."""
        return self.calendar.works(day) and self.holiday_eve(path, self.calendar.next_workday(day))

    def calendar_week(self, path: str, day: date) -> bool:
        """N20: from November the first workday of each week."""
        return day.month >= 11 and self.first_workday(path, day)

    def switched_on(self, kind: str, path: str, day: date) -> bool:
        """Whether an office wants this rule at all."""
        return kind not in self.parameters.value("reminder.off", path, day)

    def fall(self, kind: str, path: str, day: date) -> datetime | None:
        """When a rule falls on a day, switched on or not; None on the other days."""
        parameter, falls = RULES[kind]
        return self.at(parameter, path, day) if falls(self, path, day) else None

    def _asks(self, day: date) -> bool:
        return bool(self.calendar.workdays(Week.of(day)))

    def week_to_report(self, day: date) -> Week:
        """N08: the last week before that of `day` which had workdays."""
        week = Week.of(day).previous
        while not self.calendar.workdays(week):
            week = week.previous
        return week

    def reported_on(self, day: date) -> list[Stretch]:
        """The days, weeks, months whose digests are sent on a day: a week's and a month's on a first workday (8.5)."""
        found = [Stretch(spans.DAY, day)]
        if self.calendar.works(day):
            if day == self.calendar.nth_workday(Week.of(day), 1):
                found.append(Stretch(spans.WEEK, self.week_to_report(day).monday))
            if self.calendar.previous_workday(day).month != day.month:
                found.append(Stretch.of(spans.MONTH, day).previous)
        return found

    def digest_at(self, wish: time | None, stretch: Stretch, issued: datetime) -> datetime:
        """When somebody hears a digest that was issued at a moment, given the time of day wished for (D51).

        A day's at a time before it is issued comes on the next workday; a week's or month's at once.
        """
        if wish is None:
            return issued
        chosen = datetime.combine(issued.date(), wish, SHANGHAI)
        if stretch.span == spans.DAY and chosen < issued:
            return datetime.combine(self.calendar.next_workday(issued.date()), wish, SHANGHAI)
        return max(chosen, issued)

    def expiry(self, moment: datetime, path: str) -> datetime:
        """When a reminder is stale (X49): six hours later, and never on another day."""
        hours = self.parameters.value("reminder.max_age_hours", path, moment.date())
        return min(moment + timedelta(hours=hours), midnight(moment.date() + DAY))

    def quiet_until(self, path: str, now: datetime) -> datetime | None:
        """When the quiet hours that `now` lies in are over; None outside them."""
        day = now.date()
        begin, end = self.at("quiet.from", path, day), self.at("quiet.to", path, day)
        if begin <= end:
            return end if begin <= now < end else None
        if now < end:
            return end
        return self.at("quiet.to", path, day + DAY) if now >= begin else None

    def morning(self, path: str, day: date) -> datetime:
        """When messages may go out again on the day after `day`."""
        return self.at("quiet.to", path, day + DAY)


Falls = Callable[[Timetable, str, date], bool]

RULES: Mapping[str, tuple[str, Falls]] = {
    "N01": ("reminder.plan_at", Timetable.first_workday),
    "N04": ("reminder.halfway_at", Timetable.middle_workday),
    "N05": ("reminder.tight_at", Timetable.workday),
    "N05-team": ("reminder.tight_at", Timetable.workday),
    "N07": ("reminder.missed_at", Timetable.week_end),
    "N08": ("reminder.report_at", Timetable.first_workday),
    "N09": ("reminder.visits_at", Timetable.visit_day),
    "N02": ("reminder.check_out_at", Timetable.ordinary_day),
    "N03": ("reminder.planned_at", Timetable.ordinary_day),
    "N06": ("reminder.unlogged_at", Timetable.ordinary_day),
    "N08-2": ("reminder.report_at", Timetable.first_workday),
    "N08-3": ("reminder.report_at", Timetable.first_workday),
    "N10": ("reminder.next_visit_at", Timetable.ordinary_day),
    "N11": ("reminder.measure_at", Timetable.workday),
    "N12": ("reminder.follow_up_at", Timetable.workday),
    "N12-2": ("reminder.follow_up_at", Timetable.workday),
    "N12-3": ("reminder.follow_up_at", Timetable.workday),
    "N13": ("reminder.public_notice_at", Timetable.workday),
    "N12-task": ("reminder.follow_up_at", Timetable.workday),
    "N12-task-2": ("reminder.follow_up_at", Timetable.workday),
    "N12-task-3": ("reminder.follow_up_at", Timetable.workday),
    "N14": ("reminder.unbound_at", Timetable.unbound_day),
    "N15": ("reminder.training_at", Timetable.ordinary_day),
    "N16": ("reminder.insurance_at", Timetable.insurance_day),
    "N16-home": ("reminder.insurance_at", Timetable.insurance_day),
    "N12-step": ("reminder.steps_at", Timetable.workday),
    "N12-step-2": ("reminder.steps_at", Timetable.workday),
    "N17": ("reminder.school_at", Timetable.school_day),
    "N17-home": ("reminder.school_at", Timetable.school_day),
    "N18": ("reminder.recheck_at", Timetable.recheck_week),
    "N18-own": ("reminder.recheck_at", Timetable.recheck_week),
    "N19": ("reminder.audit_at", Timetable.audit_month),
    "N20": ("reminder.calendar_at", Timetable.calendar_week),
    "N21": ("reminder.term_at", Timetable.workday),
    "N21-list": ("reminder.term_at", Timetable.workday),
    "N23": ("reminder.holiday_at", Timetable.holiday_eve),
    "N23-ask": ("reminder.holiday_at", Timetable.before_eve),
    "N24": ("reminder.grants_at", Timetable.first_of_month),
    "draft": ("reminder.draft_at", Timetable.workday),
}
"""Kind -> the parameter that holds its time of day, and the days it falls on."""

SENT: Mapping[str, str] = {
    spans.DAY: "digest.sent",
    spans.WEEK: "digest.week_sent",
    spans.MONTH: "digest.month_sent",
}
"""Span of a digest -> the parameter that holds when it is sent."""

Places = Mapping[str, datetime]
"""Path of a region -> the moment at which something falls there."""


def falling(table: Timetable, paths: Iterable[str], after: datetime, now: datetime) -> dict[str, Places]:
    """Kind -> where it fell since `after`, up to and with `now`, and is not stale yet.

    Only the day of `now` is looked at, since no reminder outlives its day.
    """
    places = tuple(paths)
    found = {kind: dict(_fallen(table, kind, places, after, now)) for kind in RULES}
    return {kind: where for kind, where in found.items() if where}


def _fallen(
    table: Timetable, kind: str, paths: Iterable[str], after: datetime, now: datetime
) -> Iterator[tuple[str, datetime]]:
    parameter, falls = RULES[kind]
    day = now.date()
    for path in paths:
        moment = table.at(parameter, path, day)
        young = after < moment <= now < table.expiry(moment, path)
        if young and falls(table, path, day) and table.switched_on(kind, path, day):
            yield path, moment


def moments(table: Timetable, paths: Iterable[str], day: date) -> set[datetime]:
    """Every moment of a day at which something falls, wherever it is; what is held back waits in the outbox."""
    places = tuple(paths)
    fallen = {
        moment
        for kind in RULES
        for path in places
        if (moment := table.fall(kind, path, day)) and table.switched_on(kind, path, day)
    }
    sent = {SENT[stretch.span] for stretch in table.reported_on(day)}
    return fallen | {table.at(name, path, day) for name in sent for path in places}


def midnight(day: date) -> datetime:
    """The beginning of a day."""
    return datetime.combine(day, time(), SHANGHAI)
