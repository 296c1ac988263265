"""The on-site rule beyond its vectors: assignments, absence, switches, series; and what always holds."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.onsite import (
    OnsiteRule,
    Status,
    WeekStanding,
    accepted_days,
    span_days,
    standing,
    unit_days,
)
from handlers.rules.series import Series, streak
from storage.calendar import Calendar, seed_rows
from storage.parameters import Parameters, Setting, read_value
from storage.values.duty import Absence, Act, Span
from storage.values.week import SHANGHAI, Week

CALENDAR = Calendar.of({row["day"]: row["works"] for row in seed_rows()})
MONDAY = date(2026, 11, 16)
WEEK = Week.of(MONDAY)
DAYS = tuple(WEEK)
MON, TUE, WED, THU, FRI, SAT, SUN = DAYS
MORNING = time(9)
BETTER = [Status.MISSED, Status.IMPOSSIBLE, Status.TIGHT, Status.ON_COURSE, Status.MET, Status.EXEMPT]


def at(day: date, clock: time = MORNING) -> datetime:
    return datetime.combine(day, clock, SHANGHAI)


def judge(*accepted: date, **said: object) -> WeekStanding:
    return standing(WEEK, CALENDAR, accepted=accepted, **said)  # type: ignore[arg-type]


def test_who_is_assigned_from_friday_owes_one_day() -> None:
    found = judge(assigned=(FRI, SAT, SUN), at=at(FRI))
    assert (found.required, found.workdays_left, found.status) == (1, (FRI,), Status.TIGHT)


def test_who_is_assigned_from_thursday_owes_both_days() -> None:
    assert judge(assigned=(THU, FRI, SAT, SUN), at=at(THU)).required == 2


def test_leave_inside_a_short_assignment_shrinks_it_further() -> None:
    assert judge(assigned=(WED, THU, FRI), absences=(WED, THU), at=at(WED)).required == 1


def test_who_is_assigned_at_the_weekend_only_owes_nothing() -> None:
    assert judge(assigned=(SAT, SUN)).status is Status.EXEMPT


def test_leave_at_the_weekend_excuses_nothing() -> None:
    found = judge(absences=(SAT, SUN), at=at(MON))
    assert (found.required, found.absent) == (2, ())


def test_a_day_of_leave_is_not_a_workday_left() -> None:
    found = judge(absences=(MON, TUE, WED, THU), at=at(MON))
    assert (found.required, found.workdays_left, found.status) == (1, (FRI,), Status.TIGHT)


def test_a_trip_to_the_village_on_leave_still_counts() -> None:
    assert judge(TUE, absences=(MON, TUE, WED, THU)).status is Status.MET


def test_today_is_left_until_the_working_day_ends() -> None:
    assert judge(MON, at=at(FRI, time(17, 59))).status is Status.TIGHT
    assert judge(MON, at=at(FRI, time(18))).status is Status.IMPOSSIBLE


def test_today_is_not_left_when_it_is_a_day_on_site_already() -> None:
    assert judge(THU, at=at(THU)).workdays_left == (FRI,)


def test_the_moment_is_read_in_shanghai() -> None:
    utc_friday_evening = datetime.fromisoformat("2026-11-20T10:30:00+00:00")
    assert judge(MON, at=utc_friday_evening).workdays_left == ()


def test_a_weekend_can_mend_what_workdays_no_longer_can() -> None:
    assert judge(MON, at=at(SAT)).status is Status.IMPOSSIBLE
    assert judge(MON, SAT, at=at(SAT)).status is Status.MET


def test_the_week_is_missed_only_when_sunday_is_over() -> None:
    assert judge(MON, at=at(SUN, time(23, 59))).status is Status.IMPOSSIBLE
    assert judge(MON, at=at(SUN + timedelta(days=1), time(0))).status is Status.MISSED


def test_before_the_week_all_its_workdays_are_left() -> None:
    found = judge(at=at(MON - timedelta(days=3)))
    assert (found.workdays_left, found.status) == ((MON, TUE, WED, THU, FRI), Status.ON_COURSE)


def test_without_prorating_a_week_of_holidays_still_asks_for_its_days() -> None:
    holidays = Week.of(date(2026, 2, 16))
    fixed = OnsiteRule(prorate=False)
    assert standing(holidays, CALENDAR, accepted=(), settings=fixed).status is Status.MISSED
    assert standing(holidays, CALENDAR, accepted=(), settings=fixed, assigned=()).status is Status.EXEMPT


def test_a_year_without_its_calendar_is_marked_uncertain() -> None:
    spring = Week.of(date(2027, 2, 8))
    found = standing(spring, CALENDAR, accepted=())
    assert (found.required, len(found.workdays), found.certain) == (2, 5, False)
    assert judge().certain


def test_a_stay_past_midnight_is_one_day() -> None:
    always = [Span(1, date(2026, 1, 1), None)]
    assert accepted_days([Act(1, TUE, "accepted")], always) == {TUE}


def test_a_confirmed_night_in_the_village_makes_both_dates_days() -> None:
    until_tuesday = [Span(1, date(2026, 1, 1), TUE)]
    night = [Act(1, TUE, "accepted", overnight=True)]
    assert accepted_days(night, [Span(1, date(2026, 1, 1), None)]) == {TUE, WED}
    assert accepted_days(night, until_tuesday) == {TUE}


def test_an_act_in_a_village_of_somebody_else_is_no_day() -> None:
    assert accepted_days([Act(2, TUE, "accepted")], [Span(1, date(2026, 1, 1), None)]) == frozenset()


def test_overlapping_leave_excuses_a_day_once() -> None:
    both = [Absence("sick", MON, TUE), Absence("personal", TUE, WED)]
    assert judge(absences=span_days(both, WEEK), at=at(MON)).absent == (MON, TUE, WED)


def test_a_unit_has_the_days_of_all_its_members_together() -> None:
    assert judge(*unit_days([(MON,), (MON, THU), ()])).days == (MON, THU)


def test_evidence_not_accepted_or_a_short_stay_waits_for_review() -> None:
    strict = OnsiteRule(evidence_accepted=frozenset({"e1", "e4"}), min_hours=4)
    assert OnsiteRule().judge("e0") == "accepted"
    assert strict.judge("e0", timedelta(hours=5)) == "pending"
    assert strict.judge("e1") == "pending"
    assert strict.judge("e1", timedelta(hours=4)) == "accepted"


def test_the_rule_is_read_from_the_parameters_of_the_place() -> None:
    three = read_value("onsite.required_days", 3)
    parameters = Parameters([Setting("onsite.required_days", "/9999/", date(2026, 1, 1), None, three)])
    assert OnsiteRule.of(parameters, "/9999/999901/", MON).required_days == 3
    assert OnsiteRule.of(parameters, "/8888/", MON) == OnsiteRule()


@pytest.fixture
def weeks() -> dict[str, WeekStanding]:
    return {
        "missed": judge(MON),
        "met": judge(MON, TUE),
        "holidays": standing(Week.of(date(2026, 2, 16)), CALENDAR, accepted=()),
        "on leave": judge(MON, absences=(FRI,)),
        "open": judge(MON, at=at(SAT)),
    }


@pytest.mark.parametrize(
    ("history", "in_a_row", "of_last"),
    [
        ("", 0, 0),
        ("missed", 1, 1),
        ("met missed missed", 2, 2),
        ("missed holidays missed", 2, 2),
        ("missed on-leave missed", 2, 2),
        ("missed met", 0, 1),
        ("missed missed met missed", 1, 3),
        ("missed missed missed met met", 0, 2),
        ("missed missed missed holidays met", 0, 3),
        ("missed missed open", 2, 2),
    ],
)
def test_only_weeks_that_count_make_or_end_a_series(
    weeks: dict[str, WeekStanding], history: str, in_a_row: int, of_last: int
) -> None:
    week, played = Week.of(date(2026, 3, 2)), []
    for word in history.split():
        played.append(in_week(weeks[word.replace("-", " ")], week))
        week = week.next
    assert streak(reversed(played)) == Series(in_a_row, of_last)


def in_week(found: WeekStanding, week: Week) -> WeekStanding:
    return WeekStanding(
        week, found.required, found.days, found.pending_days, found.workdays, found.absent,
        found.workdays_left, found.need, found.status, found.certain,
    )  # fmt: skip


some_days = st.sets(st.sampled_from((*DAYS, MON - timedelta(days=1), SUN + timedelta(days=1))))
moments = st.none() | st.builds(at, st.sampled_from((*DAYS, SUN + timedelta(days=1))), st.times())
rules = st.builds(OnsiteRule, required_days=st.integers(0, 7), prorate=st.booleans())


@given(some_days, some_days, some_days, some_days, moments, rules)
def test_a_standing_never_leaves_its_week_nor_asks_more_than_it_holds(
    accepted: set[date],
    pending: set[date],
    absent: set[date],
    assigned: set[date],
    moment: datetime | None,
    rule: OnsiteRule,
) -> None:
    found = judge(*accepted, pending=pending, absences=absent, assigned=assigned, at=moment, settings=rule)
    shown = (*found.days, *found.pending_days, *found.workdays, *found.workdays_left)
    assert set(shown) <= set(DAYS)
    assert not set(found.days) & set(found.pending_days)
    assert not set(found.workdays_left) & {*found.days, *found.absent}
    assert not rule.prorate or found.required <= len(found.workdays) - len(found.absent)
    assert found.required <= rule.required_days
    assert found.need == max(0, found.required - len(found.days))
    assert found.met == (found.status in (Status.MET, Status.EXEMPT))


@given(some_days, some_days, some_days, st.sampled_from(DAYS), moments, rules)
def test_one_more_day_never_makes_a_week_worse_and_taking_it_back_restores_it(
    accepted: set[date],
    absent: set[date],
    assigned: set[date],
    more: date,
    moment: datetime | None,
    rule: OnsiteRule,
) -> None:
    said = {"absences": absent, "assigned": assigned, "at": moment, "settings": rule}
    before, after = judge(*accepted - {more}, **said), judge(*accepted, more, **said)
    assert BETTER.index(after.status) >= BETTER.index(before.status)
    assert after.need <= before.need
    acts = [Act(1, day, "accepted") for day in accepted - {more}]
    taken_back = accepted_days([*acts, Act(1, more, "withdrawn")], [Span(1, MON, SUN)])
    assert judge(*taken_back, **said).days == judge(*(accepted - {more}), **said).days


def test_the_first_two_workdays_of_every_week_for_eight_years_are_enough() -> None:
    week, unmet, played = Week(2019, 1), [], 0
    while week <= Week(2026, 53):
        found = standing(week, CALENDAR, accepted=CALENDAR.workdays(week)[:2])
        unmet += [] if found.status in (Status.MET, Status.EXEMPT) else [week]
        week, played = week.next, played + 1
    assert (unmet, played) == ([], 418)
