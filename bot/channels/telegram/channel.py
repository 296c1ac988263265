"""The channel: its parts put together."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import web

from bot.channel_settings import TelegramBlock
from bot.channels.base import Capabilities, Receipt
from bot.channels.ports import Ports
from bot.channels.telegram.buttons import Buttons
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.polling import Polling
from bot.channels.telegram.reading import Reading
from bot.channels.telegram.speaking import Speaking
from bot.channels.telegram.webhook import Webhook
from bot.pace import Pace
from bot.refusal import Refusal
from handlers.replies import Say

PATIENCE = 20.0
"""Seconds that one call of the Bot API may take."""


EACH_A_MINUTE = 60
"""Notices that one person is sent in a minute: Telegram bears about one a second to a chat."""


class TelegramChannel:
    """People in private chats with the bot; `address` is the number of the chat.

    `pause` and `patience` are those of `Polling`.

    Raises:
        Refusal: a webhook is asked for, and there is no address to tell Telegram of.
    """

    name = "telegram"
    capabilities = Capabilities(
        buttons=True, pictures_in=True, pictures_out=True, pushes=True, longest=4096, unit="utf16",
        places_in=True, edits=True,
    )  # fmt: skip

    def __init__(
        self, block: TelegramBlock, ports: Ports, *, pause: float = 1.0, patience: float = 600.0
    ) -> None:
        self.pace = Pace(per_second=block.per_second, per_minute_each=EACH_A_MINUTE)
        session = AiohttpSession(api=TelegramAPIServer.from_base(block.api), timeout=PATIENCE)
        self._bot = Bot(block.token.get_secret_value(), session=session)
        buttons = Buttons(self.name, ports.memory, ports.clock)
        self._speaking = Speaking(
            self.name, self.capabilities, self._bot, buttons, ports.photos, ports.memory, OrderedDict()
        )
        reading = Reading(self.name, self._bot, ports.photos, buttons)
        intake = Intake(self.name, self._bot, reading, ports, self.capabilities.longest)
        self._way = (
            Polling(self._bot, intake, pause, patience)
            if block.mode == "polling"
            else self._webhook(block, ports, intake, pause)
        )

    def _webhook(self, block: TelegramBlock, ports: Ports, intake: Intake, pause: float) -> Webhook:
        if not ports.public_url.startswith("https://") and block.api.startswith("https://"):
            raise Refusal('[telegram] mode webhook needs public_url = "https://…"; or use mode polling')
        return Webhook(self._bot, intake, ports.public_url, block.secret.get_secret_value(), pause)

    def mount(self, app: web.Application) -> None:
        """The webhook's route; polling has none."""
        if isinstance(self._way, Webhook):
            self._way.mount(app)

    async def start(self) -> None:
        """Begin to ask for updates, or say where they are to be told."""
        self._way.start()

    async def stop(self) -> None:
        """Finish what is in hand."""
        await self._way.stop()
        await self._bot.session.close()

    async def send(self, address: str, messages: Sequence[Say], reference: str = "") -> Receipt:
        """As `Channel.send`; a sending broken off in the middle goes on there under the same reference."""
        return await self._speaking.send(address, messages, reference)
