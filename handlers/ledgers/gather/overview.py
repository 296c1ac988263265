"""Ledgers of an area as a whole: the township register (L02) and the week report, by the digest's own figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date

from handlers.digests.collect import collected, scene_of
from handlers.digests.facts import DigestFacts, Share
from handlers.digests.gather_on_site import register
from handlers.digests.gather_visits import is_closed
from handlers.digests.scene import Scene
from handlers.ledgers.gather.export import Export
from handlers.ledgers.gather.said import LISTED
from handlers.rules.onsite import WeekStanding
from handlers.rules.ratios import percentage
from handlers.rules.words import LABELS
from storage.ledgers.model import Ledger, Page, Row
from storage.queries import digest_people, digest_visits, ledgers_records
from storage.queries.explanations import explanations
from storage.queries.ledgers_records import VillageCounts

TOTAL = "合计"
NAMED = ("village", "township", "county")
"""Levels whose week report lists people: of a wider area it is asked for county by county."""


def _scene(export: Export) -> Scene:
    """The area as a digest of that day would see it now: what was entered or corrected later is in it."""
    area, office = export.asked.area, export.office
    assert area is not None
    return scene_of(export.db, area, export.today, export.now, office.calendar, office.parameters)


def register_pages(ledger: Ledger, export: Export) -> Iterator[Page]:
    """一乡一簿: a line for each village (of a county, each township), and their sum."""
    yield Page.of(ledger.tables[0], register_rows(export))


def register_rows(export: Export) -> Iterator[Row]:
    """The lines of the register, as of the period's last day or today."""
    scene = _scene(export)
    facts = collected(scene)
    day = scene.period.day
    counts = _counts(scene, day.replace(day=1), day)
    year = day.replace(month=1, day=1)
    money = (
        ledgers_records.paid_by_village(export.db, scene.villages, year, day)
        if export.see("benefit").covers(scene.ground.area.path)
        else None
    )
    paid = _by_place(scene, money) if money is not None else {}
    due, visited = _on_site(facts), _shares(facts.visits.places if facts.visits else ())
    still = _open(scene)
    rows: list[Row] = []
    for place in scene.ground.places:
        own, asked = counts.get(place, VillageCounts()), due.get(place, Share(place, 0, 0))
        rows.append(
            {
                "place": place, "households": own.households, "persons": own.persons, "exited": own.exited,
                "watched": own.watched, "due": asked.whole, "met": asked.part,
                "visited": visited[place].part if place in visited else own.visited, "visits": own.visits,
                "open": still[place][0], "overdue": still[place][1],
                "paid": paid.get(place, 0) if money is not None else None,
            }
        )  # fmt: skip
    yield from rows
    yield _sum(rows)


def _counts(scene: Scene, first: date, last: date) -> dict[str, VillageCounts]:
    """Place -> the figures of its villages together."""
    found = ledgers_records.village_counts(scene.db, scene.villages, first, last)
    names = [field.name for field in fields(VillageCounts)]
    sums: dict[str, Counter[str]] = {}
    for village, own in found.items():
        sums.setdefault(scene.villages[village], Counter()).update(
            {name: getattr(own, name) for name in names}
        )
    return {place: VillageCounts(**{name: of[name] for name in names}) for place, of in sums.items()}


def _by_place(scene: Scene, by_village: Mapping[int, int]) -> Counter[str]:
    sums: Counter[str] = Counter()
    for village, value in by_village.items():
        sums[scene.villages[village]] += value
    return sums


def _on_site(facts: DigestFacts) -> dict[str, Share]:
    return _shares(facts.on_site.places) if facts.on_site else {}


def _shares(shares: Iterable[Share]) -> dict[str, Share]:
    return {share.name: share for share in shares}


def _open(scene: Scene) -> dict[str, tuple[int, int]]:
    """Place -> problems open and overdue on the day, from the cases that the digest balances."""
    day = scene.period.day
    cases = digest_visits.cases(scene.db, scene.villages, scene.period.reported, scene.period.cutoff)
    still = [case for case in cases if not is_closed(case, day)]
    every = Counter(scene.villages[case.village_id] for case in still)
    late = Counter(scene.villages[case.village_id] for case in still if case.due < day)
    return {place: (every[place], late[place]) for place in scene.ground.places}


def _sum(rows: Iterable[Row]) -> Row:
    """The line below: whole columns added up."""
    sums: dict[str, int] = {}
    for row in rows:
        for key, value in row.items():
            if isinstance(value, int):
                sums[key] = sums.get(key, 0) + value
    return {"place": TOTAL, **sums}


def week_pages(ledger: Ledger, export: Export) -> Iterator[Page]:
    """驻村周报: the places of the area side by side; the people, for whoever may see them by name."""
    places, people = ledger.tables
    scene = _scene(export)
    yield Page.of(places, week_rows(export, scene))
    area = scene.ground.area
    if area.level in NAMED and export.see("check_in").covers(area.path):
        yield Page.of(people, people_rows(export, scene))


def week_rows(export: Export, scene: Scene) -> Iterator[Row]:
    """A line for each place, and the sum."""
    due = _on_site(collected(scene))
    counts = _counts(scene, scene.period.week.monday, scene.period.day)
    still = _open(scene)
    rows: list[Row] = []
    for place in scene.ground.places:
        own, asked = counts.get(place, VillageCounts()), due.get(place, Share(place, 0, 0))
        rows.append(
            {
                "place": place, "due": asked.whole, "met": asked.part, "visited": own.visited, "visits": own.visits,
                "opened": own.opened, "closed": own.closed, "open": still[place][0], "overdue": still[place][1],
            }
        )  # fmt: skip
    for row in (*rows, _sum(rows)):
        yield {**row, "rate": _rate(row)}


def _rate(row: Row) -> str:
    met, due = row.get("met"), row.get("due")
    return percentage(met, due) if isinstance(met, int) and isinstance(due, int) and due else ""


def people_rows(export: Export, scene: Scene) -> Iterator[Row]:
    """A line for each cadre on the list, by unit, with their week as the digest counted it and what they said of it."""
    found = register(scene)
    week = scene.period.week
    people = {each.person_id: each for each in digest_people.cadres(scene.db, found.now)}
    reasons = explanations(scene.db, export.office.vault, str(week), found.now)
    for person, each in people.items():
        stands = found.now[person]
        place = scene.villages[found.villages[person]]
        yield {"place": place, "unit": each.unit, "name": each.name, "reason": reasons.get(person, ""), **_week(export, stands)}  # fmt: skip


def _week(export: Export, stands: WeekStanding) -> Row:
    return {
        "required": stands.required, "done": len(stands.days),
        "dates": LISTED.join(f"{day.month}.{day.day}" for day in stands.days),
        "pending": len(stands.pending_days) or None, "absent": len(stands.absent) or None,
        "unit_days": len(stands.counted) if stands.with_others else None,
        "state": export.t(LABELS[stands.status]),
    }  # fmt: skip
