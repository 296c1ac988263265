"""A small talker behind the web chat's door, and the server around it, for the tests of the page."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web
from prometheus_client import CollectorRegistry

from bot.channels.base import Incoming
from bot.channels.webchat import DemoPerson, Sessions, WebChat
from bot.web.application import application
from handlers.replies import Option, Say
from storage.photos import PhotoStore

KEY = b"a key for tests only, 32 bytes.."
MOVES = (Option("返回", "返回", "m:back"), Option("取消", "取消", "m:cancel"))
PEOPLE = [
    DemoPerson("cadre", "石建国", "帮扶干部 · 石关村,结对4户:签到、走访、看本周", 101),
    DemoPerson("member", "路明", "工作队员 · 石关村和路塘村:签到、请假、走访", 102),
    DemoPerson("officer", "周小梅", "村文书 · 石关村:村里的人和事、资金公示", 103),
    DemoPerson("household", "李秀英", "农户 · 石关村2组:我的补助、我的帮扶人", 104),
    DemoPerson("leader", "何正", "乡镇领导 · 示范办事处:日报、本周驻村、资金", 105),
    DemoPerson("county", "欧阳敏", "县帮扶办 · 全县:日报、资金、名册", 106),
    DemoPerson("auditor", "秦朗", "审计 · 全县资金和单据", 107),
    DemoPerson("donor", "方远", "捐助方 · 自己的捐助用在了哪里", 108),
    DemoPerson("stranger", "陌生人", "还没绑定:看公开内容,或用名单、激活码绑定"),
]
MENU = [
    "签到",
    "签退",
    "走访记录",
    "收入更新",
    "我的本周",
    "我帮扶的户",
    "反映问题/需求",
    "请假",
    "补签",
    "资金查询",
]
DIGEST = """【示范办事处 帮扶日报】2026-11-19 周四 第47周 截至18:00
一、驻村 在册137人,核减3(病假2 培训1),应驻134人
 满2天81人(60.4%,上周同日55.2%);1天34人;0天19人
 今日到村46人:石关13 路塘12 庆云9 蔬菜12;待核3
 满2天率:石关23/35 路塘25/39 庆云16/33⚠ 蔬菜17/27
 ⚠0天19人只剩1个工作日:城管局8 房管局6 农发行3 人大2
二、走访 今日27户;本月331/454户(72.9%,上月同日70.5%)
六、资金 财政到位300万元,支出192万元(64.0%,上月同日58.0%)
回 1驻村 2走访 3问题 4资金 看明细"""


def asks(text: str, *labels: str) -> Say:
    """A question with numbered choices."""
    options = tuple(Option(str(n), label, f"a:7:{text[:6]}:{n}") for n, label in enumerate(labels, 1))
    return Say(text, options, MOVES)


SCRIPT: dict[str, list[Say]] = {
    "菜单": [
        Say("帮扶干部 石建国,请选择:", tuple(Option(str(n), x, f"go:{x}") for n, x in enumerate(MENU, 1)))
    ],
    "签到": [Say("已签到:11月19日(周四) 石关村 08:42\n本周第2天,已达标。\n编号 QD261119-0231")],
    "走访": [asks("(1/5) 走访哪一户?", "李*(2组)", "王*(5组)", "赵*(1组),上次10月3日", "其他")],
    "见到": [asks("(2/5) 见到了谁?", "户主", "家人", "没见到人")],
    "核对": [
        Say("请核对:\n11月19日 入户 李*(2组)\n见到户主;吃穿无问题\n饮水有问题(一般):冬季缺水"),
        asks("保存吗?", "保存", "修改", "放弃"),
    ],
    "保存": [
        Say("已保存,编号 ZF261119-0032。\n饮水问题已转跟进,11月26日到期。\n有事可打张三电话 19900000001。")
    ],
    "日报": [Say(DIGEST)],
    "nothing": [],
}
FOLLOWS = {
    "a:7:(1/5) :1": "见到", "a:7:(2/5) :1": "核对", "a:7:保存吗?:1": "保存", "go:签到": "签到", "go:走访记录": "走访",
}  # fmt: skip


@dataclass
class Talker:
    """Answers from the script; a repeated id gets the stored answer, as behind the real door."""

    taken: list[Incoming] = field(default_factory=list)
    stored: dict[tuple[str, str], Sequence[Say]] = field(default_factory=dict)
    asked: int = 0
    hold: asyncio.Event | None = None
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    failures: int = 0

    async def __call__(self, message: Incoming) -> Sequence[Say]:
        self.asked += 1
        self.reached.set()
        if self.hold:
            await self.hold.wait()
        if self.failures:
            self.failures -= 1
            raise RuntimeError("the database is away")
        key = (message.address, message.id)
        if key not in self.stored:
            self.taken.append(message)
            self.stored[key] = self.answer(message)
        return self.stored[key]

    def answer(self, message: Incoming) -> Sequence[Say]:
        if message.photos:
            return [Say("照片已收到,记在今天的走访里。", picture=message.photos[0])]
        said = FOLLOWS.get(message.press or "", message.press or message.text)
        return SCRIPT.get(said, [Say(f"收到:{said[:80]}")])


@dataclass
class Served:
    """A running server with its parts."""

    url: str
    talker: Talker
    chat: WebChat
    runner: web.AppRunner

    def at(self, path: str) -> str:
        return self.url + path


async def everybody() -> Sequence[DemoPerson]:
    return PEOPLE


async def healthy() -> bool:
    return True


@asynccontextmanager
async def serving(
    photos: Path,
    *,
    demo: bool = True,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    port: int = 0,
    per_minute: int | None = None,
    patience: float = 5.0,
) -> AsyncIterator[Served]:
    """A real server on 127.0.0.1; port 0 is any free one."""
    talker = Talker()
    people = everybody if demo else None
    chat = WebChat(
        talker,
        PhotoStore(photos),
        Sessions(KEY),
        people=people,
        now=now,
        per_minute=per_minute,
        patience=patience,
    )
    runner = web.AppRunner(application([chat.mount], healthy=healthy, registry=CollectorRegistry()))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    host, bound = runner.addresses[0][:2]
    try:
        yield Served(f"http://{host}:{bound}", talker, chat, runner)
    finally:
        await runner.cleanup()
