"""SMS are counted and cut as the network does; smpplib is the witness for the basic plane."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from smpplib import consts, gsm

from bot.channels.segments import ONE, PART, cut, segments, units

LETTERS = st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"])
BASIC = st.text(LETTERS, min_size=1, max_size=400)
LONG = st.text(LETTERS, min_size=ONE + 1, max_size=400)
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)
RARE = "𠮷"


def parts_of_smpplib(text: str) -> list[bytes]:
    """The parts that smpplib makes; those of a long message begin with a header of six bytes."""
    parts, _, _ = gsm.make_parts(text, consts.SMPP_ENCODING_ISO10646)
    return [bytes(part) for part in parts]


@given(BASIC)
def test_there_are_as_many_segments_as_smpplib_makes(text: str) -> None:
    assert segments(text) == len(parts_of_smpplib(text))


@given(LONG)
def test_a_long_text_is_cut_where_smpplib_cuts_it(text: str) -> None:
    assert [part.encode("utf-16-be") for part in cut(text)] == [part[6:] for part in parts_of_smpplib(text)]


@given(ANY)
def test_no_part_is_too_long_none_is_empty_and_joined_they_are_the_text(text: str) -> None:
    parts = cut(text)
    assert "".join(parts) == text
    assert all(parts)
    assert all(units(part) <= (ONE if len(parts) == 1 else PART) for part in parts)


@given(ANY)
def test_every_part_can_be_read_by_itself(text: str) -> None:
    assert all(part.encode("utf-16-be").decode("utf-16-be") == part for part in cut(text))


@given(ANY)
def test_units_are_those_of_utf_16(text: str) -> None:
    assert units(text) == len(text.encode("utf-16-be")) // 2


@pytest.mark.parametrize(
    ("length", "count"), [(0, 0), (1, 1), (70, 1), (71, 2), (134, 2), (135, 3), (160, 3), (201, 3), (202, 4)]
)
def test_seventy_fit_one_and_sixty_seven_each_of_more(length: int, count: int) -> None:
    assert segments("村" * length) == count


def test_the_official_example_of_160_characters_is_67_67_26() -> None:
    assert [len(part) for part in cut("村" * 160)] == [67, 67, 26]


def test_a_rare_character_is_never_cut_in_two() -> None:
    text = "村" * 66 + RARE + "村" * 10
    assert [units(part) for part in cut(text)] == [66, 12]
    assert cut(text)[1].startswith(RARE)


def test_thirty_five_rare_characters_fill_one_message() -> None:
    assert (segments(RARE * 35), segments(RARE * 36)) == (1, 2)
