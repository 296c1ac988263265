"""What every turn shares: keys, calendar, parameters, published forms, the list of dialogs."""

from __future__ import annotations

from dataclasses import dataclass

from storage.parameters import Parameters

from handlers.forms.model import Form
from storage.calendar import Calendar
from storage.sealed import Vault


@dataclass(slots=True)
class Office:
    """Read once and kept in memory, since it changes a few times a year.

    `forms` holds every published version by (name, version); `current` the version new drafts begin with.
    """

    vault: Vault
    calendar: Calendar
    parameters: Parameters
    forms: dict[tuple[str, str], Form]
    current: dict[str, str]
    demo: bool = False

    def form(self, name: str, version: str | None = None) -> Form:
        """A form in the version a draft began with, or the one in force."""
        return self.forms[name, version or self.current[name]]
