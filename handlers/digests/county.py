"""The digest of a county (domain.md 8.4): counts and exceptions by township, no names at all."""

from __future__ import annotations

from handlers.digests import blocks, papers, registers_said
from handlers.digests.facts import Exits, Money, OnSite, Outlook, Problems, Projects, Risks, Share, Visits
from handlers.digests.form import Form
from handlers.digests.lines import Line, Weight
from handlers.digests.registers import Applications
from handlers.digests.township import balance, neglected_line, paused, ratio_parts
from handlers.digests.wording import (
    FEW,
    WARNING,
    comma,
    first_few,
    is_behind,
    matter,
    money,
    rate,
    semicolon,
    tallies,
    total,
)  # fmt: skip
from locales import Translate

LOW_PERCENT = 50
"""A township is named below this rate, if it is also behind the county: on a Monday all are below it."""


def _on_site(t: Translate, seen: OnSite) -> list[Line]:
    told = t(
        "{listed} on the list, {exempted} excused, {required} due",
        listed=seen.listed, exempted=seen.exempted, required=seen.required,
    )  # fmt: skip
    days = f":{_days(t, seen)}" if blocks.is_asked(seen) else ""
    lines = [Line(f"{t('On site')} {told}{days}", Weight.BLOCK)]
    parts = [*_low(t, seen), *_repeated(t, seen)]
    return [*lines, Line(f" {semicolon(t).join(parts)}", Weight.EXCEPTION)] if parts else lines


def _days(t: Translate, seen: OnSite) -> str:
    """满2天4011(60.7%,上周同日58.9%) 1天1720 0天881."""
    short = [
        t("{label} {count}", label=t("{days}-day", days=days), count=count)
        for days, count in seen.short
        if count
    ]
    met = t("{label} {count}", label=blocks.met_label(t, seen), count=seen.met)
    told = " ".join([f"{met}{blocks.met_rate(t, seen)}", *short])
    return semicolon(t).join([told, *blocks.counted(t, seen.counting)])


def _low(t: Translate, seen: OnSite) -> list[str]:
    area = blocks.met_share(seen)
    low = sorted(filter(lambda share: _is_low(share, area), seen.places), key=_fraction)
    if not low:
        return []
    named = first_few(t, [f"{share.name}{rate(share)}" for share in low])
    return [
        t("{count} townships below {percent}%: {named}", count=len(low), percent=LOW_PERCENT, named=named)
    ]


def _is_low(share: Share, area: Share) -> bool:
    return 100 * share.part < LOW_PERCENT * share.whole and is_behind(share, area)


def _fraction(share: Share) -> float:
    return share.part / share.whole


def _repeated(t: Translate, seen: OnSite) -> list[str]:
    if not seen.repeated:
        return []
    return [
        t(
            "missed {weeks} weeks running: {count} people",
            weeks=seen.repeated_weeks,
            count=total(seen.repeated),
        )
    ]


def _visits(t: Translate, visits: Visits) -> list[Line]:
    month = t("this month {share} households", share=blocks.month_share(visits))
    parts = [f"{month}({rate(visits.month)})", *([neglected_line(t, visits)] if visits.neglected else [])]
    parts += paused(t, visits)
    return [Line(f"{t('Visits')} {semicolon(t).join(parts)}", Weight.BLOCK)]


def _risks(t: Translate, risks: Risks) -> list[Line]:
    named = [
        t("{what}, {count} households", what=f"{each.place}{matter(t, each.matter)}", count=each.households)
        for each in risks.items
    ]
    told = t("new {count}", count=max(risks.events, risks.new))
    if risks.items:
        few = first_few(t, named, joint=comma(t))
        told = t("{new} (urgent {count}: {named})", new=told, count=risks.new, named=few)
    return [Line(f"{t('Risks')} {told}", Weight.BLOCK)]


def _problems(t: Translate, found: Problems) -> list[Line]:
    if not found.any:
        return []
    parts = [balance(t, found)]
    if found.overdue_count:
        parts.append(f"{t('overdue {count}', count=found.overdue_count)}{_long(t, found)}")
    return [Line(f"{t('Problems')} {semicolon(t).join(parts)}", Weight.BLOCK)]


def _long(t: Translate, found: Problems) -> str:
    if not found.long:
        return ""
    told = t(", of them over {days} days {count}", days=found.long_days, count=total(found.long))
    named = tallies(found.long[:FEW])
    return f"{told}:{t('{items} and more', items=named) if len(found.long) > FEW else named}"


def _money(t: Translate, funds: Money) -> list[Line]:
    told = t(
        "fiscal received {received}, spent {spent}",
        received=money(t, funds.received), spent=money(t, funds.spent),
    )  # fmt: skip
    industry, *direct = ratio_parts(t, funds, short=True)
    lines = [
        Line(
            f"{t('Funds')} {told}({rate(Share('', funds.spent, funds.received))}){semicolon(t)}{industry}",
            Weight.BLOCK,
        )
    ]
    if funds.weak_places:
        direct.append(t("townships below in both {count}", count=funds.weak_places))
    if funds.early:
        direct.append(WARNING + t("paid before the notice had ended: {count}", count=funds.early))
    return [*lines, Line(f" {semicolon(t).join(direct)}", Weight.EXCEPTION)] if direct else lines


def _projects(t: Translate, found: Projects) -> list[Line]:
    parts = blocks.project_counts(t, found)
    parts += [t("stopped {count}", count=len(found.stopped))] if found.stopped else []
    if found.ahead:
        parts.append(
            t("paid {points} points ahead of progress {count}", points=found.ahead_points, count=found.ahead)
        )
    return [Line(f"{t('Projects')} {' '.join(parts)}", Weight.PROGRESS)] if parts else []


def _exits(t: Translate, exits: Exits) -> list[Line]:
    if not exits.out:  # noughts are left out (domain.md 8.1)
        return []
    return [Line(f"{t('Exits')} {blocks.exits_line(t, exits)}", Weight.PROGRESS)]


def _applications(t: Translate, found: Applications) -> list[Line]:
    return registers_said.county(t, t("Applications"), found)


def _outlook(t: Translate, found: Outlook) -> list[Line]:
    return blocks.outlook_line(t, found, t(blocks.NAMES["outlook"]), blocks.due(t, found))


FORM = Form(
    blocks.title,
    {
        "on_site": _on_site,
        "visits": _visits,
        "risks": _risks,
        "problems": _problems,
        "applications": _applications,
        "publicity": papers.county_notices,
        "money": _money,
        "projects": _projects,
        "measures": papers.county_measures,
        "exits": _exits,
        "staffing": blocks.staffing_lines,
        "quality": blocks.quality_lines,
        "outlook": _outlook,
    },
    blocks.NAMES,
)
