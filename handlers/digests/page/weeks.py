"""The tables of the weeks on site in a round-up: by place, how they stand, who is excused, units; the last weeks.

Places stand in their fixed order; of fewer than five people the count is shown and no rate.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from handlers.digests import blocks
from handlers.digests.facts import Share
from handlers.digests.page.cells import UNTOLD, compared, fraction, notes, table, words_in
from handlers.digests.page.model import Chart, Column, Drawn, Table
from handlers.digests.page.people import excused
from handlers.digests.page.trend import rates
from handlers.digests.roundup.attendance import trail_of
from handlers.digests.roundup.facts import Attendance, Roundup
from handlers.digests.roundup.said_on_site import met_label, people_due, small_units
from handlers.digests.wording import SMALL, rate
from locales import Translate, Words, words
from storage.values.digest import DAY, MONTH, WEEK, Stretch

BEFORE: dict[str, Words] = {WEEK: words("The week before"), MONTH: words("The month before")}


def attendance(t: Translate, of: Roundup, seen: Attendance) -> Drawn:
    """Who met what was asked: by place, of all, who is excused, units that need help; the last weeks."""
    found = [*_places(t, seen), *_standing(t, of, seen), *excused(t, seen.exempt), *_units(t, seen)]
    return Drawn(found, _trend(t, of.stretch, seen))


def _asked(t: Translate, seen: Attendance) -> str:
    """What is counted: people who were there, in a month weeks of people."""
    return t("Weeks met / asked") if seen.always else t("{label} / due", label=met_label(t, seen))


def _places(t: Translate, seen: Attendance) -> list[Table]:
    if len(seen.places) < 2:
        return []
    columns = [words_in(t("Place")), Column(_asked(t, seen)), Column(t("Rate"))]
    # In a month few people have many weeks: they are told by `few`, not by their weeks.
    shown = [each if each.name not in seen.few else Share(each.name, 0, 0) for each in seen.places]
    rows = (
        (each.name, fraction(each), compared(told, seen.met))
        for each, told in zip(seen.places, shown, strict=True)
    )
    return table(t("By place"), columns, rows, notes(t, shown, seen.met))


def _standing(t: Translate, of: Roundup, seen: Attendance) -> list[Table]:
    """How the stretch stands, and how the one before did."""
    if not seen.met.whole:
        return []
    is_few = people_due(seen) < SMALL
    columns = [words_in(t("On site")), Column(t("Number / all")), Column(t("Rate"))]
    rows = (
        (each.name, fraction(each), UNTOLD if is_few else rate(each)) for each in _shares(t, of.span, seen)
    )
    few = [t("{mark} fewer than {few}: not compared", mark=UNTOLD, few=SMALL)] if is_few else []
    return table(t("Of all"), columns, rows, [*few, *blocks.counted(t, seen.counting)])


def _shares(t: Translate, span: str, seen: Attendance) -> Iterator[Share]:
    met = seen.met
    yield Share(t("Weeks met") if seen.always else met_label(t, seen), met.part, met.whole)
    for days, count in seen.short:
        if count:
            yield Share(t("{days}-day", days=days), count, met.whole)
    if seen.before and seen.before.whole and span != DAY:
        yield Share(t(BEFORE[span]), seen.before.part, seen.before.whole)
    if seen.always:
        yield Share(t("Every week met (people)"), seen.always.part, seen.always.whole)


def _units(t: Translate, seen: Attendance) -> list[Table]:
    """Those that need help, in the order of their codes; none of fewer than five people."""
    columns = [words_in(t("Unit")), Column(_asked(t, seen)), Column(t("Rate"))]
    rows = ((each.name, fraction(each), compared(each, seen.met)) for each in seen.units)
    return table(t("Units that need help"), columns, rows, [small_units(t, seen)] if seen.small else [])


def _trend(t: Translate, stretch: Stretch, seen: Attendance) -> list[Chart]:
    """The weeks as rates, where there are enough people for one."""
    if people_due(seen) < SMALL or not seen.series:
        return []
    after = trail_of(stretch)[-1].sunday + timedelta(days=1)
    return rates(t, t("Requirement met, last {count} weeks", count=len(seen.series)), after, seen.series)
