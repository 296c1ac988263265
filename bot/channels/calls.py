"""Calls of a provider: every way they go wrong becomes one of the errors that the sender knows.

    not connected, 429, 5xx                      Later (429 with the seconds that Retry-After asks for)
    504, broken or late after the request left   Unclear; Later where the call may be repeated
    an answer that is not the provider's         Unclear; Later where the call may be repeated
    3xx, other 4xx                               Refused

The texts of the errors are for the operator: never a query, a header, a body or a token.
"""

from __future__ import annotations

import json as plain
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from bot.channels.base import Later, Refused, SendError, Unclear

QUOTED = 120
"""Characters of a provider's own words that are repeated to the operator."""

NOT_CONNECTED = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
JSON = "application/json; charset=utf-8"
Data = bytes | str | Mapping[str, str] | aiohttp.FormData | None


@dataclass(frozen=True, slots=True)
class Answered:
    """What a provider answered: the bytes as they came, `type` without its parameters."""

    status: int
    type: str
    body: bytes

    def json(self) -> dict[str, Any] | None:
        """The body as a JSON object; None where it is something else."""
        try:
            read = plain.loads(self.body)
        except (ValueError, RecursionError):
            return None
        return read if isinstance(read, dict) else None


class Once:
    """Lets a request out one time: aiohttp sends a GET again by itself when the connection breaks."""

    def __init__(self) -> None:
        self._broke: BaseException | None = None

    async def __call__(
        self, request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
    ) -> aiohttp.ClientResponse:
        if self._broke is not None:
            raise self._broke
        try:
            return await handler(request)
        except aiohttp.ClientError as error:
            self._broke = error
            raise


class Calls:
    """Calls of one provider at `base`.

    Args:
        name: the provider as the operator knows it.
        secrets: what must not stand in an error even where the provider repeats it.
    """

    def __init__(
        self, http: aiohttp.ClientSession, base: str, name: str, secrets: Sequence[str] = ()
    ) -> None:
        self._http = http
        self._base = base.rstrip("/")
        self._name = name
        self._secrets = [secret for secret in secrets if secret]

    async def json(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        json: object = None,
        data: Data = None,
        headers: Mapping[str, str] | None = None,
        repeatable: bool = False,
        readable: bool = False,
    ) -> dict[str, Any]:
        """The JSON object that the provider answers.

        Args:
            repeatable: the same call may be made again without doing it twice.
            readable: a 4xx other than 429 with a JSON object is an answer too.

        Raises:
            SendError: as the module says.
        """
        answered = await self._ask(method, path, params, json, data, headers, repeatable)
        said = answered.json()
        if answered.status < 300 or (readable and said is not None):
            return said if said is not None else self._unread(repeatable)
        raise self._refused(answered.status)

    async def fetch(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        json: object = None,
        data: Data = None,
        headers: Mapping[str, str] | None = None,
        repeatable: bool = False,
    ) -> Answered:
        """The answer as it came (a picture, a text); errors as `json`."""
        answered = await self._ask(method, path, params, json, data, headers, repeatable)
        if answered.status >= 300:
            raise self._refused(answered.status)
        return answered

    def quoted(self, text: str) -> str:
        """A provider's own words for an error: cut, on one line, without our secrets and long numbers."""
        for secret in self._secrets:
            text = text.replace(secret, "…")
        return re.sub(r"[0-9]{6,}", "…", " ".join(text.split()))[:QUOTED]

    async def _ask(
        self,
        method: str,
        path: str,
        params: Mapping[str, str] | None,
        json: object,
        data: Data,
        headers: Mapping[str, str] | None,
        repeatable: bool,
    ) -> Answered:
        """One request, read to its end; 429 and 5xx are errors here already."""
        # Chinese goes out as it is: some providers show `\uXXXX` to people.
        body = plain.dumps(json, ensure_ascii=False).encode() if json is not None else data
        kind = {"Content-Type": JSON} if json is not None else {}
        try:
            async with self._http.request(
                method, self._base + path, params=params, data=body, headers={**kind, **(headers or {})},
                allow_redirects=False, middlewares=() if repeatable else (Once(),),
            ) as response:  # fmt: skip
                self._look(response, repeatable)
                return Answered(response.status, response.content_type, await response.read())
        except NOT_CONNECTED:
            raise Later(f"{self._name} cannot be reached: look at the network and the address") from None
        except aiohttp.InvalidURL:
            raise Refused(f"the address of {self._name} is no address: look at the settings") from None
        except (aiohttp.ClientError, TimeoutError, OSError):
            raise self._unclear(f"the connection to {self._name} broke or was too slow", repeatable) from None

    def _look(self, response: aiohttp.ClientResponse, repeatable: bool) -> None:
        status = response.status
        if status == 429:
            after = seconds(response.headers.get("Retry-After", ""))
            raise Later(f"{self._name} asks for fewer messages (429)", after)
        if status == 504:
            raise self._unclear(f"{self._name} gave up waiting for itself (504)", repeatable)
        if status >= 500:
            raise Later(f"{self._name} is out of order ({status})")

    def _unread(self, repeatable: bool) -> dict[str, Any]:
        raise self._unclear(
            f"{self._name} answered something that is not its own: look at the address", repeatable
        )

    def _unclear(self, text: str, repeatable: bool) -> SendError:
        return Later(text) if repeatable else Unclear(text)

    def _refused(self, status: int) -> Refused:
        return Refused(f"{self._name} refuses the call ({status}): look at the address and the keys")


def seconds(after: str) -> float | None:
    """Retry-After, seconds or an HTTP date; None where it is neither."""
    if re.fullmatch(r"[0-9]{1,9}", after.strip()):
        return float(after)
    try:
        until = parsedate_to_datetime(after)
    except ValueError:
        return None
    if until.tzinfo is None:
        return None
    return max(0.0, (until - datetime.now(UTC)).total_seconds())
