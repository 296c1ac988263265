"""What somebody may not see is answered as what there is not: with the very same words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import pytest
from acting import Actor, on_both, scene
from databases import Databases
from sqlalchemy import Connection, select, text

from bot.settings import Settings
from storage.demo.standing import CADRE_HOUSEHOLDS
from storage.tables import FollowUp, Household, Member, Person, Visit

NEUTRAL = "没有查到您可查看的记录"

HIDDEN = {
    "household": ("SG002", "SG118", "LT001", "HC001"),
    "cadre": ("SG050", "SG118", "LT001", "HC001"),
    "member": ("SC001", "HC001", "FS001"),
    "officer": ("LT001", "HC001"),
    "SG-X": ("SG001", "LT001", "HC001"),
    "SG-J": ("SG001", "LT001", "HC001"),
    "G003": ("LT001", "HC001"),
    "T01": ("HC001", "FS001"),
    "leader": ("HC001", "FS001"),
    "X03": ("SG001", "LT001", "HC001"),
    "X06": ("SG001", "HC001"),
    "D01": ("SG001", "LT001", "HC001"),
    "D11": ("SG001", "HC001"),
    "donor": ("SG001", "LT001", "HC001"),
    "stranger:1": ("SG001", "LT001", "HC001"),
}
"""Who speaks -> households of the register they may not see."""

PLACES = {
    "household": ("路塘村", "侯村", "示范办事处", "铁厂乡", "示范县", "999901101202", "999901"),
    "cadre": ("路塘村", "侯村", "示范办事处", "铁厂乡", "示范县", "999901101202"),
    "member": ("庆云村", "侯村", "示范办事处", "999901101203"),
    "officer": ("路塘村", "侯村", "示范办事处", "示范县", "999901101202"),
    "SG-J": ("路塘村", "侯村", "示范办事处"),
    "leader": ("侯村", "方山坪村", "铁厂乡", "示范县", "999901103201"),
    "T01": ("侯村", "铁厂乡", "示范县"),
    "donor": ("铁厂乡", "方山坪村", "庆云村", "999901102201"),
    "X06": ("石关村", "示范县"),
    "stranger:1": ("示范办事处", "示范县", "999901101"),
}
"""Who speaks -> places whose money they may not see."""

PROJECTS = {
    "household": ("P2605", "P2608", "P2612", "天麻种繁基地", "路塘村文化活动室", "人饮水池"),
    "cadre": ("P2605", "P2608", "P2612", "天麻种繁基地", "人饮水池3口"),
    "member": ("P2607", "P2612"),
    "officer": ("P2605", "P2608", "路塘村文化活动室"),
    "leader": ("P2612", "P2615", "枣园管护培训"),
    "donor": ("P2612", "蜜枣加工点"),
    "stranger:1": ("P2601", "马铃薯种植500亩", "P2612"),
}

NOWHERE = ("桃花源村", "蓬莱乡", "999999999999")
NOTHING = (*NOWHERE, "P9999", "千年大桥工程")
NOBODY = ("SG999", "ZZ001", "欧阳飞天", "987X", "司徒家")


@pytest.fixture(scope="module")
def towns(databases: Databases) -> Callable[[str], Settings]:
    """One county on each database for all tests here: nothing is written in it."""
    return cache(databases.settings)


def names_of(db: Connection, codes: Sequence[str]) -> dict[str, str]:
    """The heads of households, by code."""
    head = select(Household.code, Person.name).join(Member, Member.household_id == Household.id)
    rows = db.execute(head.join(Person, Person.id == Member.person_id).where(Member.is_head))
    return {code: name for code, name in rows if code in codes}


async def said_of_nothing(actor: Actor, question: str, nothing: Sequence[str]) -> str:
    """What is answered about what there is not: one answer for all of it."""
    said = {await actor.hears(question.format(each)) for each in nothing}
    assert len(said) == 1, said
    return said.pop()


HOUSEHOLD_QUESTIONS = ("户 {}", "走访 {}", "走访 {} 没问题", "队员走访 {}", "户{}", "我的补助 {}")


@pytest.mark.parametrize(("kind", "who"), on_both(HIDDEN, ("cadre", "household")))
async def test_a_household_one_may_not_see_is_answered_as_one_that_there_is_not(
    towns: Callable[[str], Settings], kind: str, who: str
) -> None:
    async with scene(towns(kind)) as county:
        actor = await county.actor(who)
        heads = await county.house.database.read(names_of, HIDDEN[who])
        seen = await county.house.database.read(_seen_names, actor.who)
        hidden = [*HIDDEN[who], *(name for name in heads.values() if name not in seen)]
        for question in HOUSEHOLD_QUESTIONS:
            nothing = await said_of_nothing(actor, question, NOBODY)
            for each in hidden:
                assert await actor.hears(question.format(each)) == nothing, (question, each)


def _seen_names(db: Connection, person_id: int | None) -> set[str]:
    """Names that somebody may ask about by right: of their own household, of paired ones, of own villages."""
    mine = "SELECT household_id FROM pairings WHERE helper_id = :me UNION SELECT household_id FROM members WHERE person_id = :me"
    area = (
        "SELECT h.id FROM households h JOIN regions v ON v.id = h.village_id, regions r WHERE v.path LIKE r.path || '%' "
        "AND r.id IN (SELECT region_id FROM roles WHERE person_id = :me UNION SELECT village_id FROM assignments WHERE person_id = :me)"
    )
    rows = db.execute(
        text(
            f"SELECT name FROM people WHERE id IN (SELECT person_id FROM members WHERE household_id IN ({mine} UNION {area}))"
        ),
        {"me": person_id or 0},
    )
    return set(rows.scalars())


@pytest.mark.parametrize(("kind", "who"), on_both(PLACES, ("cadre",)))
async def test_a_place_one_may_not_see_is_answered_as_one_that_there_is_not(
    towns: Callable[[str], Settings], kind: str, who: str
) -> None:
    async with scene(towns(kind)) as county:
        actor = await county.actor(who)
        for question in (
            "资金 {}",
            "资金 {} 2026",
            "资金 {} 明细",
            "资金 {} 单据",
            "日报 {}",
            "日报 走访 {}",
            "日报 驻村 {}",
        ):
            nothing = await said_of_nothing(actor, question, NOWHERE)
            for place in PLACES[who]:
                assert await actor.hears(question.format(place)) == nothing, (question, place)


@pytest.mark.parametrize(("kind", "who"), on_both(PROJECTS, ("household",)))
async def test_a_project_one_may_not_see_is_answered_as_one_that_there_is_not(
    towns: Callable[[str], Settings], kind: str, who: str
) -> None:
    async with scene(towns(kind)) as county:
        actor = await county.actor(who)
        for question in ("资金 {}", "资金 {} 2026", "资金 {} 公示"):
            nothing = await said_of_nothing(actor, question, NOTHING)
            for project in PROJECTS[who]:
                assert await actor.hears(question.format(project)) == nothing, (question, project)


@pytest.mark.parametrize(("kind", "who"), on_both(["cadre", "household", "leader", "donor", "G003"]))
async def test_records_of_others_are_answered_as_records_that_there_are_not(
    towns: Callable[[str], Settings], kind: str, who: str
) -> None:
    def others(db: Connection, me: int) -> list[str]:
        follow_up = db.execute(
            select(FollowUp.id).where(FollowUp.owner_id != me, FollowUp.status == "open")
        ).first()
        visit = db.execute(select(Visit.id, Visit.day).where(Visit.helper_id != me)).first()
        assert follow_up is not None
        assert visit is not None
        return [f"办结 {follow_up.id}", f"撤回 ZF{visit.day:%y%m%d}-{visit.id:04}"]

    async with scene(towns(kind)) as county:
        actor = await county.actor(who)
        closing, undoing = await county.house.database.read(others, actor.who or 0)
        assert await actor.hears(closing) == await actor.hears("办结 99999999") == NEUTRAL
        assert await actor.hears(undoing) == await actor.hears("撤回 ZF261101-9999")


async def test_the_form_of_a_visit_takes_no_household_that_is_not_offered(
    towns: Callable[[str], Settings],
) -> None:
    async with scene(towns("sqlite")) as county:
        cadre = await county.actor("cadre")
        ids = await county.house.database.read(_ids, ("SG050", "LT001"))
        heads = await county.house.database.read(names_of, ("SG050", "LT001"))
        forged = [await _forged(cadre, f"{each}") for each in (*ids, 999_999)]
        assert len(set(forged)) == 1, forged
        typed = [await _typed(cadre, each) for each in (*heads.values(), *heads, "欧阳飞天")]
        assert len(set(typed)) == 1, typed


async def _forged(cadre: Actor, household: str) -> str:
    """The answer to a button that was never offered."""
    await cadre.say("走访")
    draft = cadre.button("1").split(":")[1]
    said = await cadre.hears(press=f"a:{draft}:household:{household}")
    await cadre.say("取消")
    return said


async def _typed(cadre: Actor, name: str) -> str:
    await cadre.say("走访")
    said = await cadre.hears(name)
    await cadre.say("取消")
    return said


def _ids(db: Connection, codes: Sequence[str]) -> list[int]:
    return list(db.execute(select(Household.id).where(Household.code.in_(codes))).scalars())


@pytest.mark.parametrize(
    ("kind", "who"), on_both(["household", "D21", "leader", "X01", "SG-X", "stranger:1"])
)
async def test_whoever_is_no_cadre_writes_nothing_by_the_cadres_commands(
    towns: Callable[[str], Settings], kind: str, who: str
) -> None:
    async with scene(towns(kind)) as county:
        actor = await county.actor(who)
        written = ("check_ins", "visits", "leaves", "explanations", "drafts", "follow_ups")
        before = await county.rows()
        for line in (
            "签到",
            "签到 走访",
            "签退",
            "走访",
            "走访 SG001",
            "队员走访 SG001",
            "请假",
            "请假 病假 今天",
            "销假",
            "说明 太忙",
        ):
            assert await actor.hears(line)
            assert await actor.hears(press=f"go:{line}")
        after = await county.rows()
        assert {name: after[name] for name in written} == {name: before[name] for name in written}


async def test_the_household_s_own_is_shown_so_that_the_refusals_above_mean_something(
    towns: Callable[[str], Settings],
) -> None:
    async with scene(towns("sqlite")) as county:
        for who, own in (
            ("household", "SG001"),
            ("cadre", CADRE_HOUSEHOLDS[1]),
            ("officer", "SG050"),
            ("leader", "LT001"),
        ):
            assert own in await (await county.actor(who)).hears(f"户 {own}"), who
