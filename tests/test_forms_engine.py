"""A form played: what is asked, in which order, and what becomes of the answers."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from forms.player import NOTHING_WRONG, NOW, Player, form, sample, table

from handlers.forms import draft as drafts
from handlers.forms.engine import Asked, Finished, Left, Resume
from handlers.forms.model import Question

VISIT = sample("visit")
LABEL = {"": "A?"}


def test_a_visit_where_nothing_is_wrong_is_asked_question_by_question_with_its_progress() -> None:
    player = Player(VISIT)
    heads = [player.text]
    for said in NOTHING_WRONG:
        player.says(said)
        heads.append(player.text)
    assert [head.splitlines()[-1] for head in heads[:6]] == [
        "(1/6) 走访哪一户?",
        "(2/6) 见到了谁?",
        "(3/6) 哪些方面有问题?(可多选,没有回0)",
        "(4/6) 上月收入多少元?",
        "(5/6) 户主有什么困难或意见?(没有回0)",
        "(6/6) 发照片(没有回0)",
    ]
    assert heads[2].splitlines()[0] == "慢慢聊,不着急。"
    assert player.shown["日期"] == "11月19日(周四)"


def test_a_condition_opens_and_closes_questions() -> None:
    player = Player(VISIT)
    player.says("李家", "没人")
    assert player.at == "away"
    player.says("打工", "0")
    assert list(player.shown) == ["户", "日期", "方式", "见到", "原因", "照片", "下次"]


def test_back_follows_the_path_walked_and_shows_the_earlier_answer() -> None:
    player = Player(VISIT)
    player.says("李家", "没人", "打工")
    assert player.says("返回").question == "away"  # type: ignore[union-attr]
    assert "现在是: 务工" in player.text
    player.says("*")
    assert player.at == "met"
    player.says("户主", "0")
    assert player.at == "income"
    player.says("*", "*", "*")
    assert player.at == "household"
    player.says("*")
    assert player.text.startswith("这已经是第一题")
    player.says("保留")
    assert player.at == "income", "what was answered is not asked again"


def test_an_answer_that_no_longer_applies_leaves_the_record_and_stays_in_the_draft() -> None:
    player = Player(VISIT)
    player.says("李家", "户主", "1,4", "2", "0", "缺水", "0")
    player.says("改4", "没人", "就医")
    assert "失学" not in player.shown
    player.says("改4", "户主")
    assert (player.shown["失学"], player.shown["意见"]) == ("2", "缺水"), "nothing earlier is ever lost"
    player.says("改4", "没人", "1")
    assert not {"children", "opinion", "problems"} & set(player.record)
    assert player.draft.answers["opinion"] == "缺水"


def test_a_form_with_nothing_to_ask_is_finished_at_once() -> None:
    player = Player(
        table("type | name | label | default | bangfu::ask\ndate | day | Day? | today() | review")
    )
    assert player.record == {"day": date(2026, 11, 19)}
    assert player.draft.phase == "done"


def test_what_is_given_beforehand_is_not_asked_and_what_does_not_fit_is() -> None:
    player = Player(VISIT, given={"household": "H2", "met": "head", "problems": (), "income": "x"})
    assert player.at == "income", "() says that there is nothing"
    with pytest.raises(KeyError):
        Player(VISIT, given={"nobody": 1})


def test_a_fact_given_at_the_start_goes_before_one_of_the_turn() -> None:
    player = Player(
        table("type | name | label\nhidden | v |\nnote | n | 在${v}\ntext | a | A?"),
        given={"v": "甲村"},
        facts={"v": "乙村"},
    )
    assert player.text.startswith("在甲村")


def test_a_question_with_nothing_to_choose_is_passed_over_where_it_may_be() -> None:
    empty = "type | name | label | choice_filter | required\nselect_one_from_file households.csv | h | House? | village = 'V9' | {}\ntext | a | A? | |"
    assert Player(table(empty.format("no"))).at == "a"
    player = Player(table(empty.format("yes")))
    assert player.text.startswith("这里没有可选的项")
    assert "人工" in player.moves


def test_labels_name_earlier_answers_as_people_read_them() -> None:
    player = Player(
        table(
            "type | name | label\nselect_one yn | a | {A}?\ndate | d | D?\ntext | b | ${a}{?} ${d}",
            "list_name | name | label\nyn | y | 是的",
        )
    )
    assert player.text.endswith("{A}?")
    player.says("1", "昨天")
    assert player.text == "(3/3) 是的{?} 11月18日(周三)"


def test_once_keeps_its_first_value_across_turns() -> None:
    player = Player(
        table("type | name | label | calculation\ncalculate | begun | | once(today())\ntext | a | A? |")
    )
    player.draft = drafts.from_json(json.loads(json.dumps(drafts.to_json(player.draft))))
    player.now = NOW + timedelta(days=2)
    player.says("x")
    assert player.record["begun"] == NOW.date()


def test_a_draft_goes_on_from_json_on_another_channel_at_another_time() -> None:
    player = Player(VISIT)
    for said in (*NOTHING_WRONG, "改2", "昨天", "1"):
        player.draft = drafts.from_json(json.loads(json.dumps(drafts.to_json(player.draft))))
        player.says(said)
    assert player.record["day"] == date(2026, 11, 18)


def test_resuming_says_what_stands() -> None:
    player = Player(VISIT)
    player.says("李家")
    asked = player.outcome
    assert player.does(Resume()) == replace(asked, echo=None)  # type: ignore[arg-type]
    player.says("户主", "0", "0", "无", "0")
    reviewed = player.outcome
    assert player.does(Resume()) == reviewed


def test_cancel_and_later_leave_the_draft_as_it_is() -> None:
    player = Player(VISIT)
    player.says("李家")
    before = player.draft
    assert player.says("#") == Left("cancelled")
    assert player.says("暂存") == Left("later")
    assert player.draft == before


def test_a_circle_in_a_form_built_by_hand_ends() -> None:
    circle = form(
        Question("a", "calculate", calculation="${b}"),
        Question("b", "calculate", calculation="${a}"),
        Question("c", "text", LABEL, relevant=("${c} = ''",)),
    )
    player = Player(circle)
    assert isinstance(player.outcome, Asked | Finished)


def test_a_chain_of_hundreds_of_rows_is_computed_from_its_far_end() -> None:
    chain = [f"calculate | c{n} | | ${{c{n - 1}}} + 1" for n in range(1, 600)]
    form = table("\n".join(["type | name | label | calculation", "integer | c0 | 几?|", *chain]))
    player = Player(form)
    player.says("1")
    assert player.record["c599"] == 600


def test_an_iteration_may_follow_from_the_one_before_many_times_over() -> None:
    form = table(
        "type | name | label | repeat_count | calculation\ninteger | n | 几次?||\nbegin_repeat | r | R | ${n} |\n"
        "calculate | total | | | if(position(..) = 1, 1, indexed-repeat(${total}, ${r}, position(..) - 1) + 1)\nend_repeat | | | |\n"
        "calculate | last | | | max(${total})"
    )
    player = Player(form)
    player.says("90")
    assert player.record["last"] == 90
