"""What people send that is no answer: each gets a clear line, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from forms.player import Player, sample, table
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.forms.draft import Draft
from handlers.forms.engine import Answer, Asked, Finished, Reviewed, read, step
from handlers.forms.model import Form
from handlers.understand.moves import Move

VISIT = sample("visit")
AGE = table(
    """
    type | name | label | hint | required | constraint | constraint_message
    integer | age | 几岁? | 如 62 | yes | . >= 0 and . <= 120 | 年龄在0到120之间
    text | b | B? | | | |
    """
)
MET = table(
    "type | name | label | required\nselect_one met | met | 见到了谁? | yes\ntext | b | B? |",
    "list_name | name | label\nmet | head | 户主\nmet | family | 家人\nmet | f2 | 家里老人",
)


def optional(kind: str, more: str = "", extra: str = "") -> Form:
    return table(
        f"type | name | label{more}\n{kind} | a | A?{extra}",
        "list_name | name | label\nl | x | 某某\nl | y | 其他",
    )


def test_the_first_time_there_is_the_reason_and_an_example() -> None:
    player = Player(AGE)
    player.says("很老")
    assert player.text == "请填数字,如 12\n如 62"
    assert player.options == []


def test_the_second_time_the_choices_come_again() -> None:
    player = Player(MET)
    player.says("谁谁")
    assert player.options == []
    player.says("啥呀")
    assert player.text.endswith("(1/2) 见到了谁?")
    assert player.options == ["1户主", "2家人", "3家里老人"]
    assert "暂存" not in player.moves


def test_the_third_time_there_is_a_way_out() -> None:
    player = Player(AGE)
    player.says("很老", "非常老", "老得很")
    assert player.text.splitlines()[-1] == '回"暂存"以后再填,回"人工"找人帮忙'
    assert player.moves[-2:] == ["暂存", "人工"]
    player.says("62")
    assert player.draft.strikes == 0


def test_the_same_wrong_text_twice_is_not_scolded_but_helped() -> None:
    player = Player(MET)
    player.says("谁谁", "谁谁", "谁谁")
    assert player.draft.strikes == 1
    assert player.text.startswith("还是没看懂。")
    assert player.options == ["1户主", "2家人", "3家里老人"]
    assert player.moves[-2:] == ["暂存", "人工"]


def test_what_could_be_two_choices_is_asked_back_with_just_those() -> None:
    player = Player(MET)
    player.says("家")
    assert player.options == ["2家人", "3家里老人"]
    assert player.draft.strikes == 0
    player.presses("f2")
    assert player.draft.answers["met"] == "f2"


def test_a_range_of_numbers_is_asked_back_with_what_it_might_be() -> None:
    player = Player(AGE)
    player.says("六十到六十五")
    assert isinstance(player.outcome, Asked)
    for option in player.outcome.options:
        assert option.name.isdecimal()
    assert player.draft.strikes == 0


def test_a_value_outside_the_constraint_gets_the_forms_own_words() -> None:
    player = Player(AGE)
    player.says("一百三")
    assert player.text.startswith("年龄在0到120之间")
    player.says("3.5")
    assert player.text.startswith("请填整数,如 3")


def test_a_constraint_without_words_of_its_own_is_said_in_general() -> None:
    player = Player(table("type | name | label | constraint\ninteger | a | A? | . > 3"))
    player.says("2")
    assert player.text.startswith("这个答案不合适,请核对一下")


def test_how_a_number_was_understood_is_said_before_the_next_question() -> None:
    player = Player(optional("decimal", extra="\ntext | b | B?"))
    player.says("1.2万")
    assert player.text.splitlines()[0] == "1.2万=12000"
    assert player.draft.answers["a"] == Decimal(12000)


@pytest.mark.parametrize(
    ("kind", "constraint", "said", "kept"),
    [
        ("text", "", "0", None), ("text", "", "没有", None), ("text", "", "跳过", None), ("text", "", "没有水", "没有水"),
        ("integer", "", "0", 0), ("integer", "", "没有", 0), ("integer", "", "跳过", None), ("integer", ". > 0", "0", None),
        ("decimal", "", "0", 0), ("decimal", ". >= 1", "没有", None), ("date", "", "0", None), ("date", "", "没有", None),
        ("select_one l", "", "0", None), ("select_one l", "", "无", None), ("select_multiple l", "", "0", None),
        ("select_multiple l", "", "没有", None), ("image", "", "0", None), ("image", "", "没有", None),
        ("image", "", "完成", None), ("acknowledge", "", "0", None),
    ],
)  # fmt: skip
def test_nothing_skips_an_optional_question_and_is_a_number_where_it_can_be_one(
    kind: str, constraint: str, said: str, kept: object
) -> None:
    player = Player(optional(kind, " | constraint", f" | {constraint}"))
    player.says(said)
    assert player.record == {"a": kept}


@pytest.mark.parametrize("said", ["跳过", "0", "没有"])
def test_a_required_question_is_not_skipped(said: str) -> None:
    player = Player(optional("date", " | required | required_message", " | yes | 要填哪天"))
    player.says(said)
    assert player.draft.at == "a"
    player.says("跳过")
    assert "要填哪天" in player.text
    assert "跳过" not in player.moves


def test_a_required_text_may_say_that_there_is_nothing() -> None:
    player = Player(optional("text", " | required", " | yes"))
    player.says("没有")
    assert player.record == {"a": "没有"}


@pytest.mark.parametrize(
    "kind", ["text", "integer", "decimal", "date", "select_one l", "select_multiple l", "acknowledge"]
)
def test_a_photo_where_none_is_asked_gets_a_clear_line(kind: str) -> None:
    player = Player(optional(kind))
    player.photographs("p1")
    assert player.text.startswith("这一题不用发照片。")
    assert player.draft.answers == {}


def test_words_where_a_photo_is_asked_get_a_clear_line() -> None:
    player = Player(optional("image", " | required", " | yes"))
    player.says("在路上")
    assert player.text.startswith("请发照片")
    player.says("完成")
    assert player.draft.at == "a"


def test_a_text_of_more_than_300_characters_is_refused_with_both_figures_unless_the_form_allows_more() -> (
    None
):
    player = Player(optional("text"))
    player.does(Answer("长" * 301))
    assert player.text.startswith("请不超过300个字,刚才有301个字")
    longer = Player(optional("text", " | constraint", " | string-length(.) <= 500"))
    longer.does(Answer("长" * 501))
    assert isinstance(longer.outcome, Asked)
    longer.does(Answer("长" * 500))
    assert isinstance(longer.outcome, Finished)


AWKWARD = {
    "empty": "",
    "blank": " \n\t\u3000",
    "control characters": "\x00\x01\x07\x7f",
    "a lone surrogate": "\ud83d",
    "emoji": "👨‍👩‍👧‍👦🇨🇳",
    "a formula": '=HYPERLINK("http://x")',
    "100,000 characters": "长" * 100_000,
    "braces": "{0} {name} ${household} %s",
    "markup": "<b>|</b>\\",
    "right to left": "\u202eabc\u2066",
}


@pytest.mark.parametrize("said", AWKWARD.values(), ids=AWKWARD.keys())
@pytest.mark.parametrize("steps", range(8))
def test_awkward_text_anywhere_in_a_form_gets_a_line_and_loses_nothing(said: str, steps: int) -> None:
    player = Player(VISIT)
    for good in ("李家", "户主", "1", "2", "500", "缺水", "0")[:steps]:
        player.says(good)
    before = player.draft
    player.says(said)
    assert player.text
    assert set(before.answers.items()) <= set(player.draft.answers.items())
    player.text.encode()
    for value in player.draft.answers.values():
        str(value).encode()


@given(said=st.text(max_size=40), steps=st.integers(0, 8))
@settings(max_examples=150, deadline=None)
def test_no_text_breaks_a_form_or_loses_an_answer(said: str, steps: int) -> None:
    player = Player(VISIT)
    for good in ("李家", "户主", "1", "2", "500", "缺水", "0", "2")[:steps]:
        player.says(good)
    meant = read(VISIT, player.draft, said)
    if isinstance(meant, Move):
        return
    before = player.draft
    player.does(meant)
    assert set(before.answers) <= set(player.draft.answers) | {"next"}


def test_an_emoji_is_a_text_and_control_characters_are_dropped_from_it() -> None:
    player = Player(optional("text"))
    player.does(Answer("好👍\x00\ud800了"))
    assert player.record == {"a": "好👍了"}


def test_anything_else_at_the_summary_is_told_what_to_send() -> None:
    player = Player(VISIT)
    player.says("李家", "户主", "0", "0", "没有", "0")
    for said in ("hm", "7", "跳过", "保存一下吧"):
        player.says(said)
        assert isinstance(player.outcome, Reviewed)
    assert player.text.startswith("请回 1保存 2修改 3放弃")


def test_an_answer_to_a_question_that_no_longer_applies_is_not_taken() -> None:
    ask = table(
        "type | name | label | relevant\nhidden | on | |\ntext | a | A? | ${on} = 'y'\ntext | b | B? |"
    )
    player = Player(ask, facts={"on": "y"})
    player.facts = {"on": "n"}
    player.says("x")
    assert player.draft.at == "b"
    assert "a" not in player.draft.answers


def test_a_draft_whose_question_is_gone_goes_on_with_what_is_open() -> None:
    player = Player(AGE)
    lost = replace(player.draft, at="gone")
    draft, outcome = step(AGE, lost, Answer("5"), player.world)
    assert isinstance(draft, Draft)
    assert isinstance(outcome, Asked)
    assert outcome.question == "age"
