"""Money is whole fen, written exactly; shares are compared without rounding."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.values.money import InvalidMoney, Money, Share, percent, share, share_at_least

FEN = st.integers(-(10**13), 10**13)
WHOLE = st.integers(1, 10**12)
PART = st.integers(0, 10**12)


@given(FEN)
def test_an_amount_is_read_back_in_every_way_it_is_written(fen: int) -> None:
    money = Money(fen)
    for written in (str(money), f"{money.yuan()}元", money.yuan(), f"{money.wan()}万元", f"{money.wan()}万"):
        assert Money.parse(written) == money


@given(st.integers(0, 10**12))
def test_full_width_and_grouped_figures_are_the_same_amount(fen: int) -> None:
    written = f"￥{fen // 100:,}.{fen % 100:02d}"
    assert (
        Money.parse(written)
        == Money.parse(written.translate(str.maketrans("0123456789,.", "０１２３４５６７８９，．")))
        == Money(fen)
    )


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("86.5万元", 86_500_000),
        ("86.5万", 86_500_000),
        ("1,200.50", 120_050),
        ("1.2亿元", 12_000_000_000),
        ("0", 0),
        ("-5元", -500),
    ],
)
def test_yuan_and_ten_thousands_are_read(text: str, fen: int) -> None:
    assert Money.parse(text).fen == fen


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (86_500_000, "86.5万元"),
        (452_000, "4520元"),
        (12_050, "120.50元"),
        (980_000, "9800元"),
        (0, "0元"),
        (-1, "-0.01元"),
    ],
)
def test_amounts_are_written_as_people_read_them(fen: int, text: str) -> None:
    assert str(Money(fen)) == text


@pytest.mark.parametrize(
    "text", ["", "20xx", "***", "□□", "12***", "120.555", "1,20", "十元", "0.0000001万", "1e5", "NaN", "=1+1"]
)
def test_what_is_no_amount_is_refused_and_never_repaired(text: str) -> None:
    with pytest.raises(InvalidMoney):
        Money.parse(text)


@given(FEN, FEN)
def test_amounts_add_and_subtract(a: int, b: int) -> None:
    assert Money(a) + Money(b) == Money(a + b)
    assert Money(a) - Money(b) == Money(a) + -Money(b)


@given(PART, WHOLE, st.integers(0, 200))
def test_a_share_is_compared_exactly(part: int, whole: int, asked: int) -> None:
    assert share_at_least(part, whole, asked) == (Fraction(part, whole) >= Fraction(asked, 100))


@given(PART, WHOLE, st.integers(0, 4))
def test_a_percentage_is_rounded_half_up(part: int, whole: int, digits: int) -> None:
    shown = Fraction(percent(part, whole, digits).removesuffix("%"))
    exact = Fraction(part * 100, whole)
    assert -Fraction(1, 2) < (exact - shown) * 10**digits * -1 <= Fraction(1, 2)


def test_what_prints_as_seventy_percent_can_still_fail() -> None:
    assert share(69_996, 100_000, 70) == Share("70.0%", passes=False)
    assert share(70_000, 100_000, 70) == Share("70.0%", passes=True)


def test_the_fund_oracle_needs_both_ratios() -> None:
    fiscal, industry, direct = 300_000_000, 216_000_000, 147_000_000
    assert share(industry, fiscal, 70) == Share("72.0%", passes=True)
    assert share(direct, industry, 70) == Share("68.1%", passes=False)
    assert share_at_least(direct, fiscal, 49)


def test_a_share_of_nothing_is_shown_as_a_dash() -> None:
    assert percent(0, 0) == "-"
    assert percent(5, 0) == "-"


def test_a_share_below_nothing_keeps_its_sign() -> None:
    assert percent(-1, 3) == "-33.3%"
    assert percent(-1, 10**9) == "0.0%"
