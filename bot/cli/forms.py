"""`bangfu forms`: check a form, list those in force, write one out for the office."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import Db, Demo, command, house, say
from bot.refusal import Refusal

app = typer.Typer(no_args_is_help=True, help="The forms that the dialogs play.")
File = Annotated[Path, typer.Argument(help="An XLSForm: .xlsx, or Markdown tables.")]


@app.command()
@command
async def check(file: File) -> None:
    """Check a form and say, with sheet, row and column, what cannot be played."""
    from handlers.forms.findings import FormRefused
    from handlers.forms.xlsform import read_markdown, read_xlsx

    try:
        form = (
            read_xlsx(file) if file.suffix == ".xlsx" else read_markdown(file.read_text("utf-8"), file.stem)
        )
    except FormRefused as refused:
        for finding in refused.findings:
            say(str(finding))
        raise Refusal(f"{file.name}: {len(refused.findings)} to mend; nothing was changed") from refused
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(f"cannot read {file}: {error}") from error
    say(f"{form.name} {form.version}: {len(form.questions)} rows, all can be played")


@app.command("list")
@command
async def list_forms(db: Db = "", demo: Demo = False) -> None:
    """The forms in force, with their versions."""
    from storage.queries.forms import all_forms

    async with house(db, demo) as opened:
        await opened.office()
        for row in await opened.database.run(all_forms):
            if row.retired_at is None:
                say(
                    f"{row.name}\t{row.version}\t{row.published_at:%Y-%m-%d %H:%M}\t{len(row.compiled['questions'])}"
                )


@app.command()
@command
async def export(name: str, file: File, db: Db = "", demo: Demo = False) -> None:
    """Write the form in force as .xlsx, for the office to change."""
    from handlers.forms.xlsform import write_xlsx

    async with house(db, demo) as opened:
        office = await opened.office()
        if name not in office.current:
            raise Refusal(f"no form {name}: see bangfu forms list")
        write_xlsx(office.form(name), file)
        say(f"{name} written to {file}")
