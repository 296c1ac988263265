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
    done = len(week.days)
    if week.status is Status.MET:
        return t("Day {count} this week, requirement met", count=done)
    so_far = words("{count} so far this week", count=done) if done else words("No day this week yet")
    return t("{so_far}, {wanted}", so_far=so_far, wanted=_wanted(t, week))


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
    if not week.certain:
        lines.append(calendar_mark(week))
    return tuple(lines)
