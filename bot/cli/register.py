"""`bangfu import`: the county workbook in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import Db, Demo, Now, command, house, say

Workbook = Annotated[
    Path, typer.Argument(help="The county workbook, .xlsx (bangfu export template makes one).")
]
Commit = Annotated[bool, typer.Option("--commit", help="Write it; without this nothing is written.")]


@command
async def import_(
    workbook: Workbook, db: Db = "", demo: Demo = False, now: Now = "", commit: Commit = False
) -> None:
    """Check the county workbook and, with --commit, take it over: all of it, or nothing at all."""
    from bot.importing import take_in

    async with house(db, demo, now) as opened:
        await take_in(opened, workbook, commit=commit, show=say)


def add_to(app: typer.Typer) -> None:
    """This family's commands."""
    app.command("import")(import_)
