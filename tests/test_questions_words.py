"""One word, two meanings: 走访 李家 is a visit, 走访 石关村 a question; by who says it and what is named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event
from township import LUTANG, SHIGUAN, TOWNSHIP, Township, township, turn

from handlers.either import may_ask
from handlers.house import vocabulary, vocabulary_of
from handlers.intent import Intent
from handlers.replies import as_list
from handlers.turn import Turn


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Township]:
    with township(tmp_path) as made:
        made.household(SHIGUAN, "高大山")
        yield made


def heard(made: Township, person: int | None, line: str) -> Turn:
    """A line as the house reads it from whoever says it."""
    said = turn(made, person, "")
    said.typed = said.text = line
    said.intent = vocabulary_of(said).read(line) or Intent("unknown")
    return said


async def answered(made: Township, person: int, line: str) -> Turn:
    """The same, and the command done; `menu` then holds what was offered."""
    said = heard(made, person, line)
    assert as_list(await vocabulary().commands[said.intent.name].handler(said))
    return said


@pytest.mark.parametrize(
    ("line", "helper", "leader"),
    [
        ("驻村", "check_in", "ask_on_site"),
        ("驻村 石关村", "check_in", "ask_on_site"),
        ("驻村石关村", "two", "ask_on_site"),
        ("签到", "check_in", "check_in"),
        ("走访 高家", "visit", "ask_visits"),
        ("走仿 石关村", "visit", "ask_visits"),
        ("走访记录", "visit", "visit"),
        ("问题", "unknown", "ask_problems"),
        ("问题 逾期", "unknown", "ask_problems"),
        ("我家有问题", "unknown", "two"),
        ("村 石关村", "unknown", "ask_village"),
        ("单位 城管局", "unknown", "ask_unit"),
        ("人 张三", "unknown", "ask_person"),
        ("对比 上周", "two", "compare"),
        ("本周驻村", "two", "ask_on_site"),
        ("本周", "my_week", "my_week"),
        ("查村", "unknown", "ask_village"),
        ("排名 驻村", "two", "ranking"),
    ],
)
def test_a_word_means_what_the_speaker_can_mean_by_it(
    made: Township, line: str, helper: str, leader: str
) -> None:
    assert heard(made, made.cadre("张一", SHIGUAN), line).intent.name == helper
    assert heard(made, made.office("township_leader", TOWNSHIP), line).intent.name == leader


@pytest.mark.parametrize(
    ("role", "asks"),
    [
        ("team_leader", True), ("first_secretary", True), ("village_officer", True), ("supervisor", True),
        ("township_clerk", True), ("county_leader", False), ("helper", False), ("team_member", False),
        ("info_officer", False), ("donor", False),
    ],
)  # fmt: skip
def test_who_leads_or_supervises_may_ask(made: Township, role: str, asks: bool) -> None:
    """A county's leader in a township is none of it (handlers.access.LEVELS is by the county)."""
    region = TOWNSHIP if role == "township_clerk" else SHIGUAN
    person = made.office(role, region)
    expected = asks or role == "county_leader"
    assert may_ask(turn(made, person, "")) is expected
    assert not may_ask(turn(made, None, ""))


async def test_of_whoever_is_both_a_household_is_visited_and_a_place_asked_about(made: Township) -> None:
    officer = made.office("village_officer", SHIGUAN)
    assert heard(made, officer, "走访 高家").intent.name == "visit"
    asked = await answered(made, officer, "走访 石关村")
    assert asked.menu["为什么"].startswith("为什么 地 999901011")
    leader = made.cadre("石一", SHIGUAN, duty="team_leader")
    unit = await answered(made, leader, "驻村 城管局")
    assert unit.menu["为什么"].startswith("为什么 单位 U1 999901011")


async def test_what_is_both_a_household_and_a_place_is_asked_back_with_two_numbers(made: Township) -> None:
    officer = made.office("village_officer", SHIGUAN)
    made.household(SHIGUAN, "石关山", group=2)
    made.household(SHIGUAN, "石关")
    asked = await answered(made, officer, "走访 石关")
    assert asked.menu == {"1": "入户 石关", "2": "走访进度 石关"}


async def test_a_village_that_one_has_to_be_in_may_be_checked_in_to_or_asked_about(made: Township) -> None:
    leader = made.cadre("石一", SHIGUAN, duty="team_leader")
    asked = await answered(made, leader, "驻村 石关村")
    assert asked.menu == {"1": "签到 石关村", "2": "驻村情况 石关村"}


async def test_nothing_is_looked_up_for_a_message_that_is_not_ambiguous(made: Township) -> None:
    people = {
        "helper": made.cadre("张一", SHIGUAN),
        "both": made.cadre("石一", LUTANG, duty="team_leader"),
        "leader": made.office("township_leader", TOWNSHIP),
    }
    seen: list[str] = []
    said = {who: turn(made, person, "") for who, person in people.items()}
    event.listen(made.db, "before_cursor_execute", lambda *rest: seen.append(rest[2]))
    for each in said.values():
        for line in ("驻村", "签到", "走访 高家", "走访 石关村", "1", "你好"):
            vocabulary_of(each).read(line)
    assert seen == []


def test_a_household_s_account_hears_its_own_words_whatever_else_the_person_may_be(made: Township) -> None:
    home = made.household(SHIGUAN, "钱大")
    assert not may_ask(turn(made, None, "", household=home))
