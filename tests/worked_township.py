"""The records that give the figures of domain.md 8.2 (示范办事处) and 8.3 (石关村), Thursday 19 November 2026.

137 helpers, 454 households and 1,350 persons in four villages; who was where, who was visited and what was
found there is chosen so that the digest comes to the worked example figure by figure.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import cycle, islice

from worked_records import Records, at

from storage.tables import CheckIn, Unit, Visit
from storage.values.week import Week

DAY = date(2026, 11, 19)
MONDAY, TUESDAY, WEDNESDAY = (DAY - timedelta(days=n) for n in (3, 2, 1))
OCTOBER, LATE_OCTOBER, SUMMER, EARLY = (
    date(2026, 10, 12),
    date(2026, 10, 25),
    date(2026, 8, 10),
    date(2026, 11, 5),
)
TOMORROW = DAY + timedelta(days=1)
WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Place:
    """A village: (met, one day, no day) of those due, how many are excused, here today, pending; households
    (visited this month, today, neglected); persons, how large the households out of poverty are; (people, households) planned for tomorrow."""

    name: str
    days: tuple[int, int, int]
    excused: tuple[str, ...]
    today: int
    pending: int
    households: int
    visited: tuple[int, int, int]
    persons: int
    out: tuple[tuple[int, int], ...]
    tomorrow: tuple[int, int]


PLACES = (
    Place("石关村", (23, 8, 4), ("sick",), 13, 2, 118, (88, 8, 2), 351, ((50, 3),), (9, 11)),
    Place("路塘村", (25, 9, 5), ("sick",), 12, 1, 132, (99, 7, 0), 396, ((58, 3), (1, 2)), (12, 8)),
    Place("庆云村", (16, 10, 7), (), 9, 0, 109, (73, 5, 3), 322, ((45, 3), (2, 2)), (10, 7)),
    Place("蔬菜村", (17, 7, 3), ("training",), 12, 0, 95, (71, 7, 1), 281, ((40, 3),), (10, 7)),
)
UNITS = ("城管局", "房管局", "农发行", "人大", "水务", "城建")
IDLE = ("城管局",) * 8 + ("房管局",) * 6 + ("农发行",) * 3 + ("人大",) * 2
NAMES = ("张平", "刘顺", "陈安", "周福")
LAST_WEEKS = {4: 118, 3: 121, 2: 116, 1: 122}
"""Weeks ago -> how many of the 134 met it."""
MET_BY_THURSDAY = 74
VISITED_IN_OCTOBER = 320
SAME_DAY_LAST_MONTH = date(2026, 10, 19)


@dataclass
class Scene:
    """What is written, and where to find it again."""

    records: Records = field(default_factory=Records)
    township: int = 0
    villages: dict[str, int] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)
    due: list[tuple[int, int]] = field(default_factory=list)
    families: dict[str, list[tuple[int, int]]] = field(default_factory=dict)


def worked_township() -> Scene:
    """All of it."""
    scene = Scene()
    _places(scene)
    idle = iter(IDLE)
    for place in PLACES:
        _cadres(scene, place, idle)
    _last_weeks(scene)
    in_october = cycle((True,) * VISITED_IN_OCTOBER + (False,) * (448 - VISITED_IN_OCTOBER))
    for place in PLACES:
        _households(scene, place, in_october)
    _problems(scene)
    _money(scene)
    _projects(scene)
    _registers(scene)
    _ahead(scene)
    _put_right(scene)
    return scene


def _places(scene: Scene) -> None:
    records = scene.records
    _, county = records.region("9999", "示范县", "county")
    scene.township, path = records.region("999901", "示范办事处", "township", county)
    for n, place in enumerate(PLACES, 1):
        scene.villages[place.name], _ = records.region(f"9999010{n:02d}", place.name, "village", path)
    for n, name in enumerate(UNITS):
        scene.units[name] = records.add(Unit, code=f"U{n}", name=name)


def _cadres(scene: Scene, place: Place, idle: object) -> None:
    """Those who met the week came on Monday and today or on Monday and Tuesday, the others on Tuesday or not."""
    met, once, never = place.days
    for n in range(met):
        person = _cadre(scene, place, _unit_of(len(scene.due)))
        scene.records.came(person, scene.villages[place.name], MONDAY, DAY if n < place.today else TUESDAY)
    for n in range(once):
        person = _cadre(scene, place, "人大")
        scene.records.came(person, scene.villages[place.name], TUESDAY)
        if n < place.pending:
            scene.records.came(person, scene.villages[place.name], DAY, status="pending")
    for n in range(never):
        _cadre(scene, place, next(idle), NAMES[n % 4])  # type: ignore[call-overload]
    for kind in place.excused:
        person = scene.records.cadre(
            "病中" if kind == "sick" else "学员", scene.villages[place.name], scene.units["人大"]
        )
        scene.records.away(person, kind, MONDAY - 6 * WEEK, MONDAY + 2 * WEEK)


def _unit_of(number: int) -> str:
    """The first four missed the last two weeks."""
    return "房管局" if number == 3 else "城管局"


def _cadre(scene: Scene, place: Place, unit: str, name: str = "王顺") -> int:
    village = scene.villages[place.name]
    person = scene.records.cadre(name, village, scene.units[unit])
    scene.due.append((person, village))
    return person


def _last_weeks(scene: Scene) -> None:
    """134 people in four weeks; only the first four missed both of the last two."""
    missed = {
        4: range(100, 116), 3: range(50, 63), 2: (*range(4), *range(20, 34)), 1: range(12),
    }  # fmt: skip
    for ago, met in LAST_WEEKS.items():
        monday = Week.of(MONDAY - ago * WEEK).monday
        assert len(scene.due) - len(missed[ago]) == met
        came = [each for n, each in enumerate(scene.due) if n not in missed[ago]]
        for n, (person, village) in enumerate(came):
            soon = n < MET_BY_THURSDAY
            scene.records.came(person, village, monday, monday + timedelta(days=1 if soon else 4))


def _households(scene: Scene, place: Place, in_october: object) -> None:
    month = place.visited[0]
    village, families = scene.villages[place.name], scene.families.setdefault(place.name, [])
    helper = next(person for person, where in scene.due if where == village)
    out = [size for many, size in place.out for _ in range(many)]
    left = place.persons - sum(out)
    rest = place.households - len(out)
    sizes = [*out, *(left // rest + (n < left % rest) for n in range(rest))]
    for n, (size, group) in enumerate(zip(sizes, islice(cycle(range(1, 8)), place.households), strict=True)):
        watched = place.name == "石关村" and n == month + 1
        state = "exited" if n < len(out) else "active"
        family = scene.records.family(village, "李国", 3 if watched else group, size, state, watched=watched)
        last = _visits(scene, (family, village, helper), n, place, in_october)
        families.append((family, last))


def _visits(scene: Scene, who: tuple[int, int, int], n: int, place: Place, in_october: object) -> int:
    """Every household has a last visit: in summer, in October or this month; its number."""
    month, today, neglected = place.visited
    if n >= place.households - neglected:
        return scene.records.visit(*who, SUMMER)
    last = scene.records.visit(*who, OCTOBER if next(in_october) else LATE_OCTOBER)  # type: ignore[call-overload]
    if n < month:
        last = scene.records.visit(*who, DAY if n < today else EARLY, next_visit=_next_visit(n, place))
    return last


def _next_visit(n: int, place: Place) -> date | None:
    """The first of those that are still on the register are to be visited tomorrow."""
    first = sum(many for many, _ in place.out)
    return TOMORROW if first <= n < first + place.tomorrow[1] else None


def _problems(scene: Scene) -> None:
    """19 carried over of which 6 were closed today, 4 new: 17 open, five of them in 石关."""
    later = DAY + timedelta(days=6)
    for _ in range(6):
        _problem(scene, "路塘村", 20, EARLY, later, closed=DAY)
    _problem(scene, "庆云村", 20, EARLY, DAY - timedelta(days=5), "water", unit="水务")
    _problem(scene, "路塘村", 21, EARLY, DAY - timedelta(days=2), "路灯", unit="城建")
    _problem(scene, "石关村", 30, EARLY, DAY + timedelta(days=1), "路灯")
    for place, many in (("石关村", 2), ("路塘村", 2), ("庆云村", 4), ("蔬菜村", 2)):
        for _ in range(many):
            _problem(scene, place, 22, EARLY, later)
    risk = date(2026, 11, 22)
    _problem(scene, "蔬菜村", 0, DAY, risk, "大病自付3.2万", urgent=True)
    _problem(scene, "石关村", 4, DAY, risk, "务工收入降四成", urgent=True)
    _problem(scene, "石关村", 1, DAY, later)
    _problem(scene, "庆云村", 1, DAY, later)


def _problem(
    scene: Scene, place: str, at: int, opened: date, due: date, matter: str = "other", *, unit: str = "人大",
    closed: date | None = None, urgent: bool = False,
) -> None:  # fmt: skip
    household, visit = scene.families[place][at]
    owner = scene.records.person("何正", scene.units[unit])
    scene.records.problem(
        visit, household, scene.villages[place], owner, opened, due, matter, closed=closed, urgent=urgent
    )


def _money(scene: Scene) -> None:
    """The fund oracle of domain.md 3.5; by 19 October 174 of the 300 were spent."""
    add, spring = scene.records.fund, date(2026, 4, 1)
    add(scene.township, "received", 147, spring, industry=True, direct=True)
    add(scene.township, "received", 69, spring, industry=True)
    add(scene.township, "received", 84, spring)
    add(scene.township, "spent", 174, date(2026, 10, 12))
    add(scene.township, "spent", 18, date(2026, 11, 2))


def _projects(scene: Scene) -> None:
    project, villages = scene.records.project, scene.villages
    project(villages["石关村"], "马铃薯500亩", "finished", progress=100)
    project(villages["石关村"], "辣椒育苗500亩", "building", progress=80)
    project(villages["路塘村"], "通村路", "stopped", progress=40, note="土地")
    for n in range(5):
        project(villages["庆云村"], f"水池{n}", "building")
    for n in range(2):
        project(villages["蔬菜村"], f"大棚{n}", "finished")


def _registers(scene: Scene) -> None:
    """Needs, applications and what is not enjoyed, as the offices keep them."""
    records, villages = scene.records, scene.villages
    for n in range(11):
        records.need(villages["庆云村"], DAY if n < 3 else EARLY, (DAY if n < 2 else None))
    homes = [household for household, _ in scene.families["庆云村"]]
    records.application(homes[0], "危房", "鉴定", EARLY, step_due=WEDNESDAY)
    for n in range(1, 23):
        shown = {"published_from": EARLY, "published_to": TOMORROW if n < 3 else DAY + timedelta(days=6)}
        records.application(homes[n], "低保", "审核", EARLY, **(shown if n < 6 else {}))
    for n in range(8):
        records.gap(homes[n], "教育" if n < 5 else "医保资助", EARLY)


def _ahead(scene: Scene) -> None:
    """Three instructions that are not due yet, and who means to come tomorrow."""
    records = scene.records
    leader, clerk = (
        records.office("township_leader", scene.township),
        records.office("township_clerk", scene.township),
    )
    for _ in range(3):
        records.instruct(leader, scene.township, clerk, EARLY, DAY + timedelta(days=6))
    for place in PLACES:
        there = [person for person, village in scene.due if village == scene.villages[place.name]]
        for person in there[: place.tomorrow[0]]:
            records.plan(person, TOMORROW, MONDAY)


def _put_right(scene: Scene) -> None:
    """In 庆云 five of those who came once said so today only, two took a day back, one visit was written in bulk."""
    once = scene.due[90:95]
    for row in scene.records.rows[CheckIn]:
        if (row["person_id"], row["village_id"]) in once and row["day"] == TUESDAY:
            row["saved_at"] = at(DAY)
    for person, village in once[:2]:
        scene.records.came(person, village, WEDNESDAY, status="withdrawn")
        scene.records.rows[CheckIn][-1]["withdrawn_at"] = at(DAY, 10)
    today = [row for row in scene.records.rows[Visit] if row["day"] == DAY]
    next(row for row in today if row["village_id"] == scene.villages["庆云村"])["bulk"] = True
