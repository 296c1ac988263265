"""Ledgers of days on site: the monthly attendance (L26) and the work ledger (L06).

The weeks are judged by `handlers.rules.weeks`, as for the digest and for 我的本周; the marks of the days are
the acts behind them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import groupby

from handlers.ledgers.gather.export import Export
from handlers.ledgers.gather.said import DUTIES, LISTED, choice, items
from handlers.rules.onsite import OnsiteRule, WeekStanding, span_days
from handlers.rules.weeks import area_standings, count_together, own_standing
from handlers.rules.words import LABELS
from storage.ledgers.model import Field, Ledger, Page, Row, Table
from storage.queries import ledgers_people, ledgers_records
from storage.queries.ledgers_people import Act, StaffRow, Work
from storage.queries.ledgers_window import Window
from storage.queries.standing import AreaDuty, PersonDuty, duties_in, duty_of
from storage.values.week import Week

MARKS = {"visit": "访", "diary": "记", "e0": "述", "e1": "码", "e2": "位", "e3": "照", "e4": "证"}
"""The mark of a day by the evidence of its act; `visit` and `diary` are work without another proof."""
COUNTED = {"visit": "e0", "diary": "e0", **{key: key for key in ("e0", "e1", "e2", "e3", "e4")}}
TRIP, PENDING, LEAVE = "差", "待", "假"

Standings = Mapping[Week, Mapping[int, WeekStanding]]


@dataclass(frozen=True, slots=True)
class Cadre:
    """Somebody on the list with all assignments of the period, the first of them first."""

    person_id: int
    rows: tuple[StaffRow, ...]

    @property
    def first(self) -> StaffRow:
        return self.rows[0]

    def holds(self, village_id: int, day: date) -> bool:
        """Whether they were assigned to a village on a day."""
        return any(row.village_id == village_id and row.holds(day) for row in self.rows)

    @property
    def duties(self) -> str:
        return LISTED.join(dict.fromkeys(DUTIES.get(row.duty, row.duty) for row in self.rows))

    @property
    def villages(self) -> str:
        return LISTED.join(dict.fromkeys(row.village for row in self.rows))


def cadres(export: Export, window: Window) -> Iterator[Cadre]:
    """Everybody on the list in a window, by unit and code."""
    for person, rows in groupby(ledgers_people.staff(export.db, window), key=lambda row: row.person_id):
        yield Cadre(person, tuple(rows))


def standings(export: Export, window: Window, people: Iterable[Cadre]) -> Standings:
    """Week -> person id -> how it stands. An area is judged at once, single people one by one; the rule is one."""
    weeks = [week for week in export.asked.period.weeks if week.monday <= export.now.date()]
    if window.person_id is None and any(window.path.startswith(path) for path in window.reach.paths):
        together = count_together(export.office.parameters)
        area = duties_in(export.db, window.path, weeks, together=together)
        return {week: _of_area(export, area, week) for week in weeks}
    alone = {cadre.person_id: _alone(export, cadre, weeks) for cadre in people}
    return {week: {person: found[week] for person, found in alone.items() if week in found} for week in weeks}


def _of_area(export: Export, area: AreaDuty, week: Week) -> dict[int, WeekStanding]:
    rule_of = partial(_rule, export, week)
    return area_standings(area, week, export.office.calendar, rule_of=rule_of, at=export.now)


def _rule(export: Export, week: Week, path: str) -> OnsiteRule:
    """The rule of a village's path in a week."""
    return OnsiteRule.of(export.office.parameters, path, week.monday)


def _alone(export: Export, cadre: Cadre, weeks: list[Week]) -> dict[Week, WeekStanding]:
    """One person's weeks, as 我的本周 has them."""
    if not weeks:
        return {}
    together = count_together(export.office.parameters)
    duty = duty_of(export.db, cadre.person_id, weeks[0].monday, weeks[-1].sunday, together=together)
    asked = [week for week in weeks if span_days(duty.spans, week)]
    return {week: _own(export, cadre, duty, week) for week in asked}


def _own(export: Export, cadre: Cadre, duty: PersonDuty, week: Week) -> WeekStanding:
    rule = _rule(export, week, cadre.first.path)
    return own_standing(duty, week, export.office.calendar, settings=rule, at=export.now)


def attendance_pages(ledger: Ledger, export: Export) -> Iterator[Page]:
    """驻村考勤表 of a month: a mark a day with its kind of evidence, each week against what it asked."""
    table = ledger.tables[0]
    yield Page(table, _fields(table, export), attendance_rows(export), table.note)


def _fields(table: Table, export: Export) -> tuple[Field, ...]:
    """The days the month has and the weeks it touches, by their numbers."""
    period = export.asked.period
    weeks = {f"w{n}": f"第{week.number}周" for n, week in enumerate(period.weeks, start=1)}
    days = {f"d{n}" for n in range(1, len(period.days) + 1)}
    shown = []
    for field in table.fields:
        if field.key in weeks:
            shown.append(replace(field, header=weeks[field.key]))
        elif field.key in days or not field.key[1:].isdigit() or field.key[0] == "e":
            shown.append(field)
    return tuple(shown)


def attendance_rows(export: Export) -> Iterator[Row]:
    """A row a cadre."""
    window = export.window("check_in")
    people = list(cadres(export, window))
    weeks = standings(export, window, people)
    acts = ledgers_people.acts_by_person(export.db, window)
    leaves = ledgers_people.leaves_by_person(export.db, window)
    for cadre in people:
        own = {week: found[cadre.person_id] for week, found in weeks.items() if cadre.person_id in found}
        away = frozenset(_days_away(leaves.get(cadre.person_id, ()), window))
        yield _attendance(export, cadre, own, acts.get(cadre.person_id, ()), away)


