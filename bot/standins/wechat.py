"""A stand-in for WeChat: the API of one service account, its callback, its followers with phones.

    standin = WeChatStandIn(WeChatAccount(), clock)
    async with standin.serving() as address:      # what goes into [wechat] api and pictures
        standin.callback = lambda: "http://127.0.0.1:8080/wechat"
        heard = await standin.phone("cadre").say("签到")

Its rules are WeChat's: who may be written to and how often, on a clock that can be moved; tokens that end;
media that are forgotten after three days; reports that come later; three tries where our side is slow.
`refused` counts the errcodes that were given.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter, defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from aiohttp import web

from bot.standins.phone import Heard
from bot.standins.wechat_callback import Pusher, WeChatAccount
from bot.standins.wechat_desk import Menus, Tickets, Tokens, Vault, page_of
from bot.standins.wechat_phone import WeChatPhone
from bot.standins.wechat_rules import Content, Wrong, look_at_text, look_at_values
from bot.standins.wecom_faults import Fault, failed

QUIET = 0.05
"""Seconds without a call after which the house is thought to have said all."""

OK: Content = {"errcode": 0, "errmsg": "ok"}

Wording = Callable[[Mapping[str, str]], str]
"""Gives a template's whole text for its values."""


@dataclass(slots=True)
class WeChatStandIn:
    """One account.

    `callback` gives the address that is told what people do. `finished` returns when the house has spoken
    all it has to say; without it, a moment of silence counts.
    `templates`: those that are approved, by id, with their wordings; empty: any. `trusted`: whether our address is on the allow list.
    """

    account: WeChatAccount
    clock: Callable[[], datetime]
    callback: Callable[[], str] = str
    finished: Callable[[], Awaitable[None]] | None = None
    trusted: bool = True
    templates: Mapping[str, Wording] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    refused: Counter[int] = field(default_factory=Counter)
    pusher: Pusher = field(init=False)
    tokens: Tokens = field(init=False)
    media: Vault = field(init=False)
    tickets: Tickets = field(default_factory=Tickets)
    menus: Menus = field(default_factory=Menus)
    _phones: dict[str, WeChatPhone] = field(default_factory=dict)
    _faults: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    _sent: dict[str, str] = field(default_factory=dict)
    _reports: set[asyncio.Task[None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.pusher = Pusher(self.account, self.clock)
        self.tokens = Tokens(self.account, self.clock)
        self.media = Vault(self.clock)

    def phone(self, who: str) -> WeChatPhone:
        """The phone of somebody who follows the account."""
        openid = self.openid(who)
        return self._phones.setdefault(openid, WeChatPhone(self, openid))

    def openid(self, who: str) -> str:
        """What the account calls them."""
        return f"o-{re.sub('[^A-Za-z0-9_-]', '-', who)}"

    def order(self, path: str, *faults: Fault) -> None:
        """Let the next calls of a path (`message/custom/send`) go wrong, in this order."""
        self._faults[path].extend(faults)

    def menu_of(self, who: str) -> Content:
        """The menu that somebody sees."""
        return self.menus.seen_by(self.phone(who).person.tags)

    def keep_file(self, content: bytes, kind: str) -> str:
        """Store a medium; gives its MediaId."""
        return self.media.keep(content, kind)

    def application(self) -> web.Application:
        """The API as an application."""
        app = web.Application(client_max_size=20 * 1024 * 1024)
        app.router.add_route("*", "/cgi-bin/{path:.+}", self._call)
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
            await self.reported()
            await runner.cleanup()

    async def push(self, message: Content) -> str | None:
        """Tell the house something; the text it answered in the same breath."""
        return await self.pusher.push(self.callback(), message)

    async def settled(self) -> None:
        """Returns when the house has said what it had to say."""
        if self.finished is not None:
            await self.finished()
            return
        before = -1
        while before < len(self.calls):
            before = len(self.calls)
            await asyncio.sleep(QUIET)

    async def reported(self) -> None:
        """Returns when every report of a template has been pushed."""
        while self._reports:
            await asyncio.wait(set(self._reports))

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
            self.refused[wrong.code] += 1
            said = {"errcode": wrong.code, "errmsg": f"refused, from ip: {request.remote}"}
        if fault and fault.taken:
            return await failed(request, fault)
        return said if isinstance(said, web.StreamResponse) else web.json_response(said)

    async def _done(self, path: str, request: web.Request) -> Content | web.StreamResponse:
        query = request.query
        if path == "showqrcode":
            return web.Response(body=self.tickets.picture(query.get("ticket", "")), content_type="image/png")
        if path == "stable_token":
            self._look_at_address()
            return self.tokens.given(await request.json())
        self.tokens.look(query.get("access_token", ""))
        self._look_at_address()
        if path == "media/upload":
            part = (await request.post())["media"]
            assert isinstance(part, web.FileField), "a file"
            return {"type": "image", "media_id": self.keep_file(part.file.read(), part.content_type)}
        if path == "media/get":
            content, kind = self.media.found(query.get("media_id", ""))
            return web.Response(body=content, content_type=kind)
        body = await page_of(request)
        if path in (
            "menu/get",
            "menu/create",
            "menu/delete",
            "menu/addconditional",
            "tags/get",
            "tags/create",
        ):
            return {**OK, **self.menus.call(path, body)}
        known: dict[str, Callable[[Content], Content]] = {
            "message/custom/send": self._custom,
            "message/template/send": self._template,
            "message/subscribe/bizsend": self._subscription,
            "qrcode/create": self.tickets.made,
            "tags/getidlist": lambda asked: {"tagid_list": sorted(self._known(asked["openid"]).person.tags)},
            "tags/members/batchtagging": lambda asked: self._tag(asked, set.add),
            "tags/members/batchuntagging": lambda asked: self._tag(asked, set.discard),
        }
        if path not in known:
            raise Wrong(-1)
        return {**OK, **known[path](body)}

    def _look_at_address(self) -> None:
        if not self.trusted:
            raise Wrong(40164)

    def _known(self, openid: str) -> WeChatPhone:
        if openid not in self._phones:
            raise Wrong(40003)
        return self._phones[openid]

    def _custom(self, body: Content) -> Content:
        """A customer-service message, counted."""
        phone = self._known(body["touser"])
        if body["msgtype"] == "image":
            heard = Heard("", picture=self.media.found(body["image"]["media_id"])[0])
        else:
            heard = Heard(look_at_text(body["text"]["content"]))
        phone.person.count(self.clock())
        phone.show(heard)
        return {}

    def _template(self, body: Content) -> Content:
        phone = self._approved(body)
        text = self._worded(body)
        if body.get("client_msg_id") in self._sent:
            raise Wrong(45065)
        number = f"{200_228_332 + len(self.calls)}"
        self._sent[body.get("client_msg_id") or number] = number
        refuses = phone.person.refuses
        if not refuses:
            phone.show(Heard(text))
        status = "failed:user block" if refuses else "success"
        self._report(phone, {"Event": "TEMPLATESENDJOBFINISH", "MsgID": int(number), "Status": status})
        return {"msgid": int(number)}

    def _subscription(self, body: Content) -> Content:
        phone, template = self._approved(body), body["template_id"]
        text = self._worded(body)
        if not phone.person.accepted.get(template):
            raise Wrong(43101)
        phone.person.accepted[template] -= 1
        phone.show(Heard(text))
        number = f"{1_700_000_000 + len(self.calls)}"
        sent = {"TemplateId": template, "MsgID": number, "ErrorCode": 0, "ErrorStatus": "success"}
        self._report(phone, {"Event": "subscribe_msg_sent_event", "SubscribeMsgSentEvent": {"List": sent}})
        return {"msgid": number}

    def _worded(self, body: Content) -> str:
        """A template as it is read: where its wording is not known, its values."""
        values = look_at_values(body["data"])
        wording = self.templates.get(body["template_id"])
        return wording(values) if wording else "\n".join(values.values())

    def _approved(self, body: Content) -> WeChatPhone:
        phone = self._known(body["touser"])
        if not phone.person.follows:
            raise Wrong(43004)
        if self.templates and body["template_id"] not in self.templates:
            raise Wrong(40037)
        return phone

    def _report(self, phone: WeChatPhone, event: Content) -> None:
        """What became of a message comes as an event of its own, a little later."""
        now = int(self.clock().timestamp())
        whole = {"FromUserName": phone.openid, "CreateTime": now, "MsgType": "event", **event}
        task = asyncio.create_task(self._push_report(whole))
        self._reports.add(task)
        task.add_done_callback(self._reports.discard)

    async def _push_report(self, event: Content) -> None:
        await self.push(event)

    def _tag(self, body: Content, change: Callable[[set[int], int], None]) -> Content:
        for openid in body["openid_list"]:
            change(self._known(openid).person.tags, int(body["tagid"]))
        return {}
