"""Group robots: the digest of an area, said once into the group of its leaders.

A robot hears nothing and is no person: what it says stands in no outbox. Each issue is claimed by its number
before it is said. What WeCom did not take is claimed again and tried with the next beat of the clock; what may
have been taken is not said again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime, timedelta

from bot.channel_settings import WeComBlock
from bot.channels.base import Later, SendError, Unclear
from bot.channels.calls import Calls
from bot.channels.ports import Ports
from bot.channels.wecom.api import checked
from bot.channels.wecom.inbound import NAME
from bot.pace import Pace, Pacer
from handlers.digests.compose import compose
from handlers.digests.facts import from_json
from locales import DEFAULT, translator, words
from storage.queries.digests import Issued

log = logging.getLogger(__name__)

FRESH = timedelta(hours=6)
"""How long after its issue a digest is worth saying."""

REMEMBERED = timedelta(days=2)
LONGEST = 2048
PER_MINUTE = 20
"""What one robot may say in a minute."""

LAST_LINE = words("For details send 日报 to the application")

IssuedSince = Callable[[Collection[str], datetime], Awaitable[Sequence[Issued]]]
"""(paths of regions, since when) -> the digests issued for them."""


class Robots:
    """The robots of the settings; `speak` is called with every beat of the clock."""

    def __init__(self, block: WeComBlock, ports: Ports, issued: IssuedSince) -> None:
        self._keys = {f"/{path.strip('/')}/": key.get_secret_value() for path, key in block.robots.items()}
        self._calls = Calls(ports.http, block.api, "WeCom's group robot", list(self._keys.values()))
        self._memory = ports.memory
        self._clock = ports.clock
        self._issued = issued
        self._pacer = Pacer(Pace(per_minute_each=PER_MINUTE), clock=lambda: ports.clock().timestamp())
        self._troubled: set[int] = set()

    async def speak(self) -> None:
        """Say what was issued and is not said yet."""
        if self._keys:
            issues = await self._issued(tuple(self._keys), self._clock() - FRESH)
            await asyncio.gather(*(self._once(issue) for issue in issues))

    async def _once(self, issue: Issued) -> None:
        word = f"robot {issue.id}"
        if not await self._memory.first_time(NAME, word, self._clock() + REMEMBERED):
            return
        try:
            await self._say(issue)
        except Unclear as error:
            log.warning("a digest may have been said by a robot and is not repeated: %s", error)
        except SendError as error:
            await self._memory.forget(NAME, word)
            self._complain(issue, error)
        except Exception:
            log.exception("a robot cannot say a digest")

    async def _say(self, issue: Issued) -> None:
        if wait := self._pacer.take(issue.path):
            raise Later("a group robot says no more than 20 messages a minute", wait)
        text = compose(translator(DEFAULT), from_json(issue.facts), LONGEST, LAST_LINE)
        body = {"msgtype": "text", "text": {"content": text}}
        key = {"key": self._keys[issue.path]}
        checked(await self._calls.json("POST", "/cgi-bin/webhook/send", params=key, json=body))

    def _complain(self, issue: Issued, error: SendError) -> None:
        """Once for each digest, however often it is tried."""
        if issue.id not in self._troubled:
            self._troubled.add(issue.id)
            log.warning("a robot did not say a digest, which is tried again: %s", error)
