"""Who answers for a line of the digest: first those it is about, then everybody else who may be asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from handlers.digests.collect import scene_of
from handlers.digests.gather_on_site import cadres, register
from handlers.digests.scene import Scene
from handlers.office import Office
from storage.queries import answerers, digest_visits
from storage.queries.answerers import CONTACTS, TOWNSHIP, Answerer
from storage.queries.areas import Area
from storage.queries.due import TEAM
from storage.queries.reach import Reach


@dataclass(frozen=True, slots=True)
class Choice:
    """Who can be asked: `first` are those the line is about, or whom the text names."""

    first: tuple[Answerer, ...] = ()
    others: tuple[Answerer, ...] = ()

    @property
    def all(self) -> tuple[Answerer, ...]:
        return (*self.first, *self.others)

    @property
    def only(self) -> Answerer | None:
        return self.first[0] if len(self.first) == 1 else None


def who(
    db: Connection,
    office: Office,
    area: Area | None,
    may: Reach,
    line: str,
    said: str,
    now: datetime,
    me: int,
) -> Choice:
    """The people that an instruction can be given to.

    Args:
        area: of the digest; None for a unit's own people.
        said: words that may name a unit, a place or a person.
        me: nobody is asked to instruct themselves.
    """
    own = Reach(paths=(area.path,)) if area else Reach(unit_ids=may.unit_ids)
    pool = _pool(db, own, area, now)
    mentioned = _mentioned(pool, said) or _by_name(db, own, said, now)
    found = mentioned or (_of_line(db, office, area, line, pool, now) if area else [])
    first = tuple(each for each in found if each.person_id != me)
    known = {each.person_id for each in first} | {me}
    return Choice(first, tuple(each for each in pool if each.person_id not in known))


def _pool(db: Connection, own: Reach, area: Area | None, now: datetime) -> list[Answerer]:
    """A village and a unit have few enough people to name them all; of a township those who lead, of a county its townships."""
    if area is None or area.level == "village":
        return answerers.staff(db, own, now.date())
    led = () if area.level == "township" else TEAM
    return [
        each
        for each in answerers.heads(db, own, now.date())
        if each.kind not in led and (each.path != area.path or each.kind == "township_clerk")
    ]


def _mentioned(pool: Iterable[Answerer], said: str) -> list[Answerer]:
    """Those whose name, unit or place stands in the words: 请城管局…, 石关村, 陈天佑."""
    found = [each for each in pool if said and any(name in said for name in names(each))]
    persons = [each for each in found if each.name in said]
    return persons or _contacts_first(found)


def names(each: Answerer) -> list[str]:
    """What people call somebody who answers: their own name, that of their unit or place."""
    unit = each.unit.lstrip("省市县区镇乡") if each.kind in CONTACTS else ""
    place = each.place.removesuffix("村") if each.kind in (*TEAM, *TOWNSHIP) else ""
    return [name for name in (each.name, unit, place) if len(name) > 1]


def _by_name(db: Connection, own: Reach, said: str, now: datetime) -> list[Answerer]:
    """Cadres named by the first word: they need not lead anything."""
    word = said.split()[0] if said else ""
    return answerers.named(db, own, now.date(), word) if 1 < len(word) <= 4 else []


def _contacts_first(found: Iterable[Answerer]) -> list[Answerer]:
    """Of a unit its contact, and its head only where it has none."""
    every = list(found)
    having = {each.unit_id for each in every if each.kind == "unit_contact"}
    return [each for each in every if each.kind != "unit_leader" or each.unit_id not in having]


def _of_line(
    db: Connection, office: Office, area: Area, line: str, pool: list[Answerer], now: datetime
) -> list[Answerer]:
    scene = scene_of(db, area, now.date(), now, office.calendar, office.parameters)
    return LINES.get(line, _keepers)(scene, pool)


def _idle(scene: Scene, pool: list[Answerer]) -> list[Answerer]:
    """The contacts of the units of those without a day, most of them first; in a village who leads the team."""
    if scene.is_village:
        return _teams(scene, pool)
    counts = Counter(each.unit for each in cadres(scene, register(scene).idle))
    contacts = _contacts_first(each for each in pool if each.kind in CONTACTS and counts[each.unit])
    return sorted(contacts, key=lambda each: -counts[each.unit])


def _unvisited(scene: Scene, pool: list[Answerer]) -> list[Answerer]:
    """The leaders of the teams whose households wait, most of them first."""
    period, limit = scene.period, scene.value("visits.overdue_days")
    found = digest_visits.coverage(scene.db, scene.villages, period.day, period.cutoff, limit)
    left = Counter({scene.villages[each.village_id]: each.households - each.visited for each in found})
    teams = [each for each in _teams(scene, pool) if left[each.place]]
    return sorted(teams or _keepers(scene, pool), key=lambda each: -left[each.place])


def _owners(scene: Scene, pool: list[Answerer]) -> list[Answerer]:
    return _problems(scene, pool, urgent=False)


def _urgent(scene: Scene, pool: list[Answerer]) -> list[Answerer]:
    return _problems(scene, pool, urgent=True)


def _problems(scene: Scene, pool: list[Answerer], *, urgent: bool) -> list[Answerer]:
    """The owners of what is overdue (or urgent); in a county the clerks of the townships."""
    if scene.is_county:
        return _keepers(scene, pool)
    people = answerers.owners_of_problems(scene.db, scene.villages, scene.period.day, urgent=urgent)
    own = Reach(paths=(scene.ground.area.path,))
    return answerers.answerers(scene.db, own, scene.period.day, people) or _keepers(scene, pool)


def _teams(scene: Scene, pool: list[Answerer]) -> list[Answerer]:
    """Who leads the team of a village: its leader, and the first secretary only where there is none."""
    having = {each.path for each in pool if each.kind == "team_leader"}
    return [
        each for each in pool if each.kind in TEAM and (each.kind == "team_leader" or each.path not in having)
    ]


def _keepers(scene: Scene, pool: list[Answerer]) -> list[Answerer]:
    """The clerks of the township; in a village who leads the team."""
    return (
        _teams(scene, pool) if scene.is_village else [each for each in pool if each.kind == "township_clerk"]
    )


LINES: Mapping[str, Callable[[Scene, list[Answerer]], list[Answerer]]] = {
    "on_site": _idle, "visits": _unvisited, "problems": _owners, "risks": _urgent,
}  # fmt: skip
"""Line -> who answers for it; for the others the clerk of the township does."""
