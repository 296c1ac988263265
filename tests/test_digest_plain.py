"""What digests read village by village is what the records say one by one, whatever was saved or taken back when."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from databases import kinds
from hypothesis import given, settings
from hypothesis import strategies as st
from township import CUTOFF, DAY, LUTANG, MONDAY, SHIGUAN, Township, at, township

from handlers.rules.onsite import accepted_days, pending_days, span_days
from storage.queries import digest_people, digest_visits
from storage.queries.digest_people import Entries
from storage.queries.digest_visits import Coverage, Months
from storage.queries.standing import Duty, duties_in, duties_known
from storage.values.duty import Act, Span
from storage.values.week import Week

VILLAGES = (SHIGUAN, LUTANG)
WEEKS = (Week.of(MONDAY).previous, Week.of(MONDAY))
SINCE = CUTOFF - timedelta(days=1)
DAYS = st.sampled_from([WEEKS[0].monday + timedelta(days=n) for n in range(-1, 14)])
LATER = st.sampled_from([None, *(timedelta(hours=n) for n in (-70, -25, -20, -1, 0, 1, 30))])
"""When something was saved or taken back, from the cut-off; None is on the day it tells of."""


@dataclass(frozen=True)
class Record:
    """An act or a visit: of whom, where, when, and what became of it."""

    who: int
    village: int
    day: date
    saved: datetime
    withdrawn: datetime | None
    status: str
    overnight: bool = False
    bulk: bool = False

    def stood(self, cutoff: datetime) -> bool:
        return self.saved <= cutoff and (self.withdrawn is None or self.withdrawn > cutoff)

    @property
    def stands(self) -> bool:
        return self.withdrawn is None


@st.composite
def records(draw: st.DrawFn, people: int = 3) -> list[Record]:
    """Acts of some people; no two that stand are of one person, village and day."""
    found: dict[object, Record] = {}
    for n in range(draw(st.integers(0, 14))):
        who, village, day = draw(st.integers(0, people - 1)), draw(st.sampled_from(VILLAGES)), draw(DAYS)
        moved, back = draw(LATER), draw(LATER)
        saved = at(day) if moved is None else max(CUTOFF + moved, at(day))
        withdrawn = None if back is None else max(CUTOFF + back, saved)
        status = draw(st.sampled_from(("accepted", "pending")))
        record = Record(
            who, village, day, saved, withdrawn, status, overnight=draw(st.booleans()), bulk=draw(st.booleans())
        )  # fmt: skip
        found[n if withdrawn else (who, village, day)] = record
    return list(found.values())


SPANS = st.lists(
    st.builds(Span, st.sampled_from(VILLAGES), DAYS, st.one_of(st.none(), st.just(DAY - timedelta(days=2)))),
    min_size=1,
    max_size=2,
    unique_by=lambda span: (span.village_id, span.starts),
)


@dataclass
class Made:
    """Three people with their assignments, and three households."""

    township: Township
    people: list[int] = field(default_factory=list)
    homes: list[int] = field(default_factory=list)

    def act(self, record: Record) -> None:
        self.township.came(
            self.people[record.who], record.village, record.day, saved=record.saved, withdrawn=record.withdrawn,
            status=record.status, overnight=record.overnight,
        )  # fmt: skip

    def visit(self, record: Record) -> None:
        self.township.visit(
            self.homes[record.who], record.village, self.people[0], record.day, saved=record.saved,
            withdrawn=record.withdrawn, bulk=record.bulk,
        )  # fmt: skip


@pytest.fixture(scope="module", params=kinds())
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Township]:
    with township(Path(tmp_path_factory.mktemp("plain")), request.param) as made:
        yield made


@contextmanager
def made(place: Township, spans: list[list[Span]]) -> Iterator[Made]:
    """The people and households, gone again at the end."""
    with place.db.begin_nested() as inside:
        found = Made(place)
        for number, own in enumerate(spans):
            person = place.person(f"P{number}")
            found.people.append(person)
            for span in own:
                place.assign(person, span.village_id, starts=span.starts, ends=span.ends)
        found.homes = [place.household(VILLAGES[n % 2], f"户{n}") for n in range(3)]
        yield found
        inside.rollback()


THREE = st.lists(SPANS, min_size=3, max_size=3)
FEW = settings(max_examples=25, deadline=None)


@FEW
@given(spans=THREE, acts=records())
def test_an_areas_weeks_are_those_of_its_acts_as_they_stood(
    place: Township, spans: list[list[Span]], acts: list[Record]
) -> None:
    with made(place, spans) as found:
        for act in acts:
            found.act(act)
        whole = duties_in(place.db, "/9999/", WEEKS, CUTOFF)
        alone = duties_known(place.db, found.people[:2], WEEKS, CUTOFF)
        for week in WEEKS:
            then = {p: _duty(spans, acts, p, week, then=True) for p in range(3)}
            now = {p: _duty(spans, acts, p, week, then=False) for p in range(2)}
            assert _by_person(found, whole.weeks[week]) == {
                p: duty for p, duty in then.items() if duty.assigned
            }
            assert _by_person(found, alone.weeks[week]) == {
                p: duty for p, duty in now.items() if duty.assigned
            }


def _by_person(found: Made, duties: object) -> dict[int, Duty]:
    assert isinstance(duties, dict)
    return {found.people.index(person): duty for duty, people in duties.items() for person in people}


def _duty(spans: list[list[Span]], acts: list[Record], person: int, week: Week, *, then: bool) -> Duty:
    """One person's week, act by act."""
    own = [
        # What has been taken back since counted as accepted until then.
        Act(a.village, a.day, a.status if a.stands else "accepted", overnight=a.overnight)
        for a in acts
        if a.who == person and (a.stood(CUTOFF) if then else a.stands and a.saved <= CUTOFF)
    ]
    accepted, pending = accepted_days(own, spans[person]), pending_days(own, spans[person])
    assigned = span_days(spans[person], week)
    days = (sorted(day for day in some if day in week) for some in (accepted, pending, (), (), assigned))
    return Duty(*(tuple(some) for some in days))


