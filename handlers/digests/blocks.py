"""The pieces that the digests of all levels share."""

from __future__ import annotations

from handlers.digests.counting import Counting
from handlers.digests.facts import (
    DigestFacts,
    Exits,
    Money,
    OnSite,
    Outlook,
    Problem,
    ProjectLine,
    Projects,
    Quality,
    Share,
    Staffing,
    Visits,
)  # fmt: skip
from handlers.digests.lines import Line, Weight
from handlers.digests.wording import WARNING, comma, matter, money, place, rate, semicolon
from handlers.rules.ratios import FundRatios, Ratio, fund_ratios
from handlers.shown import clock, weekday
from locales import Translate, words


def title(t: Translate, facts: DigestFacts) -> str:
    """【石关村 帮扶日报】2026-11-19 周四 截至18:00."""
    return t(
        "[{area} support digest] {day} {weekday} as of {time}",
        area=facts.area, day=facts.day, weekday=weekday(t, facts.day), time=clock(facts.cutoff),
    )  # fmt: skip


def met_label(t: Translate, seen: OnSite) -> str:
    """满2天; 达标 where somebody has met a requirement that leave has made smaller."""
    return t("requirement met") if seen.eased else t("{days} days done", days=seen.full)


def met_share(seen: OnSite) -> Share:
    return Share("", seen.met, seen.required)


def met_rate(t: Translate, seen: OnSite) -> str:
    """(60.4%,上周同日55.2%)."""
    if seen.before is None or not seen.before.whole:
        return f"({rate(met_share(seen))})"
    return t(
        "({rate}, same weekday last week {before})", rate=rate(met_share(seen)), before=rate(seen.before)
    )


def counted(t: Translate, found: Counting | None) -> list[str]:
    """按单位合计,本人天数达标64; 其中40按单位合计 where some regions of the area count so."""
    if found is None:
        return []
    whole = found.by_unit == found.all
    said = (
        t("counted by the unit") if whole else t("{count} of them counted by the unit", count=found.by_unit)
    )
    alone = [] if found.alone is None else [t("by their own days {count}", count=found.alone)]
    return [comma(t).join([said, *alone])]


def is_asked(seen: OnSite) -> bool:
    """Whether the week asks anything of anybody: a week without workdays does not (T8)."""
    return seen.required > 0


def problem_name(t: Translate, problem: Problem) -> str:
    """庆云饮水(水务,5天)."""
    late = t("{days} d late", days=problem.days)
    told = t("{unit}, {late}", unit=problem.unit, late=late) if problem.unit else late
    return f"{place(problem.place)}{matter(t, problem.matter)}({told})"


def month_share(visits: Visits) -> str:
    """331/454."""
    return f"{visits.month.part}/{visits.month.whole}"


def ratios_of(funds: Money) -> FundRatios:
    """Both ratios of Q70, tested in whole fen."""
    return fund_ratios(
        funds.received, funds.industry, funds.direct,
        industry_percent=funds.industry_percent, direct_percent=funds.direct_percent,
    )  # fmt: skip


def spent_rate(t: Translate, funds: Money) -> str:
    """(64.0%,上月同日58.0%)."""
    now = rate(Share("", funds.spent, funds.received))
    if funds.before is None or not funds.before.whole:
        return f"({now})"
    return t("({rate}, same day last month {before})", rate=now, before=rate(funds.before))


def shortfall(t: Translate, ratio: Ratio, *, short: bool = False) -> str:
    """⚠低于70%,差4.2万元 (or ⚠,差4.2万元); nothing where the ratio passes."""
    if ratio.passes:
        return ""
    below = "" if short else t("below {percent}%", percent=ratio.percent)
    return f"{WARNING}{below}{comma(t)}{t('{gap} short', gap=money(t, ratio.gap_fen))}"


def project_name(each: ProjectLine) -> str:
    """路塘通村路(土地未落实): the place unless the name says it, and the last of its remarks."""
    own = place(each.place)
    name = each.name if each.name.startswith(own) else f"{own}{each.name}"
    return f"{name}({each.note.split(';')[-1]})" if each.note else name


def project_counts(t: Translate, found: Projects) -> list[str]:
    """在建6, 完工3."""
    building = [t("under way {count}", count=found.building)] if found.building else []
    return [*building, *([t("finished {count}", count=found.finished)] if found.finished else [])]


