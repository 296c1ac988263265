"""The channel: the parts of the web chat put together, and its way out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime

from aiohttp import web

from bot.channels.base import Capabilities, Receipt, Receive
from bot.channels.text import fit
from bot.channels.webchat.answering import Answering
from bot.channels.webchat.entry import Entry
from bot.channels.webchat.pace import Pace
from bot.channels.webchat.people import People
from bot.channels.webchat.pictures import Pictures
from bot.channels.webchat.routes import Opened, Routes
from bot.channels.webchat.sessions import Sessions
from bot.channels.webchat.sockets import PATIENCE, Sockets
from bot.channels.webchat.wire import moment, spoken
from handlers.replies import Say
from storage.photos import PhotoStore


def system_clock() -> datetime:
    """The machine's time."""
    return datetime.now(UTC)


class WebChat:
    """Chat in the browser.

    `people` makes it a demonstration, in which one chooses whom to be; without it every browser is a
    visitor who binds in the conversation. `per_minute` is how often one visitor may write (None: no
    limit). `secure` marks the cookie for https only; `origins` are own addresses (`https://name`)
    that a proxy hides from us. `opened` hears of every page that comes up.
    """

    name = "webchat"
    capabilities = Capabilities(
        buttons=True, pictures_in=True, pictures_out=True, pushes=True, longest=4000, waits=True
    )

    def __init__(
        self,
        receive: Receive,
        photos: PhotoStore,
        sessions: Sessions,
        *,
        people: People | None = None,
        now: Callable[[], datetime] = system_clock,
        per_minute: int | None = 20,
        secure: bool = False,
        origins: Iterable[str] = (),
        patience: float = PATIENCE,
        opened: Opened | None = None,
    ) -> None:
        self._sessions = sessions
        self._now = now
        self.sockets = Sockets(patience)
        self._routes = Routes(
            Entry(sessions, people, now, secure=secure, origins=frozenset(origins)),
            Answering(receive, sessions, Pace(per_minute), now),
            Pictures(photos, sessions, Pace(per_minute)),
            self.sockets,
            opened,
        )

    def mount(self, app: web.Application) -> None:
        """Adds the routes under /chat, and the closing of the sockets when the server stops."""
        self._routes.add_to(app)
        app.on_shutdown.append(self._stop)

    async def send(self, address: str, messages: Sequence[Say], reference: str = "") -> Receipt:
        """Pushes to every open page of the visitor; returns when one has it.

        Raises:
            Unreachable: no page is open, or none took it in time.
        """
        parts = [part for message in messages for part in fit(message, self.capabilities)]
        frame = {"now": moment(self._now()), "messages": spoken(parts, address, self._sessions)}
        await self.sockets.push(address, frame)
        return Receipt()

    async def _stop(self, _: web.Application) -> None:
        await self.sockets.close()