@FEW
@given(spans=THREE, acts=records())
def test_people_are_counted_where_they_were_first(
    place: Township, spans: list[list[Span]], acts: list[Record]
) -> None:
    with made(place, spans) as found:
        for act in acts:
            found.act(act)
        here = digest_people.here_on(place.db, VILLAGES, DAY, CUTOFF)
        listed = digest_people.listed(place.db, VILLAGES, DAY)
    came: dict[int, int] = {}
    for act in acts:
        if act.day == DAY and act.stood(CUTOFF) and (act.status != "pending" or not act.stands):
            came.setdefault(act.who, act.village)
    assert {found.people.index(person): village for person, village in here.items()} == came
    held = [sorted(own, key=lambda span: span.starts) for own in spans]
    wanted = [
        [s.village_id for s in own if s.starts <= DAY and (s.ends is None or s.ends >= DAY)] for own in held
    ]
    assert {found.people.index(p): v for p, v in listed.items()} == {
        n: own[0] for n, own in enumerate(wanted) if own
    }


@FEW
@given(seen=records())
def test_households_are_counted_as_visited_visit_by_visit(place: Township, seen: list[Record]) -> None:
    with made(place, [[Span(SHIGUAN, DAY, None)]] * 3) as found:
        for visit in seen:
            found.visit(visit)
        counted = digest_visits.coverage(place.db, VILLAGES, DAY, CUTOFF, 5, weeks=WEEKS)
    then = [visit for visit in seen if visit.stood(CUTOFF)]
    months, recent = Months.of(DAY), DAY - timedelta(days=5)
    looks_back = any(visit.day < recent for visit in seen)
    assert sorted(counted, key=lambda one: one.village_id) == [
        Coverage(
            village, len(homes), _some(then, homes, months.first, DAY), _some(then, homes, months.last_first, months.last_day),
            _some(then, homes, DAY, DAY), (len(homes) - _some(then, homes, recent, DAY)) if looks_back else 0,
            tuple(_some(then, homes, week.monday, min(week.sunday, DAY)) for week in WEEKS),
        )
        for village, homes in ((SHIGUAN, (0, 2)), (LUTANG, (1,)))
    ]  # fmt: skip


def _some(visits: list[Record], homes: tuple[int, ...], first: date, last: date) -> int:
    return len({visit.who for visit in visits if visit.who in homes and first <= visit.day <= last})


@FEW
@given(acts=records(), seen=records())
def test_what_came_in_since_the_last_digest_is_told_record_by_record(
    place: Township, acts: list[Record], seen: list[Record]
) -> None:
    with made(place, [[Span(SHIGUAN, DAY, None)]] * 3) as found:
        for act in acts:
            found.act(act)
        for visit in seen:
            found.visit(visit)
        told = digest_people.entries(place.db, VILLAGES, SINCE, CUTOFF, SINCE.date())
    new = [r for r in (*acts, *seen) if SINCE < r.saved <= CUTOFF]
    late = sum(r.day <= SINCE.date() and r.stood(CUTOFF) for r in new)
    back = sum(r.withdrawn is not None and SINCE < r.withdrawn <= CUTOFF for r in (*acts, *seen))
    bulk = sum(r.bulk and r.stands and SINCE < r.saved <= CUTOFF for r in seen)
    assert [sum(getattr(each, name) for each in told) for name in ("late", "withdrawn", "bulk")] == [
        late,
        back,
        bulk,
    ]
    assert all(isinstance(each, Entries) for each in told)
