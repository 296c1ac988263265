"""Region paths nest, and receipt numbers are read back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.values.receipt import Receipt
from storage.values.region import Level, RegionPath

LENGTHS = (2, 4, 6, 9, 12, 14)
CODES = st.tuples(st.sampled_from(LENGTHS), st.text("123456789", min_size=14, max_size=14)).map(
    lambda drawn: drawn[1][: drawn[0]]
)
RECEIPTS = st.builds(
    Receipt,
    st.sampled_from(["QD", "ZF", "QJ", "SQ", "FY"]),
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.integers(0, 10**12),
)


@given(CODES)
def test_a_region_lies_in_everything_above_it(code: str) -> None:
    place = RegionPath.of(code)
    assert place.code == code
    above = place.above
    while above:
        assert above.covers(place)
        assert not place.covers(above)
        above = above.above


@given(CODES, CODES)
def test_one_region_covers_another_only_if_its_code_begins_it(one: str, other: str) -> None:
    assert RegionPath.of(one).covers(RegionPath.of(other)) == other.startswith(one)


@given(CODES)
def test_the_level_follows_from_the_code(code: str) -> None:
    assert RegionPath.of(code).level is list(Level)[LENGTHS.index(len(code)) + 1]


def test_a_code_filled_up_with_zeros_is_the_region_it_stands_for() -> None:
    for filled, path in (
        ("990000000000", "/99"),
        ("990100000000", "/99/9901"),
        ("990101000000", "/99/9901/990101"),
        ("990101001000", "/99/9901/990101/990101001"),
        ("990101001200", "/99/9901/990101/990101001/990101001200"),
    ):
        assert str(RegionPath.of(filled)) == path


def test_the_country_covers_all_and_is_in_nothing() -> None:
    country = RegionPath("/")
    assert country.level is Level.COUNTRY
    assert country.above is None
    assert country.covers(RegionPath("/99/9901/990101/99010101"))


def test_a_village_does_not_cover_its_neighbour_with_a_longer_code() -> None:
    assert not RegionPath("/99/9901").covers(RegionPath("/99/99011"))


@pytest.mark.parametrize("path", ["", "99", "/99/", "//", "/99/8801", "/99/99", "/9a", "/99/9901/", "/٩٩"])
def test_what_is_no_path_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="path"):
        RegionPath(path)


@pytest.mark.parametrize("code", ["", "9", "99010", "9901010010", "99010a", "990101001001011"])
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="code"):
        RegionPath.of(code)


@given(RECEIPTS)
def test_a_receipt_number_is_read_back_however_it_is_typed(receipt: Receipt) -> None:
    written = str(receipt)
    for typed in (
        written,
        written.lower(),
        written.replace("-", " "),
        written.replace("-", ""),
        f" {written} ",
    ):
        assert Receipt.parse(typed) == receipt


def test_a_receipt_number_looks_as_it_is_said() -> None:
    assert str(Receipt("QD", date(2026, 11, 19), 231)) == "QD261119-0231"
    assert str(Receipt("ZF", date(2026, 11, 19), 123_456)) == "ZF261119-123456"
    assert Receipt.parse("ｑｄ２６１１１９－０２３１").serial == 231


@pytest.mark.parametrize(
    "text", ["", "QD", "QD261119", "QD261319-0231", "Q1261119-0231", "QD261119-231", "签到0231"]
)
def test_what_is_no_receipt_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - of several kinds
        Receipt.parse(text)


@pytest.mark.parametrize(
    ("prefix", "day", "serial"),
    [("qd", date(2026, 1, 1), 1), ("QD", date(1999, 1, 1), 1), ("QD", date(2026, 1, 1), -1)],
)
def test_a_receipt_is_not_made_of_what_cannot_be_written(prefix: str, day: date, serial: int) -> None:
    with pytest.raises(ValueError, match="receipt"):
        Receipt(prefix, day, serial)
