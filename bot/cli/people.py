"""`bangfu people`: the people of the register, and the codes that let them in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.common import Db, Demo, Now, command, house, say
from bot.refusal import Refusal

if TYPE_CHECKING:
    from bot.assemble import House
    from bot.channels.wechat.qr import Ticket

app = typer.Typer(no_args_is_help=True, help="People and the codes that let them in.")
Kind = Annotated[str, typer.Option("--kind", help="cadre, household or leader; all without it.")]
KINDS = ("cadre", "household", "leader")
Renew = Annotated[
    bool, typer.Option("--renew", help="Make new codes for everybody whose code is used or expired.")
]
Who = Annotated[str, typer.Argument(help="A person's code or phone, or a household's code.")]
Out = Annotated[Path | None, typer.Option("--out", help="File for the picture, .png or .svg.")]
Minutes = Annotated[int, typer.Option("--minutes", min=1, max=60, help="How long the QR code is good.")]


@app.command()
@command
async def qr(
    who: Who, out: Out = None, minutes: Minutes = 10, db: Db = "", demo: Demo = False, now: Now = ""
) -> None:
    """Make a QR code that binds the WeChat account of whoever scans it: once, within minutes."""
    async with house(db, demo, now) as opened:
        name, ticket = await _ticket(opened, who, minutes)
    say(f"{name}\t{ticket.picture}")
    if out:
        import segno

        segno.make(ticket.content).save(str(out), scale=8)


async def _ticket(opened: House, who: str, minutes: int) -> tuple[str, Ticket]:
    import random
    from datetime import timedelta

    from bot.channels.base import SendError
    from bot.channels.wechat.qr import ticket
    from storage.queries.scenes import issue_scene, owner_called

    block, now = opened.settings.wechat, opened.clock()
    if block is None:
        raise Refusal("WeChat is not switched on: bangfu.toml needs a block [wechat] (docs/howto/wechat.md)")
    owner = await opened.database.read(owner_called, opened.vault, who, now.date())
    if owner is None:
        raise Refusal(f"nobody is called {who}: use a person's code or phone, or a household's code")
    lasts = timedelta(minutes=minutes)
    rng = random.SystemRandom()
    scene = await opened.database.run(issue_scene, opened.vault, rng, owner, now, now + lasts)
    try:
        return owner.name, await ticket(block, scene, minutes * 60, now)
    except SendError as error:
        raise Refusal(str(error)) from error


@app.command()
@command
async def codes(
    db: Db = "", demo: Demo = False, now: Now = "", kind: Kind = "", renew: Renew = False
) -> None:
    """List the codes in force: kind, code, person's code, name, village (for the printed cards)."""
    import random

    from storage.queries.codes import issue_codes, list_codes

    if kind not in ("", *KINDS):
        raise Refusal(f"no kind {kind}: choose cadre, household or leader")
    async with house(db, demo, now) as opened:
        if renew:
            await opened.database.run(issue_codes, opened.vault, random.SystemRandom(), opened.clock())
        for row in await opened.database.run(list_codes, opened.vault):
            if not kind or row.kind == kind:
                used = "used" if row.used_at else ""
                say("\t".join((row.kind, row.code, row.who, row.name, row.village, used)).rstrip())


def add_to(_: typer.Typer) -> None:
    """`people` is a family of its own."""
