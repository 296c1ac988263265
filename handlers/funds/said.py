"""The answers about money in words, as in the examples of D40: sums exact to the fen, both ratios of Q70."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers.digests.wording import WARNING, comma, semicolon
from handlers.funds.answers import OtherYears, Payments, SomeProjects, Totals, Vouchers
from handlers.rules.ratios import FundRatios, Ratio, percentage
from handlers.shown import household_name, masked_name
from locales import Translate, words
from storage.queries.funds import Payment, SourceSums, Voucher
from storage.queries.projects import ProjectLine
from storage.values.money import FEN_PER_WAN, Money

SOURCES = {
    "fiscal": words("fiscal"),
    "paired": words("paired-region aid"),
    "social": words("donated"),
    "unit": words("from units"),
}
STEPS = {"received": words("received"), "spent": words("spent")}
OWN = {"household": words("Your household"), "paired": words("Households you help")}
STATES = {
    "planned": words("not begun"),
    "stopped": words("stopped"),
    "finished": words("finished"),
    "accepted": words("passed inspection"),
}


def short_day(day: date) -> str:
    """3-02, 11-19."""
    return f"{day.month}-{day.day:02d}"


def amount(t: Translate, fen: int) -> str:
    """86.5万元, 4520元."""
    if abs(fen) >= FEN_PER_WAN:
        return t("CNY {amount} x10,000", amount=Money(fen).wan())
    return t("CNY {amount}", amount=Money(fen).yuan())


def totals(t: Translate, found: Totals) -> str:
    """石关村2026年:到位86.5万元(财政60 对口20 社会6.5),支出51.9万元(60.0%);产业43.2万元,占财政72.0%;…"""
    parts = [_sums(t, found.sums), *(_ratios(t, found.ratios) if found.ratios else ())]
    return f"{_title(t, found)}:{semicolon(t).join(parts)}{t('. ')}{semicolon(t).join(_tail(t, found))}"


def _title(t: Translate, found: Totals) -> str:
    """石关村2026年, 石关村2026年财政资金, 石关村2026年(已公示)."""
    scope, title = found.view.scope, t("{name} {year}", name=found.view.name, year=found.year)
    if scope.source is not None:
        title = t("{title}, {source} money", title=title, source=t(SOURCES.get(scope.source, scope.source)))
    return t("{title} (published)", title=title) if scope.published else title


def _sums(t: Translate, sums: Sequence[SourceSums]) -> str:
    received, spent = sum(each.received for each in sums), sum(each.spent for each in sums)
    told = t("received {amount}", amount=amount(t, received))
    parts = [
        f"{t(SOURCES.get(e.source, e.source))}{_part(t, e.received, received)}" for e in sums if e.received
    ]
    told += f"({' '.join(parts)})" if len(parts) > 1 else ""
    return comma(t).join(
        [told, t("spent {amount} ({rate})", amount=amount(t, spent), rate=percentage(spent, received))]
    )


def _part(t: Translate, fen: int, whole: int) -> str:
    """A part of a sum, in the unit that the sum is told in."""
    return Money(fen).wan() if whole >= FEN_PER_WAN else Money(fen).yuan()


def _ratios(t: Translate, ratios: FundRatios) -> list[str]:
    industry, direct = ratios.industry, ratios.direct
    parts = [
        t(
            "industry {amount}, {rate} of fiscal",
            amount=amount(t, industry.part_fen),
            rate=_share(t, industry),
        )
    ]
    if direct.whole_fen:
        parts.append(
            t(
                "direct to households {amount}, {rate} of industry",
                amount=amount(t, direct.part_fen),
                rate=_share(t, direct),
            )
        )
    return parts


def _share(t: Translate, ratio: Ratio) -> str:
    """72.0%, or 68.1%(要求70%)⚠."""
    if ratio.passes:
        return ratio.shown
    return f"{ratio.shown}{t('(required {percent}%)', percent=ratio.percent)}{WARNING}"


def _tail(t: Translate, found: Totals) -> list[str]:
    parts = []
    if found.places:
        parts.append(t("{count} places, send a number for each", count=len(found.places)))
    elif found.projects:
        parts.append(t("{count} projects, send a number for each", count=len(found.projects)))
    if found.plans[0]:
        count, fen = found.plans
        parts.append(t("{count} not published yet, {amount} approved", count=count, amount=amount(t, fen)))
    if found.latest:
        parts.append(t("figures as of {day}", day=short_day(found.latest)))
    return parts


def project(t: Translate, each: ProjectLine) -> str:
    """马铃薯种植500亩:批复24万元 已付18万元(75%) 进度80% 事前公示3-02至3-12 受益62户 负责人陈*."""
    parts = [
        t("approved {amount}", amount=amount(t, each.approved)),
        _paid(t, each) if each.paid else "",
        t("progress {percent}%", percent=each.progress),
        _state(t, each),
        notice(t, each),
        t("{count} households benefit", count=each.households) if each.households else "",
        t("in charge {name}", name=masked_name(each.in_charge)) if each.in_charge else "",
    ]
    return f"{each.name}:{' '.join(filter(None, parts))}"


def _paid(t: Translate, each: ProjectLine) -> str:
    return t(
        "paid {amount} ({rate})",
        amount=amount(t, each.paid), rate=percentage(each.paid, each.approved, places=0),
    )  # fmt: skip


def _state(t: Translate, each: ProjectLine) -> str:
    if each.state not in STATES:
        return ""
    note = f"({each.note})" if each.note and each.state == "stopped" else ""
    return f"{WARNING * (each.state == 'stopped')}{t(STATES[each.state])}{note}"


def notice(t: Translate, each: ProjectLine) -> str:
    """事前公示3-02至3-12; ⚠未公示."""
    if each.published_from is None:
        return f"{WARNING}{t('not published')}"
    first, last = each.published_from, each.published_to
    if last is None:
        return t("notice from {first}", first=short_day(first))
    return t("notice {first} to {last}", first=short_day(first), last=short_day(last))


def notices(t: Translate, found: SomeProjects) -> str:
    """The notices of the projects of a place."""
    if not found.projects:
        return t("{name}: no published project", name=found.name)
    return "\n".join(
        [
            t("{name}, notices:", name=found.name),
            *(f"{each.name} {notice(t, each)}" for each in found.projects),
        ]
    )


def payments(t: Translate, found: Payments) -> str:
    """Payments to households, heads masked."""
    name = t(OWN[found.own]) if found.own else found.name
    if not found.count:
        return t("{name} {year}: no payment to households on file", name=name, year=found.year)
    head = t("{name} {year}: {count} payments to households, {amount} in all", name=name, year=found.year, count=found.count, amount=amount(t, found.amount))  # fmt: skip
    return "\n".join(
        [head, *(_payment(t, each) for each in found.shown), *_more(t, found.count, len(found.shown))]
    )


def _payment(t: Translate, each: Payment) -> str:
    told = f"{short_day(each.day)} {household_name(t, each.head, each.group_no)} {amount(t, each.amount)}"
    return f"{told} {each.project}".rstrip()


def vouchers(t: Translate, found: Vouchers) -> str:
    """Booked movements, without any account number: there is none in the books kept here."""
    head = t("{name} {year}: {count} vouchers", name=found.name, year=found.year, count=found.count)
    return "\n".join(
        [head, *(_voucher(t, each) for each in found.shown), *_more(t, found.count, len(found.shown))]
    )


def _voucher(t: Translate, each: Voucher) -> str:
    source, step = t(SOURCES.get(each.source, each.source)), t(STEPS.get(each.step, each.step))
    return (
        f"{each.code} {short_day(each.day)} {source}{step} {amount(t, each.amount)} {each.project}".rstrip()
    )


def _more(t: Translate, count: int, shown: int) -> list[str]:
    return [t("and {count} more", count=count - shown)] if count > shown else []


def other_years(t: Translate, found: OtherYears) -> str:
    """只有2024-2026年数据."""
    if not found.years:
        return t("No money on file.")
    first, last = min(found.years), max(found.years)
    span = str(first) if first == last else f"{first}-{last}"
    return t("There are figures of {years} only.", years=span)
