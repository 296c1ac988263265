"""Every menu and every number that leads on, pressed by everybody: no answer holds what it must not."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass

import pytest
from acting import Actor, Scene, buttons, scene, words_of
from databases import Databases
from sqlalchemy import Connection, select, update

from bot.settings import Settings
from storage.sealed import Vault
from storage.tables import Draft, Member, Person

EVERY_ROLE = (
    "cadre", "member", "officer", "household", "leader", "county", "auditor", "donor", "stranger:1",
    "G003", "SG-X", "SG-J", "T01", "X03", "X06", "D01", "D11",
)  # fmt: skip
LEADERS = ("leader", "county", "X03", "T01")

OPENINGS = (
    "菜单", "帮助", "日报", "日报 全部", "日报 昨天", "资金", "资金 明细", "资金 单据", "资金 公示", "资金 本户", "资金 结对户", "资金 石关村 明细",
    "资金 石关村 单据", "我帮扶的户", "我的本周", "上周", "待办", "我的补助", "我的帮扶人", "户 SG001", "户 李", "户 0018", "走访", "草稿", "绑定", "解绑",
    "驻村情况 石关村 明细", "走访进度 石关村 明细", "问题督办 明细", "查村 石关村", "查单位", "对比 上月 石关村",
)  # fmt: skip
"""What is said first; then the buttons of the answers are pressed, and the buttons of those."""

DEEP, MOST = 2, 76

ID_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
CARD = re.compile(r"(?<!\d)\d{16,19}(?!\d)")
HIDDEN_WORDS = ("糖尿病", "高血压", "癌", "精神", "None", "{", "}", "<", "Traceback")


@dataclass(frozen=True, slots=True)
class Known:
    """What no answer may hold: numbers, and names that only members of households bear."""

    numbers: frozenset[str]
    members: frozenset[str]


def known(db: Connection, vault: Vault) -> Known:
    """Read from the register; a name that a cadre bears too tells nothing."""
    sealed = db.execute(select(Person.phone_sealed, Person.id_sealed))
    numbers = {vault.open(value) for row in sealed for value in row if value}
    at_home = select(Member.person_id)
    members = set(db.execute(select(Person.name).where(Person.id.in_(at_home))).scalars())
    others = set(db.execute(select(Person.name).where(Person.id.not_in(at_home))).scalars())
    return Known(frozenset(numbers), frozenset(name for name in members - others if len(name) > 2))


async def crawl(county: Scene, actor: Actor) -> dict[str, str]:
    """Question -> answer, for all within reach of some presses."""
    heard: dict[str, str] = {}
    waiting = deque((line, 0) for line in OPENINGS)
    while waiting and len(heard) < MOST:
        line, depth = waiting.popleft()
        if line in heard:
            continue
        await county.house.database.run(put_down)
        heard[line] = words_of(await actor.say(press=f"go:{line}"))
        if depth < DEEP:
            pressed = (option.press for option in buttons(actor.last))
            waiting.extend(
                (each.removeprefix("go:"), depth + 1) for each in pressed if each.startswith("go:")
            )
    return heard


def put_down(db: Connection) -> None:
    """No form stands in the way of the next question."""
    db.execute(update(Draft).where(Draft.state == "active").values(state="cancelled"))


@pytest.fixture(scope="module")
def town(databases: Databases) -> Settings:
    """One county for all tests here."""
    return databases.settings("sqlite")


@pytest.mark.parametrize("who", EVERY_ROLE)
async def test_no_answer_holds_an_id_a_phone_a_card_or_the_full_name_of_a_member(
    town: Settings, who: str
) -> None:
    async with scene(town) as county:
        actor = await county.actor(who)
        secret = await county.house.database.read(known, county.house.vault)
        assert len(secret.members) > 500
        heard = await crawl(county, actor)
        for line, said in heard.items():
            if line == "帮扶人电话":
                continue  # the one number that is given in full: of one's own helper (D33), and logged
            where = (who, line, said)
            assert not any(number.search(said) for number in (ID_NUMBER, PHONE, CARD)), where
            assert not any(number in said for number in secret.numbers), where
            assert not any(name in said for name in secret.members), where
            assert not any(word in said for word in HIDDEN_WORDS), where
        if who in LEADERS:  # far enough for this to mean something
            assert sum("石关" in said for said in heard.values()) > 5
            assert sum("没有查到您可查看的记录" in said for said in heard.values()) < len(heard) / 2


async def test_only_the_household_hears_a_number_in_full_and_only_its_helper_s(town: Settings) -> None:
    async with scene(town) as county:
        for who in EVERY_ROLE:
            actor = await county.actor(who)
            said = await actor.hears("帮扶人电话")
            assert bool(PHONE.search(said)) == (who == "household"), (who, said)
