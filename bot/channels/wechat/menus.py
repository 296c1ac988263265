"""The account's menus: one for whoever is not known, one for each kind of person, told apart by tags.

WeChat: at most three buttons of 16 bytes, five below each of 60 bytes, keys of 128 bytes. A key is a
command line: pressing it says that line.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.channels.base import Incoming, SendError
from bot.channels.ports import Ports
from bot.channels.wechat.api import Api
from bot.channels.wechat.faults import NoMenu
from bot.channels.wechat.reading import NAME
from bot.channels.words import said
from locales import Words, words

log = logging.getLogger(__name__)

Line = tuple[Words, str]
Button = Line | tuple[Words, Sequence[Line]]

MORE = words("more")
HELP: Line = (words("help"), "帮助")
MENU: Line = (words("menu"), "菜单")
FUNDS: Line = (words("funds"), "资金")
VISIT: Line = (words("log a visit"), "走访")
DIGEST: Line = (words("daily digest"), "日报")
UNDO: Line = (words("take back the last record"), "撤回")
PERSON: Line = (words("ask a person"), "人工")

STRANGER: Sequence[Button] = (
    (
        words("Who I am"),
        (
            (words("I am a cadre"), "我是干部"),
            (words("I am of a household"), "我是农户"),
            (words("I am a leader"), "我是领导"),
        ),
    ),
    HELP,
)
BY_KIND: Mapping[str, Sequence[Button]] = {
    "cadre": (
        (words("on site"), ((words("check in"), "签到"), (words("check out"), "签退"), (words("leave"), "请假"))),
        (words("records"), (VISIT, (words("households I help"), "我帮扶的户"), FUNDS, UNDO)),
        (words("my own"), ((words("my week"), "我的本周"), MENU, HELP)),
    ),
    "village": (VISIT, DIGEST, (MORE, (FUNDS, UNDO, MENU, HELP))),
    "leader": (DIGEST, FUNDS, (MORE, (MENU, HELP))),
    "household": (
        (words("my benefits"), "我的补助"),
        (words("my helper"), "我的帮扶人"),
        (MORE, ((words("village funds and projects"), "资金"), PERSON, MENU, HELP)),
    ),
}  # fmt: skip
TAGS: Mapping[str, str] = {kind: f"bangfu-{kind}" for kind in BY_KIND}
"""Kind of person -> the name of its tag in the account."""

AGAIN = timedelta(minutes=10)
"""So long a person's tag is believed; that of strangers never, since they may just have said who they are."""

REMEMBERED = 20_000


