"""What comes once a year in every household: insurance (N16). Numbers and masked names, never whose insurance it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from handlers.notices.onsite import MORE_HOUSEHOLDS, both, cut
from handlers.replies import Option, Say
from handlers.shown import day_of, household_name
from locales import Translate, words

Said = Mapping[str, Any]


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


SAY: Mapping[str, Callable[[Translate, Said], Say]] = {"N16": unpaid, "N16-home": unpaid_at_home}
"""Kind -> its message."""
