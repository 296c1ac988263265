"""The week on site: what it asks, how little is left of it, what was missed (N01, N04, N05, N07)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from handlers.replies import Option, Say
from handlers.shown import listed, weekday
from locales import Translate, Words, words
from storage.values.week import Week

CHECK_IN = words("Reply check in when you are in the village.")
MANY = 20
"""Names in one list; the rest are a number."""

MORE_PEOPLE = words("{count} more people")
MORE_HOUSEHOLDS = words("{count} more households")


def plan(t: Translate, said: Mapping[str, Any]) -> Say:
    """`本周(11.16-11.22)应驻村2天。到村后回 签到`."""
    week = span(Week.of(date.fromisoformat(said["monday"])))
    if said["done"]:
        asked = t(
            "This week ({week}) asks {required} days on site: {done} done, {need} to go.",
            week=week,
            **_days(said),
        )
    else:
        asked = t("This week ({week}) asks {required} days on site.", week=week, **_days(said))
    if not said["certain"]:
        asked = both(t, asked, words("(The holidays of this year are not in yet: Monday to Friday assumed.)"))
    return Say(both(t, asked, CHECK_IN), moves=(check_in(t),))


def _days(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: said[name] for name in ("required", "done", "need")}


def halfway(t: Translate, said: Mapping[str, Any]) -> Say:
    """`本周还未驻村,还需2天,剩3个工作日(周三、周四、周五)。到村后回 签到`."""
    line = t(
        "No day on site yet this week: {need} to go, {count} workdays left ({days}).",
        need=said["need"], count=len(said["left"]), days=_left(t, said),
    )  # fmt: skip
    return Say(both(t, line, CHECK_IN), moves=(check_in(t),))


def tight(t: Translate, said: Mapping[str, Any]) -> Say:
    """`本周还需1天,只剩周五。到村后回 签到;有特殊情况请回 请假`."""
    if said["left"]:
        line = t("{need} more to go this week, only {days} left.", need=said["need"], days=_left(t, said))
    else:
        line = t(
            "{need} more to go this week; no workday is left, a weekend day counts too.", need=said["need"]
        )
    way_out = words("Reply check in from the village; if something keeps you, reply leave.")
    return Say(both(t, line, way_out), moves=(check_in(t), leave(t)))


def tight_team(t: Translate, said: Mapping[str, Any]) -> Say:
    """`本周驻村吃紧2人:张三(石关村,还需1天) …。请问问是否需要帮忙;详情回 日报`."""
    people = [t("{name} ({village}, {need} to go)", name=n, village=v, need=d) for n, v, d in said["lines"]]
    return Say(
        t(
            "Running short of days on site: {count} people: {names}. Please ask whether they need help.",
            count=len(people),
            names=cut(t, people, MORE_PEOPLE),
        )
    )


def missed(t: Translate, said: Mapping[str, Any]) -> Say:
    """`本周驻村1天,差1天。有请假、开会等情况未报的,回 请假 补报`."""
    line = t("{done} days on site this week, {need} short.", done=said["done"], need=said["need"])
    way_out = words("If leave or a meeting has not been reported yet, reply leave.")
    return Say(both(t, line, way_out), moves=(leave(t),))


def check_in(t: Translate) -> Option:
    """The button that opens a check-in."""
    return Option("签到", t("check in"), "go:签到")


def leave(t: Translate) -> Option:
    """The button that opens leave."""
    return Option("请假", t("leave"), "go:请假")


def span(week: Week) -> str:
    """`11.16-11.22`."""
    first, last = week.monday, week.sunday
    return f"{first.month}.{first.day}-{last.month}.{last.day}"


def cut(t: Translate, parts: list[str], more: Words) -> str:
    """A list of at most `MANY`; `more` tells the `count` left out."""
    rest = len(parts) - MANY
    return listed(t, [*parts[:MANY], *([t(more, count=rest)] if rest > 0 else [])])


def _left(t: Translate, said: Mapping[str, Any]) -> str:
    return listed(t, [weekday(t, date.fromisoformat(day)) for day in said["left"]])


def both(t: Translate, first: str, second: str | Words) -> str:
    """Two sentences in a row, as the language spaces them."""
    return t("{first} {second}", first=first, second=second)