class Menus:
    """Sets the menus at the start, and tags people so that each sees theirs."""

    def __init__(self, api: Api, ports: Ports, *, at_start: bool) -> None:
        self._api = api
        self._ports = ports
        self._on = at_start
        self._tags: dict[str, int] = {}
        self._seen: dict[str, tuple[datetime, str]] = {}
        self._starting: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin; it is tried again by whoever needs a tag."""
        if self._on:
            self._starting = asyncio.create_task(self._start())

    async def stop(self) -> None:
        """End what has not come to an end."""
        if self._starting:
            self._starting.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._starting

    async def _start(self) -> None:
        try:
            await self.set()
        except SendError as error:
            log.warning("the menus of WeChat are not set: %s", error)

    async def set(self) -> None:
        """Make the account's menus what they are here; nothing is changed where they are already.

        Raises:
            SendError: WeChat does not take it.
        """
        self._tags = await self._ensured()
        wanted = wanted_menus(self._tags)
        if await self._current() == wanted:
            return
        await self._api.call("/cgi-bin/menu/delete", method="GET", repeatable=True)
        first, *others = wanted
        await self._api.call("/cgi-bin/menu/create", first, repeatable=True)
        for menu in others:
            await self._api.call("/cgi-bin/menu/addconditional", menu)

    async def look_after(self, incoming: Incoming) -> None:
        """Give whoever was just answered the tag of their kind, where it has changed."""
        now, address = self._ports.clock(), incoming.address
        at, known = self._seen.get(address, (datetime.min.replace(tzinfo=now.tzinfo), ""))
        believed = known != "stranger" and now - at < AGAIN
        if not self._on or believed:
            return
        kind = await self._ports.audience(NAME, address)
        try:
            if kind != known:
                await self._tag(address, kind)
            self._remember(address, now, kind)
        except SendError as error:
            log.warning("somebody has no tag, and the menu of strangers: %s", error)

    def _remember(self, address: str, now: datetime, kind: str) -> None:
        self._seen.pop(address, None)
        self._seen[address] = now, kind
        while len(self._seen) > REMEMBERED:
            del self._seen[next(iter(self._seen))]

    async def _tag(self, address: str, kind: str) -> None:
        """The tag of the kind, and none of the others."""
        self._tags = self._tags or await self._ensured()
        worn = await self._api.call("/cgi-bin/tags/getidlist", {"openid": address}, repeatable=True)
        mine = self._tags.get(kind)
        for tag in set(worn.get("tagid_list", ())) & set(self._tags.values()) - {mine}:
            await self._change("batchuntagging", address, tag)
        if mine is not None:
            await self._change("batchtagging", address, mine)

    async def _change(self, what: str, address: str, tag: int) -> None:
        body = {"openid_list": [address], "tagid": tag}
        await self._api.call(f"/cgi-bin/tags/members/{what}", body, repeatable=True)

    async def _ensured(self) -> dict[str, int]:
        """Kind -> number of its tag; tags that are not there are made."""
        listed = await self._api.call("/cgi-bin/tags/get", method="GET", repeatable=True)
        there = {str(tag["name"]): int(tag["id"]) for tag in listed.get("tags", ())}
        return {kind: there.get(name) or await self._created(name) for kind, name in TAGS.items()}

    async def _created(self, name: str) -> int:
        made = await self._api.call("/cgi-bin/tags/create", {"tag": {"name": name}})
        return int(made["tag"]["id"])

    async def _current(self) -> list[dict[str, Any]]:
        """The menus as they are, the default first, in the shape they are sent in."""
        try:
            there = await self._api.call("/cgi-bin/menu/get", method="GET", repeatable=True)
        except NoMenu:
            return []
        default = {"button": [_plain(button) for button in there.get("menu", {}).get("button", ())]}
        return [default, *(_conditional(menu) for menu in there.get("conditionalmenu", ()))]


def wanted_menus(tags: Mapping[str, int]) -> list[dict[str, Any]]:
    """The default menu and one for each tag, as WeChat takes them."""
    return [
        {"button": _rendered(STRANGER)},
        *(
            {"button": _rendered(buttons), "matchrule": {"tag_id": str(tags[kind])}}
            for kind, buttons in BY_KIND.items()
        ),
    ]


def _rendered(buttons: Sequence[Button]) -> list[dict[str, Any]]:
    return [_button(title, below) for title, below in buttons]


def _button(title: Words, below: str | Sequence[Line]) -> dict[str, Any]:
    if isinstance(below, str):
        return {"type": "click", "name": said(title), "key": below}
    return {"name": said(title), "sub_button": [_button(*line) for line in below]}


def _plain(button: Mapping[str, Any]) -> dict[str, Any]:
    """A button as WeChat gives it back, without what it has added."""
    below = button.get("sub_button") or ()
    if below:
        return {"name": button.get("name"), "sub_button": [_plain(each) for each in below]}
    return {name: button.get(name) for name in ("type", "name", "key")}


def _conditional(menu: Mapping[str, Any]) -> dict[str, Any]:
    rule = menu.get("matchrule", {})
    tag = str(rule.get("tag_id") or rule.get("group_id", ""))
    return {"button": [_plain(button) for button in menu.get("button", ())], "matchrule": {"tag_id": tag}}
