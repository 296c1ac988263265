"""Every number that can be written is read back; what is not a number is asked about."""

from __future__ import annotations

from decimal import Decimal

import cn2an
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.understand import Unclear, Understood
from handlers.understand.numbers import read_money, read_number

WHOLE = st.integers(0, 10**12 - 1) | st.integers(0, 12_000)
FEN = st.integers(0, 10**11)
NUMERIC = st.text(
    st.sampled_from("0123456789.,一二三十百千万亿零两半点多几到-块元毛分亩斤个户 "), max_size=10
)
FULL_WIDTH = str.maketrans("0123456789,.", "０１２３４５６７８９，．")


def value(typed: str) -> Decimal:
    found = read_number(typed)
    assert isinstance(found, Understood), (typed, found)
    return found.value


def fen(typed: str) -> int:
    found = read_money(typed)
    assert isinstance(found, Understood), (typed, found)
    return found.value


@given(WHOLE)
def test_digits_are_read_back_in_any_width_and_grouping(number: int) -> None:
    for typed in (
        str(number),
        f"{number:,}",
        f"{number:,}".translate(FULL_WIDTH),
        f"{number}户",
        f"一共{number}人",
    ):
        assert value(typed) == number


@given(WHOLE)
@example(10)
@example(100_010)
@example(20_000)
def test_characters_are_read_back_plain_and_formal(number: int) -> None:
    assert value(cn2an.an2cn(number, "low")) == number
    assert value(cn2an.an2cn(number, "up")) == number


@given(st.integers(1, 9), st.integers(1, 9), st.sampled_from([("百", 100), ("千", 1000), ("万", 10_000)]))
def test_a_digit_after_a_magnitude_is_of_the_next_place_and_said_back(
    a: int, b: int, unit: tuple[str, int]
) -> None:
    sign, size = unit
    for typed in (f"{cn2an.an2cn(a)}{sign}{cn2an.an2cn(b)}", f"{a}{sign}{b}"):
        found = read_number(typed)
        assert isinstance(found, Understood)
        assert found.value == a * size + b * size // 10
        assert found.echo is not None


@given(st.integers(1, 9_999), st.integers(0, 99))
def test_ten_thousands_with_decimals_are_exact_and_said_back(whole: int, part: int) -> None:
    found = read_number(f"{whole}.{part:02d}万")
    assert isinstance(found, Understood)
    assert found.value == whole * 10_000 + part * 100
    assert found.echo is not None


@given(st.integers(0, 98))
def test_two_numbers_are_never_read_as_one(low: int) -> None:
    for typed in (f"{low}-{low + 1}", f"{low}到{low + 1}", f"{low} {low + 1}", f"{low}或{low + 1}"):
        found = read_number(typed)
        assert isinstance(found, Unclear)
        assert found.maybe == (str(low), str(low + 1))


@given(
    st.integers(1, 10**6), st.sampled_from(["大概{}", "{}左右", "{}多", "约{}户", "{}以上", "不到{}", "{}吧"])
)
def test_an_estimate_is_asked_back_with_its_number(number: int, hedge: str) -> None:
    found = read_number(hedge.format(number))
    assert isinstance(found, Unclear)
    assert found.maybe == (str(number),)


@given(FEN)
def test_money_is_read_back_to_the_fen(amount: int) -> None:
    yuan, rest = divmod(amount, 100)
    for typed in (f"{yuan}.{rest:02d}", f"¥{yuan:,}.{rest:02d}", f"{yuan}.{rest:02d}元"):
        assert fen(typed) == amount


@given(st.integers(1, 10**9))
def test_money_written_out_for_a_receipt_is_read_back(amount: int) -> None:
    assert fen(cn2an.an2cn(f"{amount / 100:.2f}", "rmb")) == amount


@given(st.integers(0, 10**9), st.integers(1, 999))
def test_less_than_a_fen_is_refused(yuan: int, thousandths: int) -> None:
    found = read_money(f"{yuan}.{thousandths:03d}")
    assert isinstance(found, Understood) == (thousandths % 10 == 0)


@given(st.text(max_size=60) | NUMERIC)
def test_any_text_is_read_or_asked_back_with_numbers_that_can_be_sent(typed: str) -> None:
    for read in (read_number, read_money):
        found = read(typed)
        if isinstance(found, Unclear):
            assert all(isinstance(read(offer), Understood) for offer in found.maybe)


@given(NUMERIC)
def test_what_is_not_digits_alone_is_never_taken_for_other_digits(typed: str) -> None:
    """If something is read without being said back, the digits typed are the digits read."""
    found = read_number(typed)
    digits = "".join(c for c in typed if c in "0123456789.").rstrip(".")
    if (
        isinstance(found, Understood)
        and found.echo is None
        and digits
        and not set(typed) & set("一二三十百千万亿零两")
    ):
        assert found.value.copy_abs() == Decimal(digits)
