"""What the collecting functions share: the database, the area as it is divided, the time, the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from handlers.digests.facts import Share, Tally
from handlers.digests.span import Period
from storage.calendar import Calendar
from storage.parameters import Parameters
from storage.queries.digests import Ground
from storage.queries.units import UnitRow


@dataclass(frozen=True, slots=True)
class Scene:
    """One digest being collected. With a `unit` it is of that unit's people in the area, the households
    they help, and the problems that are theirs or of the unit's matter."""

    db: Connection
    ground: Ground
    period: Period
    calendar: Calendar
    parameters: Parameters
    unit: UnitRow | None = None

    @property
    def villages(self) -> Mapping[int, str]:
        """Village id -> name of the place it is shown under."""
        return self.ground.village_place

    @property
    def name(self) -> str:
        """What the figures are of: the area, or the unit's part of it."""
        area = self.ground.area.name
        return f"{area} {self.unit.name}" if self.unit else area

    @property
    def is_village(self) -> bool:
        return self.ground.area.level == "village"

    @property
    def is_county(self) -> bool:
        return self.ground.area.level not in ("village", "township")

    def value(self, name: str) -> Any:  # noqa: ANN401 - typed by the declaration
        """The value of a parameter in the area on the day."""
        return self.parameters.value(name, self.ground.area.path, self.period.day)

    def by_place(self, counts: Mapping[str, int]) -> tuple[Tally, ...]:
        """Counts in the order of the places, without noughts."""
        return tuple(Tally(name, counts[name]) for name in self.ground.places if counts.get(name))

    def shares(self, parts: Mapping[str, int], wholes: Mapping[str, int]) -> tuple[Share, ...]:
        """Parts of wholes in the order of the places; places with nothing to count are left out."""
        return tuple(
            Share(name, parts.get(name, 0), wholes[name]) for name in self.ground.places if wholes.get(name)
        )


def most_first(names: Iterable[str]) -> tuple[Tally, ...]:
    """How often each name comes, the most first, equals in the order they came."""
    return tuple(Tally(name, count) for name, count in Counter(names).most_common())
