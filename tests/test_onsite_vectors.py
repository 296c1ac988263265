"""The cases T1 to T16 of the on-site rule, from tests/vectors/onsite.json."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from handlers.rules.onsite import (
    OnsiteRule,
    Status,
    WeekStanding,
    accepted_days,
    pending_days,
    span_days,
    standing,
)
from storage.calendar import Calendar, seed_rows
from storage.values.duty import Act, Span
from storage.values.week import Week, local

VECTORS: dict[str, Any] = json.loads((Path(__file__).parent / "vectors/onsite.json").read_text())
CASES = {case["id"]: case for case in VECTORS["cases"]}
WEEKS = [case for case in VECTORS["cases"] if "accepted" in case]
THE_WEEK = "2026-W47"
STATUS = {
    "exempt": Status.EXEMPT,
    "tight": Status.TIGHT,
    "no_longer_possible_on_workdays": Status.IMPOSSIBLE,
}
CALENDAR = Calendar.of({row["day"]: row["works"] for row in seed_rows()})


def acts_of(case: dict[str, Any]) -> list[Act]:
    """Acts of the case; a place without a name is one village."""
    villages = [ord(name) for name in case.get("villages", "V" * len(case["accepted"]))]
    withdrawn = case.get("withdrawn", [])
    said = zip(villages, case["accepted"], strict=True)
    acts = [Act(v, date.fromisoformat(d), "withdrawn" if d in withdrawn else "accepted") for v, d in said]
    return acts + [Act(ord("V"), date.fromisoformat(d), "pending") for d in case.get("pending", [])]


def spans_of(case: dict[str, Any]) -> list[Span]:
    """Assignments of the case; without any, to each of its villages for good."""
    dated = case.get("assignments") or {v: ["2020-01-01", None] for v in case.get("villages", "V")}
    return [
        Span(ord(village), date.fromisoformat(first), date.fromisoformat(last) if last else None)
        for village, (first, last) in dated.items()
    ]


def judged(case: dict[str, Any]) -> WeekStanding:
    week = Week.parse(case.get("week", THE_WEEK))
    acts, spans = acts_of(case), spans_of(case)
    return standing(
        week,
        CALENDAR,
        accepted=accepted_days(acts, spans),
        pending=pending_days(acts, spans),
        absences=CALENDAR.workdays(week)[: case.get("absence", 0)],
        assigned=span_days(spans, week),
        at=datetime.fromisoformat(case["at"]) if "at" in case else None,
        settings=OnsiteRule(required_days=VECTORS["required_default"], prorate=VECTORS["prorate"]),
    )


@pytest.mark.parametrize("case", WEEKS, ids=[case["id"] for case in WEEKS])
def test_a_week_stands_as_the_vectors_say(case: dict[str, Any]) -> None:
    found = judged(case)
    assert found.required == case["required"]
    assert len(found.days) == case.get("days", 0 if not case["accepted"] else len(found.days))
    assert len(found.pending_days) == case.get("pending_days", 0)
    assert len(found.workdays_left) == case.get("workdays_left", 0)
    if "met" in case:
        assert found.status is (Status.MET if case["met"] else Status.MISSED)
    if "status" in case:
        assert found.status is STATUS[case["status"]]


@pytest.mark.parametrize("text", VECTORS["workdays"])
def test_the_calendar_has_the_workdays_of_the_vectors(text: str) -> None:
    assert [day.isoformat() for day in CALENDAR.workdays(Week.parse(text))] == VECTORS["workdays"][text]


def test_T12_days_belong_to_their_own_calendar_year() -> None:
    years = Counter(str(day.year) for day in judged(CASES["T12"]).days)
    assert years == CASES["T12"]["calendar_year_days"]


def test_T13_the_end_of_december_belongs_to_the_first_week() -> None:
    assert Week.of(date.fromisoformat(CASES["T13"]["date"])) == Week.parse(CASES["T13"]["iso_week"])


def test_T16_the_message_s_own_time_decides_the_date() -> None:
    case = CASES["T16"]
    assert local(datetime.fromisoformat(case["sent_at"])) == date.fromisoformat(case["date"])
    assert local(datetime.fromisoformat(case["received_at"])) != date.fromisoformat(case["date"])


def test_no_case_of_the_vectors_is_passed_over() -> None:
    played = {case["id"] for case in WEEKS} | {"T13", "T16"}
    assert played == {f"T{n}" for n in range(1, 17)} == set(CASES)
