"""How people, days and numbers are shown in a conversation: 11月19日(周四), 李*(2组), 尾号1234."""

from __future__ import annotations

from datetime import date, datetime

from locales import Translate, Words, words
from storage.values.week import Week

WEEKDAYS = (
    words("Mon"), words("Tue"), words("Wed"), words("Thu"), words("Fri"), words("Sat"), words("Sun"),
)  # fmt: skip


def day_of(t: Translate, day: date) -> str:
    """11月19日."""
    return t("{month}/{day}", month=day.month, day=day.day)


def weekday(t: Translate, day: date) -> str:
    """周四."""
    return t(WEEKDAYS[day.weekday()])


def full_day(t: Translate, day: date) -> str:
    """11月19日(周四)."""
    return f"{day_of(t, day)}({weekday(t, day)})"


def week_title(t: Translate, week: Week) -> str:
    """第47周(11.16-11.22)."""
    first, last = week.monday, week.sunday
    span = f"{first.month}.{first.day}-{last.month}.{last.day}"
    return t("Week {number} ({span})", number=week.number, span=span)


def clock(moment: datetime) -> str:
    """08:42."""
    return f"{moment:%H:%M}"


def masked_name(name: str) -> str:
    """李*: what may be shown of a household member (domain.md 8.1); compound parts before a dot stay."""
    return f"{name[:1]}*" if name else "*"


def household_name(t: Translate, head: str, group_no: int) -> str:
    """李*(2组)."""
    return t("{name}(group {group})", name=masked_name(head), group=group_no)


def listed(t: Translate, parts: list[str]) -> str:
    """Parts joined as a list is in the language: 周四、周五."""
    return t(", ").join(parts)


def objections_said(objections: int) -> Words:
    """无异议, 异议2条."""
    return words("{count} objections", count=objections) if objections else words("no objections")
