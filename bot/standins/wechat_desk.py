"""What the account keeps: tokens, media, QR tickets, menus and tags."""

from __future__ import annotations

import io
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import segno
from aiohttp import web

from bot.standins.wechat_callback import WeChatAccount
from bot.standins.wechat_rules import Content, Wrong, look_at_menu

LASTS, BOTH = timedelta(seconds=7200), timedelta(minutes=5)
"""How long a token is good; how long before its end the next one is given, both being good."""

KEPT = timedelta(days=3)
LONGEST_SCENE, LONGEST_TICKET = 64, 2_592_000


async def page_of(request: web.Request) -> Content:
    """The body of a call; escapes such as \\u7b7e are left as they are, as people would see them."""
    raw = await request.text()
    return dict(json.loads(raw.replace("\\u", "\\\\u"))) if raw else {}


@dataclass(slots=True)
class Tokens:
    """stable_token: the same one until shortly before its end; a forced one ends the others."""

    account: WeChatAccount
    clock: Callable[[], datetime]
    fetched: int = 0
    _good: dict[str, datetime] = field(default_factory=dict)

    def given(self, body: Content) -> Content:
        """A token."""
        if body.get("appid") != self.account.app_id:
            raise Wrong(40013)
        if body.get("secret") != self.account.app_secret:
            raise Wrong(40125)
        if body.get("grant_type") != "client_credential":
            raise Wrong(40002)
        self.fetched += 1
        if body.get("force_refresh"):
            self._good.clear()
        now = self.clock()
        token, until = next(reversed(self._good.items()), ("", now))
        if until - now <= BOTH:
            token, until = secrets.token_urlsafe(384), now + LASTS
            self._good[token] = until
        return {"access_token": token, "expires_in": int((until - now).total_seconds())}

    def look(self, token: str) -> None:
        """Is this one good?"""
        if token not in self._good:
            raise Wrong(40001)
        if self._good[token] <= self.clock():
            raise Wrong(42001)

    def end(self) -> None:
        """No token that was given is good any more."""
        self._good.clear()


@dataclass(slots=True)
class Vault:
    """Temporary media."""

    clock: Callable[[], datetime]
    _kept: dict[str, tuple[bytes, str, datetime]] = field(default_factory=dict)

    def keep(self, content: bytes, kind: str) -> str:
        """Store a medium; gives its MediaId."""
        name = secrets.token_urlsafe(48)
        self._kept[name] = content, kind, self.clock() + KEPT
        return name

    def found(self, name: str) -> tuple[bytes, str]:
        """The bytes and the media type."""
        content, kind, until = self._kept.get(name, (b"", "", self.clock()))
        if until <= self.clock():
            raise Wrong(40007)
        return content, kind


@dataclass(slots=True)
class Tickets:
    """QR codes. `scenes`: ticket -> what it carries."""

    scenes: dict[str, str] = field(default_factory=dict)

    def made(self, body: Content) -> Content:
        """A ticket for a temporary code."""
        scene = str(body["action_info"]["scene"]["scene_str"])
        seconds = int(body.get("expire_seconds", 60))
        if body.get("action_name") != "QR_STR_SCENE" or not 1 <= len(scene) <= LONGEST_SCENE:
            raise Wrong(40099)
        if not 1 <= seconds <= LONGEST_TICKET:
            raise Wrong(40029)
        ticket = secrets.token_urlsafe(32) + "=="
        self.scenes[ticket] = scene
        return {"ticket": ticket, "expire_seconds": seconds, "url": _url(ticket)}

    def picture(self, ticket: str) -> bytes:
        """The code as a picture."""
        if ticket not in self.scenes:
            raise web.HTTPNotFound
        picture = io.BytesIO()
        segno.make(_url(ticket)).save(picture, kind="png", scale=4)
        return picture.getvalue()


def _url(ticket: str) -> str:
    return f"http://weixin.qq.com/q/{ticket[:24]}"


@dataclass(slots=True)
class Menus:
    """The default menu, those for tags, and the tags."""

    default: Content | None = None
    by_tag: list[Content] = field(default_factory=list)
    tags: dict[int, str] = field(default_factory=dict)

    def call(self, path: str, body: Content) -> Content:
        """menu/… and tags/…"""
        match path:
            case "menu/create":
                look_at_menu(body)
                self.default = body
            case "menu/addconditional":
                return self._add(body)
            case "menu/delete":
                self.default, self.by_tag = None, []
            case "menu/get":
                return self._all()
            case "tags/create":
                number = 100 + len(self.tags)
                self.tags[number] = body["tag"]["name"]
                return {"tag": {"id": number, "name": body["tag"]["name"]}}
            case "tags/get":
                return {"tags": [{"id": n, "name": name, "count": 0} for n, name in self.tags.items()]}
        return {}

    def seen_by(self, tags: set[int]) -> Content:
        """The menu of somebody with these tags: the newest that fits."""
        fitting = [menu for menu in self.by_tag if int(menu["matchrule"]["tag_id"]) in tags]
        return fitting[-1] if fitting else self.default or {}

    def _add(self, body: Content) -> Content:
        look_at_menu(body)
        if self.default is None:
            raise Wrong(65303)
        if int(body["matchrule"]["tag_id"]) not in self.tags:
            raise Wrong(65317)
        self.by_tag.append(body)
        return {"menuid": str(208_379_533 + len(self.by_tag))}

    def _all(self) -> Content:
        if self.default is None:
            raise Wrong(46003)
        return {"menu": _with_empty(self.default), "conditionalmenu": [_with_empty(m) for m in self.by_tag]}


def _with_empty(menu: Content) -> Content:
    """WeChat gives back an empty `sub_button` where there is none."""
    buttons: list[dict[str, Any]] = [{"sub_button": [], **button} for button in menu["button"]]
    return {**menu, "button": buttons}
