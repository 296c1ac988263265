"""The records and rules behind the figures of an area, or of a unit's people in it: on site, visits, problems."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from handlers import refusals
from handlers.access import reach
from handlers.digests.wording import WARNING, matter
from handlers.replies import Reply, Say
from handlers.rules.onsite import OnsiteRule
from handlers.shown import day_of, week_title
from handlers.turn import Turn
from handlers.why import lines
from storage.queries.areas import Area, area_named
from storage.queries.digest_visits import cases
from storage.queries.explaining import kinds_of_days, villages_below, visits_by_state
from storage.queries.units import UnitRow, units_named
from storage.values.week import Week

VISITS, PROBLEMS = "走访", "问题"
"""What may be asked about besides the days on site."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that is asked about: of an area or a unit in it, of a day; `topic` is empty for the days on site."""

    area: Area
    unit: UnitRow | None
    day: date
    topic: str

    @property
    def name(self) -> str:
        return f"{self.area.name} {self.unit.name}" if self.unit else self.area.name


async def explain(turn: Turn, spoken: list[str], *, of_unit: bool) -> Reply:
    """[UNIT] AREA [DAY] [走访|问题], as the line behind a figure has it."""
    found = await turn.run(_figure, turn, spoken, of_unit)
    if found is None:
        return refusals.nothing_to_see(turn)
    told = {VISITS: _visits, PROBLEMS: _problems}.get(found.topic, _on_site)
    return Say("\n".join(await turn.run(told, turn, found)))


def _figure(db: Connection, turn: Turn, spoken: list[str], of_unit: bool) -> Figure | None:
    """What these words mean, if it is open to the speaker."""
    topic = spoken[-1] if spoken and spoken[-1] in (VISITS, PROBLEMS) else ""
    plain = spoken[:-1] if topic else spoken
    unit = next(iter(units_named(db, plain[0])), None) if of_unit and plain else None
    named = plain[1:] if of_unit else plain
    if not named or (of_unit and unit is None):
        return None
    day = _day_named(turn, named[1]) if len(named) > 1 else turn.today
    some = (Figure(area, unit, day, topic) for area in area_named(db, named[0]))
    return next((each for each in some if _is_open(turn, each)), None)


def _day_named(turn: Turn, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return turn.today


def _is_open(turn: Turn, figure: Figure) -> bool:
    """Whose figures somebody may see, those they may have explained (domain.md 1.2)."""
    opens = {VISITS: ("digest", "visit"), PROBLEMS: ("digest",)}.get(figure.topic, ("digest", "check_in"))
    found = [reach(turn.speaker, turn.contact, resource) for resource in opens]
    unit = figure.unit
    return any(
        each.covers(figure.area.path) or (unit is not None and unit.id in each.unit_ids) for each in found
    )


def _on_site(db: Connection, turn: Turn, figure: Figure) -> list[str]:
    """The records behind a digest's on-site line, and how to see those of one person."""
    week = Week.of(figure.day)
    rule = OnsiteRule.of(turn.office.parameters, figure.area.path, week.monday)
    villages = villages_below(db, figure.area.path)
    counts = kinds_of_days(db, villages, week.monday, figure.day, figure.unit)
    return [
        f"{figure.name} {week_title(turn.t, week)}",
        turn.t("The rule asks {days} days a week", days=rule.required_days),
        *lines.of_calendar(turn, week),
        *lines.counted(turn, counts),
        turn.t("For one person send why and the name."),
    ]


def _visits(db: Connection, turn: Turn, figure: Figure) -> list[str]:
    """The visits of the month, those taken back, late or in bulk too."""
    first, t = figure.day.replace(day=1), turn.t
    found = visits_by_state(db, villages_below(db, figure.area.path), first, figure.day, figure.unit)
    span = f"{day_of(t, first)}-{day_of(t, figure.day)}"
    return [
        t("{name}: visits of {days}", name=figure.name, days=span),
        t("A visit by anybody counts once a month; those taken back do not."),
        t("{count} visits count, {households} households", count=found.count, households=found.households),
        *([t("{count} taken back, not counted", count=found.withdrawn)] if found.withdrawn else []),
        *([t("Of these {late} written down late, {bulk} in bulk", late=found.late, bulk=found.bulk)] if found.late or found.bulk else []),
    ]  # fmt: skip


def _problems(db: Connection, turn: Turn, figure: Figure) -> list[str]:
    """The rule of their due dates, and what is open by matter."""
    t, path = turn.t, figure.area.path
    due, urgent = (
        turn.office.parameters.value(f"followup.{name}", path, figure.day)
        for name in ("due_days", "urgent_days")
    )
    found = cases(db, villages_below(db, path), figure.day, turn.now, figure.unit)
    counts, late = (
        Counter(each.matter for each in found),
        Counter(each.matter for each in found if each.due < figure.day),
    )
    return [
        t("{name}: open problems on {day}", name=figure.name, day=day_of(t, figure.day)),
        t("Each was found on a visit; it is due after {days} days, an urgent one after {urgent}.", days=due, urgent=urgent),
        *(
            t("{matter}: {count}", matter=matter(t, kind), count=count)
            + (f" {WARNING}{t('overdue {count}', count=late[kind])}" if late[kind] else "")
            for kind, count in sorted(counts.items())
        ),
    ]  # fmt: skip
