"""Reminders of a day: `items` are the things, each a list of plain values (storage/queries/matters.py)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from handlers.notices.onsite import CHECK_IN, MORE_HOUSEHOLDS, MORE_PEOPLE, both, check_in, cut
from handlers.replies import Option, Say
from handlers.shown import day_of, household_name, listed
from locales import Translate, Words, words

Said = Mapping[str, Any]

LOG_VISIT = words("Reply visit to log a visit.")


def stays_open(t: Translate, said: Said) -> Say:
    """N02: `今天在石关村已签到未签退。离开时回 签退`."""
    line = t("Checked in today at {places}, not checked out.", places=_firsts(t, said))
    reply = words("Reply check out when you leave.")
    return Say(both(t, line, reply), moves=(Option("签退", t("check out"), "go:签退"),))


def planned(t: Translate, said: Said) -> Say:
    """N03: `今天计划驻村:石关村。到村后回 签到`."""
    line = t("On site is planned for today: {places}.", places=_firsts(t, said))
    return Say(both(t, line, CHECK_IN), moves=(check_in(t),))


def unlogged(t: Translate, said: Said) -> Say:
    """N06: `今天在石关村走访,还没有记录。回 走访 补录`."""
    line = t("Visits at {places} today, none logged yet.", places=_firsts(t, said))
    return Say(both(t, line, LOG_VISIT), moves=(_visit(t),))


def next_visits(t: Translate, said: Said) -> Say:
    """N10: `计划走访:李*(2组)11月20日。走访后回 走访`."""
    line = t("Planned visits: {names}.", names=_homes(t, said))
    return Say(both(t, line, LOG_VISIT), moves=(_visit(t),))


def follow_ups(t: Translate, said: Said) -> Say:
    """N12: `待办1件到期日:李*(2组)11月20日。办好后回 走访 记录`."""
    line = t("Follow-ups and their due days: {names}.", names=_homes(t, said))
    return Say(
        both(t, line, words("Log a visit when it is settled: reply visit.")),
        moves=(_visit(t), Option("我的户", t("my households"), "go:我的户")),
    )


def overdue(t: Translate, said: Said) -> Say:
    """N12-2, N12-3: `待办超期1件:陈天佑(石关村,11月20日到期)。请问问是否需要帮忙`."""
    people = [
        t("{name} ({village}, due {day})", name=name, village=village, day=_day(t, day))
        for name, village, day in said["items"]
    ]
    names = cut(t, people, MORE_PEOPLE)
    return Say(
        t(
            "Follow-ups overdue, {count}: {names}. Please ask whether they need help.",
            count=len(people),
            names=names,
        )
    )


def unbound(t: Translate, said: Said) -> Say:
    """N14: `还有2户没有绑定账号:李*(2组)、王*(5组)。请上门帮助绑定或代办`."""
    homes = [household_name(t, head, group) for head, group in said["items"]]
    names = cut(t, homes, MORE_HOUSEHOLDS)
    return Say(
        t(
            "Households without an account, {count}: {names}. Please help them when you are there.",
            count=len(homes),
            names=names,
        )
    )


def year_missing(t: Translate, said: Said) -> Say:
    """N20: `2027年节假日未导入`."""
    return Say(
        t(
            "The holidays of {year} are not in the calendar. Please import the notice.",
            year=said["items"][0][0],
        )
    )


def term(t: Translate, said: Said) -> Say:
    """N21: `您的驻村任期:石关村12月20日到期。请办交接`."""
    terms = [t("{village} until {day}", village=village, day=_day(t, day)) for village, day in said["items"]]
    return Say(t("Your assignment ends: {terms}. Please hand over in time.", terms=listed(t, terms)))


def terms(t: Translate, said: Said) -> Say:
    """N21-list: `驻村任期将到期1人:张三(石关村,12月20日)。请安排交接`."""
    people = [
        t("{name} ({village}, {day})", name=name, village=village, day=_day(t, day))
        for name, village, day in said["items"]
    ]
    names = cut(t, people, MORE_PEOPLE)
    return Say(
        t(
            "Assignments that end soon, {count}: {names}. Please arrange the handover.",
            count=len(people),
            names=names,
        )
    )


def grants(t: Translate, said: Said) -> Say:
    """N24: `上月有补助发放:低保。回 我的补助 查看`."""
    line = t("Paid last month: {kinds}.", kinds=_firsts(t, said))
    reply = words("Reply my grants to see them.")
    return Say(both(t, line, reply), moves=(Option("我的补助", t("my grants"), "go:我的补助"),))


def drafts(t: Translate, said: Said) -> Say:
    """draft: `有1份表没填完。接着填回 继续,不要了回 删除草稿`."""
    line = t("{count} forms are not finished.", count=len(said["items"]))
    reply = words("Reply resume to go on, or drafts to see them.")
    return Say(both(t, line, reply), moves=(Option("继续", t("resume"), "go:继续"),))


def missed_again(t: Translate, said: Said) -> Say:
    """N08-2: `连续2周驻村不足1人:张三(石关村)。请了解情况`."""
    return _repeated(
        t, said, words("Short of days on site {weeks} weeks in a row, {count}: {names}. {please}")
    )


def missed_often(t: Translate, said: Said) -> Say:
    """N08-3: `近4周有3周驻村不足1人:张三(石关村)。请安排谈话了解情况`; people decide, never the program."""
    return _repeated(
        t, said, words("Short of days on site in {weeks} of the last {of} weeks, {count}: {names}. {please}")
    )


def _repeated(t: Translate, said: Said, text: Words) -> Say:
    people = [t("{name} ({village})", name=name, village=village) for name, village in said["items"]]
    return Say(
        t(
            text, weeks=said["weeks"], of=said["of"], count=len(people), names=cut(t, people, MORE_PEOPLE),
            please=t("Please talk to them and ask what keeps them."),
        )
    )  # fmt: skip


def _firsts(t: Translate, said: Said) -> str:
    return listed(t, list(dict.fromkeys(str(item[0]) for item in said["items"])))


def _homes(t: Translate, said: Said) -> str:
    return cut(t, [_home(t, item) for item in said["items"]], MORE_HOUSEHOLDS)


def _home(t: Translate, item: Sequence[Any]) -> str:
    head, group, day = item
    return t("{name} {day}", name=household_name(t, head, group), day=_day(t, day))


def _day(t: Translate, day: str) -> str:
    return day_of(t, date.fromisoformat(day))


def _visit(t: Translate) -> Option:
    return Option("走访", t("log a visit"), "go:走访")


SAY: Mapping[str, Callable[[Translate, Said], Say]] = {
    "N02": stays_open,
    "N03": planned,
    "N06": unlogged,
    "N08-2": missed_again,
    "N08-3": missed_often,
    "N10": next_visits,
    "N12": follow_ups,
    "N12-2": overdue,
    "N12-3": overdue,
    "N14": unbound,
    "N20": year_missing,
    "N21": term,
    "N21-list": terms,
    "N24": grants,
    "draft": drafts,
}
"""Kind -> its message."""
