"""Parameters: the nearest region and the latest date in force hold, else the declared default.

`python -m tests.test_parameters` writes docs/reference/parameters.md anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, insert

from storage.declared import DECLARED
from storage.parameters import ParameterProblem, Parameters, Setting, read_value
from storage.queries import parameters as queries
from storage.tables import Base, Region

PAGE = Path(__file__).parent.parent / "docs/reference/parameters.md"
HEAD = """# Parameters of the rules

No rule is a constant. Each parameter below has a default; an office may set another value for a region
and a span of dates, with the source it rests on. The nearest region in force holds: the village, its
township, its county and so on up to the country, then the default. Times are Asia/Shanghai.

| name | default | unit | source | meaning |
| --- | --- | --- | --- | --- |
"""
COUNTY, TOWNSHIP, VILLAGE = "/9999/", "/9999/999901/", "/9999/999901/999901001/"
TODAY = date(2026, 11, 19)
NAME = "onsite.required_days"


def page() -> str:
    return HEAD + "".join(
        f"| `{p.name}` | {shown(p.default)} | {p.unit} | {p.source} | {p.meaning} |\n"
        for p in DECLARED.values()
    )


def shown(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, bool):
        return "yes" if value else "no"
    return (
        ", ".join(map(shown, value)) if isinstance(value, tuple) else "none" if value is None else str(value)
    )


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    engine = create_engine(f"sqlite:///{tmp_path}/parameters.db")
    Base.metadata.create_all(engine)
    with engine.begin() as connection:
        places = [("9999", COUNTY), ("999901", TOWNSHIP), ("999901001", VILLAGE)]
        rows = [
            {"id": n, "code": code, "name": code, "level": "village", "path": path, "tags": [], "profile": {}}
            for n, (code, path) in enumerate(places, start=1)
        ]
        connection.execute(insert(Region), rows)
        yield connection
    engine.dispose()


def set_for(path: str, value: Any, since: date = date(2020, 1, 1), until: date | None = None) -> Setting:  # noqa: ANN401
    return Setting(NAME, path, since, until, value)


def test_the_reference_page_lists_every_parameter() -> None:
    assert PAGE.read_text() == page(), "run: python -m tests.test_parameters"


def test_without_a_setting_the_declared_default_holds() -> None:
    parameters = Parameters()
    assert parameters.value(NAME, VILLAGE, TODAY) == 2
    assert parameters.value("quiet.from", VILLAGE, TODAY) == time(21)
    assert parameters.value("onsite.min_hours", VILLAGE, TODAY) is None


@pytest.mark.parametrize(
    ("path", "value"),
    [(VILLAGE, 3), (TOWNSHIP, 1), ("/9999/999902/", 2), ("/8888/", 4), ("/99990/", 4)],
)
def test_the_nearest_region_holds(path: str, value: int) -> None:
    settings = [set_for("/", 4), set_for(COUNTY, 2), set_for(TOWNSHIP, 1), set_for(VILLAGE, 3)]
    assert Parameters(settings).value(NAME, path, TODAY) == value


def test_a_setting_holds_on_its_first_and_last_day_only() -> None:
    parameters = Parameters([set_for(VILLAGE, 3, date(2026, 1, 1), date(2026, 6, 30)), set_for(COUNTY, 1)])
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1)]
    assert [parameters.value(NAME, VILLAGE, day) for day in days] == [1, 3, 3, 1]


def test_of_two_settings_of_one_region_the_later_holds() -> None:
    parameters = Parameters([set_for(COUNTY, 1, date(2026, 1, 1)), set_for(COUNTY, 3, date(2026, 11, 1))])
    assert parameters.value(NAME, VILLAGE, TODAY) == 3


def test_an_unknown_parameter_is_refused_by_name() -> None:
    with pytest.raises(ParameterProblem, match="dayz"):
        Parameters().value("onsite.dayz", VILLAGE, TODAY)


@pytest.mark.parametrize("name", DECLARED)
def test_every_default_is_a_value_its_own_declaration_takes(name: str) -> None:
    default = DECLARED[name].default
    stored = default.strftime("%H:%M") if isinstance(default, time) else default
    assert read_value(name, list(stored) if isinstance(stored, tuple) else stored) == default


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (NAME, -1), (NAME, "2"), (NAME, True), (NAME, 1.5), (NAME, None), ("onsite.prorate", 1),
        ("quiet.from", "25:00"), ("quiet.from", "nine"), ("quiet.from", "9"), ("onsite.counting", "team"),
        ("onsite.evidence_accepted", "e0"), ("onsite.evidence_accepted", ["e9"]),
        ("onsite.evidence_accepted", [["e0"]]), ("onsite.min_hours", -4),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_refused_with_what_would(name: str, value: Any) -> None:  # noqa: ANN401
    with pytest.raises(ParameterProblem, match=f"{name} must be"):
        read_value(name, value)


def test_settings_are_kept_and_read_back(conn: Connection) -> None:
    queries.put(conn, NAME, None, date(2026, 1, 1), None, 3, "省办〔2026〕1号")
    queries.put(conn, NAME, 1, date(2026, 1, 1), None, 1, "县办〔2026〕2号")
    queries.put(conn, "quiet.from", 2, date(2026, 1, 1), date(2026, 12, 31), "22:00", "镇办")
    queries.put(conn, "onsite.min_hours", 1, date(2026, 1, 1), None, 4, "县办〔2026〕2号")
    queries.put(conn, "onsite.min_hours", 2, date(2026, 1, 1), None, None, "镇办")
    parameters = queries.load(conn)
    assert [parameters.value(NAME, path, TODAY) for path in ("/8888/", VILLAGE)] == [3, 1]
    assert [parameters.value("quiet.from", path, TODAY) for path in (COUNTY, VILLAGE)] == [time(21), time(22)]
    assert [parameters.value("onsite.min_hours", path, TODAY) for path in (COUNTY, VILLAGE)] == [4, None]


def test_setting_the_same_day_again_replaces_the_value_even_of_the_whole_country(conn: Connection) -> None:
    for region_id in (None, 1):
        for value in (3, 5):
            queries.put(conn, NAME, region_id, date(2026, 1, 1), None, value, "县办")
    parameters = queries.load(conn)
    assert [parameters.value(NAME, path, TODAY) for path in ("/8888/", VILLAGE)] == [5, 5]


def test_a_bad_value_is_not_kept(conn: Connection) -> None:
    with pytest.raises(ParameterProblem):
        queries.put(conn, NAME, None, date(2026, 1, 1), None, "two", "县办")
    assert queries.load(conn).value(NAME, VILLAGE, TODAY) == 2


spans = st.tuples(
    st.sampled_from(["/", COUNTY, TOWNSHIP, VILLAGE]),
    st.integers(0, 7),
    st.dates(date(2026, 1, 1), date(2026, 1, 9)),
    st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 9)),
)


@given(
    st.lists(spans, unique_by=lambda s: (s[0], s[2])),
    st.sampled_from([COUNTY, VILLAGE]),
    st.dates(date(2026, 1, 1), date(2026, 1, 9)),
)
def test_whatever_the_settings_the_value_is_the_best_that_is_in_force(
    said: list[tuple[str, int, date, date | None]], path: str, day: date
) -> None:
    settings = [set_for(place, value, since, until) for place, value, since, until in said]
    in_force = [s for s in settings if s.holds(path, day)]
    best = max(in_force, key=lambda s: (len(s.path), s.valid_from), default=set_for("/", 2))
    assert Parameters(settings).value(NAME, path, day) == best.value


if __name__ == "__main__":
    PAGE.write_text(page())
