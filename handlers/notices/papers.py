"""Reminders of what an office keeps beside the register: `items` are the things (storage/queries/matters_papers.py)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from handlers.notices.onsite import both
from handlers.replies import Option, Say
from handlers.shown import clock, day_of, full_day, household_name, listed, objections_said
from locales import Translate, words

Said = Mapping[str, Any]
MANY = 5
"""Things named in one message; the rest are a number."""


def notices_ending(t: Translate, said: Said) -> Say:
    """N13: `低保复核公示11月21日结束,无异议。到期后回 公示结果`; of what is over: `低保复核公示11月21日已结束`."""
    over = any(item[3] for item in said["items"])
    line = t("{notices}.", notices=_some(t, [_notice(t, item) for item in said["items"]]))
    reply = words("Reply notice result to say what came of it.")
    return Say(
        both(t, line, reply if over else words("When it is over reply notice result.")),
        moves=(Option("公示结果", t("notice result"), "go:公示结果"),),
    )


def _some(t: Translate, told: Sequence[str]) -> str:
    """The first of some things, and how many more there are."""
    rest = len(told) - MANY
    more = [t("{count} more", count=rest)] if rest > 0 else []
    return t("; ").join([*told[:MANY], *more])


def _notice(t: Translate, item: Sequence[Any]) -> str:
    title, ends, objections, over, place = item
    name, day = f"{place}{title.removesuffix('公示')}", day_of(t, date.fromisoformat(ends))
    if over:
        return t("the public notice {name} ended {day}", name=name, day=day)
    return t(
        "the public notice {name} ends {day}, {state}",
        name=name,
        day=day,
        state=t(objections_said(objections)),
    )


def measures_due(t: Translate, said: Said) -> Say:
    """N11: `措施"修水窖"11月26日到期,"养鸡"李*(2组)11月27日到期。回 措施 更新`."""
    told = [_measure(t, item) for item in said["items"]]
    line = t("Measures: {measures}.", measures=_some(t, told))
    reply = words("Reply measures to say how they are.")
    return Say(both(t, line, reply), moves=(Option("措施", t("measures"), "go:措施"),))


def _measure(t: Translate, item: Sequence[Any]) -> str:
    what, due, head, group = item
    home = household_name(t, head, group) if head else ""
    return t('"{what}"{home} due {day}', what=what, home=home, day=day_of(t, date.fromisoformat(due)))


def training_tomorrow(t: Translate, said: Said) -> Say:
    """N15: `明天9:00村委会家政培训(王*)` with 1来 2不来: one answer for all of them."""
    told = [_session(t, item) for item in said["items"]]
    numbers = " ".join(str(item[3]) for item in said["items"])
    return Say(
        t("Tomorrow: {sessions}.", sessions=_some(t, told)),
        options=(
            Option("1", t("coming"), f"go:来培训 {numbers}"),
            Option("2", t("not coming"), f"go:不来培训 {numbers}"),
        ),
    )


def _session(t: Translate, item: Sequence[Any]) -> str:
    title, starts, place, _, other = item
    who = f"({other}*)" if other else ""
    return t(
        "{time} {place} {title}{who}",
        time=clock(datetime.fromisoformat(starts)), place=place, title=title, who=who,
    )  # fmt: skip


def duty_of_holiday(t: Translate, said: Said) -> Say:
    """N23: `节假日值班:10月1日(周四)张三、李四;10月2日(周五)王五。电话回 值班`."""
    told = [f"{full_day(t, date.fromisoformat(day))}{listed(t, names)}" for day, names in said["items"]]
    line = t("On duty on the holiday: {days}.", days=t("; ").join(told))
    return Say(
        both(t, line, words("For the phone numbers reply duty list.")),
        moves=(Option("值班", t("duty list"), "go:值班"),),
    )


def duty_missing(t: Translate, said: Said) -> Say:
    """N23-ask: `10月1日至10月7日放假,还没有值班表。请回 值班 10月1日 姓名,一天一行`."""
    first, last = (date.fromisoformat(day) for day in said["items"][0])
    line = t(
        "The days off {first} to {last} have no duty list yet.", first=day_of(t, first), last=day_of(t, last)
    )
    example = f"{first.month}月{first.day}日"
    return Say(
        both(t, line, words("Please send duty list {day} and the names, a line for each day.", day=example))
    )


SAY: Mapping[str, Callable[[Translate, Said], Say]] = {
    "N11": measures_due,
    "N13": notices_ending,
    "N15": training_tomorrow,
    "N23": duty_of_holiday,
    "N23-ask": duty_missing,
}
"""Kind -> its message."""
