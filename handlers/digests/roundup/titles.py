"""What round-ups and stretches of days are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from handlers.digests.wording import matter
from handlers.shown import clock, day_of, week_title, weekday
from locales import Translate, Words, words
from storage.values.digest import DAY, DEPARTMENT, MONTH, WEEK, Stretch

if TYPE_CHECKING:
    from handlers.digests.roundup.facts import Roundup

KINDS: Mapping[str, Words] = {
    DAY: words("daily digest"),
    WEEK: words("weekly digest"),
    MONTH: words("monthly digest"),
}
TITLES: Mapping[str, Words] = {
    DAY: words("[{area} support digest] {stretch} as of {time}"),
    WEEK: words("[{area} weekly digest] {stretch} as of {time}"),
    MONTH: words("[{area} monthly digest] {stretch} as of {time}"),
}
THIS: Mapping[str, Words] = {
    DAY: words("today "),
    WEEK: words("this week "),
    MONTH: words("this month "),
}
THE_ONE_BEFORE: Mapping[str, Words] = {
    DAY: words("the day before {value}"),
    WEEK: words("the week before {value}"),
    MONTH: words("the month before {value}"),
}


def title(t: Translate, of: Roundup) -> str:
    """【示范办事处 帮扶周报】第47周(11.16-11.22) 截至11月23日09:00."""
    time = clock(of.cutoff) if of.span == DAY else f"{day_of(t, of.cutoff.date())}{clock(of.cutoff)}"
    return t(TITLES[of.span], area=called(t, of), stretch=name_of(t, str(of.stretch)), time=time)


def called(t: Translate, of: Roundup) -> str:
    """The area or unit; a department with its matter: 县水务局(饮水)."""
    return f"{of.area}({matter(t, of.level)})" if of.subject == DEPARTMENT and of.level else of.area


def name_of(t: Translate, written: str) -> str:
    """第47周(11.16-11.22), 2026年10月, 2026-11-19 周四."""
    stretch = Stretch.parse(written)
    if stretch.span == WEEK:
        return week_title(t, stretch.week)
    if stretch.span == MONTH:
        return t("{year}-{month}", year=stretch.first.year, month=stretch.first.month)
    return f"{stretch.first} {weekday(t, stretch.first)}"


def brief(t: Translate, stretch: Stretch) -> str:
    """第47周, 10月: without a year."""
    if stretch.span == WEEK:
        return t("W{number}", number=stretch.week.number)
    return t("M{number}", number=stretch.first.month)
