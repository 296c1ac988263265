"""What the clock needs of the office: keys, calendar, parameters. Forms and dialogs are not its affair."""

from __future__ import annotations

from typing import Protocol

from storage.calendar import Calendar
from storage.parameters import Parameters
from storage.sealed import Vault


class Rules(Protocol):
    """A part of `handlers.office.Office`."""

    @property
    def vault(self) -> Vault: ...

    @property
    def calendar(self) -> Calendar: ...

    @property
    def parameters(self) -> Parameters: ...
