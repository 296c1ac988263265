"""为什么 after 资金: the bookings that the sums were made of, and the rule of the two ratios (Q70)."""

from __future__ import annotations

from handlers.digests.wording import semicolon
from handlers.funds.answers import Books
from handlers.funds.said import SOURCES, STEPS, amount, short_day
from locales import Translate
from storage.queries.fund_books import Booked
from storage.queries.funds import FISCAL, RECEIVED


def books(t: Translate, found: Books) -> str:
    """石关村2026年的账: 财政 到位2笔60万元(3-02至6-01); what counts as 产业 and 直接到户; where it comes from."""
    lines = [t("Behind the money of {name} {year}:", name=found.name, year=found.year)]
    lines += [_line(t, each) for each in found.booked]
    lines += _rule(t, found)
    if found.latest:
        lines.append(
            t(
                "Imported from the finance office, up to {day}; nothing is booked here.",
                day=short_day(found.latest),
            )
        )
    if found.may_list:
        lines.append(
            t("Each booking: send {line}.", line=" ".join(filter(None, ("资金", found.place, "单据"))))
        )
    return "\n".join(lines)


def _line(t: Translate, each: Booked) -> str:
    days = short_day(each.first)
    if each.last != each.first:
        days = t("{first} to {last}", first=days, last=short_day(each.last))
    return t(
        "{source} {step}: {count} bookings, {amount} ({days})",
        source=t(SOURCES.get(each.source, each.source)), step=t(STEPS.get(each.step, each.step)),
        count=each.count, amount=amount(t, each.amount), days=days,
    )  # fmt: skip


def _rule(t: Translate, found: Books) -> list[str]:
    """Of what both ratios are, and what is asked of them."""
    fiscal = next((e for e in found.booked if (e.source, e.step) == (FISCAL, RECEIVED)), None)
    if fiscal is None:
        return []
    parts = [
        t("industry: {count} fiscal bookings received are marked so, at least {percent}% of the fiscal money",
          count=fiscal.industry, percent=found.industry_percent),
        t("direct: {count} of these, at least {percent}% of the industry money",
          count=fiscal.direct, percent=found.direct_percent),
    ]  # fmt: skip
    return [semicolon(t).join(parts)]
