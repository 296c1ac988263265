"""`bangfu import` and `bangfu export`: the county workbook in, ledgers and the template out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import Db, Demo, Now, command, house, say
from bot.refusal import Refusal

Workbook = Annotated[
    Path, typer.Argument(help="The county workbook, .xlsx (bangfu export template makes one).")
]
Commit = Annotated[bool, typer.Option("--commit", help="Write it; without this nothing is written.")]
What = Annotated[str, typer.Argument(help="template")]
Out = Annotated[Path, typer.Argument(help="The .xlsx file to write.")]


@command
async def import_(
    workbook: Workbook, db: Db = "", demo: Demo = False, now: Now = "", commit: Commit = False
) -> None:
    """Check the county workbook and, with --commit, take it over: all of it, or nothing at all."""
    from bot.importing import take_in

    async with house(db, demo, now) as opened:
        await take_in(opened, workbook, commit=commit, show=say)


@command
async def export(what: What, file: Out = Path("bangfu-template.xlsx")) -> None:
    """Write the workbook template, filled with the demonstration county as its example."""
    from datetime import date

    if what != "template":
        raise Refusal(f"no ledger {what}: choose template")
    from locales import DEFAULT, translator
    from storage.demo.county import sheets
    from storage.workbook import write_workbook

    write_workbook(file, sheets(date(2026, 11, 19)), translator(DEFAULT))
    say(f"template written to {file}")


def add_to(app: typer.Typer) -> None:
    """This family's commands."""
    app.command("import")(import_)
    app.command()(export)
