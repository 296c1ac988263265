"""The figures of public notices, measures and training of a digest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from handlers.digests.facts_papers import (
    Behind,
    MeasuresDue,
    Overdue,
    Posted,
    Publicity,
    Session,
    Sessions,
)
from handlers.digests.scene import Scene
from storage.queries import measures, public_notices, trainings
from storage.queries.public_notices import NoticeLine

SOON = 2
"""Days within which the end of a public notice is named (domain.md 8.1)."""
LONG_DAYS = 60
"""Days overdue from which a county counts a measure apart (domain.md 8.1)."""
AHEAD = 3
"""Days ahead in which a session of training is named."""


def publicity_facts(scene: Scene) -> Publicity | None:
    """The public notices; None where there is none open and none without its result."""
    day, path = scene.period.day, scene.ground.area.path
    found = public_notices.of_area(scene.db, path, day, scene.period.cutoff) if not scene.unit else []
    running = [each for each in found if each.ends >= day and not each.result]
    over = [each for each in found if each.ends < day]
    if not (running or over):
        return None
    soon = [each for each in running if (each.ends - day).days <= SOON]
    least = scene.value("public_notice.least_days")
    return Publicity(
        open=len(running),
        objections=sum(each.objections for each in running),
        soon=len(soon),
        soon_days=SOON,
        ends=soon[0].ends if len({each.ends for each in soon}) == 1 else None,
        waiting=_by_place(_place(scene, each.path) for each in over),
        brief=sum(each.days < least for each in running),
        each=tuple(_posted(scene, each) for each in (*running, *over)) if scene.is_village else (),
    )


def _place(scene: Scene, path: str) -> str:
    return scene.ground.place_of(path) or scene.ground.area.name


def _by_place(names: Iterable[str]) -> tuple[Behind, ...]:
    return tuple(Behind(name, count) for name, count in Counter(names).most_common())


def _posted(scene: Scene, each: NoticeLine) -> Posted:
    day = scene.period.day
    return Posted(
        each.title.removesuffix("公示"),
        each.day_of(day),
        each.days,
        each.ends,
        each.objections,
        each.ends < day,
    )


def measure_facts(scene: Scene) -> MeasuresDue | None:
    """The measures; None where none is open."""
    day, path = scene.period.day, scene.ground.area.path
    found = measures.in_area(scene.db, path, scene.period.cutoff) if not scene.unit else []
    if not found:
        return None
    late = [each for each in found if each.due < day]
    limit = day - timedelta(days=LONG_DAYS)
    return MeasuresDue(
        open=len(found),
        late=_by_place(_place(scene, each.path) for each in late),
        long=sum(each.due < limit for each in late),
        long_days=LONG_DAYS,
        each=tuple(Overdue(each.what, each.due) for each in late) if scene.is_village else (),
    )


def session_facts(scene: Scene) -> Sessions | None:
    """The sessions of training of the next days; None where there is none, and for a county."""
    if scene.unit or scene.is_county:
        return None
    first, day = scene.period.day + timedelta(days=1), scene.period.day
    found = trainings.between(
        scene.db, scene.ground.area.path, first, day + timedelta(days=AHEAD), scene.period.cutoff
    )
    items = tuple(Session(each.starts.date(), each.title, each.enrolled, each.seats) for each in found)
    return Sessions(items) if items else None
