"""Cleaning: one width, nothing invisible, nothing lost that says something."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understand.text import LONGEST, clean, fold, squeeze, too_long
from handlers.understand.traditional import SIMPLIFIED

ODD = st.text(
    st.sampled_from("a签1 .。?½²´❤👨㊙™#㎡\u200d\ufe0f\u20e3\u200b\u0301\ud800\x00\u3000\u202e"), max_size=12
)
ANY = st.text(max_size=40) | ODD


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("２３", "23"),
        ("　签到　　走访\n开会 ", "签到 走访 开会"),
        ("签到。！？~", "签到"),
        ("？", "?"),
        ("。", "。"),
        ("1️⃣", "1"),
        ("签\u200b到\ufeff", "签到"),
        ("a\x00b\x1b", "ab"),
        ("李\ud800家", "李家"),
        ("家里很好😊", "家里很好😊"),
        ("👨‍👩‍👧", "👨‍👩‍👧"),
        ("5²", "5^2"),
        ("2½", "2 1/2"),
        ("25㎡", "25m2"),
        ("", ""),
    ],
)
def test_a_message_is_cleaned_of_what_says_nothing(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


@given(ANY)
def test_cleaning_twice_changes_nothing(typed: str) -> None:
    assert clean(clean(typed)) == clean(typed)


@given(ANY)
def test_what_is_cleaned_can_be_stored_and_holds_no_control_character(typed: str) -> None:
    cleaned = clean(typed)
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in cleaned)


@given(ANY)
def test_folding_and_squeezing_stay_within_the_words(typed: str) -> None:
    assert squeeze(typed).replace(" ", "") == fold(typed).replace(" ", "")


def test_no_more_is_read_than_the_longest_message() -> None:
    assert len(clean("长" * 100_000)) == LONGEST
    assert too_long("长" * (LONGEST + 1))
    assert not too_long("长" * LONGEST)


def test_traditional_characters_lead_to_simplified_ones_in_one_step() -> None:
    assert fold("簽到、週五、農曆臘月") == fold("签到、周五、农历腊月")
    assert all(ord(simple) not in SIMPLIFIED for simple in SIMPLIFIED.values())


def test_every_middle_dot_is_the_same() -> None:
    assert fold("买买提•艾力") == fold("买买提・艾力") == "买买提·艾力"
