"""Understanding a message is a small part of a turn: far below a millisecond, whatever was typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from time import perf_counter

import pytest

from handlers.understand.amounts import read_amount
from handlers.understand.choices import Candidate, choose, choose_many
from handlers.understand.clock import read_time
from handlers.understand.commands import read_command
from handlers.understand.dates import read_date
from handlers.understand.identity import emergency, looks_like_bank_card, looks_like_id_number
from handlers.understand.moments import read_moment
from handlers.understand.moves import read_move
from handlers.understand.numbers import read_money, read_number

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 10, 30, tzinfo=UTC)
VILLAGE = [
    Candidate(
        str(n),
        f"{name}*({n % 9 + 1}组)",
        (f"{name}大山", f"{name}大山家", f"{name}家", f"老{name}", f"ZJ-{n:04d}"),
    )
    for n, name in enumerate("王李张赵周吴郑冯陈褚卫蒋沈韩杨", 1)
]
WORDS = {
    word: word
    for word in [
        "签到",
        "到村",
        "打卡",
        "驻村",
        "签退",
        "离村",
        "走访",
        "入户",
        "走访记录",
        "请假",
        "公差",
        "销假",
        "我的本周",
        "本周",
        "上周",
        "说明",
        "我帮扶的户",
        "户",
        "查户",
        "我的补助",
        "补助",
        "低保",
        "我的帮扶人",
        "资金",
        "项目款",
        "日报",
        "绑定",
        "我是干部",
        "撤回",
        "继续",
        "草稿",
        "语言",
        "菜单",
        "帮助",
        "人工",
        "反映",
        "求助",
    ]
}
READERS: dict[str, Callable[[str], object]] = {
    "command": lambda text: read_command(text, WORDS),
    "move": read_move,
    "private": lambda text: looks_like_id_number(text) or looks_like_bank_card(text),
    "emergency": emergency,
    "number": read_number,
    "money": read_money,
    "amount": lambda text: read_amount(text, "亩"),
    "date": lambda text: read_date(text, TODAY),
    "time": read_time,
    "moment": lambda text: read_moment(text, NOW),
    "choice": lambda text: choose(text, VILLAGE),
    "choices": lambda text: choose_many(text, VILLAGE),
}
TYPED = [
    "1", "1,3", "签到", "王家", "走仿 李家", "昨天", "上周三", "11月3日", "正月初五", "一百二", "两块五", "3亩2分", "没问题",
    "昨天下午三点半", "2组李大爷家", "李家大爷昨天说路灯不亮,要修", "家里老人身体不好,需要看病,下周再来看看", "好像是十一月三号下午两点半左右吧",
    "3" * 30, "村" * 500, "一二三四五六七八九十" * 4, "( ) , ; : 、" * 20,
]  # fmt: skip
ALLOWED = 0.001
"""Seconds for one reading of one text, measured as the best of several."""


def seconds(read: Callable[[str], object], typed: str) -> float:
    """The least time that reading a text took, its tables being warm."""
    best = 1.0
    for _ in range(5):
        start = perf_counter()
        read(typed)
        best = min(best, perf_counter() - start)
    return best


@pytest.mark.parametrize("name", READERS)
def test_a_text_is_read_far_below_a_millisecond(name: str) -> None:
    slow = {
        typed[:20]: round(taken * 1e6)
        for typed in TYPED
        if (taken := seconds(READERS[name], typed)) > ALLOWED
    }
    assert slow == {}


@pytest.mark.parametrize("name", READERS)
def test_most_texts_take_a_third_of_that(name: str) -> None:
    taken = sorted(seconds(READERS[name], typed) for typed in TYPED)
    assert taken[len(taken) // 2] < ALLOWED / 3
