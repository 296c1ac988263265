"""How a round-up reads: of an area, a helping unit, a department (domain.md 8.5).

Places stand in their fixed order, groups of fewer than five people without a rate: nothing is ranked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from handlers.digests import blocks
from handlers.digests.facts import Money, Share
from handlers.digests.form import Form, Say
from handlers.digests.lines import Line, Weight
from handlers.digests.roundup.facts import (
    Attendance,
    Change,
    Changes,
    Leaving,
    Purse,
    Tickets,
    Walks,
)
from handlers.digests.roundup.titles import THE_ONE_BEFORE, THIS, name_of, title
from handlers.digests.township import ratio_parts
from handlers.digests.wording import (
    SMALL,
    WARNING,
    absences,
    comma,
    first_few,
    is_behind,
    matter,
    money,
    place,
    rate,
    semicolon,
    tallies,
    total,
)  # fmt: skip
from locales import Translate, Words, words
from storage.values.digest import AREA, DEPARTMENT, MONTH, SPANS, UNIT, WEEK

MANY = 8
"""With more places than this, only those that need help are named."""


def _attendance(t: Translate, seen: Attendance) -> list[Line]:
    lines = [Line(f"{t(blocks.NAMES['on_site'])} {_duty(t, seen)}", Weight.BLOCK)]
    if not seen.met.whole:
        return lines
    lines.append(Line(f" {_met(t, seen)}", Weight.BLOCK))
    if named := _places(t, seen):
        lines.append(Line(f" {named}", Weight.PLACES))
    if told := _units(t, seen):
        lines.append(Line(f" {told}", Weight.EXCEPTION))
    if seen.repeated:
        told = t(
            "missed {weeks} weeks running: {count} people", weeks=seen.repeated_weeks, count=seen.repeated
        )
        lines.append(Line(f" {WARNING}{told}", Weight.EXCEPTION))
    if _people(seen) >= SMALL and any(week.whole for week in seen.series):
        told = t("Rate of the last {count} weeks", count=len(seen.series))
        lines.append(Line(f" {told}:{' '.join(rate(week) for week in seen.series)}", Weight.TREND))
    return lines


def _people(seen: Attendance) -> int:
    """Of how many something was asked."""
    return seen.listed - total(seen.exempt)


def _duty(t: Translate, seen: Attendance) -> str:
    if not seen.exempt:
        return t("{listed} on the list, all due", listed=seen.listed, required=_people(seen))
    return t(
        "{listed} on the list, {exempted} excused ({kinds}), {required} due",
        listed=seen.listed, exempted=total(seen.exempt), kinds=absences(t, seen.exempt), required=_people(seen),
    )  # fmt: skip


def _met(t: Translate, seen: Attendance) -> str:
    """满2天122人(91.0%,上周86.6%);1天8人;0天4人, or 达标480/536周次(89.6%,上月88.0%);周周达标101/134人."""
    if seen.always is not None:
        weeks = t("weeks met {met} of {asked}", met=seen.met.part, asked=seen.met.whole)
        every = t("every week met: {met} of {asked} people", met=seen.always.part, asked=seen.always.whole)
        return semicolon(t).join([f"{weeks}{_rate(t, seen, MONTH)}", every])
    label = t("requirement met") if seen.eased else t("{days} days done", days=seen.full)
    first = t("{label}: {count} people", label=label, count=seen.met.part)
    others = [
        t("{label}: {count} people", label=t("{days}-day", days=days), count=count)
        for days, count in seen.short
        if count
    ]
    return semicolon(t).join([f"{first}{_rate(t, seen, WEEK)}", *others])


def _rate(t: Translate, seen: Attendance, span: str) -> str:
    if _people(seen) < SMALL:
        return ""
    if seen.before is None or not seen.before.whole:
        return f"({rate(seen.met)})"
    before = t(THE_ONE_BEFORE[span], value=rate(seen.before))
    return f"({comma(t).join([rate(seen.met), before])})"


def _places(t: Translate, seen: Attendance) -> str:
    """石关33/35 庆云29/33⚠ 远村(不足5人), in the order of the places."""
    if len(seen.places) < 2:
        return ""
    told = _shares(t, seen.places, seen.met, seen.few)
    label = t("Met, by place") if seen.always is None else t("Weeks met, by place")
    return f"{label}:{told}" if told else ""


def _shares(t: Translate, places: Iterable[Share], area: Share, few: Iterable[str] = ()) -> str:
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
        parts.append(
            t("{count} units of fewer than {few} people are not compared", count=seen.small, few=SMALL)
        )
    return f"{WARNING}{semicolon(t).join(parts)}" if parts else ""


def _walks(span: str, t: Translate, seen: Walks) -> list[Line]:
    lines = [Line(f"{t(blocks.NAMES['visits'])} {_walked(span, t, seen)}", Weight.BLOCK)]
    if len(seen.places) > 1 and (told := _shares(t, seen.places, seen.month)):
        lines.append(Line(f" {told}", Weight.PLACES))
    if seen.neglected:
        told = t(
            "over {days} days without a visit: {count} households",
            days=seen.neglected_days, count=total(seen.neglected),
        )  # fmt: skip
        where = f":{first_few(t, tallies(seen.neglected).split())}" if len(seen.places) > 1 else ""
        lines.append(Line(f" {WARNING}{told}{where}", Weight.EXCEPTION))
    return lines


def _walked(span: str, t: Translate, seen: Walks) -> str:
    """本周65次61户(上周58户);本月331/454户(72.9%), or 本月400次331户(上月320户);走到331/454户(72.9%)."""
    now, share = _made(span, t, seen), f"{seen.month.part}/{seen.month.whole}"
    before = t("{count} households visited", count=seen.before)
    told = f"({t(THE_ONE_BEFORE[span], value=before)})" if seen.before else ""
    said = words("reached {share} households") if span == MONTH else words("this month {share} households")
    return semicolon(t).join([f"{now}{told}", f"{t(said, share=share)}({rate(seen.month)})"])


def _made(span: str, t: Translate, seen: Walks) -> str:
    visits = t("{visits} visits to {households} households", visits=seen.visits, households=seen.households)
    return f"{t(THIS[span])}{visits}"


def _unit_walks(span: str, t: Translate, seen: Walks) -> list[Line]:
    """本周23次19户;结对户本月已走访20/31户,未走访11户."""
    made = _made(span, t, seen)
    if not seen.month.whole:
        return [Line(f"{t(blocks.NAMES['visits'])} {made}", Weight.BLOCK)]
    share = f"{seen.month.part}/{seen.month.whole}"
    paired = t("paired households visited this month {share}", share=share)
    left = seen.month.whole - seen.month.part
    rest = [t("{count} households not visited", count=left)] if left else []
    told = semicolon(t).join([made, comma(t).join([paired, *rest])])
    return [Line(f"{t(blocks.NAMES['visits'])} {told}", Weight.BLOCK)]


def _tickets(t: Translate, found: Tickets) -> list[Line]:
    told = t(
        "carried over {carried} + new {new} - closed {closed} = open {open}",
        carried=found.carried, new=found.new, closed=found.closed, open=found.open,
    )  # fmt: skip
    median = (
        [t("half closed within {days} days", days=found.median_days)] if found.median_days is not None else []
    )
    lines = [Line(f"{t(blocks.NAMES['problems'])} {semicolon(t).join([told, *median])}", Weight.BLOCK)]
    if parts := _late(t, found):
        lines.append(Line(f" {semicolon(t).join(parts)}", Weight.EXCEPTION))
    if len(found.kinds) > 1 or (found.kinds and found.new > 1):
        named = " ".join(f"{matter(t, kind.name)}{kind.count}" for kind in found.kinds)
        lines.append(Line(f" {t('new ones by matter: {kinds}', kinds=named)}", Weight.WHERE))
    return lines


def _late(t: Translate, found: Tickets) -> list[str]:
    parts = []
    if found.late:
        where = f":{tallies(found.late_places)}" if found.late_places else ""
        parts.append(f"{WARNING}{t('overdue {count}', count=found.late)}{where}")
    if found.urgent:
        parts.append(f"{WARNING}{t('urgent new {count}', count=found.urgent)}")
    if found.soon:
        parts.append(t("due within {days} days {count}", days=found.soon_days, count=found.soon))
    return parts


def _money(t: Translate, funds: Money) -> list[Line]:
    told = t(
        "fiscal received {received}, spent {spent}",
        received=money(t, funds.received), spent=money(t, funds.spent),
    )  # fmt: skip
    year = f"{t('this year ')}{told}{blocks.spent_rate(t, funds)}"
    lines = [Line(f"{t(blocks.NAMES['money'])} {year}", Weight.BLOCK)]
    if not blocks.ratios_of(funds).passes:
        lines.append(Line(f" {semicolon(t).join(ratio_parts(t, funds))}", Weight.EXCEPTION))
    if funds.early:
        early = t("paid before the notice had ended: {count}", count=funds.early)
        lines.append(Line(f" {WARNING}{early}", Weight.EXCEPTION))
    return lines


def _purse(span: str, t: Translate, funds: Purse) -> list[Line]:
    """本周到位20万元,支出12万元: below the year's."""
    return [Line(f" {t(THIS[span])}{_moved(t, funds.received, funds.spent)}", Weight.BLOCK)]


