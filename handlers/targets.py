"""What a question is about: an area, or a unit's people in an area; never beyond what the speaker may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from handlers.access import reach
from handlers.turn import Turn
from storage.queries import areas, questions
from storage.queries.areas import Area
from storage.queries.reach import Reach
from storage.queries.units import UnitRow, units_named


@dataclass(frozen=True, slots=True)
class Target:
    """An area, or a unit's part of it."""

    area: Area
    unit: UnitRow | None = None

    @property
    def code(self) -> str:
        """As it is named in a command line."""
        return f"{self.unit.code} {self.area.code}" if self.unit else self.area.code

    @property
    def name(self) -> str:
        return f"{self.area.name} {self.unit.name}" if self.unit else self.area.name


def may(turn: Turn, *resources: str) -> Reach:
    """Where somebody may see any of these, by area and by unit. What a household may see of its own village,
    and a helper of own households, is asked elsewhere."""
    staff = replace(turn.contact, household_id=None)
    found = [reach(turn.speaker, staff, resource) for resource in resources]
    paths = dict.fromkeys(path for each in found for path in each.paths)
    units = dict.fromkeys(unit for each in found for unit in each.unit_ids)
    return Reach(paths=tuple(paths), unit_ids=tuple(units))


def sees(allowed: Reach, target: Target) -> bool:
    """Whether a target lies within a reach."""
    own = target.unit is not None and target.unit.id in allowed.unit_ids
    return own or allowed.covers(target.area.path)


def targets(db: Connection, names: Sequence[str], allowed: Reach) -> list[Target]:
    """What these names can mean within the reach, one's own widest areas or units without a name; none where
    a name means nothing there, whatever the reason."""
    places: list[Area] = []
    units: list[UnitRow] = []
    for name in names:
        within = [each for each in areas.area_named(db, name) if allowed.covers(each.path)]
        named = [] if within else units_named(db, name)
        anywhere = areas.area_named(db, name) if allowed.unit_ids and not within and not named else []
        if not (within or named or anywhere):
            return []
        places, units = places + within + anywhere, units + named
    return _of_units(db, places, units, allowed) if units else _of_areas(db, places, allowed)


def _of_areas(db: Connection, places: Sequence[Area], allowed: Reach) -> list[Target]:
    """Areas within the reach; where only a unit's people are, the unit's part of them."""
    found = [
        Target(each) for each in places or areas.widest_at(db, allowed.paths) if allowed.covers(each.path)
    ]
    if found or not allowed.unit_ids:
        return found
    return _of_units(db, places, questions.units_of(db, allowed.unit_ids), allowed)


def _of_units(
    db: Connection, places: Sequence[Area], units: Sequence[UnitRow], allowed: Reach
) -> list[Target]:
    whole = questions.widest_area(db)
    own = places or areas.widest_at(db, allowed.paths)
    found = []
    for unit in units:
        everywhere = unit.id in allowed.unit_ids and not places
        where = [whole] if everywhere and whole else own
        found += [target for each in where if sees(allowed, target := Target(each, unit))]
    return found


def above(db: Connection, target: Target, allowed: Reach) -> Target | None:
    """The next wider target within the reach; a unit's part of an area lies in its part of the wider one."""
    wider = questions.parent_of(db, target.area.id)
    found = Target(wider, target.unit) if wider else None
    return found if found and sees(allowed, found) else None
