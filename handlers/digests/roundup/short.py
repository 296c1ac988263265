"""A round-up for an SMS: what matters most, in two segments."""

from __future__ import annotations

from handlers.digests import blocks
from handlers.digests.roundup.facts import Attendance, Roundup, Tickets, Walks
from handlers.digests.roundup.titles import called
from handlers.digests.wording import comma, semicolon
from handlers.rules.ratios import percentage
from locales import Translate, Words, words
from storage.values.digest import DAY, MONTH, WEEK

SENT = {
    DAY: words("[Bangfu] {day} {area}: {told}. For details send digest"),
    WEEK: words("[Bangfu] {area} week {week}: {told}. For details send weekly digest"),
    MONTH: words("[Bangfu] {area} {year}-{month}: {told}. For details send monthly digest"),
}  # fmt: skip


def short_text(t: Translate, of: Roundup) -> str:
    """【帮扶】示范办事处第47周:达标122/134(91%);走访61户;问题在办17,逾期2。详情回 周报."""
    parts = [
        _attendance(t, of.attendance) if of.attendance and of.attendance.met.whole else "",
        _walks(t, of.walks) if of.walks else "",
        _tickets(t, of.tickets) if of.tickets else "",
        t("corrected {count}", count=len(of.changes.items)) if of.changes else "",
    ]
    said: Words = SENT[of.span]
    return t(
        said,
        day=f"{of.first:%m-%d}", week=of.stretch.week.number, year=of.first.year, month=of.first.month,
        area=called(t, of), told=semicolon(t).join(filter(None, parts)) or t("nothing to report"),
    )  # fmt: skip


def _attendance(t: Translate, seen: Attendance) -> str:
    met, asked = seen.met.part, seen.met.whole
    told = t("met {met}/{asked} ({rate})", met=met, asked=asked, rate=percentage(met, asked, places=0))
    return comma(t).join([told, *blocks.counted(t, seen.counting)])


def _walks(t: Translate, seen: Walks) -> str:
    return t("visits to {households} households", households=seen.households)


def _tickets(t: Translate, found: Tickets) -> str:
    late = [t("overdue {count}", count=found.late)] if found.late else []
    told = t(
        "problems new {new}, closed {closed}, open {open}",
        new=found.new,
        closed=found.closed,
        open=found.open,
    )
    return comma(t).join([told, *late])
