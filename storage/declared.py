"""The parameters there are, each declared once: its default, unit, meaning, and where the default is from.

docs/reference/parameters.md shows the same table; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

PRODUCT = "product.md"


@dataclass(frozen=True, slots=True)
class Declared:
    """A parameter: its default, how a stored value is read, its unit, where the default is from."""

    name: str
    default: Any
    read: Callable[[Any], Any]
    unit: str
    source: str
    meaning: str


def whole(value: Any) -> int:  # noqa: ANN401 - whatever JSON holds
    """A whole number from 0 up."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError("a whole number from 0 up")
    return value


def whole_or_none(value: Any) -> int | None:  # noqa: ANN401
    """A whole number from 0 up, or null for none."""
    return None if value is None else whole(value)


def yes_no(value: Any) -> bool:  # noqa: ANN401
    """True or false."""
    if not isinstance(value, bool):
        raise ValueError("true or false")
    return value


def clock(value: Any) -> time:  # noqa: ANN401
    """A time of day in Shanghai, written `18:00`."""
    try:
        hours, minutes = str(value).split(":")
        return time(int(hours), int(minutes))
    except ValueError as error:
        raise ValueError("a time such as 18:00") from error


def one_of(*choices: str) -> Callable[[Any], str]:
    """One of the words given."""

    def read(value: Any) -> str:  # noqa: ANN401
        if value not in choices:
            raise ValueError("one of " + ", ".join(choices))
        return str(value)

    return read


def some_of(*choices: str) -> Callable[[Any], tuple[str, ...]]:
    """A list of some of the words given."""

    def read(value: Any) -> tuple[str, ...]:  # noqa: ANN401
        if not isinstance(value, list) or not set(value) <= set(choices):
            raise ValueError("a list of " + ", ".join(choices))
        return tuple(value)

    return read


def names(value: Any) -> tuple[str, ...]:  # noqa: ANN401
    """A list of names."""
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError("a list of names")
    return tuple(value)


def month_days(value: Any) -> tuple[str, ...]:  # noqa: ANN401
    """A list of days of the year, written `11-25`."""
    for day in names(value):
        month_day(day)
    return names(value)


def month_day(value: Any) -> str:  # noqa: ANN401
    """A day of the year, written `12-31`."""
    try:
        month, day = str(value).split("-")
        return f"{date(2000, int(month), int(day)):%m-%d}"
    except ValueError as error:
        raise ValueError("a day such as 11-25") from error


def numbers(value: Any) -> tuple[int, ...]:  # noqa: ANN401
    """A list of whole numbers from 0 up."""
    if not isinstance(value, list):
        raise ValueError("a list of whole numbers")
    return tuple(whole(each) for each in value)


