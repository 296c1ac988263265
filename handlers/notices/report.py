"""Last week's list for those who look after others: who missed it, by village (N08)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from handlers.notices.onsite import MORE_PEOPLE, cut
from handlers.replies import Option, Say
from handlers.shown import week_title
from locales import Translate
from storage.values.week import Week


def week(t: Translate, said: Mapping[str, Any]) -> Say:
    """`第46周(11.9-11.15)驻村未达标3人` and a line a village: `石关村 33/35人达标,未达标:张三0/2天 …`."""
    groups = said["groups"]
    title = t(
        "{week}: {count} people short of their days on site.",
        week=week_title(t, Week.of(date.fromisoformat(said["monday"]))),
        count=sum(len(group["people"]) for group in groups),
    )
    lines = [title, *(_village(t, group) for group in groups), t("Reply digest for today's figures.")]
    return Say("\n".join(lines), moves=(Option("日报", t("daily digest"), "go:日报"),))


def _village(t: Translate, group: Mapping[str, Any]) -> str:
    return t(
        "{place} {met}/{asked} met; short: {names}",
        place=group["place"],
        met=group["met"],
        asked=group["asked"],
        names=cut(t, [_person(t, line) for line in group["people"]], MORE_PEOPLE),
    )


def _person(t: Translate, line: Sequence[Any]) -> str:
    name, days, asked, excused = line
    if excused:
        return t(
            "{name} {days}/{asked} ({excused} days excused)",
            name=name,
            days=days,
            asked=asked,
            excused=excused,
        )
    return t("{name} {days}/{asked}", name=name, days=days, asked=asked)
