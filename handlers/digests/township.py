"""The digest of a township (domain.md 8.2)."""

from __future__ import annotations

from handlers.digests import blocks, papers, registers_said
from handlers.digests.blocks import HEADS
from handlers.digests.facts import (
    DigestFacts,
    Exits,
    Money,
    OnSite,
    Outlook,
    Problems,
    Projects,
    Quality,
    Risks,
    Visits,
)  # fmt: skip
from handlers.digests.form import Form
from handlers.digests.lines import Line, Weight
from handlers.digests.registers import Applications
from handlers.digests.wording import (
    WARNING,
    absences,
    comma,
    first_few,
    matter,
    money,
    place,
    rate,
    semicolon,
    shares,
    tallies,
    total,
)  # fmt: skip
from handlers.shown import clock, weekday
from locales import Translate


def _title(t: Translate, facts: DigestFacts) -> str:
    return t(
        "[{area} support digest] {day} {weekday} week {week} as of {time}",
        area=facts.area, day=facts.day, weekday=weekday(t, facts.day), time=clock(facts.cutoff),
        week=facts.day.isocalendar().week,
    )  # fmt: skip


def _on_site(t: Translate, seen: OnSite) -> list[Line]:
    lines = [Line(f"{t(HEADS['on_site'])} {duty_line(t, seen)}", Weight.BLOCK)]
    if blocks.is_asked(seen):
        lines.append(Line(f" {_met(t, seen)}", Weight.BLOCK))
    if seen.here_today or seen.pending:
        lines.append(Line(f" {today_line(t, seen)}", Weight.WHERE))
    if blocks.is_asked(seen):
        label = t("{label} rate", label=blocks.met_label(t, seen))
        lines.append(Line(f" {label}:{shares(seen.places, blocks.met_share(seen))}", Weight.PLACES))
    return lines + _on_site_exceptions(t, seen) + _series(t, seen)


def duty_line(t: Translate, seen: OnSite) -> str:
    if not seen.exempt:
        return t("{listed} on the list, all due", listed=seen.listed, required=seen.required)
    return t(
        "{listed} on the list, {exempted} excused ({kinds}), {required} due",
        listed=seen.listed, exempted=seen.exempted, kinds=absences(t, seen.exempt), required=seen.required,
    )  # fmt: skip


def _met(t: Translate, seen: OnSite) -> str:
    first = t("{label}: {count} people", label=blocks.met_label(t, seen), count=seen.met)
    others = [
        t("{label}: {count} people", label=t("{days}-day", days=days), count=count)
        for days, count in seen.short
        if count
    ]
    return semicolon(t).join(
        [f"{first}{blocks.met_rate(t, seen)}", *others, *blocks.counted(t, seen.counting)]
    )


def today_line(t: Translate, seen: OnSite) -> str:
    told = t("{count} people on site today", count=seen.here_today)
    parts = [f"{told}:{tallies(seen.today)}"] if seen.here_today else []
    return semicolon(t).join(
        [*parts, *([t("{count} to be reviewed", count=seen.pending)] if seen.pending else [])]
    )


def _on_site_exceptions(t: Translate, seen: OnSite) -> list[Line]:
    lines = []
    if seen.idle:
        told = idle_line(t, seen)
        lines.append(Line(f" {WARNING}{told}:{tallies(seen.idle)}", Weight.EXCEPTION))
    if seen.repeated:
        told = t(
            "missed {weeks} weeks running: {count} people",
            weeks=seen.repeated_weeks,
            count=total(seen.repeated),
        )
        lines.append(Line(f" {WARNING}{told}:{tallies(seen.repeated)}", Weight.EXCEPTION))
    return lines


def idle_line(t: Translate, seen: OnSite) -> str:
    """0天19人只剩1个工作日."""
    if seen.workdays_left:
        return t(
            "0 days: {count} people, {left} workdays left", count=total(seen.idle), left=seen.workdays_left
        )
    return t("0 days: {count} people, no workday left", count=total(seen.idle))


def _series(t: Translate, seen: OnSite) -> list[Line]:
    if not any(week.whole for week in seen.series):
        return []
    told = t("Rate of the last {count} weeks", count=len(seen.series))
    return [Line(f" {told}:{' '.join(rate(week) for week in seen.series)}", Weight.TREND)]


def _visits(t: Translate, visits: Visits) -> list[Line]:
    head = f"{t(HEADS['visits'])} {visits_line(t, visits)}"
    lines = [Line(head, Weight.BLOCK)]
    if visits.places:
        lines.append(Line(f" {shares(visits.places, visits.month)}", Weight.PLACES))
    if visits.neglected:
        told = neglected_line(t, visits)
        lines.append(Line(f" {WARNING}{told}:{tallies(visits.neglected)}", Weight.EXCEPTION))
    return lines


def visits_line(t: Translate, visits: Visits) -> str:
    """今日27户;本月331/454户(72.9%,上月同日70.5%)."""
    month = t("this month {share} households", share=blocks.month_share(visits))
    shown = f"({rate(visits.month)})"
    if visits.before and visits.before.whole:
        shown = t(
            "({rate}, same day last month {before})", rate=rate(visits.month), before=rate(visits.before)
        )
    today = [t("today {count} households", count=visits.today)] if visits.today else []
    return semicolon(t).join([*today, f"{month}{shown}", *paused(t, visits)])


