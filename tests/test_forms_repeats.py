"""Repeats in a conversation: 还有吗?, counted ones, ones within others, changed and taken out again."""

from __future__ import annotations

import pytest
from forms.player import Player, table

FAMILY = """
type | name | label | relevant | calculation | constraint
text | head | 户主? | | |
begin_repeat | kin | 家庭成员${who} | ${head} != '独居' | |
text | who | 姓名? | | |
integer | age | 年龄? | | | . < 120
begin_repeat | child | 孩子 | ${age} > 18 | |
text | name | 孩子姓名? | | |
end_repeat | | | | |
calculate | at | | | position(..) |
end_repeat | | | | |
calculate | years | | | sum(${age}) |
calculate | children | | | count(${child}) |
text | note | 备注? | | |
"""
TWO = ("李大", "张三", "30", "甲", "1", "乙", "2", "1", "小四", "5", "2")
"""张三 with two children, 小四 with none; the note stands."""


def family(*texts: str) -> Player:
    player = Player(table(FAMILY))
    player.says(*texts)
    return player


def test_each_iteration_ends_with_the_question_whether_there_is_another() -> None:
    player = family("李大", "张三", "5")
    assert player.text == "家庭成员张三: 还有吗?"
    assert player.options == ["1有", "2没有"]
    player.says("有")
    assert player.text == "家庭成员2\n(4/6) 姓名?"


@pytest.mark.parametrize("no", ["2", "没有", "0", "没了", "没有了", "完成"])
def test_there_is_no_more_in_whatever_words(no: str) -> None:
    assert family("李大", "张三", "5", no).at == "note"


def test_a_repeat_within_a_repeat_is_asked_in_each_iteration_it_applies_to() -> None:
    player = family(*TWO, "好")
    assert player.shown == {
        "户主": "李大", "家庭成员张三 姓名": "张三", "家庭成员张三 年龄": "30", "家庭成员张三 孩子1 孩子姓名": "甲",
        "家庭成员张三 孩子2 孩子姓名": "乙", "孩子": "共2个", "家庭成员小四 姓名": "小四", "家庭成员小四 年龄": "5",
        "家庭成员": "共2个", "备注": "好",
    }  # fmt: skip
    player.says("1")
    assert player.record == {
        "head": "李大", "who[1]": "张三", "age[1]": 30, "name[1.1]": "甲", "name[1.2]": "乙", "at[1]": 1,
        "who[2]": "小四", "age[2]": 5, "at[2]": 2, "years": 35, "children": 2, "note": "好",
    }  # fmt: skip


def test_back_goes_through_the_iterations_as_they_were_walked() -> None:
    player = family("李大", "张三", "30", "甲", "1", "乙")
    walked = []
    for _ in range(6):
        player.says("返回")
        walked.append(player.at)
    assert walked == ["name[1.2]", "child+[1.1]", "name[1.1]", "age[1]", "who[1]", "head"]


def test_another_one_is_added_from_the_summary() -> None:
    player = family(*TWO, "好")
    player.says("改9")
    assert player.options == ["1有", "2没有", "3删去这一个"]
    player.says("1", "王五", "8", "2")
    assert player.shown["家庭成员"] == "共3个"
    assert player.shown["家庭成员王五 年龄"] == "8"


def test_one_taken_out_leaves_the_others_as_they_were() -> None:
    player = family(*TWO, "好")
    player.says("改6", "3")
    assert player.shown["孩子"] == "共1个"
    player.says("1")
    assert player.record["name[1.1]"] == "甲"
    assert "name[1.2]" not in player.record
    assert player.record["who[2]"] == "小四"


def test_one_in_the_middle_taken_out_moves_the_later_ones_up() -> None:
    player = family("李大", "张三", "5", "1", "李四", "6", "1", "王五", "7", "2")
    player.says("返回", "返回", "返回", "返回")
    assert player.at == "kin+[2]"
    player.says("3", "好", "1")
    assert {key: value for key, value in player.record.items() if "[" in key} == {
        "who[1]": "张三", "age[1]": 5, "at[1]": 1, "who[2]": "王五", "age[2]": 7, "at[2]": 2,
    }  # fmt: skip


def test_an_inner_repeat_that_applies_no_more_leaves_the_record_and_stays_in_the_draft() -> None:
    player = family(*TWO, "好")
    player.says("改3", "10")
    assert "孩子" not in player.shown
    player.says("改3", "31")
    assert player.shown["家庭成员张三 孩子1 孩子姓名"] == "甲"


def test_a_repeat_that_does_not_apply_is_not_asked_at_all() -> None:
    player = family("独居")
    assert player.at == "note"
    player.says("好", "1")
    assert player.record == {"head": "独居", "years": 0, "children": 0, "note": "好"}


def test_a_counted_repeat_is_asked_so_many_times_and_follows_the_count() -> None:
    form = table(
        "type | name | label | repeat_count\ninteger | n | 几块地? |\nbegin_repeat | plot | 地块 | ${n}\n"
        "decimal | mu | 几亩? |\nend_repeat | | |\n"
    )
    player = Player(form)
    player.says("2", "1.5")
    assert player.text.startswith("地块2")
    player.says("2")
    assert player.shown == {"几块地": "2", "地块1 几亩": "1.5", "地块2 几亩": "2"}
    player.says("改1", "3")
    assert player.at == "mu[3]"
    player.says("4", "改1", "1", "1")
    assert {key: str(value) for key, value in player.record.items()} == {"n": "1", "mu[1]": "1.5"}


def test_an_answer_in_an_iteration_can_be_chosen_from_afterwards() -> None:
    form = table(
        "type | name | label\nbegin_repeat | kin | 成员\ntext | who | 姓名?\nend_repeat | |\nselect_one ${who} | boss | 谁当家?"
    )
    player = Player(form)
    player.says("张三", "1", "李四", "2")
    assert player.options == ["1张三", "2李四"]
    player.says("2", "1")
    assert player.record["boss"] == "李四"


def test_a_default_and_a_choice_filter_see_their_own_iteration() -> None:
    form = table(
        "type | name | label | default | choice_filter\nbegin_repeat | r | R | |\nselect_one kinds | kind | 类? | |\n"
        "select_one things | thing | 物? | | kind = ${kind}\ninteger | n | 数? | position(..) |\nend_repeat | | | |",
        "list_name | name | label | kind\nkinds | a | 甲 |\nkinds | b | 乙 |\nthings | x | 牛 | a\nthings | y | 车 | b",
    )
    player = Player(form)
    player.says("1")
    assert player.options == ["1牛"]
    player.says("1", "保留", "1", "2")
    assert player.options == ["1车"]
    player.says("1", "保留", "2", "1")
    assert player.record == {
        "kind[1]": "a", "thing[1]": "x", "n[1]": 1, "kind[2]": "b", "thing[2]": "y", "n[2]": 2,
    }  # fmt: skip
