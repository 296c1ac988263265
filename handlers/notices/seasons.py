"""What comes once a year: insurance, school, re-check, audit (N16 to N19), and the steps of applications (N12).

Numbers, stages and masked names; never whose insurance or whose school it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from handlers.notices.onsite import MORE_HOUSEHOLDS, both, cut
from handlers.replies import Option, Say
from handlers.shown import day_of, household_name, listed
from locales import Translate, words

Said = Mapping[str, Any]

MORE_APPLICATIONS = words("{count} more")


def unpaid(t: Translate, said: Said) -> Say:
    """N16: `医保缴费到12月底,还有2户3人未缴:李*(2组)1人、王*(5组)2人。缴了的回 参保 户主 已缴`."""
    homes = [_unpaid_home(t, item) for item in said["items"]]
    line = t(
        "Health insurance is paid until {until}. Not paid yet, {count} households with {people} people: {names}.",
        until=until(t, said["items"][0][3]), count=len(homes), people=sum(item[2] for item in said["items"]),
        names=cut(t, homes, MORE_HOUSEHOLDS),
    )  # fmt: skip
    reply = words("Who has paid meanwhile: reply insurance, the name, paid.")
    return Say(both(t, line, reply), moves=(Option("参保", t("insurance paid"), "go:参保"),))


def _unpaid_home(t: Translate, item: Sequence[Any]) -> str:
    head, group, count, _ = item
    return t("{name} {count} people", name=household_name(t, head, group), count=count)


def unpaid_at_home(t: Translate, said: Said) -> Say:
    """N16-home: `医保缴费到12月底,您家还有1人未缴`. It does not say who."""
    count, day = said["items"][0]
    line = t(
        "Health insurance is paid until {until}. In your family {count} people have not paid yet.",
        until=until(t, day), count=count,
    )  # fmt: skip
    reply = words("For help reply my helper.")
    return Say(both(t, line, reply), moves=(Option("我的帮扶人", t("my helper"), "go:我的帮扶人"),))


def until(t: Translate, day: str) -> str:
    """12月底, or the day where it is not the last of its month."""
    last = date.fromisoformat(day)
    if (last + timedelta(days=1)).day == 1:
        return t("the end of month {month}", month=last.month)
    return day_of(t, last)


def aid(t: Translate, said: Said) -> Say:
    """N17: `开学了,可能可以申请资助:李*(2组)初中寄宿、王*(5组)高中。请问问办了没有`."""
    homes = [
        t("{name} {stage}", name=household_name(t, head, group), stage=stage)
        for head, group, stage, _ in said["items"]
    ]
    line = t("School begins. Who may be entitled to aid: {names}.", names=cut(t, homes, MORE_HOUSEHOLDS))
    return Say(both(t, line, words("Please ask whether they have applied.")))


def aid_at_home(t: Translate, said: Said) -> Say:
    """N17-home: `开学了,孩子上初中寄宿的,可申请生活补助。怎么办回 申请`; the stage, never the child."""
    told = [t("{stage}: {aid}", stage=stage, aid=what) for stage, what in said["items"]]
    line = t("School begins. You may apply for aid; {told}.", told=listed(t, list(dict.fromkeys(told))))
    reply = words("How to: reply application.")
    return Say(both(t, line, reply), moves=(Option("申请", t("my applications"), "go:申请"),))


def unchecked(t: Translate, said: Said) -> Say:
    """N18: `今年还没有复核的在册户:示范办事处12/454户、铁厂乡3/30户`."""
    places = [
        t("{place} {count}/{all}", place=place, count=count, all=every)
        for place, count, every in said["items"]
    ]
    return Say(t("Households not looked at again this year: {places}.", places=listed(t, places)))


def unchecked_own(t: Translate, said: Said) -> Say:
    """N18-own: `今年还没有复核2户:李*(2组)、王*(5组)。复核了回 复核 户主`."""
    homes = [household_name(t, head, group) for head, group in said["items"]]
    line = t(
        "Not looked at again this year, {count}: {names}.",
        count=len(homes),
        names=cut(t, homes, MORE_HOUSEHOLDS),
    )
    reply = words("When you have: reply recheck and the name.")
    return Say(both(t, line, reply), moves=(Option("复核", t("household re-checked"), "go:复核"),))


def audit(t: Translate, said: Said) -> Say:
    """N19: `2026年:对全部项目审计。方案报了回 审计方案 已报` (Q78)."""
    year, full = said["items"][0]
    line = (
        t("{year} is a year of the full audit of all projects.", year=year)
        if full
        else t("{year} is a year in which projects are audited by sample.", year=year)
    )
    reply = words("When the plan is handed in: reply audit plan done.")
    return Say(both(t, line, reply), moves=(Option("审计方案", t("audit plan"), "go:审计方案"),))


def steps(t: Translate, said: Said) -> Say:
    """N12-step: `申请环节(到期日):庆云危房改造鉴定11月20日。办好后请更新申请台账`."""
    return Say(
        both(
            t,
            t("Steps of applications and their due days: {names}.", names=_steps(t, said)),
            words("Please have the register of applications brought up to date when they are taken."),
        )
    )


def overdue_steps(t: Translate, said: Said) -> Say:
    """N12-step-2: `申请环节超期1件:庆云危房改造鉴定(11月20日到期)。请过问`."""
    count, names = len(said["items"]), _steps(t, said)
    return Say(
        t(
            "Steps of applications overdue, {count}: {names}. Please ask whether help is needed.",
            count=count,
            names=names,
        )
    )


def _steps(t: Translate, said: Said) -> str:
    told = [
        t(
            "{village} {kind} {step} {day}",
            village=village,
            kind=kind,
            step=step,
            day=day_of(t, date.fromisoformat(due)),
        )
        for village, kind, step, due in said["items"]
    ]
    return cut(t, told, MORE_APPLICATIONS)


SAY: Mapping[str, Callable[[Translate, Said], Say]] = {
    "N12-step": steps,
    "N12-step-2": overdue_steps,
    "N16": unpaid,
    "N16-home": unpaid_at_home,
    "N17": aid,
    "N17-home": aid_at_home,
    "N18": unchecked,
    "N18-own": unchecked_own,
    "N19": audit,
}
"""Kind -> its message."""
