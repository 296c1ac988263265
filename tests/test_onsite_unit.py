"""Counting by unit (domain.md 3.1, X44): what anybody of a unit does in a village counts for all of it there."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from acting import Scene, scene
from databases import Databases, kinds
from ledgers import rows
from onsite_scene import rule
from sqlalchemy import Connection, delete, insert, select, update
from township import (
    FAR,
    LUTANG,
    MONDAY,
    SHIGUAN,
    WATER_OFFICE,
    Township,
    at,
    calendar,
    township,
)

from handlers.digests.counting import Counting
from handlers.digests.facts import DigestFacts
from handlers.digests.read import facts_of
from handlers.rules.onsite import OnsiteRule, Status, WeekStanding
from handlers.rules.weeks import area_standings, own_standing
from storage.queries import areas
from storage.queries.standing import duties_in, duties_known, duty_of
from storage.tables import Assignment, CheckIn, Leave, Person
from storage.values.week import SHANGHAI, Week

WEEK = Week.of(MONDAY)
MON, TUE, WED, THU, FRI, SAT, SUN = WEEK
WEEKS = [WEEK.previous, WEEK]
BY_UNIT, BOTH = OnsiteRule(counting="unit"), OnsiteRule(counting="both")
FRIDAY = at(FRI)
NOW = datetime(2026, 11, 19, 16, 30, tzinfo=SHANGHAI)


@pytest.fixture(params=list(kinds()))
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Township]:
    with township(tmp_path, request.param) as empty:
        yield empty


def everybody(
    made: Township, path: str = "/9999/", week: Week = WEEK, settings: OnsiteRule = BY_UNIT
) -> dict[int, WeekStanding]:
    area = duties_in(made.db, path, WEEKS, together=True)
    return area_standings(area, week, calendar(), rule_of=lambda _: settings, at=FRIDAY)


def own(made: Township, person: int, week: Week = WEEK, settings: OnsiteRule = BY_UNIT) -> WeekStanding:
    duty = duty_of(made.db, person, week.monday, week.sunday, together=True)
    return own_standing(duty, week, calendar(), settings=settings, at=FRIDAY)


def test_a_week_met_by_the_unit_is_met_and_own_days_stay_own(made: Township) -> None:
    first, second = (made.cadre(name, SHIGUAN, unit=WATER_OFFICE) for name in ("甲", "乙"))
    third = made.cadre("丙", SHIGUAN)
    made.came(first, SHIGUAN, TUE)
    made.came(second, SHIGUAN, TUE, THU)
    found = everybody(made)
    assert (found[first].days, found[first].together, found[first].status) == ((TUE,), (TUE, THU), Status.MET)
    assert (found[third].days, found[third].together, found[third].need) == ((), (), 2)
    assert {person: own(made, person) for person in found} == found
    assert everybody(made, settings=OnsiteRule())[first].status is Status.TIGHT


def test_only_what_was_done_in_one_s_own_village_counts(made: Township) -> None:
    here, elsewhere = (
        made.cadre("甲", SHIGUAN, unit=WATER_OFFICE),
        made.cadre("乙", LUTANG, unit=WATER_OFFICE),
    )
    moved = made.person("丙", WATER_OFFICE)
    made.assign(moved, SHIGUAN, ends=TUE)
    made.assign(moved, LUTANG, starts=WED)
    made.came(moved, SHIGUAN, MON, THU)
    made.came(moved, LUTANG, FRI)
    made.came(elsewhere, SHIGUAN, WED)
    found = everybody(made)
    assert found[here].together == (MON,)
    assert found[elsewhere].together == (FRI,)
    assert found[moved].together == (MON, FRI)


def test_colleagues_outside_the_area_count_and_are_not_listed(made: Township) -> None:
    both = made.cadre("甲", SHIGUAN, unit=WATER_OFFICE)
    made.assign(both, FAR)
    far = made.cadre("乙", FAR, unit=WATER_OFFICE)
    made.came(far, FAR, MON, TUE)
    found = everybody(made, "/9999/999901/")
    assert {person: week.together for person, week in found.items()} == {both: (MON, TUE)}
    known = duties_known(made.db, [both], [WEEK], FRIDAY, together=True)
    assert list(known.weeks[WEEK].values()) == [[both]]
    assert area_standings(known, WEEK, calendar(), rule_of=lambda _: BY_UNIT, at=FRIDAY) == found


def test_who_is_excused_stays_excused_and_is_asked_no_more_than_alone(made: Township) -> None:
    away, partly = (made.cadre(name, SHIGUAN, unit=WATER_OFFICE) for name in ("甲", "乙"))
    made.away(away, MON, FRI)
    made.away(partly, MON, THU)
    made.came(partly, SHIGUAN, FRI)
    found = everybody(made)
    assert found[away].status is Status.EXEMPT
    assert (found[partly].required, found[partly].status) == (1, Status.MET)


def test_without_the_days_of_the_unit_nothing_is_counted_by_it(made: Township) -> None:
    person = made.cadre("甲", SHIGUAN)
    with pytest.raises(ValueError, match="counts by unit"):
        own_standing(duty_of(made.db, person, MON, SUN), WEEK, calendar(), settings=BY_UNIT, at=None)


@pytest.mark.parametrize("seed", range(3))
def test_every_way_to_the_days_of_a_unit_agrees_with_the_plain_one(made: Township, seed: int) -> None:
    chance = random.Random(seed)
    for n in range(24):
        _some_history(made, chance, n)
    for counting in ("unit", "both"):
        for trips in (False, True):
            settings = OnsiteRule(counting=counting, trip_counts=trips)
            for week in WEEKS:
                found = everybody(made, week=week, settings=settings)
                assert found == {person: own(made, person, week, settings) for person in found}
                assert {person: each.together for person, each in found.items()} == {
                    person: _plainly(made.db, person, week, trips=trips) for person in found
                }
                alone = everybody(made, week=week, settings=OnsiteRule(trip_counts=trips))
                assert all(found[person].met for person, each in alone.items() if each.met)


def _some_history(made: Township, chance: random.Random, n: int) -> None:
    days = [WEEK.previous.monday + timedelta(days=day) for day in range(14)]
    person = made.person(f"某{n}", chance.choice((WATER_OFFICE, WATER_OFFICE, 1, None)))
    for village in chance.sample((SHIGUAN, LUTANG, FAR), chance.randint(1, 2)):
        first, last = sorted(chance.sample(days, 2))
        made.assign(
            person, village, starts=chance.choice((date(2024, 1, 1), first)), ends=chance.choice((None, last))
        )
        for day in chance.sample(days, chance.randint(0, 2)):
            status = chance.choice(("accepted", "accepted", "pending"))
            made.came(person, village, day, status=status, overnight=chance.random() < 0.3)
    if chance.random() < 0.3:
        first, last = sorted(chance.sample(days, 2))
        made.away(person, first, last, chance.choice(("sick", "training")))


def _plainly(db: Connection, person: int, week: Week, *, trips: bool) -> tuple[date, ...]:
    """The days of a unit, record by record: everybody's counted dates in the villages held on them."""
    unit = db.execute(select(Person.unit_id).where(Person.id == person)).scalar_one()
    people = db.execute(select(Person.id).where(Person.unit_id == unit)).scalars().all() if unit else [person]
    return tuple(day for day in week if _places(db, [person], day) & _counted(db, people, day, trips=trips))


