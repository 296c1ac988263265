"""Long texts on channels with a limit, and choices on channels without buttons."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.channels.base import Capabilities
from bot.channels.text import SIZES, as_text, clusters, fit, split
from handlers.replies import Option, Say

ODD = "a中，。；\n \r\u0301\u200d\ufe0f😀👨👩👧🏽🇨🇳𠮷\ud83d\ude00"
texts = st.text(st.one_of(st.sampled_from(ODD), st.characters()), max_size=80)
units = st.sampled_from(sorted(SIZES))


@given(texts, st.integers(1, 40), units)
def test_the_parts_joined_again_are_the_text(text: str, longest: int, unit: str) -> None:
    assert "".join(split(text, longest, unit)) == text


@given(texts, st.integers(4, 40), units)
def test_no_part_is_longer_than_the_channel_takes(text: str, longest: int, unit: str) -> None:
    assert all(SIZES[unit](part) <= longest for part in split(text, longest, unit))


@given(texts, st.integers(4, 40), units)
@example("👨‍👩‍👧🇨🇳", 4, "utf16")
@example("\ud83d\ude00", 4, "bytes")
def test_a_character_as_seen_is_cut_only_when_it_alone_is_too_long(
    text: str, longest: int, unit: str
) -> None:
    ends, at = {0}, 0
    for seen in clusters(text):
        at += len(seen)
        ends |= {at} if SIZES[unit](seen) <= longest else set(range(at - len(seen), at + 1))
    at = 0
    for part in split(text, longest, unit):
        at += len(part)
        assert at in ends


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("e\u0301a", ["e\u0301", "a"]),
        ("👍🏽好", ["👍🏽", "好"]),
        ("👨‍👩‍👧!", ["👨‍👩‍👧", "!"]),
        ("🇨🇳🇨🇳", ["🇨🇳", "🇨🇳"]),
        ("\r\n\n", ["\r\n", "\n"]),
        ("𠮷野", ["𠮷", "野"]),
        ("\ud842\udfb7野", ["\ud842\udfb7", "野"]),
        ("葛\U000e0100", ["葛\U000e0100"]),
        ("", []),
    ],
)
def test_characters_are_told_apart_as_a_reader_sees_them(text: str, seen: list[str]) -> None:
    assert list(clusters(text)) == seen


def test_a_line_end_is_the_best_place_to_cut_then_a_sentence_then_a_comma() -> None:
    assert split("一二三\n四五。六七八九", 8) == ["一二三\n四五。", "六七八九"]
    assert split("一二三四\n五。六七八九", 8) == ["一二三四\n", "五。六七八九"]
    assert split("一二三,四五。六七八", 8) == ["一二三,四五。", "六七八"]
    assert split("一二三四,五六七八", 8) == ["一二三四,", "五六七八"]
    assert split("一二三四五六七八九", 8) == ["一二三四五六七八", "九"]


def test_bytes_are_counted_as_utf_8_and_utf16_as_code_units() -> None:
    assert split("中文字", 6, "bytes") == ["中文", "字"]
    assert split("😀😀😀", 4, "utf16") == ["😀😀", "😀"]


def test_a_hundred_thousand_characters_are_cut_without_loss() -> None:
    text = "今天去了李家,一切都好。" * 9000
    parts = split(text, 70)
    assert "".join(parts) == text
    assert max(map(len, parts)) <= 70


def options(*labels: str) -> tuple[Option, ...]:
    return tuple(Option(str(n), label, f"a:1:q:{n}") for n, label in enumerate(labels, 1))


def test_short_choices_stand_in_one_line_behind_their_numbers() -> None:
    assert as_text(Say("请核对", options("保存", "修改", "放弃"))) == "请核对\n1保存 2修改 3放弃"


def test_a_label_that_would_run_into_its_number_stands_apart_in_its_own_line() -> None:
    assert as_text(Say("哪一组?", options("2组", "3组"))) == "哪一组?\n1 2组\n2 3组"
    assert as_text(Say("Sure?", options("Save", "Drop"))) == "Sure?\n1 Save\n2 Drop"


def test_many_choices_take_a_line_each() -> None:
    labels = [f"示范户{n}号家" for n in "甲乙丙丁戊"]
    assert as_text(Say("", options(*labels))).splitlines() == [
        f"{n}{label}" for n, label in enumerate(labels, 1)
    ]


def test_moves_are_the_small_print_at_the_end() -> None:
    moves = (Option("*", "返回", "m:back"), Option("取消", "取消", "m:cancel"))
    assert as_text(Say("见到了谁?", options("户主"), moves)) == "见到了谁?\n1户主\n(*返回 取消)"


def limited(longest: int) -> Capabilities:
    return Capabilities(buttons=False, pictures_in=False, pictures_out=True, pushes=True, longest=longest)


def test_a_long_message_shows_its_picture_first_and_its_choices_last() -> None:
    say = Say("第一句。第二句。第三句。", options("好"), picture="p" * 64)
    assert fit(say, limited(8)) == [Say("第一句。第二句。", picture="p" * 64), Say("第三句。", options("好"))]


def test_a_short_message_stays_one() -> None:
    say = Say("好", options("行"))
    assert fit(say, limited(8)) == [say]
    assert fit(Say(""), limited(8)) == [Say("")]
