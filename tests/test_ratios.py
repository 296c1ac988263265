"""The 70 % ratios of money: whole fen, both tested apart."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.ratios import Ratio, fund_ratios, percentage

CASES = json.loads((Path(__file__).parent / "vectors/ratios.json").read_text())["cases"]
fen = st.integers(0, 10**15)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_the_ratios_are_as_the_vectors_say(case: dict[str, Any]) -> None:
    found = fund_ratios(case["fiscal"] * 100, case["industry"] * 100, case["direct"] * 100)
    assert found.industry.passes is case["industry_passes"]
    assert found.direct.passes is case["direct_passes"]
    assert not found.passes


def test_the_oracle_of_the_township_digest_lacks_42000_yuan() -> None:
    found = fund_ratios(300_000_000, 216_000_000, 147_000_000)
    assert (found.industry.shown, found.direct.shown) == ("72.0%", "68.1%")
    assert (found.industry.gap_fen, found.direct.gap_fen) == (0, 4_200_000)
    assert found.direct.part_fen * 100 == 49 * found.industry.whole_fen


def test_69_996_per_cent_prints_70_and_fails() -> None:
    nearly = Ratio(69_996, 100_000, 70)
    assert (nearly.shown, nearly.passes, nearly.gap_fen) == ("70.0%", False, 4)


def test_exactly_70_per_cent_passes() -> None:
    assert Ratio(70, 100, 70).passes
    assert not Ratio(69, 100, 70).passes


def test_an_office_may_ask_for_other_shares() -> None:
    assert fund_ratios(300, 180, 90, industry_percent=60, direct_percent=50).passes


def test_nothing_of_nothing_passes_and_is_no_percentage() -> None:
    none = Ratio(0, 0, 70)
    assert (none.passes, none.gap_fen, none.shown) == (True, 0, "-")


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (81, 134, "60.4%"), (74, 134, "55.2%"), (331, 454, "72.9%"), (320, 454, "70.5%"), (585, 1350, "43.3%"),
        (192, 300, "64.0%"), (4011, 6612, "60.7%"), (6106, 8600, "71.0%"), (1, 2000, "0.1%"), (5, 4, "125.0%"),
    ],
)  # fmt: skip
def test_percentages_are_rounded_half_up(part: int, whole: int, shown: str) -> None:
    assert percentage(part, whole) == shown


def test_percentages_have_the_places_asked_for() -> None:
    assert (percentage(81, 134, 0), percentage(81, 134, 2)) == ("60%", "60.45%")
    assert percentage(1, 2000, 2) == "0.05%"


@given(fen, fen, st.integers(0, 100))
def test_the_gap_is_the_least_that_makes_a_ratio_pass(part: int, whole: int, percent: int) -> None:
    ratio = Ratio(part, whole, percent)
    assert ratio.passes == (whole == 0 or Fraction(part, whole) >= Fraction(percent, 100))
    assert ratio.passes == (ratio.gap_fen == 0)
    assert Ratio(part + ratio.gap_fen, whole, percent).passes
    assert not ratio.gap_fen or not Ratio(part + ratio.gap_fen - 1, whole, percent).passes


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_the_percentage_shown_is_within_half_its_last_place(part: int, whole: int) -> None:
    shown = Fraction(percentage(part, whole).rstrip("%"))
    assert abs(shown - Fraction(100 * part, whole)) <= Fraction(1, 20)
