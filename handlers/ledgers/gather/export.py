"""One export: what is asked for, how far the reader's eyes go, and what was read in the clear on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy import Connection

from handlers.office import Office
from handlers.shown import masked_name
from locales import DEFAULT, Translate, translator
from storage.ledgers.model import Heading, Kind, Ledger
from storage.ledgers.period import Period
from storage.queries.areas import Area
from storage.queries.ledgers_window import Window
from storage.queries.reach import Reach
from storage.workbook.masking import cover

HIDDEN = "已隐去"
See = Callable[[str], Reach]
"""How far the reader's eyes go for a resource of `handlers.access`."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: of an area (None is everything in reach), a person, a household; of some days."""

    period: Period
    area: Area | None = None
    person_id: int | None = None
    household_id: int | None = None
    whose: str = ""

    @property
    def office(self) -> str:
        """Whose ledger it is, for the heading."""
        return self.whose or (self.area.name if self.area else "")


@dataclass(slots=True)
class Export:
    """An export under way. `clear`: numbers in the clear, each of them noted in `read` as (person id, field).

    `reader_id` is who reads; None is whoever runs the machine.
    """

    db: Connection
    office: Office
    see: See
    asked: Asked
    now: datetime
    reader_id: int | None = None
    clear: bool = False
    read: list[tuple[int, str]] = field(default_factory=list)

    @property
    def t(self) -> Translate:
        """A ledger is in Chinese, whoever asks."""
        return translator(DEFAULT)

    @property
    def path(self) -> str:
        return self.asked.area.path if self.asked.area else "/"

    @property
    def today(self) -> date:
        """The day figures are of: the period's last, or today if that comes first."""
        return min(self.asked.period.last, self.now.date())

    def heading(self, ledger: Ledger) -> Heading:
        """What stands on every page."""
        return Heading(ledger.title, self.asked.office, self.asked.period.label, self.now)

    def window(self, *resources: str) -> Window:
        """The records of the period that one of the resources opens."""
        reach = Reach()
        for resource in resources:
            reach = _with(reach, self.see(resource))
        asked = self.asked
        first, last = asked.period.first, asked.period.last
        return Window(reach, first, last, self.path, asked.person_id, asked.household_id)

    def sees(self, resource: str, window: Window) -> bool:
        """Whether a resource is open for all that a window shows: another role's smaller reach is not enough."""
        reach, shown = self.see(resource), window.reach
        return bool(reach) and (not (shown.paths or shown.unit_ids) or reach.covers(window.path))

    def masks(self, window: Window) -> bool:
        """Whether names of household members in a window are shown as 李*."""
        return self.see("profile").masked or not self.sees("profile", window)

    def sealed(self, person_id: int, sealed: bytes | None, kind: Kind, shown: str) -> str:
        """A guarded field: in the clear and noted, or with its middle covered."""
        if sealed is None:
            return ""
        text = self.office.vault.open(sealed)
        return self.guarded(person_id, text, kind, shown)

    def guarded(self, person_id: int, text: str, kind: Kind, shown: str) -> str:
        """The same for what is not sealed; `shown` is what the audit calls the field."""
        if not text:
            return ""
        if self.clear:
            self.read.append((person_id, shown))
            return text
        return HIDDEN if kind == "secret" else cover(text)

    def member(self, name: str, masked: bool) -> str:
        """A household member's name as the reader may see it."""
        return masked_name(name) if masked and name else name


def _with(one: Reach, other: Reach) -> Reach:
    """Records that either opens; what a helper sees of households by a pairing stays with the pairing."""
    return replace(
        one,
        paths=tuple(dict.fromkeys(one.paths + other.paths)),
        helper_id=one.helper_id or other.helper_id,
        household_id=one.household_id or other.household_id,
        unit_ids=tuple(dict.fromkeys(one.unit_ids + other.unit_ids)),
        person_id=one.person_id or other.person_id,
        day=one.day or other.day,
        masked=one.masked or other.masked,
    )
