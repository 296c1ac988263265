"""`bangfu demo` and `bangfu run`: the server."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.common import Db, command, say, settings_of

Port = Annotated[
    int, typer.Option("--port", help="Port of the chat page (0: any free one).", min=0, max=65535)
]


AllChannels = Annotated[
    bool,
    typer.Option("--all-channels", help="Also WeChat, WeCom, SMS and Telegram, at stand-ins with phones."),
]


@command
async def demo(port: Port = 8080, db: Db = "", all_channels: AllChannels = False) -> None:
    """The demonstration county with web chat, the clock and the digest; nothing else is needed."""
    from bot.run import serve

    settings = settings_of(db, demo=True)
    settings.port = port
    if not all_channels:
        await serve(settings, demo=True)
        return
    from bot.standins.demonstration import all_approved, stand_ins

    catalogue = all_approved()
    async with stand_ins(settings, catalogue) as phones:
        say(f"Phones 手机: {phones}")
        await serve(settings, demo=True, catalogue=catalogue)


@command
async def run(db: Db = "") -> None:
    """The server, with the settings of the environment or bangfu.toml."""
    from bot.run import serve

    await serve(settings_of(db, demo=False), demo=False)


def add_to(app: typer.Typer) -> None:
    """This family's commands."""
    app.command()(demo)
    app.command()(run)
