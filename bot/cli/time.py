"""`bangfu tick`: what the clock would do."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.common import Db, Demo, Now, command, house, say
from bot.refusal import Refusal, moment

Until = Annotated[str, typer.Option("--until", help="Run on from --now up to this time.")]


@command
async def tick(db: Db = "", demo: Demo = False, now: Now = "", until: Until = "") -> None:
    """Run what is due and print each notice that would go out, a line each."""
    from scheduler.replay import Printer, format_line, run_until

    async with house(db, demo, now) as opened:
        start = opened.clock()
        end = moment(until) if until else start
        if end < start:
            raise Refusal("--until is before --now")
        office = await opened.office()
        async for sent in run_until(opened.database, office, start, end, Printer()):
            say(format_line(sent))


def add_to(app: typer.Typer) -> None:
    """This family's commands."""
    app.command()(tick)
