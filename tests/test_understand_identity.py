"""No ID number, bank card or phone stays readable in a log, and danger is heard."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understand.identity import emergency, looks_like_bank_card, looks_like_id_number, mask_numbers
from storage.values.id_number import check_character

BIRTHS = st.dates(date(1920, 1, 1), date(2026, 11, 21))
FIRST17 = st.tuples(BIRTHS, st.integers(0, 999)).map(lambda drawn: f"999901{drawn[0]:%Y%m%d}{drawn[1]:03d}")
ID_NUMBERS = FIRST17.map(lambda digits: digits + check_character(digits))
PHONES = st.integers(0, 9999).map(lambda serial: f"1990000{serial:04d}")
AROUND = st.text(st.sampled_from("我的号码是 ,。:李家"), max_size=8)
FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def groups(number: str) -> list[str]:
    """A number as people write it down."""
    return [
        number,
        number.translate(FULL_WIDTH),
        f"{number[:6]} {number[6:14]} {number[14:]}",
        f"{number[:4]}-{number[4:]}",
    ]


@given(ID_NUMBERS, AROUND, AROUND)
def test_an_id_number_is_noticed_and_masked_wherever_it_stands(number: str, before: str, after: str) -> None:
    for typed in groups(number):
        text = f"{before}{typed}{after}"
        assert looks_like_id_number(text)
        assert not looks_like_bank_card(text)
        assert mask_numbers(text) == f"{before}{number[:4]}{'*' * 10}{number[-4:]}{after}"


@given(FIRST17, st.sampled_from("0123456789X"))
def test_a_mistyped_id_number_is_noticed_too(first17: str, check: str) -> None:
    assert looks_like_id_number(first17 + check)


@given(PHONES, AROUND, AROUND)
def test_a_phone_is_masked_and_is_no_id_number(number: str, before: str, after: str) -> None:
    for typed in (number, f"{number[:3]} {number[3:7]} {number[7:]}", number.translate(FULL_WIDTH)):
        assert mask_numbers(f"{before}{typed}{after}") == f"{before}199****{number[-4:]}{after}"
        assert not looks_like_id_number(typed)
        assert not looks_like_bank_card(typed)


def test_a_bank_card_is_noticed_and_masked() -> None:
    for card in ("6222021234567890123", "6225 8888 8888 8888", "4111111111111111"):
        assert looks_like_bank_card(f"卡号{card}")
        assert mask_numbers(card) == "*" * (len(card.replace(" ", "")) - 4) + card[-4:]


@pytest.mark.parametrize(
    "text", ["QD261119-0231", "20261119084200", "1763712000000000000", "资金1200000元", "3 13 2026", ""]
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert mask_numbers(text) == text
    assert not looks_like_id_number(text)
    assert not looks_like_bank_card(text)


@given(st.text(max_size=80))
def test_masking_twice_changes_nothing(text: str) -> None:
    assert mask_numbers(mask_numbers(text)) == mask_numbers(text)


@given(st.sampled_from(["塌方", "着火", "病危", "自杀", "断粮", "走失", "著火"]), AROUND, AROUND)
def test_danger_is_heard_in_any_sentence(word: str, before: str, after: str) -> None:
    assert emergency(f"{before}{word}{after}")


@pytest.mark.parametrize("text", ["没有着火", "没塌方", "预防走失", "防火", "今天走访", "失望"])
def test_what_did_not_happen_is_no_alarm(text: str) -> None:
    assert not emergency(text)
