"""Lists, buttons and photos: what is offered, pressed and gathered."""

from __future__ import annotations

import pytest
from forms.player import NOTHING_WRONG, NOW, Player, form, sample, table

from handlers.forms.engine import NeedsFile, World, pressed, read, start
from handlers.forms.model import Choice, Question
from handlers.understand.moves import Move

VISIT = sample("visit")
LABEL = {"": "A?"}


def test_a_list_that_is_not_loaded_is_asked_for_and_nothing_has_happened() -> None:
    with pytest.raises(NeedsFile) as needed:
        start(VISIT, World(NOW, "zh_Hans"))
    assert needed.value.filename == "households.csv"


def test_a_choice_filter_offers_only_what_fits_and_asks_again_when_it_no_longer_does() -> None:
    filtered = table(
        """
        type | name | label | choice_filter | required
        select_one village | village | Village? | | yes
        select_one_from_file households.csv | house | House? | village = ${village} | yes
        text | why | Why? | | yes
        """,
        "list_name | name | label\nvillage | V1 | 甲村\nvillage | V2 | 乙村",
    )
    player = Player(filtered)
    player.says("乙村")
    assert player.options[0] == "1赵*(3组)"
    player.says("赵家", "x", "改1", "甲村")
    assert player.at == "house"
    assert player.options[0] == "1李*(2组)"
    player.says("1", "1")
    assert player.record == {"village": "V1", "house": "H1", "why": "x"}


def test_a_long_list_is_shown_in_pages_whose_numbers_go_on() -> None:
    player = Player(VISIT)
    assert player.options[0] == "1李*(2组)"
    assert player.options[-1] == "更多更多"
    player.says("更多")
    assert player.options == ["10吴*(1组)", "11徐*(2组)", "12孙*(3组)", "更多更多"]
    player.says("2")
    assert player.draft.answers["household"] == "H2", "a number means the same on every page"
    player.says("返回", "更多", "更多")
    assert player.options[0] == "1李*(2组)"


def test_several_choices_are_typed_at_once_or_pressed_one_by_one() -> None:
    player = Player(VISIT)
    player.says("李家", "户主", "4,3")
    assert player.draft.answers["problems"] == ("housing", "water")
    player.says("返回")
    player.presses("health", "water", "health")
    assert player.options[3] == "4饮水 ✓"
    assert "完成" in player.moves
    player.presses("@done")
    assert player.draft.answers["problems"] == ("water",)


def test_photos_are_gathered_until_three_or_done() -> None:
    player = Player(VISIT)
    player.says(*NOTHING_WRONG[:-1])
    player.photographs("p1")
    assert player.text.startswith("已收到1张照片,最多3张")
    player.photographs("p1", "p2")
    player.says("完成")
    assert player.draft.answers["photos"] == ("p1", "p2")
    assert player.shown["照片"] == "2张"
    player.says("改8")
    player.photographs("a", "b", "c", "d")
    assert player.draft.answers["photos"] == ("a", "b", "c")
    assert player.text.startswith("已留下前3张照片")


def test_an_acknowledgement_is_one_press() -> None:
    player = Player(table("type | name | label | required\nacknowledge | ok | 请阅读说明 | yes"))
    assert player.options == ["1知道了"]
    player.says("好的")
    assert player.record == {"ok": "OK"}


def test_a_button_of_an_older_question_means_nothing() -> None:
    player = Player(VISIT)
    player.says("李家")
    assert pressed(player.draft, "household", "H1") is None
    assert pressed(player.draft, "-", "@confirm") is None
    assert pressed(player.draft, "met", "@person") is Move.PERSON
    player.presses("head", "@skip", "@skip", "@skip", "@skip", "@change", "@2")
    assert player.at == "day"
    player.presses("@keep")
    player.presses("@confirm")
    assert pressed(player.draft, "-", "@confirm") is None


def test_a_choice_that_left_the_list_is_never_taken_for_another() -> None:
    player = Player(VISIT)
    player.presses("12")
    assert player.at == "household"
    assert player.text.startswith("这一项已不在列表里")


def test_words_for_others_are_handed_back_and_choices_go_before_moves() -> None:
    help_form = table(
        "type | name | label\nselect_one w | a | A?", "list_name | name | label\nw | h | 帮助\nw | m | 没有"
    )
    assert read(VISIT, Player(VISIT).draft, "帮助") is Move.HELP
    player = Player(help_form)
    player.says("帮助")
    assert player.record == {"a": "h"}
    player = Player(help_form)
    player.says("没有")
    assert player.record == {"a": "m"}, "没有 is a choice before it skips"


def test_a_choice_of_the_form_may_have_further_names() -> None:
    short = form(
        Question("a", "select_one", LABEL, choices="l"),
        lists={
            "l": (Choice("none", {"zh_Hans": "没问题", "en": "Fine"}, ("挺好",)), Choice("some", {"": "有"}))
        },
    )
    for said in ("挺好", "没问题", "fine", "1", "一"):
        player = Player(short)
        player.says(said)
        assert player.record == {"a": "none"}
