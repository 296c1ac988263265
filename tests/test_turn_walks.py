"""Long aimless conversations of several people: what was acknowledged is what there is, and nothing else."""

from __future__ import annotations

import random
import re
from datetime import timedelta

import pytest
from acting import Actor, Scene, buttons, scene
from databases import Databases, kinds
from sqlalchemy import Connection, func, select

from storage.tables import CheckIn, Draft, Leave, Visit

SAID = (
    "签到", "签到 走访", "签退", "走访", "走访 1", "走访 2 没问题", "请假", "请假 病假 今天 明天", "请假 病假 后天 后天", "请假 培训 明天 后天", "销假", "撤回", "我的本周",
    "我帮扶的户", "待办", "菜单", "继续", "草稿", "删除草稿", "取消", "*", "0", "1", "2", "改2", "改3", "昨天", "今天", "没问题", "暂存", "资金",
    "日报", "我的补助", "跳过", "修水池了", "1,3", "完成", "办结 1", "慰问", "没见到人", "急", "电话", "11月10日",
)  # fmt: skip
PEOPLE = ("cadre", "member", "officer", "G003", "household", "leader")
LATER = (1, 7, 40, 400, 1440, 4000)
ACKNOWLEDGED = {"visits": "已保存走访:", "check_ins": "^已签到:", "leaves": "^已登记"}


def stored(db: Connection) -> dict[str, int]:
    """Records that conversations have made, taken back or not."""
    mine = {
        "visits": select(func.count()).where(Visit.contact_id.is_not(None)),
        "check_ins": select(func.count()).where(CheckIn.contact_id.is_not(None), CheckIn.source == "said"),
        "leaves": select(func.count()).where(Leave.contact_id.is_not(None)),
    }
    return {name: db.execute(query).scalar_one() for name, query in mine.items()}


def wrong(db: Connection) -> list[str]:
    """What must never be: two questions before one person, two days of one person in one village."""
    asking = select(Draft.person_id).where(Draft.state == "active").group_by(Draft.person_id)
    two = db.execute(asking.having(func.count() > 1)).all()
    day = (CheckIn.person_id, CheckIn.village_id, CheckIn.day)
    twice = db.execute(
        select(*day).where(CheckIn.status != "withdrawn").group_by(*day).having(func.count() > 1)
    ).all()
    return [*(f"two questions before {row}" for row in two), *(f"twice {row}" for row in twice)]


async def step(dice: random.Random, actor: Actor) -> str:
    """A button of the last answer (most often the first), its number, a picture, or something said."""
    offered = buttons(actor.last)
    luck = dice.random()
    if offered and luck < 0.7:
        chosen = offered[0] if dice.random() < 0.6 else dice.choice(offered)
        return await (actor.hears(press=chosen.press) if dice.random() < 0.7 else actor.hears(chosen.key))
    return await (actor.hears(photos=dice.randint(1, 4)) if luck > 0.97 else actor.hears(dice.choice(SAID)))


async def walk(county: Scene, seed: int, steps: int) -> dict[str, int]:
    """How many records of each kind were acknowledged on the way."""
    dice = random.Random(seed)
    actors = [await county.actor(who) for who in PEOPLE]
    acknowledged = dict.fromkeys(ACKNOWLEDGED, 0)
    for number in range(steps):
        if dice.random() < 0.08:
            county.hands.now += timedelta(minutes=dice.choice(LATER))
        said = await step(dice, dice.choice(actors))
        assert said.strip()
        for name, words in ACKNOWLEDGED.items():
            acknowledged[name] += len(re.findall(words, said, re.MULTILINE))
        if number % 20 == 0:
            assert await county.house.database.read(wrong) == []
    return acknowledged


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("kind", list(kinds()))
async def test_what_was_acknowledged_on_a_long_way_is_what_there_is(
    kind: str, seed: int, databases: Databases
) -> None:
    async with scene(databases, kind) as county:
        acknowledged = await walk(county, seed, 160)
        assert await county.house.database.read(stored) == acknowledged
        assert await county.house.database.read(wrong) == []
        assert sum(acknowledged.values()) > 3