def exits_line(t: Translate, exits: Exits) -> str:
    """累计585/1350人(43.3%),在档765人."""
    return t(
        "{out}/{all} people in all ({rate}), {left} still on the register",
        out=exits.out, all=exits.all, rate=rate(Share("", exits.out, exits.all)), left=exits.all - exits.out,
    )  # fmt: skip


def quality_line(t: Translate, quality: Quality) -> str:
    """补录5 撤回2 集中补录1 更正2条 户主否认走访1(已转核查): what is nought is left out."""
    parts = [
        t("late entries {count}", count=quality.late) if quality.late else "",
        t("taken back {count}", count=quality.withdrawn) if quality.withdrawn else "",
        t("written in bulk {count}", count=quality.bulk) if quality.bulk else "",
        t("corrected {count}", count=quality.corrected) if quality.corrected else "",
        t("households deny a visit {count} (passed on)", count=quality.denied) if quality.denied else "",
        t("to be looked at {count}", count=quality.flags) if quality.flags else "",
    ]
    return " ".join(filter(None, parts))


def orders(t: Translate, found: Outlook) -> list[str]:
    """未办结3,逾期0."""
    return [t("open {open}, overdue {overdue}", open=found.open, overdue=found.overdue)] if found.open else []


def planned(t: Translate, found: Outlook) -> list[str]:
    """计划到村41人、走访33户."""
    people = t("{count} people on site", count=found.people) if found.people else ""
    visits = t("visits to {count} households", count=found.visits) if found.visits else ""
    parts = [each for each in (people, visits) if each]
    return [t("planned {what}", what=t(", ").join(parts))] if parts else []


def due(t: Translate, found: Outlook) -> list[str]:
    """到期事项64."""
    return [t("things due {count}", count=found.due)] if found.due else []


def next_workday(t: Translate, found: Outlook) -> str:
    """明日; 23日(周一) before days off."""
    if found.tomorrow:
        return t("Tomorrow")
    return t("Day {day} ({weekday})", day=found.day.day, weekday=weekday(t, found.day))


def outlook_line(t: Translate, found: Outlook, head: str, then: list[str], alone: str = "") -> list[Line]:
    """批示 未办结21,逾期2;明日到期事项64 in one line; without an instruction what is ahead stands alone.

    Args:
        alone: what the line begins with then.
    """
    ahead = [f"{next_workday(t, found)}{each}" for each in then]
    told = semicolon(t).join([*orders(t, found), *ahead])
    start = f"{head} " if found.open else alone
    return [Line(f"{start}{told}", Weight.BLOCK)] if told else []


def quality_lines(t: Translate, quality: Quality) -> list[Line]:
    """质量 补录5 撤回2, where blocks have no number."""
    return [Line(f"{t(NAMES['quality'])} {quality_line(t, quality)}", Weight.RECORDS)]


def staffing_lines(t: Translate, missing: Staffing) -> list[Line]:
    """人员 缺帮扶责任人户12,缺第一书记村1,缺信息员村3."""
    counts = (
        (words("households without helper {count}"), missing.helpers),
        (words("villages without team {count}"), missing.teams),
        (words("villages without first secretary {count}"), missing.secretaries),
        (words("villages without information officer {count}"), missing.officers),
        (words("townships without clerk {count}"), missing.clerks),
    )
    parts = [t(said, count=count) for said, count in counts if count]
    return [Line(f"{t(NAMES['staffing'])} {comma(t).join(parts)}", Weight.PROGRESS)]


HEADS = {
    "on_site": words("1. On site"),
    "visits": words("2. Visits"),
    "problems": words("3. Problems"),
    "risks": words("4. Risks"),
    "applications": words("5. Applications"),
    "publicity": words("5. Public notices"),
    "money": words("6. Funds"),
    "projects": words("7. Projects"),
    "measures": words("7. Measures"),
    "exits": words("8. Exits"),
    "quality": words("9. Records"),
    "sessions": words("10. Training"),
    "outlook": words("10. Instructions"),
}
"""Numbers are fixed for life, gaps allowed: a block that is left out renumbers nothing."""

NAMES = {
    "on_site": words("On site"),
    "visits": words("Visits"),
    "problems": words("Problems"),
    "risks": words("Risks"),
    "applications": words("Applications"),
    "money": words("Funds"),
    "projects": words("Projects"),
    "exits": words("Exits"),
    "quality": words("Records"),
    "staffing": words("Posts"),
    "publicity": words("Public notices"),
    "measures": words("Measures"),
    "sessions": words("Training"),
    "outlook": words("Instructions"),
}
"""The same without numbers, for villages and counties."""
