"""A report in one message: every piece has one owner, or it is left over and said so."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understand import Understood
from handlers.understand.choices import Candidate, choose, choose_many
from handlers.understand.dates import read_date
from handlers.understand.numbers import read_number
from handlers.understand.oneline import LONGEST_LINE, split_line
from handlers.understand.wants import SKIP, Want

TODAY = date(2026, 11, 21)
FAMILIES = [Candidate(str(n), f"{name}家") for n, name in enumerate("王李赵周吴郑冯陈", 1)]
PROBLEMS = [Candidate(str(n), name) for n, name in enumerate(["吃穿", "上学", "看病", "住房", "饮水"], 1)]
WANTS = [
    Want("household", ("户", "对象", "h"), lambda text: choose(text, FAMILIES)),
    Want("problems", ("问题", "p"), lambda text: choose_many(text, PROBLEMS), several=True),
    Want("said", ("意见",), Understood, free=True),
    Want("day", ("时间", "d"), lambda text: read_date(text, TODAY)),
]
VALUES = {
    "household": ["王家", "3", "李家"],
    "problems": ["无问题", "看病", "0"],
    "said": ["想修路", "想换个大一点的房子"],
    "day": ["昨天", "上周三", "11月3日"],
}
KEYED = st.permutations(list(VALUES)).flatmap(
    lambda names: st.tuples(*(st.sampled_from(VALUES[name]).map(lambda v, n=name: (n, v)) for name in names))
)
SEPARATORS = st.sampled_from([" ", "，", ",", "；", ";", "#", " # ", "、", "\n", "　"])
ANY = st.text(max_size=60) | st.lists(
    st.sampled_from(
        [
            *(value for values in VALUES.values() for value in values),
            "对象",
            ":",
            "户",
            "p",
            "-",
            " ",
            ",",
            "/",
            "13",
            "2月30日",
            "王佳",
        ]
    ),
    max_size=12,
).map("".join)


@given(KEYED, SEPARATORS)
def test_keys_are_understood_in_any_order_and_with_any_separator(
    pairs: tuple[tuple[str, str], ...], separator: str
) -> None:
    keys = {want.name: want.keys[0] for want in WANTS}
    line = split_line(separator.join(f"{keys[name]}:{value}" for name, value in pairs), WANTS)
    assert line.given == dict(pairs)
    assert line.left == []


@given(st.tuples(*(st.sampled_from(values) for values in VALUES.values())), SEPARATORS)
def test_without_keys_the_order_of_the_form_counts(values: tuple[str, ...], separator: str) -> None:
    line = split_line(separator.join(values), WANTS)
    assert line.given == dict(zip(VALUES, values, strict=True))
    assert line.left == []


@given(ANY)
def test_what_is_given_can_be_read_and_nothing_else_is_given(typed: str) -> None:
    line = split_line(typed, WANTS)
    by_name = {want.name: want for want in WANTS}
    for name, text in line.given.items():
        assert by_name[name].free or text == "" or by_name[name].takes(text), (name, text)


@given(ANY)
def test_no_piece_is_lost(typed: str) -> None:
    line = split_line(typed, WANTS)
    kept = "".join([*line.given.values(), *line.left])
    for name in ("王家", "李家", "看病", "昨天"):
        if f" {name} " in f" {typed} ":
            assert name in kept or typed.count(name) > 1


@given(ANY)
def test_a_line_put_right_is_understood_whole(typed: str) -> None:
    mended = split_line(typed, WANTS).mended
    assert not mended or not split_line(mended, WANTS).left


def test_a_piece_that_two_answers_could_be_is_left_over() -> None:
    wants = [
        Want("met", (), lambda text: choose(text, [Candidate("1", "户主"), Candidate("2", "家人")])),
        Want("cattle", ("牛",), read_number),
        Want("sheep", ("羊",), read_number),
    ]
    assert split_line("户主 3", wants).given == {"met": "户主", "cattle": "3"}
    unsure = split_line("300", wants)
    assert unsure.given == {}
    assert unsure.left == ["300"]
    assert split_line("羊3 户主", wants).given == {"sheep": "3", "met": "户主"}


def test_a_dash_leaves_an_answer_out() -> None:
    line = split_line(f"王家 {SKIP} {SKIP} 昨天", WANTS)
    assert line.given == {"household": "王家", "problems": "", "said": "", "day": "昨天"}


@pytest.mark.parametrize("typed", ["王" * (LONGEST_LINE + 1), "1 " * 150])
def test_a_line_that_is_too_long_is_left_whole_or_in_pieces(typed: str) -> None:
    assert len(split_line(typed, WANTS).given) <= len(WANTS)


def test_digits_are_never_cut_in_two() -> None:
    wants = [Want("a", (), read_number), Want("b", (), read_number)]
    assert split_line("120", wants).given == {"a": "120"}
    assert split_line("12 0", wants).given == {"a": "12", "b": "0"}