def _unit_purse(span: str, t: Translate, funds: Purse) -> list[Line]:
    year = f"{t('this year ')}{_moved(t, funds.year_received, funds.year_spent)}"
    now = [f"{t(THIS[span])}{_moved(t, funds.received, funds.spent)}"]
    parts = [year, *(now if funds.received or funds.spent else [])]
    return [Line(f"{t(blocks.NAMES['money'])} {semicolon(t).join(parts)}", Weight.BLOCK)]


def _moved(t: Translate, received: int, spent: int) -> str:
    return t("received {received}, spent {spent}", received=money(t, received), spent=money(t, spent))


def _leaving(span: str, t: Translate, found: Leaving) -> list[Line]:
    now = t("{households} households with {people} people", households=found.households, people=found.people)
    parts = [*([f"{t(THIS[span])}{now}"] if found.households else []), blocks.exits_line(t, found.all)]
    return [Line(f"{t(blocks.NAMES['exits'])} {semicolon(t).join(parts)}", Weight.PROGRESS)]


FIGURES: Mapping[str, Words] = {
    "met": words("met"),
    "visits": words("visits"),
    "households": words("households visited"),
    "new": words("problems new"),
    "closed": words("problems closed"),
    "received": words("received"),
    "spent": words("spent"),
    "out": words("people out of poverty"),
}
"""Name of a figure of `changes.headline` -> how it is said."""
IN_FEN = ("received", "spent")


