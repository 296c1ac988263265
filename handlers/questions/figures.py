"""From the figures of a scene to the lines of an answer, and the places that numbers lead on to.

Every ratio stands with its numbers; groups of fewer than five are counted and not compared (D55).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from handlers.digests import blocks, township
from handlers.digests.facts import OnSite, Share, Visits
from handlers.digests.gather_money import money_facts
from handlers.digests.gather_on_site import on_site_facts
from handlers.digests.gather_visits import is_closed, problem_facts, visit_facts
from handlers.digests.scene import Scene
from handlers.digests.wording import (
    FEW,
    SMALL,
    WARNING,
    comma,
    is_behind,
    money,
    rate,
    semicolon,
    tallies,
    total,
)
from handlers.questions.asked import MONTH
from handlers.shown import day_of
from locales import Translate, words
from storage.queries import digest_visits, questions
from storage.queries.digest_people import listed
from storage.queries.digest_visits import Case, Months
from storage.queries.questions import Work
from storage.values.week import Week


@dataclass(frozen=True, slots=True)
class Told:
    """Lines, the places below with what stands beside their names (code -> label), and how many records or
    people the answer rests on."""

    lines: list[str]
    places: Mapping[str, str] = field(default_factory=dict)
    size: int = 0


def people_of(t: Translate, share: Share) -> str:
    """81/134人(60.4%); without the rate where so few are no measure."""
    return t("{share} people", share=f"{share.part}/{share.whole}") + _rate(share)


def households_of(t: Translate, share: Share) -> str:
    """331/454户(72.9%)."""
    return t("{share} households", share=f"{share.part}/{share.whole}") + _rate(share)


def _rate(share: Share) -> str:
    return f"({rate(share)})" if share.whole >= SMALL else ""


def too_few(t: Translate) -> str:
    """What stands in place of a comparison."""
    return t("Fewer than {count}: counts only, nothing is compared", count=SMALL)


def on_site(t: Translate, scene: Scene) -> Told | None:
    """How the on-site week stands; None where nobody has the duty."""
    seen = on_site_facts(scene)
    if seen is None:
        return None
    lines = [township.duty_line(t, seen), *(_days(t, seen) if blocks.is_asked(seen) else [])]
    lines += [township.today_line(t, seen)] if seen.here_today or seen.pending else []
    lines += [WARNING + _repeated(t, scene, seen)] if seen.repeated else []
    return Told(lines, labels(scene, seen.places, blocks.met_share(seen)), seen.listed)


def _days(t: Translate, seen: OnSite) -> list[str]:
    """满2天81/134人(60.4%),上周同日88/136人(64.7%);1天42人;0天11人."""
    met = blocks.met_share(seen)
    first = t("{label} {share}", label=blocks.met_label(t, seen), share=people_of(t, met))
    if seen.before and min(met.whole, seen.before.whole) >= SMALL:
        before = t("same weekday last week {share}", share=people_of(t, seen.before))
        first = comma(t).join([first, before])
    others = [
        t("{label}: {count} people", label=t("{days}-day", days=days), count=count)
        for days, count in seen.short
        if count
    ]
    return [
        semicolon(t).join([first, *others, *blocks.counted(t, seen.counting)]),
        *([too_few(t)] if met.whole < SMALL else []),
    ]


def _repeated(t: Translate, scene: Scene, seen: OnSite) -> str:
    count, weeks = total(seen.repeated), seen.repeated_weeks
    told = t("missed {weeks} weeks running: {count} people", weeks=weeks, count=count)
    return told if scene.unit else f"{told}:{tallies(seen.repeated[:FEW])}"


def labels(scene: Scene, shares: Iterable[Share], area: Share) -> dict[str, str]:
    """Code -> 石关村(20/35)⚠ for the places of an area; a village has none below it."""
    if scene.is_village:
        return {}
    codes = scene.ground.codes()
    return {
        codes[each.name]: f"{each.name}({each.part}/{each.whole}){WARNING * is_behind(each, area)}"
        for each in shares
    }


def visits(t: Translate, scene: Scene) -> Told | None:
    """Households visited this month; None where there is none."""
    seen = visit_facts(scene)
    if seen is None:
        return None
    lines = [_month(t, seen)]
    if seen.neglected:
        where = "" if scene.is_village else f":{tallies(seen.neglected[:FEW])}"
        lines.append(f"{WARNING}{township.neglected_line(t, seen)}{where}")
    lines += [too_few(t)] if seen.month.whole < SMALL else []
    return Told(lines, labels(scene, seen.places, seen.month), seen.month.whole)


def _month(t: Translate, seen: Visits) -> str:
    """今日27户;本月331/454户(72.9%),上月同日320/454户(70.5%)."""
    month = t("this month {share}", share=households_of(t, seen.month))
    if seen.before and min(seen.before.whole, seen.month.whole) >= SMALL:
        before = t("same day last month {share}", share=households_of(t, seen.before))
        month = comma(t).join([month, before])
    today = [t("today {count} households", count=seen.today)] if seen.today else []
    return semicolon(t).join([*today, month])


def cases_of(scene: Scene) -> list[Case]:
    """The follow-ups that the balance of a scene is made of."""
    period = scene.period
    return digest_visits.cases(scene.db, scene.villages, period.reported, period.cutoff, scene.unit)


def still_open(scene: Scene, cases: Iterable[Case], *, late: bool = False) -> list[Case]:
    """Those of them that are open at the cut-off, or overdue."""
    day = scene.period.day
    return [case for case in cases if not is_closed(case, day) and not (late and case.due >= day)]


def problems(t: Translate, scene: Scene) -> Told | None:
    """The balance of problems, and how many of them are overdue; None of a unit that is not here at all."""
    cases = cases_of(scene)
    found = problem_facts(scene, cases)
    if found is None:
        is_here = scene.unit is None or listed(scene.db, scene.villages, scene.period.day, scene.unit)
        return Told([t("No problem is open.")]) if is_here else None
    still, late = still_open(scene, cases), still_open(scene, cases, late=True)
    lines = [township.balance(t, found)]
    lines += [f"{WARNING}{t('overdue {count}', count=len(late))}"] if late else []
    return Told(lines, _problem_labels(t, scene, still, late), len(still))


def _problem_labels(
    t: Translate, scene: Scene, still: Iterable[Case], late: Iterable[Case]
) -> dict[str, str]:
    if scene.is_village:
        return {}
    open_, overdue = _by_place(scene, still), _by_place(scene, late)
    return {
        code: t(
            "{name}({count} open, {late} overdue)", name=name, count=open_[name], late=overdue.get(name, 0)
        )
        if overdue.get(name)
        else t("{name}({count} open)", name=name, count=open_[name])
        for name, code in scene.ground.codes().items()
        if open_.get(name)
    }


def _by_place(scene: Scene, cases: Iterable[Case]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for case in cases:
        name = scene.villages[case.village_id]
        counts[name] = counts.get(name, 0) + 1
    return counts


def compare(t: Translate, scene: Scene, span: str) -> Told | None:
    """This week or month so far against the last one up to the same day; None where there is nothing to compare."""
    seen, families = on_site_facts(scene), visit_facts(scene)
    if seen is None and families is None:
        return None
    days = _stretches(scene, span)
    now, before = (_work(scene, *each) for each in days)
    held = Held(t, t(words("last month") if span == MONTH else words("last week")), now, before)
    lines = [_stretch_line(t, days)]
    lines += _people(held, seen, monthly=span == MONTH) if seen else []
    lines += _households(held, families) if families else []
    lines.append(held.line(t("New problems"), now.opened, before.opened))
    lines.append(held.line(t("Closed problems"), now.closed, before.closed))
    lines += _spent(held, scene) if span == MONTH and scene.unit is None else []
    places = {} if scene.is_village else {code: name for name, code in scene.ground.codes().items()}
    return Told(lines, places, seen.listed if seen else 0)


@dataclass(frozen=True, slots=True)
class Held:
    """Two stretches of work beside each other; `then` is what the earlier one is called."""

    t: Translate
    then: str
    now: Work
    before: Work

    def line(self, label: str, now: object, before: object) -> str:
        """到村人天:225,上周同期235."""
        return self.t("{label}: {now}, {then} {before}", label=label, now=now, then=self.then, before=before)


def _stretches(scene: Scene, span: str) -> list[tuple[date, date]]:
    """The days so far and the days they are held against, first and last."""
    day = scene.period.day
    if span == MONTH:
        months = Months.of(day)
        return [(months.first, day), (months.last_first, months.last_day)]
    week, last = Week.of(day), Week.of(day).previous
    return [(week.monday, day), (last.monday, last.monday + (day - week.monday))]


def _work(scene: Scene, first: date, last: date) -> Work:
    return questions.work_of(scene.db, scene.villages, first, last, scene.period.cutoff, scene.unit)


def _stretch_line(t: Translate, days: Iterable[tuple[date, date]]) -> str:
    now, before = (f"{day_of(t, first)}-{day_of(t, last)}" for first, last in days)
    return t("{now} against {before}", now=now, before=before)


def _people(held: Held, seen: OnSite, *, monthly: bool) -> list[str]:
    t, met = held.t, blocks.met_share(seen)
    if seen.before is None or min(met.whole, seen.before.whole) < SMALL:
        return [f"{t('On site')}:{too_few(t)}"]
    share = held.line(blocks.met_label(t, seen), people_of(t, met), people_of(t, seen.before))
    days = held.line(t("Person-days on site"), held.now.days, held.before.days)
    return [days] if monthly else [share, days]


def _households(held: Held, seen: Visits) -> list[str]:
    t, whole = held.t, seen.month.whole
    if whole < SMALL:
        return [f"{t('Visits')}:{too_few(t)}"]
    now, before = (households_of(t, Share("", each.visited, whole)) for each in (held.now, held.before))
    return [held.line(t("Visits"), now, before)]


def _spent(held: Held, scene: Scene) -> list[str]:
    """Fiscal money of the year, spent of what was received, against the same day of last month."""
    funds = money_facts(scene)
    if funds is None or funds.before is None:
        return []
    now, before = (
        _spent_share(held.t, Share("", funds.spent, funds.received)),
        _spent_share(held.t, funds.before),
    )
    return [held.line(held.t("Fiscal money spent"), now, before)]


def _spent_share(t: Translate, share: Share) -> str:
    return f"{money(t, share.part)}/{money(t, share.whole)}({rate(share)})"
