"""Ways in which a call of WeCom's API may go wrong."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web


@dataclass(frozen=True, slots=True)
class Fault:
    """How the next call of a path goes wrong.

    `code`: an errcode in a 200. `status`: an HTTP status; 0 breaks the connection in the middle of the body.
    `html`: a page instead of JSON. `slow`: seconds of silence first; nothing else, and it was only slow.
    `after`: what Retry-After asks for. `taken`: what was asked for is done, and only then it goes wrong.
    """

    code: int | None = None
    status: int = 200
    html: bool = False
    slow: float = 0.0
    after: int = 0
    taken: bool = False

    @property
    def only_slow(self) -> bool:
        """Whether the call comes to its right end after all."""
        return self == Fault(slow=self.slow)


async def failed(request: web.Request, fault: Fault) -> web.StreamResponse:
    """The answer of a call that goes wrong."""
    if fault.status == 0:
        return await _broken(request)
    if fault.html:
        return web.Response(status=fault.status, text="<html></html>", content_type="text/html")
    headers = {"Retry-After": str(fault.after)} if fault.after else {}
    return web.json_response(
        {"errcode": fault.code or 0, "errmsg": "-"}, status=fault.status, headers=headers
    )


async def _broken(request: web.Request) -> web.StreamResponse:
    """The connection ends in the middle of the body."""
    broken = web.StreamResponse(headers={"Content-Length": "100"})
    await broken.prepare(request)
    await broken.write(b'{"errcode"')
    assert request.transport is not None, "somebody asks"
    request.transport.abort()
    return broken
