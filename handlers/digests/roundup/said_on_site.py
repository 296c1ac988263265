"""How the weeks on site read in a round-up: places in their fixed order, groups of fewer than five without a rate."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.digests import blocks
from handlers.digests.facts import Share
from handlers.digests.lines import Line, Weight
from handlers.digests.roundup.facts import (
    Attendance,
)
from handlers.digests.roundup.titles import THE_ONE_BEFORE
from handlers.digests.wording import (
    SMALL,
    WARNING,
    absences,
    comma,
    first_few,
    is_behind,
    place,
    rate,
    semicolon,
    total,
)  # fmt: skip
from locales import Translate
from storage.values.digest import MONTH, WEEK

MANY = 8
"""With more places than this, only those that need help are named."""


def attendance(t: Translate, seen: Attendance) -> list[Line]:
    lines = [Line(f"{t(blocks.NAMES['on_site'])} {_duty(t, seen)}", Weight.BLOCK)]
    if not seen.met.whole:
        return lines
    lines.append(Line(f" {met_line(t, seen)}", Weight.BLOCK))
    if named := _places(t, seen):
        lines.append(Line(f" {named}", Weight.PLACES))
    if told := _units(t, seen):
        lines.append(Line(f" {told}", Weight.EXCEPTION))
    if seen.repeated:
        told = t(
            "missed {weeks} weeks running: {count} people", weeks=seen.repeated_weeks, count=seen.repeated
        )
        lines.append(Line(f" {WARNING}{told}", Weight.EXCEPTION))
    if people_due(seen) >= SMALL and any(week.whole for week in seen.series):
        told = t("Rate of the last {count} weeks", count=len(seen.series))
        lines.append(Line(f" {told}:{' '.join(rate(week) for week in seen.series)}", Weight.TREND))
    return lines


def people_due(seen: Attendance) -> int:
    """Of how many something was asked."""
    return seen.listed - total(seen.exempt)


def _duty(t: Translate, seen: Attendance) -> str:
    if not seen.exempt:
        return t("{listed} on the list, all due", listed=seen.listed, required=people_due(seen))
    return t(
        "{listed} on the list, {exempted} excused ({kinds}), {required} due",
        listed=seen.listed, exempted=total(seen.exempt), kinds=absences(t, seen.exempt), required=people_due(seen),
    )  # fmt: skip


def met_line(t: Translate, seen: Attendance) -> str:
    """满2天122人(91.0%,上周86.6%);1天8人;0天4人, or 达标480/536周次(89.6%,上月88.0%);周周达标101/134人."""
    if seen.always is not None:
        weeks = t("weeks met {met} of {asked}", met=seen.met.part, asked=seen.met.whole)
        every = t("every week met: {met} of {asked} people", met=seen.always.part, asked=seen.always.whole)
        return semicolon(t).join(
            [f"{weeks}{_rate(t, seen, MONTH)}", every, *blocks.counted(t, seen.counting)]
        )
    label = met_label(t, seen)
    first = t("{label}: {count} people", label=label, count=seen.met.part)
    others = [
        t("{label}: {count} people", label=t("{days}-day", days=days), count=count)
        for days, count in seen.short
        if count
    ]
    return semicolon(t).join([f"{first}{_rate(t, seen, WEEK)}", *others, *blocks.counted(t, seen.counting)])


def met_label(t: Translate, seen: Attendance) -> str:
    """满2天; where the week asked less of some, 达标."""
    return t("requirement met") if seen.eased else t("{days} days done", days=seen.full)


def _rate(t: Translate, seen: Attendance, span: str) -> str:
    if people_due(seen) < SMALL:
        return ""
    if seen.before is None or not seen.before.whole:
        return f"({rate(seen.met)})"
    before = t(THE_ONE_BEFORE[span], value=rate(seen.before))
    return f"({comma(t).join([rate(seen.met), before])})"


def _places(t: Translate, seen: Attendance) -> str:
    """石关33/35 庆云29/33⚠ 远村(不足5人), in the order of the places."""
    if len(seen.places) < 2:
        return ""
    told = shares(t, seen.places, seen.met, seen.few)
    label = t("Met, by place") if seen.always is None else t("Weeks met, by place")
    return f"{label}:{told}" if told else ""


def shares(t: Translate, places: Iterable[Share], area: Share, few: Iterable[str] = ()) -> str:
    small, all_places = frozenset(few), list(places)
    behind = [each for each in all_places if each.name not in small and is_behind(each, area)]
    if len(all_places) > MANY:
        named = [f"{place(each.name)}{each.part}/{each.whole}" for each in behind]
        return f"{WARNING}{t('behind: {names}', names=first_few(t, named))}" if named else ""
    return " ".join(
        f"{place(each.name)}({t('under {count}', count=SMALL)})"
        if each.name in small
        else f"{place(each.name)}{each.part}/{each.whole}{WARNING * (each in behind)}"
        for each in all_places
    )


def _units(t: Translate, seen: Attendance) -> str:
    """需要帮助的单位:县城管局6/10;12个单位不足5人,不比较."""
    named = [f"{each.name}{each.part}/{each.whole}" for each in seen.units]
    parts = [t("units that need help: {names}", names=first_few(t, named))] if named else []
    if named and seen.small:
        parts.append(small_units(t, seen))
    return f"{WARNING}{semicolon(t).join(parts)}" if parts else ""


def small_units(t: Translate, seen: Attendance) -> str:
    """12个单位不足5人,不比较."""
    return t("{count} units of fewer than {few} people are not compared", count=seen.small, few=SMALL)
