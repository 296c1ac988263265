"""What a digest says of instructions, and of the next workday."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from handlers.digests.facts import Outlook
from handlers.digests.gather_visits import is_closed
from handlers.digests.scene import Scene
from storage.queries.digest_tomorrow import planned_on_site, planned_visits
from storage.queries.digest_visits import Case
from storage.queries.instructions import WAITING
from storage.queries.instructions_at import standing_at


def outlook(scene: Scene, cases: Sequence[Case]) -> Outlook | None:
    """The instructions that were open at the cut-off, and what is planned or due by the next workday; None where
    there is nothing."""
    period, unit = scene.period, scene.unit.id if scene.unit else None
    orders = standing_at(scene.db, scene.ground.area.path, period.cutoff, unit)
    waiting = [each for each in orders if each.state in WAITING]
    day = _next_workday(scene)
    due = [each.due for each in waiting] + [case.due for case in cases if not is_closed(case, period.day)]
    found = Outlook(
        open=len(orders),
        overdue=sum(each.due < period.day for each in waiting),
        day=day,
        tomorrow=day == period.day + timedelta(days=1),
        people=planned_on_site(scene.db, scene.villages, day, period.cutoff, scene.unit),
        visits=planned_visits(scene.db, scene.villages, day, period.cutoff, scene.unit),
        due=sum(period.day < each <= day for each in due),
    )
    return found if any((found.open, found.people, found.visits, found.due)) else None


def _next_workday(scene: Scene) -> date:
    day = scene.period.day + timedelta(days=1)
    while not scene.calendar.works(day):
        day += timedelta(days=1)
    return day
