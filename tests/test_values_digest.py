"""The days a digest speaks of: a day, an ISO week, a month, and how they are written."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.values.digest import SPANS, Stretch

DAYS = st.dates(date(2019, 1, 1), date(2029, 12, 31))


@pytest.mark.parametrize(
    ("span", "written", "first", "last"),
    [
        ("day", "2026-11-19", date(2026, 11, 19), date(2026, 11, 19)),
        ("week", "2026-W47", date(2026, 11, 16), date(2026, 11, 22)),
        ("month", "2026-11", date(2026, 11, 1), date(2026, 11, 30)),
    ],
)
def test_a_stretch_is_written_as_its_span_is(span: str, written: str, first: date, last: date) -> None:
    found = Stretch.of(span, date(2026, 11, 19))
    assert (str(found), found.first, found.last) == (written, first, last)
    assert Stretch.parse(written) == found


def test_the_last_week_of_a_long_year_belongs_to_its_iso_year() -> None:
    assert str(Stretch.of("week", date(2027, 1, 2))) == "2026-W53"


@given(st.sampled_from(SPANS), DAYS)
def test_every_day_lies_in_one_stretch_and_they_follow_one_another(span: str, day: date) -> None:
    found = Stretch.of(span, day)
    assert day in found
    assert found.next.first - found.last == timedelta(days=1)
    assert found.next.previous == found
    assert Stretch.parse(str(found)) == found


@pytest.mark.parametrize("written", ["2026-W54", "2026-13", "2026-02-30", "November"])
def test_what_is_no_stretch_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"(?i)week|month|iso"):
        Stretch.parse(written)
