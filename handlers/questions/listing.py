"""明细: the names and records behind a figure, as far as they are open to whoever asks."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.digests import details
from handlers.digests.gather_on_site import cadres, register
from handlers.digests.scene import Scene
from handlers.questions.figures import cases_of, still_open
from handlers.rules.onsite import Status, WeekStanding
from locales import Translate

MOST_LINES = 11
"""Lines of a list in one answer: with its title, what leads on and the way back it stays within fifteen (D50)."""


def is_personal(scene: Scene) -> bool:
    """Whether a list of the people of a scene names them one by one: those of a village or of a unit."""
    return scene.is_village or scene.unit is not None


def people(t: Translate, scene: Scene) -> list[tuple[str, str]]:
    """(name, 张三(县城管局) 1/2天) of everybody on the list: those who still owe a day first, then the exempt."""
    found = register(scene)
    weeks, villages = found.now, found.villages
    listed = sorted(cadres(scene, weeks), key=lambda each: _order(weeks[each.person_id]))
    return [
        (
            each.name,
            t(
                "{name}({unit}) {week}",
                name=each.name,
                unit=scene.villages[villages[each.person_id]] if scene.unit else each.unit,
                week=_week(t, weeks[each.person_id]),
            ),
        )
        for each in listed
    ]


def _order(week: WeekStanding) -> int:
    return 0 if week.need else 1 if week.status is Status.EXEMPT else 2


def _week(t: Translate, week: WeekStanding) -> str:
    """1/2天; 免; 0/2天,单位合计2天 where the region counts by unit."""
    if week.status is Status.EXEMPT:
        return t("exempt")
    own = t("{done}/{required} days", done=len(week.days), required=week.required)
    return t("{own}, the unit {count}", own=own, count=len(week.counted)) if week.with_others else own


def by_unit(t: Translate, scene: Scene, named: bool) -> list[str]:
    """Who has not been there this week, by unit; the figures alone where names are not open."""
    return _cut(t, details.on_site(t, scene, named).lines)


def households(t: Translate, scene: Scene, named: bool) -> list[str]:
    """Households not visited this month, masked; by place where the area is no village."""
    return _cut(t, details.visits(t, scene, named, MOST_LINES - 2).lines)


def open_problems(t: Translate, scene: Scene, late: bool) -> list[str]:
    """Open problems by due date: what, whose, by when; of no household."""
    found = still_open(scene, cases_of(scene), late=late)
    if not found:
        return [t("No problem is overdue.") if late else t("No problem is open.")]
    return _cut(t, [details.problem_line(t, scene, case) for case in found])


def _cut(t: Translate, lines: Sequence[str]) -> list[str]:
    """As many lines as an answer holds; how many more there are."""
    if len(lines) <= MOST_LINES:
        return list(lines)
    return [*lines[: MOST_LINES - 1], t("and {count} more", count=len(lines) - MOST_LINES + 1)]
