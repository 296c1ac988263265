"""What every turn shares: keys, calendar, parameters, published forms, the list of dialogs."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.forms.model import Form
from storage.calendar import Calendar
from storage.parameters import Parameters
from storage.photos import PhotoStore
from storage.sealed import Vault

if TYPE_CHECKING:
    from handlers.dialog import FormPlay


@dataclass(slots=True)
class Office:
    """Read once and kept in memory, since it changes a few times a year.

    `forms` holds every published version by (name, version); `current` the version new drafts begin with; `plays` which dialog a form belongs to, by its name. `rng` draws new codes:
    `random.SystemRandom()` but in tests. `store` keeps the files that were sent.
    `site` is the address that links begin with; empty where no server runs.
    """

    vault: Vault
    calendar: Calendar
    parameters: Parameters
    forms: dict[tuple[str, str], Form]
    current: dict[str, str]
    plays: Mapping[str, FormPlay]
    rng: random.Random
    demo: bool = False
    store: PhotoStore | None = None
    site: str = ""

    def form(self, name: str, version: str | None = None) -> Form:
        """A form in the version a draft began with, or the one in force."""
        return self.forms[name, version or self.current[name]]

    def is_own(self, name: str) -> bool:
        """Whether a form is an office's own and none of the house."""
        return self.plays[name].source is None
