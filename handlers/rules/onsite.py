"""The on-site rule 每周驻村工作时间不得少于2天 (domain.md 3.1, Q01): pure functions of days, calendar, moment.

Weeks are ISO weeks, dates are local dates of Asia/Shanghai. A day counts once for a person, whatever
happened on it and in however many villages; weekend days count.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import chain

from storage.calendar import Calendar
from storage.parameters import Parameters
from storage.values.duty import Absence, Act, Span
from storage.values.week import SHANGHAI, Week, local


class Status(StrEnum):
    """How a week stands. Only `missed` and, of its workdays, `impossible` are beyond repair."""

    MET = "met"  # 已达标
    EXEMPT = "exempt"  # 免: nothing was asked
    ON_COURSE = "on_course"  # 正常: more workdays left than days needed
    TIGHT = "tight"  # 紧: every workday left is needed
    IMPOSSIBLE = "impossible"  # 工作日内已不可能: only a weekend day can mend it
    MISSED = "missed"  # 未达标: the week is over


@dataclass(frozen=True, slots=True)
class OnsiteRule:
    """The parameters of the rule in one region. `min_hours` None asks no shortest stay."""

    required_days: int = 2
    prorate: bool = True
    evidence_accepted: frozenset[str] = frozenset({"e0", "e1", "e2", "e3", "e4"})
    min_hours: int | None = None
    trip_counts: bool = False
    counting: str = "person"
    workday_ends: time = time(18)

    @classmethod
    def of(cls, parameters: Parameters, path: str, day: date) -> OnsiteRule:
        """The rule in force for the region of `path`; for a week, on its Monday."""
        return cls(
            required_days=parameters.value("onsite.required_days", path, day),
            prorate=parameters.value("onsite.prorate", path, day),
            evidence_accepted=frozenset(parameters.value("onsite.evidence_accepted", path, day)),
            min_hours=parameters.value("onsite.min_hours", path, day),
            trip_counts=parameters.value("onsite.trip_counts", path, day),
            counting=parameters.value("onsite.counting", path, day),
            workday_ends=parameters.value("onsite.workday_ends", path, day),
        )

    @property
    def by_unit(self) -> bool:
        """Whether a week is met by the days of the person's unit together (X44)."""
        return self.counting != "person"

    def judge(self, evidence: str, stay: timedelta | None = None) -> str:
        """`accepted` or `pending`, for an act with this evidence (e0 to e4) and this stay, if it is over."""
        long_enough = self.min_hours is None or (stay is not None and stay >= timedelta(hours=self.min_hours))
        return "accepted" if evidence in self.evidence_accepted and long_enough else "pending"


@dataclass(frozen=True, slots=True)
class WeekStanding:
    """How one week stands for one person.

    `required`: days asked after holidays, absence and a shorter assignment. `days`: those on site;
    `pending_days`: those that would be more once reviewed. `workdays`: of the week and the assignment;
    `absent`: those of them excused; `workdays_left`: those still to come on which one could go.
    `need`: days still wanted, 0 or more. `certain`: the calendar of the year is known.
    `together`: where the region counts by unit, the days on which anybody of the unit was in the person's
    villages, the own days among them; None where each person counts alone. `counting`: the region's switch.
    """

    week: Week
    required: int
    days: tuple[date, ...]
    pending_days: tuple[date, ...]
    workdays: tuple[date, ...]
    absent: tuple[date, ...]
    workdays_left: tuple[date, ...]
    need: int
    status: Status
    certain: bool
    together: tuple[date, ...] | None = None
    counting: str = "person"

    @property
    def counted(self) -> tuple[date, ...]:
        """The days that the requirement is held against: the unit's together where the region counts so."""
        return self.days if self.together is None else self.together

    @property
    def with_others(self) -> bool:
        """Whether colleagues of the unit have days that the person has not."""
        return len(self.counted) > len(self.days)

    @property
    def met_alone(self) -> bool:
        """Whether the person's own days would do."""
        return len(self.days) >= self.required

    @property
    def counts(self) -> bool:
        """Whether the person is in the denominator: somebody of whom days were asked (T6)."""
        return self.required > 0

    @property
    def met(self) -> bool:
        """Whether nothing is wanted any more; true of the exempt too."""
        return self.need == 0


