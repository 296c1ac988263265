"""The parameters of the rules (storage/declared.py), as the offices have set them per region and date.

No rule is a constant (domain.md 3.0). A value is looked for in the village, its township, its county and
so on up to the country; the first that is in force on the day holds, else the default declared here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from storage.declared import DECLARED
from storage.declaring import Declared


class ParameterProblem(ValueError):
    """A parameter that does not exist, or a value it cannot have; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A value an office set: for a region (path `/` is the country), both dates included."""

    name: str
    path: str
    valid_from: date
    valid_to: date | None
    value: Any

    def holds(self, path: str, day: date) -> bool:
        """Whether it is in force for a place on a day."""
        in_time = self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
        return in_time and path.startswith(self.path)


class Parameters:
    """Every setting of every office, in memory; frozen."""

    def __init__(self, settings: Iterable[Setting] = ()) -> None:
        self._settings: dict[str, list[Setting]] = {}
        # The nearest region first, and there the setting that came into force last.
        for setting in sorted(settings, key=lambda s: (len(s.path), s.valid_from), reverse=True):
            self._settings.setdefault(setting.name, []).append(setting)

    def value(self, name: str, path: str, day: date) -> Any:  # noqa: ANN401 - typed by the declaration
        """The value of `name` in the region of `path` (`/code/…/`) on `day`; its type is the default's.

        Raises:
            ParameterProblem: no such parameter.
        """
        for setting in self._settings.get(name, ()):
            if setting.holds(path, day):
                return setting.value
        return declared(name).default

    def anywhere(self, name: str) -> frozenset[Any]:
        """The values of `name` that hold somewhere at some time, the default among them.

        Raises:
            ParameterProblem: no such parameter.
        """
        return frozenset({declared(name).default, *(each.value for each in self._settings.get(name, ()))})


def declared(name: str) -> Declared:
    """The declaration of a parameter.

    Raises:
        ParameterProblem: no such parameter.
    """
    if name not in DECLARED:
        raise ParameterProblem(f"there is no parameter {name!r}: see docs/reference/parameters.md")
    return DECLARED[name]


def read_value(name: str, value: Any) -> Any:  # noqa: ANN401
    """A stored value (JSON) as the rules use it.

    Raises:
        ParameterProblem: no such parameter, or the value does not fit it.
    """
    try:
        return declared(name).read(value)
    except ParameterProblem:
        raise
    except (TypeError, ValueError) as error:
        raise ParameterProblem(f"{name} must be {error}, not {value!r}") from error
