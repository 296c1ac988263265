"""The details behind the numbers of a digest, as lines, with the places one may go on to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from handlers.digests import wording
from handlers.digests.facts import Share
from handlers.digests.gather_money import money_by_place
from handlers.digests.gather_on_site import cadres, register
from handlers.digests.gather_visits import is_closed
from handlers.digests.scene import Scene
from handlers.digests.wording import WARNING, matter, place, rate
from handlers.mending import KINDS as RECORD_KINDS
from handlers.mending import REASONS
from handlers.rules.ratios import FundRatios
from handlers.shown import day_of, household_name
from locales import Translate
from storage.queries import digest_visits
from storage.queries.corrections import Told as Correction
from storage.queries.corrections import done_between
from storage.queries.digest_people import Cadre
from storage.queries.digest_visits import Case, Waiting

LONGEST_LIST = 20
"""Names or problems in one message; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Told:
    """Lines, the headline first, and the places one may go on to (name -> code)."""

    lines: list[str]
    places: Mapping[str, str] = field(default_factory=dict)


def on_site(t: Translate, scene: Scene, named: bool) -> Told:
    """Who has not been there this week: cadres by unit, in a county how many by township."""
    people = register(scene)
    idle = people.idle
    area = scene.name
    head = t("{area} on site: {count} people without a day this week", area=area, count=len(idle))
    if scene.is_county:
        counts = Counter(scene.villages[people.villages[person]] for person in idle)
        lines = [
            t("{place}: {count} people", place=name, count=count) for name, count in counts.most_common()
        ]
        return Told([head, *lines], _codes(scene, counts))
    return Told([head, *_by_unit(t, cadres(scene, idle), named)])


def _by_unit(t: Translate, idle: Iterable[Cadre], named: bool) -> list[str]:
    units: dict[str, list[str]] = {}
    for each in idle:
        units.setdefault(each.unit, []).append(each.name)
    found = sorted(units.items(), key=lambda unit: -len(unit[1]))
    if not named:
        return [t("{place}: {count} people", place=unit, count=len(names)) for unit, names in found]
    return [
        t("{place}: {count} people: {names}", place=unit, count=len(names), names=t(", ").join(names))
        for unit, names in found
    ]


def visits(t: Translate, scene: Scene, named: bool, most: int = LONGEST_LIST) -> Told:
    """Households not visited this month: by place, in a village each, masked, and no more than `most`."""
    return _village_visits(t, scene, named, most) if scene.is_village else _area_visits(t, scene)


def _area_visits(t: Translate, scene: Scene) -> Told:
    period, limit = scene.period, scene.value("visits.overdue_days")
    found = digest_visits.coverage(scene.db, scene.villages, period.day, period.cutoff, limit, scene.unit)
    sums: dict[str, Counter[str]] = {name: Counter() for name in scene.ground.places}
    for each in found:
        sums[scene.villages[each.village_id]].update(
            all=each.households, visited=each.visited, neglected=each.neglected
        )
    shown = {name: counts for name, counts in sums.items() if counts["all"]}
    total = sum((Counter(counts) for counts in shown.values()), Counter())
    head = t(
        "{area} visits: {done} of {all} households this month",
        area=scene.name, done=total["visited"], all=total["all"],
    )  # fmt: skip
    return Told(
        [head, *(_coverage(t, name, each, limit) for name, each in shown.items())], _codes(scene, shown)
    )


def _coverage(t: Translate, name: str, counts: Mapping[str, int], limit: int) -> str:
    share = Share(name, counts.get("visited", 0), counts["all"])
    line = f"{place(name)} {share.part}/{share.whole}({rate(share)})"
    if not counts.get("neglected"):
        return line
    return f"{line} {WARNING}{t('over {days} days without a visit: {count} households', days=limit, count=counts['neglected'])}"


def _village_visits(t: Translate, scene: Scene, named: bool, most: int) -> Told:
    period = scene.period
    found = digest_visits.waiting(scene.db, scene.villages, period.day, period.cutoff, unit=scene.unit)
    head = t("{area}: {count} households not visited this month", area=scene.name, count=len(found))
    return Told(
        [
            head,
            *([_family(t, each) for each in found[:most]] if named else []),
            *_rest(t, len(found), named, most),
        ]
    )


def _family(t: Translate, each: Waiting) -> str:
    """李*(3组) 监测户 上次9月3日."""
    parts = [household_name(t, each.head, each.group_no)]
    parts += [t("watched")] if each.watched else []
    parts.append(t("last {day}", day=day_of(t, each.last)) if each.last else t("never visited"))
    return " ".join(parts)


def _rest(t: Translate, count: int, named: bool, most: int = LONGEST_LIST) -> list[str]:
    more = count - most
    return [t("and {count} more", count=more)] if named and more > 0 else []


