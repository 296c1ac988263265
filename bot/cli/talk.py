"""`bangfu talk`: the conversation in a terminal, or one message a line from a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import Db, Demo, Now, command, house

Who = Annotated[
    str, typer.Option("--as", help="A phone, a person's code, cadre, household, leader …, or stranger:N.")
]
Channel = Annotated[str, typer.Option("--channel", help="Whose manners to take: terminal, webchat or sms.")]


Record = Annotated[
    Path | None, typer.Option("--record", help="Write the conversation down as a transcript test.")
]


@command
async def talk(
    who: Who,
    db: Db = "",
    demo: Demo = False,
    now: Now = "",
    channel: Channel = "terminal",
    record: Record = None,
) -> None:
    """Talk as somebody. `@now TIME` moves the clock, `@as WHO` changes the speaker, `@photo FILE`, `@voice FILE`,
    `@place LATITUDE LONGITUDE NAME` send one, `@press NUMBER` presses a button of the last answer."""
    from bot.channels.terminal import converse

    async with house(db, demo, now) as opened:
        await converse(opened, who, channel, record)


def add_to(app: typer.Typer) -> None:
    """This family's commands."""
    app.command()(talk)
