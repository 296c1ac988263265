"""How far somebody's eyes go: the filter that `handlers.access` hands to every query of the register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, false, or_, select

from storage.tables import Household, Pairing, Region


@dataclass(frozen=True, slots=True)
class Reach:
    """What a speaker may reach for one purpose on one day; empty reaches nothing.

    `paths` are region paths (everything below them), `helper_id` opens the households paired with
    that person on `day`, `household_id` one's own, `unit_ids` one's unit's people and money. `masked`: names
    of household members are shown as 李*. `logged`: every reading goes to the query log.
    """

    paths: tuple[str, ...] = ()
    helper_id: int | None = None
    household_id: int | None = None
    unit_ids: tuple[int, ...] = ()
    person_id: int | None = None
    day: date | None = None
    masked: bool = False
    logged: bool = False

    def __bool__(self) -> bool:
        return bool(self.paths or self.helper_id or self.household_id or self.unit_ids or self.person_id)

    def covers(self, path: str) -> bool:
        """Whether a region's path lies within the reach."""
        return any(path.startswith(own) for own in self.paths)


def regions_within(reach: Reach) -> ColumnElement[bool]:
    """Condition on `Region`: inside one of the paths."""
    if not reach.paths:
        return false()
    return or_(*(Region.path.startswith(path, autoescape=True) for path in reach.paths))


def households_within(reach: Reach) -> ColumnElement[bool]:
    """Condition on `Household`, with `Region` joined as its village: own, paired, or in the area."""
    ways: list[ColumnElement[bool]] = [regions_within(reach)]
    if reach.helper_id is not None:
        ways.append(Household.id.in_(_paired(reach.helper_id, reach.day)))
    if reach.household_id is not None:
        ways.append(Household.id == reach.household_id)
    return or_(*ways)


def _paired(helper_id: int, day: date | None) -> Select[int]:
    """A pairing that is over opens nothing, one that will be over still does; one to come does not yet."""
    mine = select(Pairing.household_id).where(Pairing.helper_id == helper_id)
    if day is None:
        return mine.where(Pairing.ends.is_(None))
    return mine.where(Pairing.starts <= day, or_(Pairing.ends.is_(None), Pairing.ends >= day))
