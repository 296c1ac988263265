"""Turn: who speaks, when, in which language, about which draft, inside which unit of work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection

from handlers.replies import Place
from locales import DEFAULT, Translate, translator
from storage.database import Work
from storage.queries.drafts import DraftRow
from storage.queries.speakers import SpeakerRow
from storage.queries.turns import ContactRow
from storage.sealed import Vault
from storage.values.week import Week

if TYPE_CHECKING:
    from handlers.forms.model import Form
    from handlers.intent import Intent
    from handlers.office import Office

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(slots=True)
class Turn:
    """One message on its way through the house.

    `now` is the message's own time (Asia/Shanghai): it decides the date (domain.md T16). `received`
    is the server's. `text` is cleaned; `typed` is what was sent. `place` is a location shown on purpose,
    `voice` the stored file of a spoken message, `scene` what a scanned QR code carried,
    `phone` the speaker's number where the channel proves it, `files` the stored files of a message. `filled`
    is the form whose record is being saved, and what the form calls that record. `menu` is what numbers will mean
    after this turn: it starts empty, a dialog that shows a list of commands fills it. `menu_first`
    lets those numbers win over the question that stands.
    """

    now: datetime
    received: datetime
    contact: ContactRow
    speaker: SpeakerRow | None
    draft: DraftRow | None
    work: Work
    office: Office
    typed: str = ""
    text: str = ""
    press: str | None = None
    photos: tuple[str, ...] = ()
    place: Place | None = None
    voice: str | None = None
    scene: str | None = None
    phone: str | None = None
    files: tuple[str, ...] = ()
    filled: tuple[Form, str] | None = None
    intent: Intent = field(init=False)
    menu: dict[str, str] = field(default_factory=dict)
    menu_first: bool = False

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def week(self) -> Week:
        return Week.of(self.today)

    @property
    def vault(self) -> Vault:
        return self.office.vault

    @property
    def language(self) -> str:
        """The contact's choice, else the account's, else Chinese."""
        account = self.speaker.language if self.speaker else None
        return self.contact.language or account or DEFAULT

    @property
    def t(self) -> Translate:
        return translator(self.language)

    @property
    def draft_phase(self) -> str:
        """Where the draft stands: asking, review, which; empty without one."""
        return str(self.draft.body.get("phase", "asking")) if self.draft else ""

    @property
    def person_id(self) -> int | None:
        return self.speaker.person_id if self.speaker else None

    def keep_numbers(self) -> None:
        """Let the numbers of the list shown last mean what they did, after an answer that has none of its own."""
        self.menu = self.menu or dict((self.contact.menu or {}).get("lines", {}))

    async def run(
        self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a query function in this turn's unit of work."""
        return await self.work.run(query, *args, **kwargs)

    def at_end(
        self, query: Callable[Concatenate[Connection, P], object], *args: P.args, **kwargs: P.kwargs
    ) -> None:
        """Run a query function just before the commit; what the turn still reads does not see it."""
        self.work.at_end(query, *args, **kwargs)
