"""The summary before saving: what it shows, changing an item, defaults that follow."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from forms.player import NOTHING_WRONG, NOW, Player, sample, table

from handlers.forms.engine import Back, Cancel, Confirm, Edit, Later, Left, Reviewed

VISIT = sample("visit")
LABEL = {"": "A?"}


def test_the_record_holds_answers_defaults_given_values_and_calculations() -> None:
    player = Player(VISIT, facts={"village": "V1"})
    player.says(*NOTHING_WRONG, "1")
    assert player.record == {
        "village": "V1", "household": "H1", "day": date(2026, 11, 19), "way": "home", "met": "head", "problems": None,
        "income": Decimal(0), "opinion": None, "photos": None, "next": date(2026, 12, 19), "days_ahead": 30,
    }  # fmt: skip


def test_editing_an_item_of_the_summary_returns_to_the_summary() -> None:
    player = Player(VISIT)
    player.says(*NOTHING_WRONG, "2")
    assert player.text == "改哪一项?请回编号"
    assert player.options[1] == "2日期"
    player.says("2", "昨天")
    assert player.shown["日期"] == "11月18日(周三)"
    player.says("2", "方式", "电话")
    assert player.shown["方式"] == "电话"


def test_an_edit_that_makes_new_questions_relevant_asks_just_those() -> None:
    player = Player(VISIT)
    player.says(*NOTHING_WRONG, "改5", "1")
    assert player.at == "children"
    assert player.says("*").question == "problems", "back goes to the question that opened it"  # type: ignore[union-attr]
    player.says("保留", "2")
    assert player.shown["失学"] == "2"


def test_leaving_an_edit_by_back_changes_nothing() -> None:
    player = Player(VISIT)
    player.says(*NOTHING_WRONG)
    before = player.outcome
    assert player.says("改5", "返回") == before


def test_a_default_that_follows_from_another_answer_follows_its_change_until_somebody_sets_it() -> None:
    player = Player(VISIT)
    player.says(*NOTHING_WRONG, "改2", "11月10日")
    assert player.shown["下次"] == "12月10日(周四)"
    player.says("改9", "12月1日", "改2", "11月12日")
    assert player.shown["下次"] == "12月1日(周二)"


def test_a_default_of_today_stays_the_day_the_draft_was_begun() -> None:
    player = Player(VISIT)
    player.says(*NOTHING_WRONG[:-1])
    player.now = NOW + timedelta(days=1)
    player.says("0", "1")
    assert player.record["day"] == date(2026, 11, 19)


def test_an_edit_that_breaks_another_answer_asks_that_one_with_the_reason() -> None:
    player = Player(VISIT)
    player.says(*NOTHING_WRONG, "改9", "11月20日")
    player.now = NOW + timedelta(days=3)
    player.says("改2", "11月21日")
    assert player.at == "next"
    assert "请填60天以内的日期" in player.text
    assert "保留" not in player.moves


def test_one_question_is_saved_without_a_summary_unless_the_form_wants_one() -> None:
    survey = "type | name | label\ntext | a | A?"
    player = Player(table(survey))
    player.says("x")
    assert player.record == {"a": "x"}
    player = Player(table(survey, settings="form_id | bangfu::review\nf | yes"))
    player.says("x")
    assert isinstance(player.outcome, Reviewed)
    two = survey + "\ntext | b | B?"
    player = Player(table(two, settings="form_id | bangfu::review\nf | no"))
    player.says("x", "y")
    assert player.record == {"a": "x", "b": "y"}


def test_a_question_for_review_is_asked_where_its_default_is_empty() -> None:
    only = table(
        """
        type | name | label | default | bangfu::ask | required
        hidden | home | | | |
        text | village | Where? | ${home} | review | yes
        """
    )
    assert Player(only, facts={"home": "石关村"}).record == {"home": "石关村", "village": "石关村"}
    assert Player(only).at == "village"


def test_notes_stand_before_the_next_question_and_before_the_summary() -> None:
    player = Player(
        table(
            """
            type | name | label | relevant
            note | hello | 您好 |
            text | a | A? |
            note | more | 还有一题 | ${a} = 'x'
            text | b | B? |
            note | thanks | 谢谢,${a}! |
            """
        )
    )
    assert player.text.splitlines()[0] == "您好"
    player.says("x")
    assert player.text == "还有一题\n(2/2) B?"
    player.says("y")
    assert player.text.splitlines()[:2] == ["谢谢,x!", "请核对:"]
    player.says("1")
    assert player.text == "谢谢,x!"


def test_saving_twice_gives_the_same_record() -> None:
    player = Player(VISIT)
    player.says(*NOTHING_WRONG, "1")
    first = player.outcome
    assert player.does(Confirm()) == first
    assert player.does(Back()) == first


def test_back_from_the_summary_is_the_last_question_asked() -> None:
    player = Player(VISIT)
    player.says(*NOTHING_WRONG, "返回")
    assert player.at == "photos"
    player.says("0")
    assert isinstance(player.outcome, Reviewed)


def test_an_item_that_does_not_exist_is_said_so() -> None:
    player = Player(VISIT)
    player.says(*NOTHING_WRONG, "改99")
    assert player.text.startswith("没有第99项")
    player.says("3", "改98")
    assert player.text.startswith("没有第98项")
    player.says("改1")
    assert player.at == "household"


def test_while_asking_an_item_is_a_question_answered_before() -> None:
    player = Player(VISIT)
    player.says("李家", "户主", "改1")
    assert player.at == "household"
    player.says("王家")
    assert player.at == "problems"


def test_edit_without_an_item_asks_which_and_back_returns() -> None:
    player = Player(VISIT)
    player.says(*NOTHING_WRONG)
    summary = player.outcome
    player.does(Edit())
    assert player.draft.phase == "which"
    player.says("什么")
    assert player.text.startswith("请回要改的那一项的编号")
    assert player.says("*") == summary
    assert player.does(Cancel()) == Left("cancelled")
    assert player.does(Later()) == Left("later")
