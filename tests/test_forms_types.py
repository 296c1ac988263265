"""Each type of question in a conversation: how it is put, what answers it, what is kept."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from forms.player import NOW, Player, table

from handlers.forms.engine import Answer, World, start
from handlers.forms.model import Choice
from handlers.forms.values import Value
from handlers.forms.xlsform import read_form, read_markdown

FRUITS = "list_name | name | label\nf | apple | 苹果\nf | pear | 梨\nf | plum | 李子"


def one(kind: str, *more: str) -> Player:
    """Somebody before a form of one question."""
    heads, cells = (more[::2], more[1::2])
    survey = " | ".join(("type", "name", "label", *heads)) + "\n" + " | ".join((kind, "a", "问?", *cells))
    return Player(table(survey, FRUITS))


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("time", "8:42", time(8, 42)),
        ("time", "下午三点", time(15)),
        ("dateTime", "2026-11-18 15:00", datetime(2026, 11, 18, 15, tzinfo=NOW.tzinfo)),
        ("range", "7", 7),
        ("rank f", "2,3,1", ("pear", "plum", "apple")),
        ("rank f", "312", ("plum", "apple", "pear")),
        ("barcode", "6901234567892", "6901234567892"),
        ("geopoint", "24.88, 109.70", "24.88 109.70 0 0"),
        ("trigger", "知道了", "OK"),
        ("percentage", "40", 40),
        ("select1 f", "梨", "pear"),
    ],
)
def test_an_answer_in_words_is_kept_in_the_type_asked_for(kind: str, typed: str, kept: Value) -> None:
    player = one(kind)
    player.says(typed)
    assert player.record == {"a": kept}


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("time", "25:00", "没有这个时间"),
        ("range", "12", "请填1到10之间的数字,每步1"),
        ("rank f", "1,2", "请把全部选项排序,第一名在前,如 3,2,1"),
        ("geopoint", "91 0", "请发位置,或纬度经度,如 24.88 109.70"),
        ("percentage", "140", "这个答案不合适"),
        ("audio", "听我说", "请发语音"),
        ("file", "在路上", "请发文件"),
    ],
)
def test_what_is_no_answer_is_refused_with_the_reason(kind: str, typed: str, said: str) -> None:
    player = one(kind)
    player.says(typed)
    assert player.at == "a"
    assert said in player.text


def test_a_recording_a_file_and_a_location_answer_what_asks_for_them() -> None:
    form = table(
        "type | name | label\naudio | a | 说?\nfile | f | 文件?\ngeopoint | g | 在哪?\nimage | i | 照片?"
    )
    player = Player(form)
    player.does(Answer(photos=("p",)))
    assert player.text.startswith("这一题不用发照片。请发语音")
    for sent in (Answer(voice="v"), Answer(files=("x",)), Answer(place="24.9 109.7 0 0")):
        player.does(sent)
    player.photographs("p")
    player.says("完成", "1")
    assert player.record == {"a": ("v",), "f": ("x",), "g": "24.9 109.7 0 0", "i": ("p",)}


def test_an_order_can_be_pressed_choice_by_choice() -> None:
    player = one("rank f")
    player.presses("plum", "apple", "pear")
    assert player.record == {"a": ("plum", "apple", "pear")}


def test_an_order_broken_off_goes_on_as_the_list_does() -> None:
    player = one("rank f")
    player.presses("plum", "@done")
    assert player.record == {"a": ("plum", "apple", "pear")}


def test_a_range_has_its_bounds_in_the_question_and_its_steps_are_held() -> None:
    player = one("range", "parameters", "start=0 end=2 step=0.5")
    assert "从0到2" in player.text
    player.says("1.3")
    assert player.at == "a"
    player.says("1.5")
    assert player.record == {"a": Decimal("1.5")}


@pytest.mark.parametrize(
    ("look", "typed", "kept"),
    [("year", "2024", date(2024, 1, 1)), ("month-year", "2024-05", date(2024, 5, 1))],
)
def test_a_date_may_be_a_year_or_a_month_where_it_is_asked_so(look: str, typed: str, kept: date) -> None:
    player = one("date", "appearance", look)
    player.says(typed)
    assert player.record == {"a": kept}


def test_or_other_asks_which_other() -> None:
    player = Player(
        table("type | name | label\nselect_one f or_other | a | 哪种?\ninteger | n | 几个?", FRUITS)
    )
    assert player.options == ["1苹果", "2梨", "3李子", "4其他"]
    player.says("4")
    assert player.at == "a_other"
    player.says("桃", "2", "1")
    assert player.record == {"a": "other", "a_other": "桃", "n": 2}


def test_what_is_computed_or_fixed_is_told_and_not_asked() -> None:
    form = table(
        "type | name | label | calculation | read_only | default\ninteger | a | 几口人? | | |\n"
        "integer | twice | 两倍是 | ${a} * 2 | |\ntext | who | 县里 | | yes | 帮扶办\ntext | end | 完了? | | |"
    )
    player = Player(form)
    player.says("3")
    assert player.text == "两倍是: 6\n县里: 帮扶办\n(2/2) 完了?"
    player.says("好", "1")
    assert player.record == {"a": 3, "twice": 6, "who": "帮扶办", "end": "好"}


def test_a_question_is_fixed_while_its_condition_holds() -> None:
    form = table(
        "type | name | label | read_only | default\nselect_one f | a | 哪种? | |\ninteger | n | 几个? | ${a} = 'plum' | 7",
        FRUITS,
    )
    player = Player(form)
    player.says("李子", "1")
    assert player.record == {"a": "plum", "n": 7}


def test_a_triggered_calculation_is_made_when_the_answer_changes() -> None:
    form = table(
        "type | name | label | trigger | calculation\ntext | a | 甲? | |\ntext | b | 乙? | |\ncalculate | at | | ${a} | now()"
    )
    player = Player(form)
    player.says("x")
    player.now = NOW.replace(hour=20)
    player.says("y")
    player.now = NOW.replace(hour=21)
    player.says("1")
    assert player.record["at"] == NOW


def test_who_speaks_and_what_was_saved_last_come_from_outside() -> None:
    form = table(
        "type | name | label | default\nusername | who | |\ndeviceid | on | |\nemail | mail | |\ntext | road | 路? | ${last-saved#road}"
    )
    assert form.wants_facts
    player = Player(form, facts={"username": "陈", "deviceid": "bangfu:sms", "last-saved#road": "石关路"})
    assert "现在是: 石关路" in player.text
    player.says("保留")
    assert player.record == {"who": "陈", "on": "bangfu:sms", "mail": None, "road": "石关路"}


def test_lines_of_a_list_that_came_with_the_form_are_offered_by_its_columns() -> None:
    survey = (
        b"| survey | | | | | |\n| | type | name | label | choice_filter | parameters |\n"
        b"| | text | p | P? | | |\n| | select_one_from_file cities.csv | c | C? | province = ${p} | value=code label=title |\n"
    )
    cities = "code,title,province\nlz,柳州,gx\ncs,长沙,hn\n".encode()
    form = read_form(survey, ".md", "t", files={"cities.csv": cities, "other.csv": b"name\nx\n"})
    assert form.files == frozenset()
    assert form.lists["cities.csv"][0] == Choice("lz", {"": "柳州"}, (), {"province": "gx"})
    player = Player(form)
    player.says("hn")
    assert player.options == ["1长沙"]


def test_a_list_that_has_not_come_is_asked_for_by_its_name() -> None:
    form = table(
        "type | name | label | calculation\nselect_one_from_file a.csv | a | A? |\ncalculate | b | | pulldata('b', 'x', 'y', 'z')"
    )
    assert form.files == {"a.csv", "b.csv"}


def test_external_choices_are_narrowed_by_what_was_answered() -> None:
    form = read_markdown(
        "| survey | | | | |\n| | type | name | label | choice_filter |\n| | text | s | S? | |\n"
        "| | select_one_external cities | c | C? | state=${s} |\n| external_choices | | | | |\n"
        "| | list_name | name | label | state |\n| | cities | x | 甲市 | 1 |\n| | cities | y | 乙市 | 2 |\n",
        "t",
    )
    player = Player(form)
    player.says("2")
    assert player.options == ["1乙市"]


def test_choices_are_mixed_the_same_way_for_the_same_seed() -> None:
    form = table("type | name | label | parameters\nselect_one f | a | A? | randomize=true, seed=5", FRUITS)
    orders = {tuple(Player(form).options) for _ in range(5)}
    assert len(orders) == 1


def test_guidance_is_said_where_an_answer_was_not_understood() -> None:
    player = Player(
        table("type | name | label | hint | guidance_hint\ninteger | a | 几口人? | 如 3 | 按户口本算")
    )
    assert "如 3" in player.text
    player.says("好多")
    assert "按户口本算" in player.text


def test_a_language_that_is_missing_falls_back_to_another() -> None:
    form = table(
        "type | name | label::English (en) | label::Français (fr)\ntext | a | Name? | Nom?\ntext | b | Road? | ",
    )
    draft, asked = start(form, World(NOW, "zh_Hans"))
    assert (draft.at, asked.label) == ("a", "Name?")  # type: ignore[union-attr]
    assert Player(form, language="fr").text.endswith("Nom?")


def test_two_questions_of_one_name_in_two_groups_are_both_asked() -> None:
    form = table(
        "type | name | label | relevant\nbegin_group | g | G |\ntext | a | 甲? |\nend_group | | |\nbegin_group | h | H |\n"
        "text | a | 乙? |\ntext | b | 丙? | ../a = 'x'\nend_group | | |"
    )
    player = Player(form)
    player.says("y", "x", "z", "1")
    assert player.record == {"g/a": "y", "h/a": "x", "b": "z"}


def test_the_name_of_a_record_is_computed_from_its_answers() -> None:
    player = Player(
        table(
            "type | name | label\ntext | a | 问?",
            settings="form_title | instance_name\nT | concat('记', ${a})",
        )
    )
    player.says("x")
    assert player.outcome.title == "记x"  # type: ignore[union-attr]


def test_the_words_of_a_refusal_may_mention_an_answer() -> None:
    form = table(
        "type | name | label | constraint | constraint_message\ninteger | a | 几口人? | |\n"
        "integer | b | 几个孩子? | . <= ${a} | 最多${a}个 {家里}"
    )
    player = Player(form)
    player.says("3", "4")
    assert player.text.startswith("最多3个 {家里}")


def test_the_marks_by_which_other_tools_draw_a_text_are_left_out() -> None:
    form = table(
        "type | name | label\nnote | n | ## 说明 **请看**\ntext | a | <span style='color:red'>名称</span> 5 < 6?"
    )
    assert Player(form).text == "说明 请看\n名称 5 < 6?"