def paused(t: Translate, visits: Visits) -> list[str]:
    """暂缓1户: households that are left in peace."""
    return [t("left in peace for now: {count}", count=visits.paused)] if visits.paused else []


def neglected_line(t: Translate, visits: Visits) -> str:
    """超60天未走访6户."""
    return t(
        "over {days} days without a visit: {count} households",
        days=visits.neglected_days, count=total(visits.neglected),
    )  # fmt: skip


def _problems(t: Translate, found: Problems) -> list[Line]:
    needs = registers_said.needs_line(t, found.needs) if found.needs else ""
    if needs and not found.any:
        return [Line(f"{t(HEADS['problems'])} {needs}", Weight.BLOCK)]
    lines = [Line(f"{t(HEADS['problems'])} {balance(t, found)}", Weight.BLOCK)]
    if found.overdue_count:
        named = first_few(t, [blocks.problem_name(t, each) for each in found.overdue], found.overdue_count)
        told = t("overdue {count}", count=found.overdue_count)
        lines.append(Line(f" {WARNING}{told}:{named}", Weight.EXCEPTION))
    return [*lines, Line(f" {needs}", Weight.PROGRESS)] if needs else lines


def balance(t: Translate, found: Problems) -> str:
    """结转19+新增4-办结6=在办17."""
    return t(
        "carried over {carried} + new {new} - closed {closed} = open {open}",
        carried=found.carried, new=found.new, closed=found.closed, open=found.open,
    )  # fmt: skip


def _risks(t: Translate, risks: Risks) -> list[Line]:
    named = [
        t(
            "{what}, {count} households",
            what=f"{place(each.place)}{matter(t, each.matter)}",
            count=each.households,
        )
        for each in risks.items
    ]
    told = t(
        "new {count}: {named}; to be checked by day {day}",
        count=risks.new, named=first_few(t, named, joint=comma(t)), day=risks.due.day,
    )  # fmt: skip
    return [Line(f"{t(HEADS['risks'])} {told}", Weight.BLOCK)]


def _money(t: Translate, funds: Money) -> list[Line]:
    first = t(
        "fiscal received {received}, spent {spent}",
        received=money(t, funds.received), spent=money(t, funds.spent),
    )  # fmt: skip
    lines = [Line(f"{t(HEADS['money'])} {first}{blocks.spent_rate(t, funds)}", Weight.BLOCK)]
    lines.append(Line(f" {semicolon(t).join(ratio_parts(t, funds))}", Weight.EXCEPTION))
    if funds.early:
        told = t("paid before the notice had ended: {count}", count=funds.early)
        lines.append(Line(f" {WARNING}{told}", Weight.EXCEPTION))
    return lines


def ratio_parts(t: Translate, funds: Money, *, short: bool = False) -> list[str]:
    """产业216万元(72.0%), 直接到户147万元,占产业68.1%⚠低于70%,差4.2万元; `short` leaves 低于70% out."""
    ratios = blocks.ratios_of(funds)
    industry = t("industry {amount} ({rate})", amount=money(t, funds.industry), rate=ratios.industry.shown)
    parts = [f"{industry}{blocks.shortfall(t, ratios.industry, short=short)}"]
    if funds.industry:
        direct = t(
            "direct to households {amount}, {rate} of industry",
            amount=money(t, funds.direct), rate=ratios.direct.shown,
        )  # fmt: skip
        parts.append(f"{direct}{blocks.shortfall(t, ratios.direct, short=short)}")
    return parts


def _projects(t: Translate, found: Projects) -> list[Line]:
    told = " ".join(blocks.project_counts(t, found))
    stopped = [blocks.project_name(each) for each in found.stopped]
    parts = [told] if told else []
    if stopped:
        count = t("stopped {count}", count=len(stopped))
        parts.append(f"{WARNING}{count}:{first_few(t, stopped)}")
    return [Line(f"{t(HEADS['projects'])} {semicolon(t).join(parts)}", Weight.PROGRESS)] if parts else []


def _exits(t: Translate, exits: Exits) -> list[Line]:
    return [Line(f"{t(HEADS['exits'])} {blocks.exits_line(t, exits)}", Weight.PROGRESS)]


def _quality(t: Translate, quality: Quality) -> list[Line]:
    return [Line(f"{t(HEADS['quality'])} {blocks.quality_line(t, quality)}", Weight.RECORDS)]


def _applications(t: Translate, found: Applications) -> list[Line]:
    return registers_said.township(t, t(HEADS["applications"]), found)


def _outlook(t: Translate, found: Outlook) -> list[Line]:
    return blocks.outlook_line(t, found, t(HEADS["outlook"]), blocks.planned(t, found), t("10. "))


FORM = Form(
    _title,
    {
        "on_site": _on_site,
        "visits": _visits,
        "problems": _problems,
        "risks": _risks,
        "applications": _applications,
        "publicity": papers.township_notices,
        "money": _money,
        "projects": _projects,
        "measures": papers.township_measures,
        "exits": _exits,
        "quality": _quality,
        "outlook": _outlook,
        "sessions": papers.township_sessions,
    },
    HEADS,
)
