"""The tables of people: who has been on site, which households were visited, who is out of poverty.

Places stand in the order of the register, units in that of their names; never by their figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from handlers.digests import blocks
from handlers.digests.facts import DigestFacts, Exits, OnSite, Share, Tally, Visits
from handlers.digests.figures import Figures
from handlers.digests.page.cells import compared, fraction, notes, rated, table, words_in
from handlers.digests.page.model import Column, Drawn, Table
from handlers.digests.page.trend import counts, rates
from handlers.digests.roundup.facts import Leaving, Roundup, Walks
from handlers.digests.village import family
from handlers.digests.wording import ABSENCES
from locales import Translate


def on_site(t: Translate, facts: DigestFacts, seen: OnSite) -> Drawn:
    """Who has been there: by place, by days, who is excused, by unit; the last weeks."""
    found = [*_places(t, seen), *_days(t, seen), *excused(t, seen.exempt), *_units(t, seen)]
    return Drawn(
        found,
        rates(t, t("Requirement met, last {count} weeks", count=len(seen.series)), facts.day, seen.series),
    )


def _places(t: Translate, seen: OnSite) -> list[Table]:
    if len(seen.places) < 2:
        return []
    today, missed, area = _counts(seen.today), _counts(seen.repeated), blocks.met_share(seen)
    label = blocks.met_label(t, seen)
    columns = [
        words_in(t("Place")),
        Column(t("Today")),
        Column(t("{label} / due", label=label)),
        Column(t("Rate")),
    ]
    shared = any(place.name in missed for place in seen.places)
    last = [Column(t("{weeks} weeks missed", weeks=seen.repeated_weeks))] if shared else []
    rows = (
        (
            each.name, str(today.get(each.name, 0)), fraction(each), compared(each, area),
            *([str(missed.get(each.name, 0))] if shared else []),
        )
        for each in seen.places
    )  # fmt: skip
    return table(t("By place"), [*columns, *last], rows, notes(t, seen.places, area))


def _counts(tallies: Iterable[Tally]) -> dict[str, int]:
    return {each.name: each.count for each in tallies}


def _days(t: Translate, seen: OnSite) -> list[Table]:
    """How the week stands, and how it stood a week ago."""
    if not blocks.is_asked(seen):
        return []
    full = blocks.met_label(t, seen)
    shares = [Share(full, seen.met, seen.required)]
    shares += [Share(t("{days}-day", days=days), count, seen.required) for days, count in seen.short if count]
    if seen.before and seen.before.whole:
        told = t("{label}, same weekday last week", label=full)
        shares.append(Share(told, seen.before.part, seen.before.whole))
    columns = [words_in(t("Days this week")), Column(t("People / due")), Column(t("Rate"))]
    said = blocks.counted(t, seen.counting)
    return table(t("How the week stands"), columns, (rated(each) for each in shares), said)


def excused(t: Translate, exempt: Sequence[Tally]) -> list[Table]:
    """Exempt people are named as exempt, by kind."""
    rows = ((t(ABSENCES.get(each.name, each.name)), str(each.count)) for each in exempt)
    return table(t("Excused, owing no day"), [words_in(t("Because of")), Column(t("People"))], rows)


def _units(t: Translate, seen: OnSite) -> list[Table]:
    """By unit, in the order of their names; in a county both stand by place."""
    places = {each.name for each in seen.places}
    idle, missed = _counts(seen.idle), _counts(seen.repeated)
    names = sorted({*idle, *missed} - places)
    columns = [
        words_in(t("Unit")),
        Column(t("No day yet")),
        Column(t("{weeks} weeks missed", weeks=seen.repeated_weeks)),
    ]
    rows = ((name, str(idle.get(name, 0)), str(missed.get(name, 0))) for name in names)
    return table(t("By unit"), columns, rows)


def visits(t: Translate, facts: DigestFacts, seen: Visits) -> Drawn:
    """Households visited this month by place; in a village those to go to first; the last weeks."""
    waiting = ((family(t, each),) for each in seen.waiting)
    found = [
        *walked(t, seen),
        *table(t("Watched, not visited this month"), [words_in(t("Household"))], waiting),
    ]
    return Drawn(
        found,
        counts(t, t("Households visited, last {count} weeks", count=len(seen.weeks)), facts.day, seen.weeks),
    )


def walked(t: Translate, seen: Visits | Walks) -> list[Table]:
    """Households visited this month by place, and those without a visit for long."""
    waiting = _counts(seen.neglected)
    columns = [
        words_in(t("Place")), Column(t("Visited / all")), Column(t("Rate")),
        Column(t("Over {days} days without", days=seen.neglected_days)),
    ]  # fmt: skip
    rows = (
        (each.name, fraction(each), compared(each, seen.month), str(waiting.get(each.name, 0)))
        for each in seen.places
    )
    return table(t("This month by place"), columns, rows, notes(t, seen.places, seen.month))


def exits(t: Translate, _: Figures, found: Exits) -> Drawn:
    """Members of households out of poverty, of all."""
    columns = [words_in(t("People")), Column(t("Number / all")), Column(t("Rate"))]
    shares = [
        Share(t("Out of poverty"), found.out, found.all),
        Share(t("Still on the register"), found.all - found.out, found.all),
    ]
    return Drawn(table(t("Since the beginning"), columns, (rated(each) for each in shares)))


def walks(t: Translate, _: Roundup, seen: Walks) -> Drawn:
    """Households visited this month by place, of a round-up."""
    return Drawn(walked(t, seen))


def leaving(t: Translate, of: Roundup, found: Leaving) -> Drawn:
    """The same as of a day: since the beginning."""
    return exits(t, of, found.all)
