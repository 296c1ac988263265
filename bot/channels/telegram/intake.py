"""Each update once: who sent it, what it is, the answer, and what becomes of the button that was pressed."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from weakref import WeakValueDictionary

from aiogram import Bot
from aiogram.types import CallbackQuery, ChatMemberUpdated, InlineKeyboardMarkup, Message, Update, User

from bot.channels.base import SendError
from bot.channels.ports import Ports
from bot.channels.telegram import words as said
from bot.channels.telegram.faults import asked
from bot.channels.telegram.reading import Reading, Unreadable
from bot.channels.text import SIZES
from locales import Words

log = logging.getLogger(__name__)

KINDS = ["message", "edited_message", "callback_query", "my_chat_member"]
"""The updates that are asked for."""

ONCE = timedelta(days=365)
"""How long a group is not told again that we answer people only."""

REMEMBERED = 2000
"""Updates whose repetition is known without asking the database."""

ANSWER = "a:"
"""The payloads of buttons that answer a question. Those of menus and lists stay where they are."""


class NotTaken(Exception):
    """Nothing was saved: the same update should come again."""


class Intake:
    """Where polling and webhook hand in what came.

    An update that comes again while it is still in hand is waited for; one that is done is done. One
    person's updates are taken in their order, other people's beside them.
    """

    def __init__(self, name: str, bot: Bot, reading: Reading, ports: Ports, longest: int) -> None:
        self._name = name
        self._bot = bot
        self._reading = reading
        self._ports = ports
        self._longest = longest
        self._running: dict[int, asyncio.Task[None]] = {}
        self._done: OrderedDict[int, None] = OrderedDict()
        self._queues = WeakValueDictionary[int, asyncio.Lock]()

    async def take(self, update: Update) -> None:
        """Returns when the answer is spoken or kept.

        Raises:
            NotTaken: nothing was saved.
        """
        number = update.update_id
        if number in self._done:
            return
        if number not in self._running:
            task = self._running[number] = asyncio.create_task(self._taken(update))
            task.add_done_callback(lambda _: self._running.pop(number))
        try:
            await asyncio.shield(self._running[number])
        except SendError as error:
            log.warning("an update of Telegram is not taken yet: %s", error)
            raise NotTaken from error
        except Exception as error:
            log.error("an update of Telegram was not taken: %s", type(error).__name__)
            raise NotTaken from error

    async def drained(self) -> None:
        """Returns when nothing is in hand."""
        await asyncio.gather(*self._running.values(), return_exceptions=True)

    async def give_up(self, update: Update) -> None:
        """It failed for so long that others wait behind it: whoever sent it is told."""
        self._remember(update.update_id)
        if (user := sender(update)) is not None:
            await self._mention(user.id, said.FAILED, user)

    async def _taken(self, update: Update) -> None:
        async with self._queues.setdefault(whose(update), asyncio.Lock()):
            await self._handle(update)
        self._remember(update.update_id)

    def _remember(self, number: int) -> None:
        self._done[number] = None
        if len(self._done) > REMEMBERED:
            self._done.popitem(last=False)

    async def _handle(self, update: Update) -> None:
        if update.my_chat_member is not None:
            await self._met(update.my_chat_member)
        elif update.callback_query is not None:
            await self._pressed(update, update.callback_query)
        elif update.edited_message is not None:
            await self._edited(update.edited_message)
        elif update.message is not None and update.message.chat.type != "private":
            await self._in_group(update.message)
        elif update.message is not None:
            await self._wrote(update, update.message)

    async def _wrote(self, update: Update, message: Message) -> None:
        try:
            incoming = await self._reading.message(update, message)
        except Unreadable as unreadable:
            await self._mention(message.chat.id, unreadable.why, message.from_user)
            return
        await self._ports.answers.answer(incoming)

    async def _pressed(self, update: Update, query: CallbackQuery) -> None:
        message = query.message
        if message is not None and message.chat.type != "private":
            return
        incoming = await self._reading.press(update, query, self._ports.clock())
        await self._ports.answers.answer(incoming)
        await self._kindly(lambda: self._bot.answer_callback_query(query.id))
        if isinstance(message, Message) and (incoming.press or "").startswith(ANSWER):
            await self._close(message, query.data or "")

    async def _close(self, message: Message, data: str) -> None:
        """The question's buttons go, and what was chosen stands under it. Its own words stay as they were."""
        chat, number, chosen = message.chat.id, message.message_id, label_of(message.reply_markup, data)
        text = f"{message.text}\n✓ {chosen}"
        if message.text and chosen and SIZES["utf16"](text) <= self._longest:
            await self._kindly(lambda: self._bot.edit_message_text(text, chat_id=chat, message_id=number))
        else:
            await self._kindly(lambda: self._bot.edit_message_reply_markup(chat_id=chat, message_id=number))

    async def _edited(self, message: Message) -> None:
        """Not read; a location that moves along is not even spoken of."""
        if message.chat.type == "private" and message.location is None:
            await self._mention(message.chat.id, said.EDITED, message.from_user)

    async def _in_group(self, message: Message) -> None:
        until = self._ports.clock() + ONCE
        if await self._ports.memory.first_time(self._name, f"group:{message.chat.id}", until):
            me = await asked(self._bot.me)
            alone = replace(said.ALONE, values={"name": me.username or ""})
            await self._mention(message.chat.id, alone, message.from_user)

    async def _met(self, changed: ChatMemberUpdated) -> None:
        """Blocked; whoever lets us in again says so with a message of their own."""
        if changed.chat.type == "private" and changed.new_chat_member.status in ("kicked", "left"):
            await self._ports.memory.gone(self._name, str(changed.chat.id), "blocked")

    async def _mention(self, chat: int, what: Words, user: User | None) -> None:
        """A line that belongs to no turn."""
        text = said.speech(user.language_code if user else None)(what)
        await self._kindly(lambda: self._bot.send_message(chat, text))

    async def _kindly(self, call: Callable[[], Awaitable[object]]) -> None:
        """Something without which nothing is lost."""
        with suppress(SendError):
            await asked(call)


def sender(update: Update) -> User | None:
    """Whoever an update comes from."""
    by = update.callback_query or update.message or update.edited_message or update.my_chat_member
    return by.from_user if by else None


def whose(update: Update) -> int:
    """Whose turn it is; updates of nobody stand in one line."""
    user = sender(update)
    return user.id if user else 0


def label_of(keyboard: InlineKeyboardMarkup | None, data: str) -> str:
    """What stood on the button."""
    buttons = [button for row in keyboard.inline_keyboard for button in row] if keyboard else []
    return next((button.text for button in buttons if button.callback_data == data), "")
