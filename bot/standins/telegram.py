"""A stand-in for Telegram's Bot API: its methods, its rules, its faults, people with phones behind it.

standin = TelegramStandIn("123456:token", clock)
async with standin.serving() as address:      # what goes into [telegram] api
    heard = await standin.phone("zhang").say("签到")
"""

from __future__ import annotations

import asyncio
import itertools
import json
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import aiohttp
from aiohttp import web

from bot.standins.phone import first_of_run
from bot.standins.telegram_chats import Chats, Fault, Wrong
from bot.standins.telegram_phone import Content, TelegramPhone


class TelegramStandIn:
    """The Bot API of one bot. `retry`: seconds until a webhook that failed is told again."""

    def __init__(self, token: str, clock: Callable[[], datetime], retry: float = 0.05) -> None:
        self.clock = clock
        self.calls: list[str] = []
        self.webhook: Content = {"url": ""}
        self.pushed: list[int] = []
        self._token = token
        self._retry = retry
        self._faults: dict[str, deque[Fault | None]] = defaultdict(deque)
        self._chats = Chats(self)
        self._waiting: dict[int, Content] = {}
        self._settled: dict[int, asyncio.Event] = {}
        self._numbers = itertools.count(first_of_run())
        self._news = asyncio.Event()

    def phone(self, who: str, kind: str = "private") -> TelegramPhone:
        """Whoever is called so; met for the first time they get a chat with the bot."""
        return self._chats.phone(who, kind)

    @property
    def answered(self) -> list[str]:
        """The pressed buttons whose mark has gone, by the number of the press."""
        return self._chats.answered

    def order(self, method: str, *faults: Fault | None) -> None:
        """Let the next calls of a method go wrong, in this order; None: that one goes well."""
        self._faults[method].extend(faults)

    def publish(self, update: Content) -> int:
        """Put an update in line."""
        number = next(self._numbers)
        if "my_chat_member" in update:
            self._chats.note_block(update["my_chat_member"])
        self._waiting[number] = {"update_id": number, **update}
        self._settled[number] = asyncio.Event()
        self._news.set()
        return number

    def repeat(self, number: int, update: Content) -> None:
        """Put an update in line once more, under the number it had."""
        self._waiting[number] = {"update_id": number, **update}
        self._settled[number] = asyncio.Event()
        self._news.set()

    async def settled(self, update: int) -> None:
        """Returns when the bot has taken it."""
        await self._settled[update].wait()

    def keep_file(self, content: bytes) -> Content:
        """Store a file that was sent."""
        return self._chats.keep_file(content)

    def application(self) -> web.Application:
        """The Bot API as an application; it tells webhooks while it runs."""
        app = web.Application(client_max_size=20 * 1024 * 1024)
        app.router.add_route("*", f"/bot{self._token}/{{method}}", self._call)
        app.router.add_get(f"/file/bot{self._token}/{{name}}", self._file)
        app.router.add_route("*", "/{anything:.*}", self._unknown)
        app.cleanup_ctx.append(self._telling)
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

    # ── the methods ──

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        form = {**request.query, **await request.post()}
        self.calls.append(method)
        fault = self._faults[method].popleft() if self._faults[method] else None
        if fault and not fault.taken:
            return self._failed(request, fault)
        try:
            result = await self._done(method, form)
        except Wrong as wrong:
            return self._failed(request, Fault(wrong.status, str(wrong)))
        return self._failed(request, fault) if fault else web.json_response({"ok": True, "result": result})

    async def _done(self, method: str, form: Mapping[str, Any]) -> object:
        chats = self._chats
        known: dict[str, Callable[[Mapping[str, Any]], object]] = {
            "getMe": self._get_me, "setWebhook": self._set_webhook, "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._webhook_info, "sendMessage": chats.send_message, "sendPhoto": chats.send_photo,
            "editMessageText": chats.edit, "editMessageReplyMarkup": chats.edit, "getFile": chats.get_file,
            "answerCallbackQuery": chats.answer,
        }  # fmt: skip
        if method == "getUpdates":
            return await self._get_updates(form)
        if method not in known:
            raise Wrong(404, "Not Found: method not found")
        return known[method](form)

    def _failed(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        if fault.status == 0:
            assert request.transport is not None, "somebody asks"
            request.transport.abort()
        if fault.html:
            return web.Response(
                status=fault.status, text="<html>Bad Gateway</html>", content_type="text/html"
            )
        wait = {"parameters": {"retry_after": fault.after}} if fault.after else {}
        body = {"ok": False, "error_code": fault.status, "description": fault.description, **wait}
        return web.json_response(body, status=fault.status or 500)

    async def _unknown(self, request: web.Request) -> web.StreamResponse:
        return self._failed(request, Fault(401, "Unauthorized"))

    async def _file(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        fault = self._faults["file"].popleft() if self._faults["file"] else None
        if fault:
            return self._failed(request, fault)
        if name not in self._chats.files:
            raise web.HTTPNotFound
        return web.Response(body=self._chats.files[name])

    async def _get_updates(self, form: Mapping[str, Any]) -> list[Content]:
        if self.webhook["url"]:
            raise Wrong(409, "Conflict: can't use getUpdates method while webhook is active")
        for number in [n for n in self._waiting if n < int(form.get("offset") or 0)]:
            self._settle(number)
        try:
            async with asyncio.timeout(float(form.get("timeout") or 0)):
                while not self._waiting:
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            return []
        return list(self._waiting.values())[: int(form.get("limit") or 100)]

    def _settle(self, number: int) -> None:
        self._waiting.pop(number, None)
        self._settled[number].set()

    def _get_me(self, form: Mapping[str, Any]) -> Content:
        return {
            "id": int(self._token.split(":")[0]),
            "is_bot": True,
            "first_name": "Bangfu",
            "username": "bangfu_bot",
        }

    def _set_webhook(self, form: Mapping[str, Any]) -> bool:
        self.webhook = {"url": form["url"], "secret": form.get("secret_token", "")}
        if form.get("drop_pending_updates") in ("true", "True"):
            self._waiting.clear()
        self._news.set()
        return True

    def _delete_webhook(self, form: Mapping[str, Any]) -> bool:
        return self._set_webhook({**form, "url": ""})

    def _webhook_info(self, form: Mapping[str, Any]) -> Content:
        told = {"last_error_message": self.webhook["error"]} if self.webhook.get("error") else {}
        waiting = len(self._waiting)
        return {
            "url": self.webhook["url"],
            "has_custom_certificate": False,
            "pending_update_count": waiting,
            **told,
        }

    # ── webhooks ──

    async def _telling(self, _: web.Application) -> AsyncIterator[None]:
        async with aiohttp.ClientSession() as http:
            task = asyncio.create_task(self._tell(http))
            yield
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _tell(self, http: aiohttp.ClientSession) -> None:
        """What waits, told: one chat's in their order, chats side by side; what is not taken, again."""
        while True:
            queues: dict[object, list[Content]] = defaultdict(list)
            if self.webhook["url"]:
                for update in self._waiting.values():
                    queues[chat_of(update)].append(update)
            if not queues:
                self._news.clear()
                await self._news.wait()
            taken = await asyncio.gather(*(self._push(http, queue) for queue in queues.values()))
            await asyncio.sleep(0 if all(taken) else self._retry)

    async def _push(self, http: aiohttp.ClientSession, queue: list[Content]) -> bool:
        for update in queue:
            headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook["secret"]}
            self.pushed.append(update["update_id"])
            try:
                async with http.post(self.webhook["url"], json=update, headers=headers) as answer:
                    status = answer.status
            except aiohttp.ClientError:
                status = 0
            if status != 200:
                self.webhook["error"] = f"Wrong response from the webhook: {status}"
                return False
            self._settle(update["update_id"])
        return True


def chat_of(update: Content) -> object:
    """Whose update it is."""
    content = next(value for key, value in update.items() if key != "update_id")
    return json.dumps(content["from"]["id"])
