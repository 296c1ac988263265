"""The pieces that the digests of all levels share."""

from __future__ import annotations

from handlers.digests.facts import (
    DigestFacts,
    Exits,
    Money,
    OnSite,
    Problem,
    ProjectLine,
    Projects,
    Quality,
    Share,
    Staffing,
    Visits,
)  # fmt: skip
from handlers.digests.lines import Line, Weight
from handlers.digests.wording import WARNING, comma, matter, money, place, rate
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
    """补录5 撤回2 集中补录1 更正2条: what is nought is left out."""
    parts = [
        t("late entries {count}", count=quality.late) if quality.late else "",
        t("taken back {count}", count=quality.withdrawn) if quality.withdrawn else "",
        t("written in bulk {count}", count=quality.bulk) if quality.bulk else "",
        t("corrected {count}", count=quality.corrected) if quality.corrected else "",
        t("to be looked at {count}", count=quality.flags) if quality.flags else "",
    ]
    return " ".join(filter(None, parts))


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
}
"""The same without numbers, for villages and counties."""
