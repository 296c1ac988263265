"""Rights that are over: a pairing, a role, a membership, a binding. What they opened is closed at once."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from acting import Actor, Scene, scene
from databases import Databases, kinds
from sqlalchemy import Connection, select, update

from bot.settings import Settings
from storage.tables import Assignment, Household, Member, Pairing, Person, Role
from storage.values.week import SHANGHAI

NEUTRAL = "没有查到您可查看的记录"
YESTERDAY, TODAY, NEXT_WEEK = date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 24)


@pytest.fixture(scope="module", params=list(kinds()))
def town(request: pytest.FixtureRequest, databases: Databases) -> Settings:
    """One county for all tests here: each has people of its own."""
    return databases.settings(request.param)


def id_of(db: Connection, code: str) -> int:
    return db.execute(select(Person.id).where(Person.code == code)).scalar_one()


def homes_of(db: Connection, helper: str) -> list[tuple[str, int]]:
    """The households of a helper: code and id."""
    query = select(Household.code, Household.id).join(Pairing, Pairing.household_id == Household.id)
    rows = db.execute(query.where(Pairing.helper_id == id_of(db, helper)).order_by(Household.code))
    return [(code, number) for code, number in rows]


def end_pairing(db: Connection, helper: str, household: int, ends: date) -> None:
    mine = (Pairing.helper_id == id_of(db, helper), Pairing.household_id == household)
    db.execute(update(Pairing).where(*mine).values(ends=ends))


def end_roles(db: Connection, code: str, ends: date) -> None:
    for table in (Role, Assignment):
        db.execute(update(table).where(table.person_id == id_of(db, code)).values(ends=ends))


async def test_a_household_whose_pairing_has_ended_is_lost_at_once_everywhere(town: Settings) -> None:
    async with scene(town) as county:
        helper = await county.actor("G007")
        (code, number), (kept, _), *_ = await county.house.database.read(homes_of, "G007")
        assert code in await helper.hears(f"户 {code}")
        await _log_a_problem(helper, code)
        assert "没水" in await helper.hears("待办")
        await county.house.database.run(end_pairing, "G007", number, YESTERDAY)
        assert await helper.hears(f"户 {code}") == await helper.hears("户 SG999") == NEUTRAL
        assert await helper.hears(f"走访 {code}") == NEUTRAL
        assert await helper.hears(f"队员走访 {code}") == NEUTRAL
        assert kept in await helper.hears(f"户 {kept}")
        assert (await helper.hears("我帮扶的户")).count("组)") == 2
        assert (await helper.hears("走访")).count("组)") == 2
        await helper.say("取消")
        assert "* 饮水:没水" in await helper.hears("待办")


async def _log_a_problem(helper: Actor, code: str) -> None:
    for text in (f"走访 {code}", "饮水", "没水", "不急", "0", "1"):
        said = await helper.hears(text)
    assert "已保存走访" in said


async def test_a_visit_begun_before_the_pairing_ended_cannot_be_saved_and_keeps_its_answers(
    town: Settings,
) -> None:
    async with scene(town) as county:
        helper = await county.actor("G008")
        (code, number), (other, _), *_ = await county.house.database.read(homes_of, "G008")
        for text in (f"走访 {code}", "饮水", "没水", "不急", "盼修水池"):
            await helper.say(text)
        await county.house.database.run(end_pairing, "G008", number, YESTERDAY)
        before = await county.rows()
        refused = await helper.hears("1")
        assert "已保存" not in refused
        assert code not in refused
        assert (await county.rows())["visits"] == before["visits"]
        said = await helper.hears(other)
        assert "盼修水池" in said, said
        assert "已保存走访" in await helper.hears("1")


async def test_a_pairing_that_ends_next_week_still_opens_and_one_that_begins_then_does_not_yet(
    town: Settings,
) -> None:
    def begin_later(db: Connection, helper: str, household: int) -> None:
        mine = (Pairing.helper_id == id_of(db, helper), Pairing.household_id == household)
        db.execute(update(Pairing).where(*mine).values(starts=NEXT_WEEK))

    async with scene(town) as county:
        helper = await county.actor("G009")
        (ending, first), (beginning, second), *_ = await county.house.database.read(homes_of, "G009")
        await county.house.database.run(end_pairing, "G009", first, NEXT_WEEK)
        await county.house.database.run(begin_later, "G009", second)
        assert ending in await helper.hears(f"户 {ending}")
        assert await helper.hears(f"户 {beginning}") == NEUTRAL
        county.hands.now = datetime(2026, 11, 25, 9, 0, tzinfo=SHANGHAI)
        assert await helper.hears(f"户 {ending}") == NEUTRAL
        assert beginning in await helper.hears(f"户 {beginning}")


@pytest.mark.parametrize(
    ("who", "line"), [("T03", "日报"), ("T03", "资金 石关村"), ("LT-W", "户 LT001"), ("X05", "资金")]
)
async def test_a_role_that_is_over_opens_nothing_any_more(town: Settings, who: str, line: str) -> None:
    async with scene(town) as county:
        actor = await county.actor(who)
        assert NEUTRAL not in await actor.hears(line)
        await county.house.database.run(end_roles, who, YESTERDAY)
        assert await actor.hears(line) == NEUTRAL
        await county.house.database.run(end_roles, who, TODAY)
        assert NEUTRAL not in await actor.hears(line)


async def test_a_cadre_whose_assignment_is_over_checks_in_nowhere(town: Settings) -> None:
    async with scene(town) as county:
        cadre = await county.actor("G010")
        await county.house.database.run(end_roles, "G010", YESTERDAY)
        before = await county.rows()
        assert "没有" in await cadre.hears("签到")
        assert await cadre.hears("请假") == NEUTRAL
        after = await county.rows()
        assert (after["check_ins"], after["leaves"]) == (before["check_ins"], before["leaves"])


async def test_whoever_has_left_a_household_sees_nothing_of_it(town: Settings) -> None:
    def leave(db: Connection, person: int, ends: date) -> None:
        db.execute(update(Member).where(Member.person_id == person).values(ends=ends))

    async with scene(town) as county:
        member = await county.actor("SG005-2")
        assert member.who is not None
        shown = await member.hears("我的补助")
        assert "2026年" in shown
        await county.house.database.run(leave, member.who, YESTERDAY)
        for line in ("我的补助", "我的帮扶人", "帮扶人电话", "户 SG005", "资金 本户"):
            assert await member.hears(line) == NEUTRAL, line
        await county.house.database.run(leave, member.who, TODAY)
        assert await member.hears("我的补助") == shown


async def test_an_unbound_account_is_a_stranger_and_shows_nothing_of_what_was_begun(town: Settings) -> None:
    async with scene(town) as county:
        phone = await _bound(county, "G011")
        await phone.say("走访")
        household = phone.last[0].options[0]
        await phone.say("暂存")
        await phone.say("解绑")
        assert "已解绑" in await phone.hears("1")
        for line in ("继续", "草稿", "1", "走访", "户 SG001", "我的本周", "待办", "撤回", "菜单"):
            said = await phone.hears(line)
            assert household.label not in said, line
            assert "顾" not in said, line
        assert household.label not in await phone.hears(press=household.press)
        assert "我是干部" in await phone.hears("菜单")


async def test_a_form_standing_when_one_unbinds_is_put_aside_first(town: Settings) -> None:
    async with scene(town) as county:
        phone = await _bound(county, "G012")
        await phone.say("走访")
        assert "先暂存" in await phone.hears("解绑")
        assert "要解绑" in await phone.hears(press=phone.button("1"))
        assert "已解绑" in await phone.hears(press=phone.button("1"))
        assert "没听懂" in await phone.hears("1是")


async def _bound(county: Scene, code: str) -> Actor:
    """A phone bound to a cadre by the code."""
    from storage.queries.people import reveal

    def number(db: Connection) -> tuple[str, str]:
        person = db.execute(select(Person.id, Person.name).where(Person.code == code)).one()
        told = reveal(
            db, county.house.vault, reader_id=None, subject_id=person.id, field="phone", reason="test", now=county.hands()
        )  # fmt: skip
        return person.name, told

    name, told = await county.house.database.run(number)
    phone = county.nobody(f"phone-{code}")
    said = await phone.hears(f"绑定 {name} {told} {await county.code_of(code)}")
    assert "绑定成功" in said, said
    return phone