def _changes(t: Translate, found: Changes) -> list[Line]:
    """更正 第46周原报后有变:达标116/134→117/134(原报不改)."""
    told = comma(t).join(_change(t, each) for each in found.items)
    said = t(
        "{stretch} as issued -> as of now: {changes} (the issued one stays)",
        stretch=name_of(t, found.of),
        changes=told,
    )
    return [Line(f"{t('Corrections')} {said}", Weight.PROGRESS)]


def _change(t: Translate, each: Change) -> str:
    return f"{t(FIGURES[each.figure])}{_value(t, each.figure, each.old)}→{_value(t, each.figure, each.new)}"


def _value(t: Translate, figure: str, value: Share) -> str:
    if value.whole:
        return f"{value.part}/{value.whole}"
    return money(t, value.part) if figure in IN_FEN else str(value.part)


def _area(span: str) -> Form:
    told: dict[str, Say] = {
        "attendance": _attendance,
        "walks": partial(_walks, span),
        "tickets": _tickets,
        "money": _money,
        "purse": partial(_purse, span),
        "leaving": partial(_leaving, span),
        "staffing": blocks.staffing_lines,
        "changes": _changes,
    }
    return Form(title, told, blocks.NAMES)


def _unit(span: str) -> Form:
    told: dict[str, Say] = {
        "attendance": _attendance,
        "walks": partial(_unit_walks, span),
        "tickets": _tickets,
        "purse": partial(_unit_purse, span),
        "changes": _changes,
    }
    return Form(title, told, blocks.NAMES)


def _department(_: str) -> Form:
    return Form(title, {"tickets": _tickets, "changes": _changes}, blocks.NAMES)


MADE = {AREA: _area, UNIT: _unit, DEPARTMENT: _department}
FORMS: Mapping[tuple[str, str], Form] = {(kind, span): MADE[kind](span) for kind in MADE for span in SPANS}
"""What a round-up is of, and its span -> how it is put together."""