def _places(db: Connection, people: list[int], day: date) -> set[int]:
    rows = db.execute(
        select(Assignment.village_id, Assignment.starts, Assignment.ends).where(
            Assignment.person_id.in_(people)
        )
    )
    return {village for village, first, last in rows if first <= day and (last is None or day <= last)}


def _counted(db: Connection, people: list[int], day: date, *, trips: bool) -> set[int]:
    """The villages in which one of these people was on site on a day."""
    found: set[int] = set()
    for person in people:
        own = _places(db, [person], day)
        acts = db.execute(
            select(CheckIn.village_id, CheckIn.day, CheckIn.overnight).where(
                CheckIn.person_id == person, CheckIn.status == "accepted"
            )
        )
        found |= own & {
            v for v, then, night in acts if then == day or (night and then + timedelta(days=1) == day)
        }
        away = db.execute(
            select(Leave.starts, Leave.ends).where(Leave.person_id == person, Leave.kind == "training")
        )
        if trips and calendar().works(day) and any(first <= day <= last for first, last in away):
            found |= own
    return found


async def digest(stage: Scene, place: str) -> DigestFacts:
    """The figures of a digest that is asked for now."""

    def read(db: Connection) -> DigestFacts:
        now = stage.hands()
        return facts_of(db, areas.area_named(db, place)[0], now.date(), now, stage.office)

    return await stage.house.database.read(read)


