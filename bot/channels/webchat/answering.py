"""One message of the page, answered: the same over the socket and over a plain request."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from bot.channels.base import Incoming, Receive
from bot.channels.webchat import words as said
from bot.channels.webchat.pace import Pace
from bot.channels.webchat.sessions import Sessions, Visitor
from bot.channels.webchat.wire import Frame, Unreadable, incoming, moment, spoken
from locales import Translate

AGAIN = 5
"""Seconds after which the page repeats a message that we failed to handle."""

log = logging.getLogger(__name__)


class Answering:
    """Reads a frame, lets the door behind `receive` handle it, writes the answering frame."""

    def __init__(self, receive: Receive, sessions: Sessions, pace: Pace, now: Callable[[], datetime]) -> None:
        self._receive = receive
        self._sessions = sessions
        self._pace = pace
        self._now = now

    async def answer(self, frame: Frame, visitor: Visitor, t: Translate) -> Frame:
        """The answering frame: taken, to be sent again, or refused. Never raises."""
        try:
            message = incoming(frame, visitor, self._sessions, self._now())
        except Unreadable as error:
            return {"re": error.id, "refused": t(said.UNREADABLE)}
        if wait := self._pace.wait(visitor.address):
            return {"re": message.id, "wait": wait, "say": t(said.TOO_FAST, seconds=wait)}
        try:
            return await self._taken(message)
        except Exception:
            log.exception("a message of the web chat was not handled")
            return {"re": message.id, "wait": AGAIN, "say": t(said.TROUBLE)}

    async def _taken(self, message: Incoming) -> Frame:
        messages = await self._receive(message)
        return {
            "re": message.id,
            "at": moment(message.sent),
            "now": moment(self._now()),
            "messages": spoken(messages, message.address, self._sessions),
        }
