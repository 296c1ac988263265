"""What is said of a week on site: the line after a check-in, the label of a standing, how it came about."""

from __future__ import annotations

from handlers.rules.onsite import OnsiteRule, Status, WeekStanding
from handlers.shown import listed, weekday
from locales import Translate, Words, words

LABELS = {
    Status.MET: words("met"),
    Status.EXEMPT: words("exempt"),
    Status.ON_COURSE: words("on course"),
    Status.TIGHT: words("tight"),
    Status.IMPOSSIBLE: words("no longer possible on workdays"),
    Status.MISSED: words("not met"),
}
"""已达标 免 正常 紧 工作日内已不可能 未达标."""


def week_line(t: Translate, week: WeekStanding) -> str:
    """How the present week stands, in a line: `本周第2天,已达标`, `本周已1天,还需1天(剩余工作日:周五)`."""
    line = _main(t, week)
    if week.pending_days:
        line = t("{line}; {count} more waiting for review", line=line, count=len(week.pending_days))
    if not week.certain:
        line = t("{line} ({mark})", line=line, mark=calendar_mark(week))
    return line


def _main(t: Translate, week: WeekStanding) -> str:
    if week.status is Status.EXEMPT:
        return t(_why_exempt(week))
    if week.status is Status.MET:
        return t(_so_far_met(week))
    return t("{so_far}, {wanted}", so_far=_so_far(week), wanted=_wanted(t, week))


def _so_far_met(week: WeekStanding) -> Words:
    done = len(week.counted)
    if week.with_others:
        return words(
            "Your unit has {count} days this week, {own} of them yours: requirement met",
            count=done, own=len(week.days),
        )  # fmt: skip
    return words("Day {count} this week, requirement met", count=done)


def _so_far(week: WeekStanding) -> Words:
    done = len(week.counted)
    if week.with_others:
        return words(
            "Your unit has {count} days so far this week, {own} of them yours", count=done, own=len(week.days)
        )
    return words("{count} so far this week", count=done) if done else words("No day this week yet")


def unit_line(t: Translate, week: WeekStanding) -> str:
    """单位合计2天(周二、周四): the days that a region counts which counts by unit; empty where it does not."""
    if week.together is None:
        return ""
    days = listed(t, [weekday(t, day) for day in week.together])
    if not days:
        return t("The unit together: no day yet")
    return t("The unit together: {count} days ({days})", count=len(week.together), days=days)


def _wanted(t: Translate, week: WeekStanding) -> Words:
    left = listed(t, [weekday(t, day) for day in week.workdays_left])
    if week.status is Status.MISSED:
        return words("{need} short", need=week.need)
    if not left:
        return words("{need} more needed (no workday left; a weekend day counts)", need=week.need)
    if week.status is Status.IMPOSSIBLE:
        return words(
            "{need} more needed (workdays left: {days}; a weekend day counts)", need=week.need, days=left
        )
    return words("{need} more needed (workdays left: {days})", need=week.need, days=left)


def _why_exempt(week: WeekStanding) -> Words:
    if not week.workdays:
        return words("No workdays this week, nothing is asked")
    if week.absent:
        return words("You are excused this week, nothing is asked")
    return words("Nothing is asked this week")


def calendar_mark(week: WeekStanding) -> Words:
    """The mark beside figures of a year whose holidays are not known yet (X21)."""
    return words(
        "the holidays of {year} are not in yet: Monday to Friday assumed", year=week.week.sunday.year
    )


def explain(week: WeekStanding, rule: OnsiteRule) -> tuple[Words, ...]:
    """How the requirement came about, a line each, for whoever asks why."""
    lines = [words("The rule asks {days} days a week", days=rule.required_days)]
    if rule.prorate:
        lines.append(
            words(
                "Workdays {workdays}, excused {absent}: {required} asked",
                workdays=len(week.workdays), absent=len(week.absent), required=week.required,
            )
        )  # fmt: skip
    lines.append(
        words(
            "On site {count}, waiting for review {pending}",
            count=len(week.days),
            pending=len(week.pending_days),
        )
    )
    if week.together is not None:
        lines.append(
            words("Counted by the unit: what anybody of it does in one's own villages counts for all of them")
        )
    if not week.certain:
        lines.append(calendar_mark(week))
    return tuple(lines)