def only_a_colleague_came(db: Connection) -> str:
    """G001 has not been on site this week, somebody of the same unit and village has on Monday and Tuesday; the latter's code."""
    person, unit, village = db.execute(
        select(Person.id, Person.unit_id, Assignment.village_id)
        .join(Assignment, Assignment.person_id == Person.id)
        .where(Person.code == "G001", Assignment.ends.is_(None))
    ).one()
    other, code = db.execute(
        select(Person.id, Person.code)
        .join(Assignment, Assignment.person_id == Person.id)
        .where(Person.unit_id == unit, Person.id != person, Assignment.village_id == village)
        .order_by(Person.id)
    ).first() or (0, "")
    mates = select(Person.id).where(Person.unit_id == unit)
    db.execute(delete(CheckIn).where(CheckIn.person_id.in_(mates), CheckIn.day >= MONDAY))
    db.execute(update(Leave).where(Leave.person_id.in_(mates)).values(status="withdrawn"))
    for day in (MON, TUE):
        db.execute(
            insert(CheckIn).values(
                person_id=other, village_id=village, day=day, came_at=at(day), work_items=[], source="said",
                evidence="e0", status="accepted", saved_at=at(day),
            )
        )  # fmt: skip
    return str(code)


@pytest.mark.parametrize("kind", list(kinds()))
@pytest.mark.parametrize("counting", ["unit", "both"])
async def test_my_week_the_digests_and_the_attendance_say_the_same_of_it(
    databases: Databases, kind: str, counting: str
) -> None:
    async with scene(databases, kind, NOW) as stage:
        mate = await stage.house.database.run(only_a_colleague_came)
        before = await digest(stage, "石关村")
        await rule(stage, onsite__counting=counting)
        cadre, leader = await stage.actor("cadre"), await stage.actor("leader")
        week, why = await cadre.hears("本周"), await cadre.hears("为什么")
        person = await leader.hears("人 G001")
        facts = {place: await digest(stage, place) for place in ("石关村", "示范办事处", "示范县")}
        text = await leader.hears("驻村 石关村")
        attendance = {row["code"]: row for row in await rows(stage, "attendance", area="石关村")}
        alone = (await rows(stage, "attendance", person="G001", reader="G001"))[0]
        report = {row["name"]: row for row in await rows(stage, "week", "people", area="石关村")}
    assert "应驻2天,已驻0天\n单位合计2天(周一、周二)\n单位本周合计2天(本人0天),已达标" in week
    assert "按单位计" in why
    assert "单位合计2天(周一、周二)" in why
    assert "单位合计2天(周一、周二);已达标" in person
    assert attendance["G001"]["w4"] == "0/2 单位2 已达标"
    assert alone == attendance["G001"]
    assert attendance[mate]["w4"] == "2/2 已达标"
    assert attendance["G001"]["weeks_met"] == sum(
        "已达标" in attendance["G001"][f"w{n}"] for n in range(1, 5)
    )
    assert [row["unit_days"] for row in report.values() if row["name"] == attendance["G001"]["name"]] == [2]
    seen, then = facts["石关村"].on_site, before.on_site
    assert seen
    assert then
    assert seen.met > then.met
    assert seen.met == sum(row["state"] == "已达标" for row in report.values())
    for each in facts.values():
        assert each.on_site
        assert each.on_site.counting
        assert (each.on_site.counting.by_unit, each.on_site.counting.all) == (each.on_site.required,) * 2
    alone_met = then.met if counting == "both" else None
    assert seen.counting == Counting(seen.required, seen.required, alone_met)
    assert ("按单位合计,本人天数够的" in text) is (counting == "both")
    assert "按单位合计" in text
