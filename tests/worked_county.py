"""The records that give the figures of domain.md 8.4: a county of 6,800 helpers and 22,530 households."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain

from worked_records import Records
from worked_township import DAY, EARLY, LATE_OCTOBER, MONDAY, SUMMER, TUESDAY, WEEK

from storage.tables import Pairing, Unit

TOWNSHIPS = {
    "甲乡": (206, 500),
    "乙镇": (220, 500),
    "丙乡": (190, 400),
    "丁镇": (199, 306),
    "戊乡": (199, 306),
} | {f"第{n}乡": (199 + (n < 13), 306 + (n < 11)) for n in range(1, 16)}
"""Township -> (met the week, of so many due): 4,011 of 6,612."""
ONCE, LISTED, BY_THURSDAY, TWICE_MISSED = 1720, 6800, 3894, 37
QUOTA = 23_203
"""So many people may be identified; one of each household is: 97.1 per cent."""
HOUSEHOLDS, VISITED, NEGLECTED, UNPAIRED = 22_530, 16_290, 112, 12
TOMORROW = DAY + timedelta(days=1)
MONEY = {"received": 430, "industry": 321, "direct": 231}
"""Ten thousands of yuan of most townships; five fail both ratios, the last one makes the sums come out."""
WEAK = {"received": 430, "industry": 258, "direct": 150}
LAST = {"received": 430, "industry": 322, "direct": 229}


@dataclass
class Scene:
    """What is written, and where to find it again."""

    records: Records = field(default_factory=Records)
    county: int = 0
    villages: list[int] = field(default_factory=list)
    townships: list[int] = field(default_factory=list)
    helpers: list[tuple[int, int]] = field(default_factory=list)
    visits: list[tuple[int, int, int]] = field(default_factory=list)


def worked_county() -> Scene:
    """All of it."""
    scene = Scene()
    records = scene.records
    scene.county, path = records.region("9999", "示范县", "county")
    for n, name in enumerate(TOWNSHIPS, 1):
        township, below = records.region(f"9999{n:02d}", name, "township", path)
        scene.townships.append(township)
        scene.villages.append(records.region(f"9999{n:02d}001", f"{name}村", "village", below)[0])
    _helpers(scene)
    _households(scene)
    _problems(scene)
    _money(scene)
    _projects(scene)
    _posts(scene)
    _registers(scene)
    return scene


def _helpers(scene: Scene) -> None:
    """Who met the week came on Monday and Tuesday; of the others the first 1,720 came once."""
    records, unit = scene.records, scene.records.add(Unit, code="U1", name="县直单位")
    short = 0
    for village, (met, due) in zip(scene.villages, TOWNSHIPS.values(), strict=True):
        for n in range(due):
            person = records.cadre("王顺", village, unit)
            scene.helpers.append((person, village))
            short += n >= met
            if n < met or short <= ONCE:
                records.came(person, village, *((MONDAY, TUESDAY) if n < met else (TUESDAY,)))
    for _ in range(LISTED - len(scene.helpers)):
        person = records.cadre("病中", scene.villages[-1], unit)
        records.away(person, "sick", MONDAY - 6 * WEEK, MONDAY + 2 * WEEK)
    _last_week(scene)


def _last_week(scene: Scene) -> None:
    """All but 37 met it, of them 3,894 by Thursday; nobody had come the week before."""
    monday = MONDAY - WEEK
    for n, (person, village) in enumerate(scene.helpers[TWICE_MISSED:]):
        scene.records.came(person, village, monday, monday + timedelta(days=1 if n < BY_THURSDAY else 4))


def _households(scene: Scene) -> None:
    """Each has one last visit: this month, in October, or in summer."""
    for n in range(HOUSEHOLDS):
        village = scene.villages[n % len(scene.villages)]
        household = scene.records.family(village, "户", 1, 1, "active")
        day = EARLY if n < VISITED else SUMMER if n >= HOUSEHOLDS - NEGLECTED else LATE_OCTOBER
        visit = scene.records.visit(household, village, scene.helpers[0][0], day)
        if n >= UNPAIRED:
            scene.records.add(Pairing, household_id=household, helper_id=scene.helpers[0][0])
        scene.visits.append((visit, household, village))


def _problems(scene: Scene) -> None:
    """312 carried over, 41 new, 55 closed today; 23 overdue, four of them for more than a week."""
    later, week, long = DAY + timedelta(days=6), DAY - timedelta(days=3), DAY - timedelta(days=9)
    units = {name: scene.records.add(Unit, code=name, name=name) for name in ("水务", "住建", "教育", "民政")}
    dues = [("民政", TOMORROW)] * 43 + [("民政", later)] * (312 - 55 - 23 - 43) + [("民政", week)] * 19
    dues += [("水务", long), ("水务", long), ("住建", long), ("教育", long)]
    owners = {name: scene.records.person("何正", unit) for name, unit in units.items()}
    for n, (unit, due) in enumerate(dues):
        scene.records.problem(*scene.visits[n], owners[unit], EARLY, due)
    for n in range(55):
        scene.records.problem(*scene.visits[n], owners["民政"], EARLY, later, closed=DAY)
    for n in range(41):
        # Of the 41, 17 are changes in families, two of them urgent: a house in 丁镇, a child who left school in 戊乡.
        place = {0: 3, 1: 4}.get(n, n)
        matter, urgent = ("housing", "school")[n] if n < 2 else "income" if n < 17 else "water", n < 2
        _, household, village = scene.visits[place]
        visit = scene.records.visit(household, village, scene.helpers[0][0], DAY)
        scene.records.problem(
            visit,
            household,
            village,
            owners["民政"],
            DAY,
            TOMORROW if urgent else later,
            matter,
            urgent=urgent,
        )


def _money(scene: Scene) -> None:
    spring, add = date(2026, 4, 1), scene.records.fund
    for n, township in enumerate(scene.townships):
        sums = WEAK if n < 5 else LAST if township == scene.townships[-1] else MONEY
        add(township, "received", sums["direct"], spring, industry=True, direct=True)
        add(township, "received", sums["industry"] - sums["direct"], spring, industry=True)
        add(township, "received", sums["received"] - sums["industry"], spring)
    add(scene.county, "spent", 5418 - 6 * 20, spring)


def _projects(scene: Scene) -> None:
    """214 under way, of which six were paid 83 per cent at half of the work; nine stand still."""
    states = chain(["building"] * 214, ["stopped"] * 9)
    projects = [scene.records.project(scene.villages[0], f"项目{n}", state) for n, state in enumerate(states)]
    for project in projects[:6]:
        scene.records.fund(scene.villages[0], "spent", 20, date(2026, 5, 1), project_id=project)


def _posts(scene: Scene) -> None:
    """One village without a first secretary, three without an information officer; 21 instructions."""
    records = scene.records
    for n, village in enumerate(scene.villages):
        records.office("team_member", village)
        if n >= 1:
            records.office("first_secretary", village)
        if n >= 3:
            records.office("info_officer", village)
    clerks = [records.office("township_clerk", township) for township in scene.townships]
    leader = records.office("county_leader", scene.county)
    for n in range(21):
        due = DAY - timedelta(days=2) if n < 2 else TOMORROW
        records.instruct(leader, scene.county, clerks[n % 20], EARLY, due)


def _registers(scene: Scene) -> None:
    """640 applications, of which 88 have their notice up; 146 households that lack something."""
    shown = {"published_from": EARLY, "published_to": DAY + timedelta(days=6)}
    homes = [household for _, household, _ in scene.visits]
    for n in range(640):
        values = {**(shown if n < 88 else {}), "objections": int(n < 3)}
        scene.records.application(homes[n], "低保", "审核", EARLY, **values)
    for n in range(146):
        scene.records.gap(homes[n], "教育" if n < 61 else "医保" if n < 113 else "住房", EARLY)
