"""What callbacks bring, taken in: opt-outs, turns, reports; each once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from bot.channels.base import Incoming, Report, SendError
from bot.channels.ports import Ports
from bot.channels.sms.stop import stop_word
from bot.channels.sms.wire import Message, Provider, plausible
from locales import DEFAULT, translator, words

log = logging.getLogger(__name__)

REPEATED = timedelta(days=4)
"""How long a message is known again: longer than any provider repeats it."""

PATIENCE = 3.0
"""Seconds that a callback waits for the answer to be spoken: a provider's own patience is short."""

STOPPED = words("Unsubscribed: you get no more reminders. What you write is still answered.")

Tell = Callable[[str, str, str], Awaitable[object]]
"""Sends a text to a number under a reference."""


class Intake:
    """The messages and reports of one provider.

    A message is first a turn, on disk; then written down until its answer is spoken; then known. A crash in
    between leaves a message that the provider repeats, or one that `Answers` speaks by itself.
    """

    def __init__(self, name: str, provider: Provider, ports: Ports, tell: Tell) -> None:
        self._name = name
        self._provider = provider
        self._ports = ports
        self._tell = tell
        self._speaking: set[asyncio.Task[None]] = set()

    async def take(self, messages: Sequence[Message]) -> None:
        """Returns when all are on disk, and most often answered.

        Raises:
            TurnFailed: one was not saved; the provider should repeat the callback.
        """
        queues: dict[str, list[Incoming]] = {}
        for message in messages:
            word = stop_word(message.text)
            if word is not None:
                await self._stop(message, word)
            elif (incoming := await self._new(message)) is not None:
                queues.setdefault(message.phone, []).append(incoming)
        spoken = [self._task(queue) for queue in queues.values()]
        if spoken:
            await asyncio.wait(spoken, timeout=PATIENCE)

    async def report(self, reports: Sequence[Report]) -> None:
        """Hands reports on; whoever keeps them knows repeated ones by their key."""
        for report in reports:
            await self._ports.report(report)

    async def drained(self) -> None:
        """Returns when nothing is being spoken."""
        if self._speaking:
            await asyncio.wait(self._speaking)

    async def _new(self, message: Message) -> Incoming | None:
        """Run the turn; None where its answer is cared for already."""
        sent = plausible(message.sent, self._ports.clock())
        incoming = Incoming(
            self._name, message.phone, message.id, sent, text=message.text, phone=message.phone
        )
        await self._ports.receive(incoming)
        word = f"in:{message.id}"
        if await self._ports.memory.known(self._name, word):
            return None
        await self._ports.answers.keep(incoming)
        first = await self._ports.memory.first_time(self._name, word, self._ports.clock() + REPEATED)
        return incoming if first else None

    def _task(self, queue: Sequence[Incoming]) -> asyncio.Task[None]:
        task = asyncio.create_task(self._speak(queue))
        self._speaking.add(task)
        task.add_done_callback(self._speaking.discard)
        return task

    async def _speak(self, queue: Sequence[Incoming]) -> None:
        """One person's answers, in their order; what breaks off here is spoken by the next sweep."""
        for incoming in queue:
            try:
                await self._ports.answers.speak(incoming)
            except Exception as error:
                log.error("an answer by SMS broke off: %s", type(error).__name__)

    async def _stop(self, message: Message, word: str) -> None:
        """The number wants no more; confirmed once where any text can be sent."""
        until = self._ports.clock() + REPEATED
        await self._ports.memory.opt_out(self._name, message.phone, word)
        first = await self._ports.memory.first_time(self._name, f"in:{message.id}", until)
        if not first or not self._provider.free_text:
            return
        text = translator(DEFAULT)(STOPPED)
        try:
            await self._tell(message.phone, text, message.id)
        except SendError as error:
            log.warning("an opt-out was kept but not confirmed: %s", error)