TABLE = (
    # on-site days
    Declared("onsite.required_days", 2, whole, "days a week", "domain.md Q01",
             "On-site days asked of a cadre in a full week."),
    Declared("onsite.prorate", True, yes_no, "", "domain.md 3.1",
             "Whether holidays and approved absence shrink the requirement."),
    Declared("onsite.evidence_accepted", ("e0", "e1", "e2", "e3", "e4"), some_of("e0", "e1", "e2", "e3", "e4"),
             "levels", PRODUCT, "Evidence that makes an act accepted at once; other acts wait to be reviewed. "
             "e0 own statement, e1 code of the day, e2 location, e3 photo, e4 confirmed in the village."),
    Declared("onsite.min_hours", None, whole_or_none, "hours", "domain.md 3.1",
             "Shortest stay that makes a day, from check-in to check-out; null asks none."),
    Declared("onsite.trip_counts", False, yes_no, "", "domain.md 3.1",
             "Whether official trips, meetings and training count as on site instead of as absence."),
    Declared("onsite.counting", "person", one_of("person", "unit", "both"), "", PRODUCT,
             "Whose days are shown: each person's, the unit's together, or both."),
    Declared("onsite.workday_ends", time(18), clock, "time", "domain.md 3.1",
             "Until when today still counts as a workday left."),
    Declared("onsite.retro_days", 3, whole, "days", "domain.md D13",
             "How many days back a missed check-in may be reported 补签; 0 allows none."),
    Declared("onsite.retro_month", 2, whole, "times a month", "domain.md D13",
             "Missed check-ins that a witness settles; further ones go to the township."),
    Declared("onsite.code", False, yes_no, "", "domain.md D43",
             "Whether the code of the day is asked at check-in and told to the village officers in the morning."),
    Declared("onsite.code_at", time(8), clock, "time", "domain.md D43",
             "When the village officers are told the code of the day."),
    Declared("onsite.late_minutes", 60, whole, "minutes", "domain.md X26",
             "A check-in entered later than this after the time it names is marked as one made afterwards."),
    Declared("requests.hours", 72, whole, "hours", "domain.md D13",
             "How long somebody who is asked to decide or to bear witness may answer."),
    # weeks missed
    Declared("escalation.unit_weeks", 2, whole, "weeks", "domain.md 7.7",
             "Weeks missed in a row after which the unit and the township hear of it."),
    Declared("escalation.county_weeks", 3, whole, "weeks", "domain.md 7.7",
             "Weeks missed of the last `escalation.county_of` that count, after which the county office hears of it."),
    Declared("escalation.county_of", 4, whole, "weeks", "domain.md 7.7", "How many of the last weeks are looked at."),
    Declared("escalation.team_days", 3, whole, "days", "domain.md N12",
             "How long a follow-up is overdue when the leader of the team hears of it."),
    Declared("escalation.township_days", 7, whole, "days", "domain.md N12",
             "How long it is overdue when the clerk of the township hears of it."),
    # visits
    Declared("visits.next_max_days", 60, whole, "days", "domain.md D20",
             "How far ahead the next visit may be planned."),
    Declared("visits.late_days", 7, whole, "days", "domain.md D20",
             "A visit written down later than this is marked 补录."),
    Declared("visits.bulk_per_day", 12, whole, "visits", "domain.md D20",
             "More visits than this on one day are marked 集中补录."),
    Declared("visits.bulk_minutes", 5, whole, "minutes", "domain.md D20",
             "Visits written down closer together than this are marked 集中补录."),
    Declared("visits.overdue_days", 60, whole, "days", "domain.md 8.1",
             "A household without a visit for longer than this stands in the digest."),
    Declared("followup.due_days", 7, whole, "days", "domain.md D20", "Days to see to a problem found on a visit."),
    Declared("followup.urgent_days", 2, whole, "days", "domain.md D20", "Days to see to an urgent one."),
    # patterns that a person should look at
    Declared("flags.off", (), names, "patterns", PRODUCT,
             "Patterns that are not looked for: one_account same_minute early_code same_code same_photo quick_yes "
             "short_stay many_at_once same_text."),
    Declared("flags.account_people", 2, whole, "people", "domain.md X02",
             "More people than this checked in from one account within `flags.account_seconds`."),
    Declared("flags.account_seconds", 60, whole, "seconds", "domain.md X02", "The span of that."),
    Declared("flags.minute_people", 2, whole, "people", "domain.md X02",
             "More people than this of one village checked in by their word alone within `flags.minute_seconds`."),
    Declared("flags.minute_seconds", 60, whole, "seconds", "domain.md X02", "The span of that."),
    Declared("flags.minute_days", 2, whole, "days", PRODUCT,
             "On so many days of the last two weeks the same people did; once it is mostly chance."),
    Declared("flags.code_people", 5, whole, "people", "domain.md X03",
             "More people than this typed the code of the day within `flags.code_seconds`."),
    Declared("flags.code_seconds", 30, whole, "seconds", "domain.md X03", "The span of that."),
    Declared("flags.yes_days", 30, whole, "days", "domain.md X05", "The time in which the answers of a witness are looked at."),
    Declared("flags.yes_answers", 20, whole, "answers", "domain.md X05",
             "At least so many answers in that time, all of them yes."),
    Declared("flags.yes_seconds", 5, whole, "seconds", "domain.md X05", "And half of them in less than this."),
    Declared("flags.bulk_visits", 12, whole, "visits", "domain.md X07",
             "At least so many visits written down within `flags.bulk_minutes`."),
    Declared("flags.bulk_minutes", 20, whole, "minutes", "domain.md X07", "The span of that."),
    # leave
    Declared("leave.back_days", 3, whole, "days", "domain.md D12", "How many days back leave may begin."),
    Declared("leave.sick_back_days", 7, whole, "days", "domain.md D12", "The same for sick leave."),
    Declared("leave.max_days", 30, whole, "days", "domain.md D12", "Longest leave that can be asked for by chat."),
    Declared("leave.approval", "none", one_of("none", "team_leader", "township"), "", "domain.md D12",
             "Who agrees to leave; with none it is in effect at once."),
    Declared("leave.approval_days", 5, whole, "workdays", "domain.md D12",
             "Leave of more workdays than this is for the township where the team leader agrees to shorter ones."),
    # instructions
    Declared("instruction.due_workdays", 5, whole, "workdays", PRODUCT,
             "By when an instruction is to be seen to where whoever gives it names no day."),
    Declared("instruction.most_days", 180, whole, "days", PRODUCT, "The farthest day that can be named."),
    # putting right
    Declared("mourning.days", 30, whole, "days", "domain.md X51",
             "How long a household in which somebody has died is left in peace, unless another day is said."),
    Declared("correct.visit_days", 7, whole, "days", "domain.md D07",
             "How long a visit can be put right or taken back after it was saved."),
    Declared("correct.check_in_days", 3, whole, "days", "domain.md D07", "The same for a check-in."),
    Declared("correct.leave_days", 7, whole, "days", PRODUCT, "The same for leave."),
    Declared("correct.answer_days", 3, whole, "days", PRODUCT,
             "How long a correction waits for somebody to agree to it."),
    # messages nobody asked for
    Declared("quiet.from", time(21), clock, "time", PRODUCT, "Start of the quiet hours; urgent messages excepted."),
    Declared("quiet.to", time(7, 30), clock, "time", PRODUCT, "End of the quiet hours."),
    Declared("cap.household", 1, whole, "messages a day", PRODUCT, "Unasked messages to a household."),
    Declared("cap.cadre", 3, whole, "messages a day", PRODUCT, "Unasked messages to a cadre."),
    Declared("reminder.max_age_hours", 6, whole, "hours", "domain.md X49",
             "A reminder that could not be sent for longer than this is dropped, urgent ones excepted."),
    Declared("reminder.plan_at", time(8, 30), clock, "time", "domain.md N01", "First workday: the week's requirement."),
    Declared("reminder.halfway_at", time(17), clock, "time", "domain.md N04", "Middle workday: no day yet."),
    Declared("reminder.tight_at", time(16), clock, "time", "domain.md N05",
             "Every remaining workday is needed, or they no longer suffice."),
    Declared("reminder.missed_at", time(20), clock, "time", "domain.md N07", "Sunday: the week was not met."),
    Declared("reminder.report_at", time(9), clock, "time", "domain.md N08",
             "First workday of the next week: who did not meet it."),
    Declared("reminder.visits_day", 20, whole, "day of the month", "domain.md N09", "Households not visited yet."),
    Declared("reminder.visits_workdays", 3, whole, "workdays", "domain.md N09",
             "The same again, this many workdays before the month's end."),
    Declared("reminder.visits_at", time(9), clock, "time", "domain.md N09", "When both are sent."),
    Declared("reminder.off", ("N02", "N06"), names, "rules", PRODUCT,
             "Rules that are switched off (bangfu reminders list); a region's list stands in place of the one above it."),
    Declared("reminder.check_out_at", time(20), clock, "time", "domain.md N02", "No check-out yet."),
    Declared("reminder.planned_at", time(7, 40), clock, "time", "domain.md N03", "A day planned on site."),
    Declared("reminder.unlogged_at", time(20), clock, "time", "domain.md N06", "Came for visits and logged none."),
    Declared("reminder.next_visit_at", time(8, 30), clock, "time", "domain.md N10", "A visit planned for tomorrow or today."),
    Declared("reminder.follow_up_at", time(8, 30), clock, "time", "domain.md N12", "Follow-ups that are or become due."),
    Declared("reminder.measure_days", (7, 1), numbers, "days", "domain.md N11",
             "How long before it is due a measure is named."),
    Declared("reminder.measure_at", time(8, 30), clock, "time", "domain.md N11", "When that is sent."),
    Declared("reminder.public_notice_days", (2, 0), numbers, "days", "domain.md N13",
             "How long before its end a public notice is named; and once more when it is over."),
    Declared("reminder.public_notice_at", time(9), clock, "time", "domain.md N13", "When that is sent."),
    Declared("reminder.unbound_day", 5, whole, "day of the month", "domain.md N14", "Households without an account."),
    Declared("reminder.unbound_at", time(9), clock, "time", "domain.md N14", "When that is sent."),
    Declared("reminder.insurance_days", ("11-25", "12-15"), month_days, "days of the year", "domain.md N16",
             "When members of households whose health insurance is not paid are counted; on the next workday if need be."),
    Declared("reminder.insurance_at", time(9), clock, "time", "domain.md N16", "When that is sent."),
    Declared("insurance.until", "12-31", month_day, "day of the year", "domain.md N16",
             "The last day of the season in which health insurance is paid."),
    Declared("insurance.ahead", 1, whole, "years", PRODUCT,
             "Which year of insurance is paid for in that season: 1 the next, 0 the running one."),
    Declared("reminder.training_at", time(18), clock, "time", "domain.md N15", "The day before a session of training."),
    Declared("reminder.holiday_at", time(9), clock, "time", "domain.md N23",
             "The last workday before a public holiday: who is on duty; a workday earlier, that the list is missing."),
    Declared("public_notice.least_days", 5, whole, "days", "domain.md M4",
             "A public notice that runs for fewer days is marked in the digest."),
    Declared("reminder.calendar_at", time(9), clock, "time", "domain.md N20",
             "From November, first workday of a week: next year's holidays are missing."),
    Declared("reminder.term_days", (30, 7), numbers, "days", "domain.md N21",
             "How long before its end an assignment is named."),
    Declared("reminder.term_at", time(9), clock, "time", "domain.md N21", "When that is sent."),
    Declared("reminder.grants_at", time(9), clock, "time", "domain.md N24", "First of the month: grants of the last."),
    Declared("reminder.draft_at", time(8, 30), clock, "time", PRODUCT, "The workday after a form was left unfinished."),
    Declared("digest.cutoff", time(18), clock, "time", "domain.md 8.1", "What is saved later stands in the next digest."),
    Declared("digest.sent", time(18, 30), clock, "time", "domain.md 8.1", "When the digest is sent on workdays."),
    Declared("digest.week_sent", time(9), clock, "time", "domain.md 8.5",
             "First workday after a week that had workdays: its digest; figures as known at this moment."),
    Declared("digest.month_sent", time(9), clock, "time", "domain.md 8.5",
             "First workday of a month: the digest of the month before; figures as known at this moment."),
    # money
    Declared("funds.industry_percent", 70, whole, "per cent", "domain.md Q70",
             "Least share of fiscal money for industry."),
    Declared("funds.direct_percent", 70, whole, "per cent", "domain.md Q70",
             "Least share of the industry money that goes straight to households."),
    # conversation
    Declared("bind.tries", 5, whole, "tries", "domain.md D01", "Wrong tries before binding is locked."),
    Declared("bind.lock_minutes", 30, whole, "minutes", "domain.md D01", "How long it is locked."),
    Declared("draft.days", 7, whole, "days", "domain.md 7.0", "How long an unfinished form is kept."),
    Declared("draft.rest_minutes", 30, whole, "minutes", "domain.md 7.0",
             "After this silence an unfinished form is offered instead of going on at once."),
    # what is forgotten
    Declared("keep.replies_days", 60, whole, "days", PRODUCT, "How long messages taken in are known with their replies."),
    Declared("keep.queries_days", 365, whole, "days", PRODUCT, "How long it is known who asked what."),
    Declared("keep.notices_days", 365, whole, "days", PRODUCT,
             "How long notices are kept with the attempts to deliver them."),
)  # fmt: skip

DECLARED: Mapping[str, Declared] = {declared.name: declared for declared in TABLE}