def standing(
    week: Week,
    calendar: Calendar,
    *,
    accepted: Iterable[date],
    pending: Iterable[date] = (),
    absences: Collection[date] = (),
    assigned: Collection[date] | None = None,
    together: Iterable[date] = (),
    at: datetime | None = None,
    settings: OnsiteRule = OnsiteRule(),
) -> WeekStanding:
    """How `week` stands (domain.md 3.1; T1 to T12, T15). Days outside the week are passed over.

    Args:
        accepted: dates of accepted acts in villages the person is assigned to on that date.
        pending: the same for acts that wait to be reviewed.
        absences: dates of approved absence; only workdays reduce the requirement.
        assigned: dates of the assignment; None is the whole week.
        together: dates of the person's unit in the person's villages; looked at where the region counts by unit.
        at: the moment of asking, aware; None means that the week is over.
    """
    duty = tuple(day for day in calendar.workdays(week) if assigned is None or day in assigned)
    absent = tuple(day for day in duty if day in absences)
    days = _sorted_within(week, accepted)
    shared = _sorted_within(week, unit_days((days, together))) if settings.by_unit else None
    counted = days if shared is None else shared
    waiting = tuple(day for day in _sorted_within(week, pending) if day not in counted)
    required = _required(settings, len(duty) - len(absent), week, assigned)
    need = max(0, required - len(counted))
    open_from = _first_open_day(at, settings.workday_ends) if at else date.max
    left = tuple(day for day in duty if day >= open_from and day not in absent and day not in counted)
    over = at is None or local(at) > week.sunday
    status = _status(required, need, len(left), over)
    return WeekStanding(
        week, required, days, waiting, duty, absent, left, need, status, calendar.knows(week), shared, settings.counting,
    )  # fmt: skip


def _sorted_within(week: Week, days: Iterable[date]) -> tuple[date, ...]:
    first, last = week.monday, week.sunday
    return tuple(sorted({day for day in days if first <= day <= last}))


def _required(rule: OnsiteRule, free: int, week: Week, assigned: Collection[date] | None) -> int:
    # X15: an assignment that begins or ends inside the week asks for no more days than it has free
    # workdays: who comes on Thursday owes two days, on Friday one. Sharing two days out by calendar
    # days would ask for fractions of a day, or a day of somebody who had only a weekend.
    if assigned is not None and not any(day in week for day in assigned):
        return 0
    return min(rule.required_days, free) if rule.prorate else rule.required_days


def _first_open_day(at: datetime, ends: time) -> date:
    now = at.astimezone(SHANGHAI)
    return now.date() if now.time() < ends else now.date() + timedelta(days=1)


def _status(required: int, need: int, left: int, over: bool) -> Status:
    if required == 0:
        return Status.EXEMPT
    if need == 0:
        return Status.MET
    if over:
        return Status.MISSED
    if need > left:
        return Status.IMPOSSIBLE
    return Status.TIGHT if need == left else Status.ON_COURSE


def accepted_days(acts: Iterable[Act], assignments: Collection[Span]) -> frozenset[date]:
    """The dates on site: accepted acts in a village assigned on that date (T2, T14, T15).

    A stay past midnight makes the next date one too only by an act of that date, or when the night in
    the village has been confirmed.
    """
    return _days_of("accepted", acts, assignments)


def pending_days(acts: Iterable[Act], assignments: Collection[Span]) -> frozenset[date]:
    """The same for acts that wait to be reviewed (T3)."""
    return _days_of("pending", acts, assignments)


def _days_of(status: str, acts: Iterable[Act], assignments: Collection[Span]) -> frozenset[date]:
    said = ((act.village_id, day) for act in acts if act.status == status for day in _dates_of(act))
    return frozenset(day for village, day in said if _assigned_to(village, day, assignments))


def _dates_of(act: Act) -> tuple[date, ...]:
    return (act.day, act.day + timedelta(days=1)) if act.overnight else (act.day,)


def _assigned_to(village_id: int, day: date, assignments: Iterable[Span]) -> bool:
    return any(
        span.village_id == village_id and span.starts <= day and (span.ends is None or day <= span.ends)
        for span in assignments
    )


def span_days(spans: Iterable[Span | Absence], week: Week) -> frozenset[date]:
    """The dates of the week that assignments or absences cover; overlapping ones cover a date once."""
    covered = ((max(s.starts, week.monday), min(s.ends or week.sunday, week.sunday)) for s in spans)
    return frozenset(
        first + timedelta(days=n) for first, last in covered for n in range((last - first).days + 1)
    )


def unit_days(members: Iterable[Iterable[date]]) -> frozenset[date]:
    """The dates on which any member of a unit was on site (domain.md 3.1, unit counting; X44)."""
    return frozenset(chain.from_iterable(members))
