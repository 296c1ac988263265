"""What a leader with thirty seconds must see: the exceptions, before anything else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from handlers.digests import blocks
from handlers.digests.facts import Money, OnSite, Problems, Projects, Risks, Share, Tally, Visits
from handlers.digests.lines import Line, Weight
from handlers.digests.roundup.exceptions import few_and_short, runs_out
from handlers.digests.roundup.facts import Attendance, Changes, Walks
from handlers.digests.roundup.said_changes import changed
from handlers.digests.roundup.said_on_site import met_line
from handlers.digests.township import idle_line, neglected_line, ratio_parts
from handlers.digests.wording import (
    BEHIND_POINTS,
    WARNING,
    comma,
    first_few,
    is_behind,
    matter,
    place,
    rate,
    semicolon,
    tallies,
    total,
)  # fmt: skip
from locales import Translate


def alerts(t: Translate, figures: object, lines: Sequence[Line]) -> list[str]:
    """The exceptions of a block; of one whose figures are not known here, what its lines mark."""
    find = FIND.get(type(figures))
    return find(t, figures) if find else [*_marked(t, lines), *_further(t, figures)]


def _marked(t: Translate, lines: Iterable[Line]) -> list[str]:
    said = (line for line in lines if line.weight is not Weight.PLACES)
    parts = [part for line in said for part in line.text.split(semicolon(t))]
    return [part.replace(WARNING, "").strip() for part in parts if WARNING in part]


def _further(t: Translate, figures: object) -> list[str]:
    """What a round-up's lines do not mark, or mark in places that stand in its tables."""
    match figures:
        case Attendance():
            return [*_few(t, figures), *_behind(t, _many(figures), figures.met)]
        case Walks():
            return _behind(t, figures.places, figures.month)
        case Changes():
            return [changed(t, figures)]
    return []


def _many(seen: Attendance) -> list[Share]:
    """The places of people enough to be compared."""
    return [each for each in seen.places if each.name not in seen.few]


def _few(t: Translate, seen: Attendance) -> list[str]:
    """Of so few that no rate would say it: who has not met it when the week is over or nearly so."""
    over = not seen.left and few_and_short(seen)
    return [met_line(t, seen)] if over or runs_out(seen) else []


def _named(told: str, names: Iterable[Tally]) -> str:
    """0天19人只剩1个工作日:城管局8 房管局6."""
    return f"{told}:{tallies(names)}"


def _on_site(t: Translate, seen: OnSite) -> list[str]:
    found = []
    if seen.idle:
        found.append(_named(idle_line(t, seen), seen.idle))
    if seen.repeated:
        told = t(
            "missed {weeks} weeks running: {count} people",
            weeks=seen.repeated_weeks, count=total(seen.repeated),
        )  # fmt: skip
        found.append(_named(told, seen.repeated))
    return [*found, *_behind(t, seen.places, blocks.met_share(seen))]


def _behind(t: Translate, places: Iterable[Share], area: Share) -> list[str]:
    """In the order of the register; who lies behind needs help, nobody is ranked."""
    behind = [each for each in places if is_behind(each, area)]
    named = [f"{place(each.name)}{each.part}/{each.whole}({rate(each)})" for each in behind]
    told = t("{points} points or more below the whole: {count}", points=BEHIND_POINTS, count=len(behind))
    return [f"{told}:{first_few(t, named)}"] if named else []


def _visits(t: Translate, seen: Visits) -> list[str]:
    found = [_named(neglected_line(t, seen), seen.neglected)] if seen.neglected else []
    return [*found, *_behind(t, seen.places, seen.month)]


def _problems(t: Translate, found: Problems) -> list[str]:
    if not found.overdue_count:
        return []
    told = t("overdue {count}", count=found.overdue_count)
    named = first_few(t, [blocks.problem_name(t, each) for each in found.overdue], found.overdue_count)
    late = (
        [t("of them over {days} days {count}", days=found.long_days, count=total(found.long))]
        if found.long
        else []
    )
    return [comma(t).join([f"{told}:{named}" if found.overdue else told, *late])]


def _risks(t: Translate, found: Risks) -> list[str]:
    if not found.items:
        return []
    named = [f"{place(each.place)}{matter(t, each.matter)}" for each in found.items]
    return [t("new {count} (urgent): {named}", count=found.new, named=first_few(t, named, joint=comma(t)))]


def _money(t: Translate, funds: Money) -> list[str]:
    found = [part.replace(WARNING, comma(t), 1) for part in ratio_parts(t, funds) if WARNING in part]
    if funds.weak_places:
        found.append(t("townships below in both {count}", count=funds.weak_places))
    if funds.early:
        found.append(t("paid before the notice had ended: {count}", count=funds.early))
    return found


def _projects(t: Translate, found: Projects) -> list[str]:
    parts = []
    if found.stopped:
        named = first_few(t, [blocks.project_name(each) for each in found.stopped])
        parts.append(f"{t('stopped {count}', count=len(found.stopped))}:{named}")
    if found.ahead:
        parts.append(
            t("paid {points} points ahead of progress {count}", points=found.ahead_points, count=found.ahead)
        )
    return parts


FIND: Mapping[type, Callable[[Translate, Any], list[str]]] = {
    OnSite: _on_site,
    Visits: _visits,
    Problems: _problems,
    Risks: _risks,
    Money: _money,
    Projects: _projects,
}
"""What the figures of a block are -> its exceptions."""
