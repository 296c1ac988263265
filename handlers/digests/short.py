"""The digest for an SMS: what matters most, in two segments."""

from __future__ import annotations

from handlers.digests import blocks
from handlers.digests.facts import DigestFacts, Money, OnSite, Problems, Visits
from handlers.digests.wording import comma, semicolon
from handlers.rules.ratios import percentage
from locales import Translate, words


def short_text(t: Translate, facts: DigestFacts) -> str:
    """【帮扶】11-19示范办事处:驻村满2天81/134人(60%),0天19人;走访331/454户(73%);…"""
    parts = [
        _on_site(t, facts.on_site) if facts.on_site and blocks.is_asked(facts.on_site) else "",
        _visits(t, facts.visits) if facts.visits else "",
        _problems(t, facts.problems) if facts.problems else "",
        *(_money(t, facts.money) if facts.money else ()),
    ]
    told = semicolon(t).join(filter(None, parts))
    return t(
        "[Bangfu] {day} {area}: {told}. For details send digest",
        day=f"{facts.day:%m-%d}", area=facts.area, told=told,
    )  # fmt: skip


def _on_site(t: Translate, seen: OnSite) -> str:
    told = t(
        "on site {label} {met}/{required} ({rate})",
        label=blocks.met_label(t, seen), met=seen.met, required=seen.required,
        rate=percentage(seen.met, seen.required, places=0),
    )  # fmt: skip
    idle = sum(count for days, count in seen.short if days == 0)
    none = [t("0 days {count}", count=idle)] if idle else []
    return comma(t).join([told, *none, *blocks.counted(t, seen.counting)])


def _visits(t: Translate, visits: Visits) -> str:
    return t(
        "visits {share} ({rate})",
        share=blocks.month_share(visits), rate=percentage(visits.month.part, visits.month.whole, places=0),
    )  # fmt: skip


def _problems(t: Translate, found: Problems) -> str:
    if not found.open:
        return ""
    late = [t("overdue {count}", count=found.overdue_count)] if found.overdue_count else []
    return comma(t).join([t("problems open {count}", count=found.open), *late])


def _money(t: Translate, funds: Money) -> list[str]:
    ratios = blocks.ratios_of(funds)
    found = (
        (words("industry {rate} below {percent}%"), ratios.industry),
        (words("direct {rate} below {percent}%"), ratios.direct),
    )
    return [t(said, rate=each.shown, percent=each.percent) for said, each in found if not each.passes]