def _days_away(leaves: Iterable[tuple[date, date, bool]], window: Window) -> Iterator[date]:
    for first, last, _ in leaves:
        for ordinal in range(max(first, window.first).toordinal(), min(last, window.last).toordinal() + 1):
            yield date.fromordinal(ordinal)


def _attendance(
    export: Export,
    cadre: Cadre,
    weeks: Mapping[Week, WeekStanding],
    acts: Iterable[Act],
    away: frozenset[date],
) -> Row:
    period = export.asked.period
    how = evidence(acts)
    there = {day for week in weeks.values() for day in week.days if period.first <= day <= period.last}
    waiting = {day for week in weeks.values() for day in week.pending_days} & set(period.days)
    excused = {day for week in weeks.values() for day in week.absent} & set(period.days)
    kinds = Counter(COUNTED[how[day]] for day in there if day in how)
    marks = {f"d{day.day}": _mark(day, how, there, waiting, away) for day in there | waiting | away}
    return {
        "unit": cadre.first.unit, "name": cadre.first.name, "code": cadre.first.code, "duty": cadre.duties,
        "village": cadre.villages, **marks, **_weeks(export, weeks), **kinds,
        "days": len(there), "pending": len(waiting), "absent": len(excused),
        "weeks_due": sum(week.counts for week in weeks.values()),
        "weeks_met": sum(week.counts and week.met for week in weeks.values()),
    }  # fmt: skip


def evidence(acts: Iterable[Act]) -> dict[date, str]:
    """The strongest kind of evidence of each day with an accepted act."""
    order = list(MARKS)
    found: dict[date, str] = {}
    for act in acts:
        if act.status == "accepted":
            found[act.day] = max(found.get(act.day, act.how), act.how, key=order.index)
    return found


def _mark(
    day: date, how: Mapping[date, str], there: set[date], waiting: set[date], away: frozenset[date]
) -> str:
    if day in there:
        return MARKS[how[day]] if day in how else TRIP
    return PENDING if day in waiting else LEAVE


def _weeks(export: Export, weeks: Mapping[Week, WeekStanding]) -> Row:
    """2/2 已达标 under each week; 0/2 单位2 已达标 where colleagues' days count too."""
    columns = {}
    for n, week in enumerate(export.asked.period.weeks, start=1):
        if week in weeks:
            stands = weeks[week]
            unit = f"单位{len(stands.counted)} " if stands.with_others else ""
            columns[f"w{n}"] = f"{len(stands.days)}/{stands.required} {unit}{export.t(LABELS[stands.status])}"
    return columns


def work_pages(ledger: Ledger, export: Export) -> Iterator[Page]:
    """驻村帮扶工作台账: what each cadre did in each village."""
    yield Page.of(ledger.tables[0], work_rows(export))


@dataclass(slots=True)
class _Said:
    """The words of somebody's acts and visits in a village."""

    items: dict[str, None]
    done: list[str]


def work_rows(export: Export) -> Iterator[Row]:
    """A row for each cadre and village of assignment."""
    window = export.window("check_in")
    acts = ledgers_people.acts_by_person(export.db, window)
    work = ledgers_people.work_by_person(export.db, window)
    said = _said(export, window)
    for cadre in cadres(export, window):
        days = evidence_by_village(acts.get(cadre.person_id, ()))
        for row in {each.village_id: each for each in cadre.rows}.values():
            held = [day for day in days.get(row.village_id, ()) if cadre.holds(row.village_id, day)]
            done = work.get((cadre.person_id, row.village_id), Work())
            yield _work(row, held, done, said.get((cadre.person_id, row.village)))


def evidence_by_village(acts: Iterable[Act]) -> dict[int, list[date]]:
    """Village id -> the days with an accepted act there, in order."""
    found: dict[int, set[date]] = {}
    for act in acts:
        if act.status == "accepted":
            found.setdefault(act.village_id, set()).add(act.day)
    return {village: sorted(days) for village, days in found.items()}


def _work(row: StaffRow, days: list[date], work: Work, said: _Said | None) -> Row:
    return {
        "village": row.village, "township": row.township, "unit": row.unit, "name": row.name, "code": row.code,
        "duty": DUTIES.get(row.duty, row.duty), "days": len(days),
        "dates": LISTED.join(f"{day.month}.{day.day}" for day in days),
        "items": LISTED.join(said.items) if said else "", "homes": work.homes, "visits": work.visits, "entries": work.entries,
        "found": work.found, "closed": work.closed, "done": ";".join(said.done) if said else "",
    }  # fmt: skip


def _said(export: Export, window: Window) -> dict[tuple[int, str], _Said]:
    """(person id, village) -> what they said they did there, acts first."""
    found: dict[tuple[int, str], _Said] = {}
    vault = export.office.vault
    for act in ledgers_records.acts(export.db, vault, window):
        of = found.setdefault((act.person_id, act.village), _Said({}, []))
        of.items.update(dict.fromkeys(filter(None, items(export.office, act.items).split(LISTED))))
        of.done += [act.note] if act.note else []
    for visit in ledgers_records.visits(export.db, vault, window):
        of = found.setdefault((visit.helper_id, visit.village), _Said({}, []))
        of.items.setdefault("走访", None)
        of.done += [str(visit.answers["done"])] if visit.answers.get("done") else []
    for entry in ledgers_records.entries(export.db, vault, window):
        of = found.setdefault((entry.person_id, entry.village), _Said({}, []))
        of.items.setdefault(choice(export.office, "diary", "kinds", entry.kind), None)
    return found