def problems(t: Translate, scene: Scene, named: bool) -> Told:
    """Open problems with who sees to them by when; in a county how many by township."""
    period = scene.period
    cases = digest_visits.cases(scene.db, scene.villages, period.reported, period.cutoff, scene.unit)
    still = [case for case in cases if not is_closed(case, period.day)]
    late = sum(case.due < period.day for case in still)
    head = t(
        "{area} problems: {open} open, {late} overdue",
        area=scene.name,
        open=len(still),
        late=late,
    )
    if scene.is_county:
        return _problems_by_place(t, scene, head, still)
    lines = [problem_line(t, scene, case) for case in still[:LONGEST_LIST]]
    return Told([head, *lines, *_rest(t, len(still), named)])


def _problems_by_place(t: Translate, scene: Scene, head: str, still: Iterable[Case]) -> Told:
    counts = Counter(scene.villages[case.village_id] for case in still)
    late = Counter(scene.villages[case.village_id] for case in still if case.due < scene.period.day)
    lines = [
        t("{place}: {open} open, {late} overdue", place=name, open=count, late=late[name])
        for name, count in sorted(counts.items(), key=lambda item: -late[item[0]])
    ]
    return Told([head, *lines], _codes(scene, counts))


def problem_line(t: Translate, scene: Scene, case: Case) -> str:
    """庆云饮水(城管局) 11月14日到期 ⚠逾期5天."""
    where = (
        t("group {group} ", group=case.group_no)
        if scene.is_village
        else place(scene.villages[case.village_id])
    )
    who = f"({case.unit})" if case.unit else ""
    due = t("due {day}", day=day_of(t, case.due))
    days = (scene.period.day - case.due).days
    late = f" {WARNING}{t('overdue by {days} d', days=days)}" if days > 0 else ""
    return f"{where}{matter(t, case.matter)}{who} {due}{late}"


def money(t: Translate, scene: Scene, named: bool) -> Told:
    """Fiscal money by place, with both ratios."""
    year = scene.period.day.year
    head = t("{area} {year}, fiscal money:", area=scene.name, year=year)
    found = money_by_place(scene)
    lines = [
        t(
            "{place}: received {received}, spent {spent} ({rate})",
            place=place(name), received=wording.money(t, sums.received), spent=wording.money(t, sums.spent),
            rate=rate(Share("", sums.spent, sums.received)),
        ) + _ratios(t, sums.ratios)
        for name, sums in found.items()
    ]  # fmt: skip
    return Told([head, *lines], _codes(scene, found))


def _ratios(t: Translate, ratios: FundRatios) -> str:
    """产业72.0% 到户68.1%⚠."""
    industry = f"{ratios.industry.shown}{WARNING * (not ratios.industry.passes)}"
    direct = f"{ratios.direct.shown}{WARNING * (not ratios.direct.passes)}"
    return t(" industry {industry}, direct {direct}", industry=industry, direct=direct)


def _codes(scene: Scene, some: Iterable[str]) -> dict[str, str]:
    """The codes of some places, in their order."""
    wanted = set(some)
    return {name: code for name, code in scene.ground.codes().items() if name in wanted}


def records(t: Translate, scene: Scene, named: bool) -> Told:
    """What was put right or taken back since the last digest: who, which record, why."""
    period, area = scene.period, scene.name
    found = done_between(scene.db, scene.villages, period.since, period.cutoff)
    head = t("{area}: {count} records corrected or taken back", area=area, count=len(found))
    if scene.is_county:
        counts = Counter(scene.villages[each.village_id] for each in found)
        lines = [
            t("{place}: {count}", place=place(name), count=count) for name, count in counts.most_common()
        ]
        return Told([head, *lines], _codes(scene, counts))
    lines = [_record(t, each) for each in found[:LONGEST_LIST]] if named else []
    return Told([head, *lines, *_rest(t, len(found), named)])


def _record(t: Translate, each: Correction) -> str:
    """陈天佑 走访 ZF261117-1003 更正:填错."""
    what = t("taken back") if each.change == "withdraw" else t("corrected")
    kind, why = t(RECORD_KINDS[each.receipt[:2]]), t(REASONS[each.reason])
    return t(
        "{who} {kind} {receipt} {what}: {reason}",
        who=each.person,
        kind=kind,
        receipt=each.receipt,
        what=what,
        reason=why,
    )


TELL: Mapping[str, Callable[[Translate, Scene, bool], Told]] = {
    "1": on_site, "2": visits, "3": problems, "4": money, "9": records,
}  # fmt: skip
RESOURCE = {"1": "people", "2": "visit", "3": "digest", "4": "fund", "9": "visit"}
"""Section -> what must be open to somebody who is to see more than counts (domain.md 1.2)."""
