"""WeCom's API: one token, every call, and what its error numbers mean for the sender.

    40014 42001                          the token is dropped and fetched again, once
    -1 45009 45033                       Later
    60111 81013, or a name in invaliduser  Unreachable
    everything else                      Refused, with the way to mend it where we know one

WeCom answers 200 to everything: `errcode` tells.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import aiohttp

from bot.channel_settings import WeComBlock
from bot.channels.base import Later, Refused, Unreachable
from bot.channels.calls import Calls, Data
from bot.channels.tokens import Token

STALE = frozenset({40014, 42001})
"""The token is not, or not any more, good."""

MINUTE = 60.0
NOBODY = "no member of this name can see the application"

BUSY = {
    -1: "WeCom is busy (-1)",
    45009: "WeCom asks for fewer messages (45009)",
    45033: "WeCom asks for fewer calls at the same time (45033)",
}
ABSENT = frozenset({60111, 81013})
MEND = {
    40001: "WeCom does not know the secret (40001): copy Secret again from the application's page",
    40013: "WeCom does not know the company (40013): copy 企业ID again from 我的企业",
    40056: "WeCom does not know the application (40056): copy AgentId again from the application's page",
    48002: "the application may not send (48002): look at its 权限 in the admin pages",
    60011: "the application may not see this member (60011): add them under 可见范围",
    60020: "this server is no trusted address (60020): add it under 企业可信IP on the application's page",
    93000: "no such group robot (93000): copy its key again from the group (wecom.robots)",
    301002: "the Secret is not that of this AgentId (301002): copy both from one page",
}


class Api:
    """Calls in the name of the application."""

    def __init__(self, block: WeComBlock, http: aiohttp.ClientSession, clock: Callable[[], datetime]) -> None:
        secret = block.secret.get_secret_value()
        self.agent = block.agent_id
        self._who = {"corpid": block.corp_id, "corpsecret": secret}
        self._calls = Calls(http, block.api, "WeCom", [secret])
        self._token = Token(self._fetch_token, clock)

    async def probe(self) -> None:
        """Ask for the application itself: a call that needs the token, a trusted address and the right number.

        Raises:
            SendError: as the module says.
        """
        await self._call(
            "/cgi-bin/agent/get", params={"agentid": str(self.agent)}, method="GET", repeatable=True
        )

    async def send(self, member: str, message: Mapping[str, Any]) -> dict[str, Any]:
        """One message to one member; WeCom's answer.

        Raises:
            Unreachable: the member is not there, or cannot see the application.
            SendError: as the module says.
        """
        body = {"touser": member, "agentid": self.agent, **message}
        said = await self._call("/cgi-bin/message/send", body)
        if said.get("invaliduser"):
            raise Unreachable(NOBODY)
        if said.get("unlicenseduser"):
            raise Refused("the member has no interface licence (基础接口许可): buy or assign one")
        return said

    async def update_card(self, member: str, code: str, label: str) -> None:
        """Grey the buttons of a card; the one chosen says `label`. A code serves once, for 72 hours."""
        body = {
            "userids": [member], "agentid": self.agent, "response_code": code, "button": {"replace_name": label},
        }  # fmt: skip
        await self._call("/cgi-bin/message/update_template_card", body)

    async def upload(self, picture: bytes) -> str:
        """The media id of a picture, good for three days."""

        def form() -> aiohttp.FormData:
            data = aiohttp.FormData()
            data.add_field("media", picture, filename="picture.jpg", content_type="image/jpeg")
            return data

        said = await self._call("/cgi-bin/media/upload", form=form, params={"type": "image"}, repeatable=True)
        return str(said["media_id"])

    async def download(self, media: str) -> bytes:
        """What a member sent: a picture, a recording."""
        said = await self._download(media)
        if said.get("errcode") in STALE:
            said = await self._download(media)
        if "content" not in said:
            checked(said)
        return bytes(said["content"])

    async def _download(self, media: str) -> dict[str, Any]:
        token = await self._token.get()
        params = {"access_token": token, "media_id": media}
        answered = await self._calls.fetch("GET", "/cgi-bin/media/get", params=params, repeatable=True)
        if answered.type not in ("application/json", "text/plain"):
            return {"content": answered.body}
        said = answered.json() or {"errcode": -1}
        if said.get("errcode") in STALE:
            self._token.drop(token)
        return said

    async def _call(
        self,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        form: Callable[[], Data] = lambda: None,
        params: Mapping[str, str] | None = None,
        method: str = "POST",
        repeatable: bool = False,
    ) -> dict[str, Any]:
        """A call with the token; with a new one where the old is refused. `form` makes the body anew."""
        said: dict[str, Any] = {}
        for _ in range(2):
            token = await self._token.get()
            said = await self._calls.json(
                method, path, params={"access_token": token, **(params or {})},
                json=body, data=form(), repeatable=repeatable,
            )  # fmt: skip
            if said.get("errcode") not in STALE:
                break
            self._token.drop(token)
        return checked(said)

    async def _fetch_token(self) -> tuple[str, float]:
        said = checked(await self._calls.json("GET", "/cgi-bin/gettoken", params=self._who, repeatable=True))
        return str(said["access_token"]), float(said.get("expires_in", 7200))


def checked(said: dict[str, Any]) -> dict[str, Any]:
    """WeCom's answer, where it is a yes.

    Raises:
        Later, Unreachable, Refused: by its number; the words of `errmsg` may name members and are not repeated.
    """
    code = said.get("errcode", 0)
    if code == 0:
        return said
    if code in BUSY:
        raise Later(BUSY[code], MINUTE if code == 45009 else None)
    if code in ABSENT:
        raise Unreachable(f"{NOBODY} ({code})")
    raise Refused(MEND.get(code, f"WeCom refuses the call ({str(code)[:12]})"))
