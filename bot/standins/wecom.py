"""A stand-in for WeCom: the API of one application, its callback, group robots, members with phones.

    standin = WeComStandIn(WeComAccount(...), clock)
    async with standin.serving() as address:      # what goes into [wecom] api
        standin.callback = lambda: "http://127.0.0.1:8080/wecom"
        heard = await standin.phone("zhang").say("签到")

Its rules are those of WeCom: what comes too fast is dropped without a word, a card is changed once with a code,
the same content is let through once where the check for repeats was asked for.
"""

from __future__ import annotations

import asyncio
import itertools
import secrets
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiohttp import web

from bot.standins.wecom_callback import Pusher, WeComAccount
from bot.standins.wecom_faults import Fault, failed
from bot.standins.wecom_phone import Content, WeComPhone
from bot.standins.wecom_rules import Codes, Counted, Wrong, card_checked, content_of, cut

OK: Content = {"errcode": 0, "errmsg": "ok"}
QUIET, LONG = 0.1, 20
"""Seconds without a call after which the house is thought to have said all; how often one looks at most."""

TOKEN_LASTS = timedelta(seconds=7200)


@dataclass(slots=True)
class WeComStandIn:
    """One company with one application.

    `callback` gives the address that is told what members do. `finished` returns when the house has spoken all it has to say; without it, a moment of silence counts.
    """

    account: WeComAccount
    clock: Callable[[], datetime]
    callback: Callable[[], str] = str
    finished: Callable[[], Awaitable[None]] | None = None
    trusted: bool = True
    calls: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    pusher: Pusher = field(init=False)
    said_by_robots: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    files: dict[str, bytes] = field(default_factory=dict)
    _phones: dict[str, WeComPhone] = field(default_factory=dict)
    _faults: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    _tokens: dict[str, datetime] = field(default_factory=dict)
    _codes: Codes = field(default_factory=Codes)
    _sent: Counted = field(default_factory=Counted)
    _robot_sent: Counted = field(default_factory=Counted)
    _seen: dict[tuple[str, str], datetime] = field(default_factory=dict)
    _tasks: set[str] = field(default_factory=set)
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        self.pusher = Pusher(self.account, self.clock)

    def phone(self, who: str) -> WeComPhone:
        """The member of this userid."""
        return self._phones.setdefault(who.lower(), WeComPhone(self, who))

    def order(self, path: str, *faults: Fault) -> None:
        """Let the next calls of a path (`message/send`) go wrong, in this order."""
        self._faults[path].extend(faults)

    def expire_tokens(self) -> None:
        """No token that was given is good any more."""
        self._tokens.clear()

    def new_code(self, task: str) -> str:
        """A code by which a card may be changed once."""
        return self._codes.made(task, self.clock())

    def application(self) -> web.Application:
        """The API as an application."""
        app = web.Application(client_max_size=20 * 1024 * 1024)
        app.router.add_route("*", "/cgi-bin/{path:.+}", self._call)
        app.router.add_get("/", _front)
        return app

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """The application on a free port of the loopback; gives its address."""
        runner = web.AppRunner(self.application(), shutdown_timeout=0.1, access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()

    async def push(self, message: Content) -> Content | None:
        """Tell the house something; what it answered in the same breath."""
        return await self.pusher.push(self.callback(), message)

    async def settled(self, expecting: Callable[[], bool]) -> None:
        """Returns when the house has said what it had to say.

        Args:
            expecting: whether something must still come. Nothing may come at all, so nobody waits for long.
        """
        if self.finished is not None:
            await self.finished()
            return
        for _ in range(LONG):
            before = len(self.calls)
            await asyncio.sleep(QUIET)
            if len(self.calls) == before and not expecting():
                return

    # ── the API ──

    async def _call(self, request: web.Request) -> web.StreamResponse:
        path = request.match_info["path"]
        self.calls.append(path)
        fault = self._faults[path].popleft() if self._faults[path] else None
        if fault:
            await asyncio.sleep(fault.slow)
        if fault and not fault.taken and not fault.only_slow:
            return await failed(request, fault)
        try:
            said = await self._done(path, request)
        except Wrong as wrong:
            said = {"errcode": wrong.code, "errmsg": f"refused, from ip: {request.remote}"}
        if fault and fault.taken:
            return await failed(request, fault)
        return said if isinstance(said, web.StreamResponse) else web.json_response(said)

    async def _done(self, path: str, request: web.Request) -> Content | web.StreamResponse:
        if path == "gettoken":
            return self._give_token(request.query)
        if path == "webhook/send":
            return self._robot(request.query.get("key", ""), await request.json())
        self._look_at_token(request.query.get("access_token", ""))
        if path == "media/upload":
            part = (await request.post())["media"]
            assert isinstance(part, web.FileField), "a file"
            return {**OK, "type": "image", "media_id": self.keep_file(part.file.read())}
        if path == "media/get":
            return self._file(request.query.get("media_id", ""))
        if path == "agent/get":
            return {**OK, "agentid": self.account.agent_id}
        known = {"message/send": self._send, "message/update_template_card": self._update}
        if path not in known:
            raise Wrong(-1)
        return known[path](await request.json())

    def _give_token(self, query: Mapping[str, str]) -> Content:
        if query.get("corpid") != self.account.corp_id:
            raise Wrong(40013)
        if query.get("corpsecret") != self.account.secret:
            raise Wrong(40001)
        token = f"token-{next(self._numbers)}-{secrets.token_hex(8)}"
        self._tokens[token] = self.clock() + TOKEN_LASTS
        return {**OK, "access_token": token, "expires_in": int(TOKEN_LASTS.total_seconds())}

    def _look_at_token(self, token: str) -> None:
        if token not in self._tokens:
            raise Wrong(40014)
        if self._tokens[token] <= self.clock():
            raise Wrong(42001)
        if not self.trusted:
            raise Wrong(60020)

    def keep_file(self, content: bytes) -> str:
        """Store a file; gives its media id."""
        name = f"media-{next(self._numbers)}"
        self.files[name] = content
        return name

    def _file(self, name: str) -> web.StreamResponse:
        if name not in self.files:
            raise Wrong(40007)
        return web.Response(body=self.files[name], content_type="image/jpeg")

    def _send(self, body: Content) -> Content:
        if body.get("agentid") != self.account.agent_id:
            raise Wrong(301002)
        members = [who.lower() for who in str(body.get("touser", "")).split("|") if who]
        known = [who for who in members if who in self._phones and self._phones[who].member]
        if not known:
            raise Wrong(81013)
        shown, said = self._shown(body), {**OK, "msgid": secrets.token_hex(8)}
        if task := body.get("template_card", {}).get("task_id"):
            if task in self._tasks and not self._is_repeat(known[0], body):
                raise Wrong(40058)
            self._tasks.add(task)
            said["response_code"] = self.new_code(task)
        for who in known:
            self._deliver(who, body, shown)
        bad = [who for who in members if who not in known]
        return {**said, "invaliduser": "|".join(bad)} if bad else said

    def _shown(self, body: Content) -> Content:
        match body.get("msgtype"):
            case "text":
                return {"text": cut(body["text"]["content"], 2048)}
            case "image":
                if body["image"]["media_id"] not in self.files:
                    raise Wrong(40007)
                return {"text": "", "picture": self.files[body["image"]["media_id"]]}
            case "template_card":
                return card_checked(body["template_card"])
        raise Wrong(40008)

    def _deliver(self, who: str, body: Content, shown: Content) -> None:
        if self._is_repeat(who, body):
            return
        self._seen[who, content_of(body)] = self.clock()
        now = self.clock()
        if not self._sent.under(who, now, (30, timedelta(minutes=1)), (1000, timedelta(hours=1))):
            self.dropped.append(who)
            return
        self._phones[who].shown(shown)

    def _is_repeat(self, who: str, body: Content) -> bool:
        if not body.get("enable_duplicate_check"):
            return False
        seen = self._seen.get((who, content_of(body)))
        return seen is not None and self.clock() - seen < timedelta(
            seconds=body.get("duplicate_check_interval", 1800)
        )

    def _update(self, body: Content) -> Content:
        task = self._codes.used(body.get("response_code", ""), self.clock())
        for who in body.get("userids", []):
            self._phones[who.lower()].changed(task, body["button"]["replace_name"])
        return OK

    def _robot(self, key: str, body: Content) -> Content:
        if key not in self.account.robots:
            raise Wrong(93000)
        if not self._robot_sent.under(key, self.clock(), (20, timedelta(minutes=1))):
            raise Wrong(45009)
        self.said_by_robots[key].append(cut(body["text"]["content"], 2048))
        return OK


async def _front(_: web.Request) -> web.Response:
    return web.Response(text="WeCom, a stand-in")
