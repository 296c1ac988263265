"""`bangfu forms`: check a form, put it in force, list those there are, write one or its answers out, take one back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.common import Db, Demo, Now, command, house, say
from bot.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handlers.forms.findings import Finding
    from handlers.forms.model import Form

app = typer.Typer(no_args_is_help=True, help="The forms that the dialogs play.")
File = Annotated[Path, typer.Argument(help="An XLSForm: .xlsx, .xls, .csv, or Markdown tables (.md).")]
Language = Annotated[str, typer.Option("--language", help="zh_Hans or en.")]


@app.command()
@command
async def check(
    file: File, db: Db = "", demo: Demo = False, now: Now = "", language: Language = "en"
) -> None:
    """Check a form and say, with sheet, row and column, what cannot be played and how to mend it.

    With a database also what the forms of the house may not leave out.
    """
    form = _read(file, language)
    _tell(form.remarks, language)
    if db or demo:
        await _fits_house(file, form, db, demo, now, language)
    say(f"{form.name} {form.version}: {len(form.questions)} rows, all can be played")


@app.command()
@command
async def add(file: File, db: Db = "", demo: Demo = False, now: Now = "", language: Language = "en") -> None:
    """Put a form in force; drafts that were begun end with the version they began with."""
    from handlers.forms.findings import FormRefused
    from handlers.house import plays
    from handlers.publishing import VersionTaken, publish_form

    form = _read(file, language)
    _tell(form.remarks, language)
    async with house(db, demo, now) as opened:
        await opened.office()
        try:
            done = await opened.database.run(publish_form, form, plays(), opened.clock())
        except FormRefused as refused:
            raise _refusal(file, refused.findings, language) from refused
        except VersionTaken as taken:
            raise Refusal(str(taken)) from taken
    word = "in force" if done.changed else "was in force already"
    say(f"{done.form.name} {done.form.version}: {word}")


@app.command("list")
@command
async def list_forms(db: Db = "", demo: Demo = False) -> None:
    """The forms in force, with their versions."""
    from storage.queries.forms import all_forms

    async with house(db, demo) as opened:
        await opened.office()
        for row in await opened.database.run(all_forms):
            if row.retired_at is None:
                whose = "office" if row.by_office else "house"
                published, rows = f"{row.published_at:%Y-%m-%d %H:%M}", len(row.compiled["questions"])
                say(f"{row.name}\t{row.version}\t{published}\t{rows}\t{whose}")


@app.command()
@command
async def export(
    name: str,
    file: Annotated[
        Path | None,
        typer.Argument(
            help="The workbook to write; NAME.xlsx or NAME-answers.xlsx in this folder otherwise."
        ),
    ] = None,
    answers: Annotated[bool, typer.Option("--answers", help="What was answered, not the form.")] = False,
    db: Db = "",
    demo: Demo = False,
    language: Language = "zh_Hans",
) -> None:
    """Write the form in force as .xlsx, for the office to change; or what was answered in all its versions."""
    from handlers.forms.xlsform import write_xlsx

    async with house(db, demo) as opened:
        office = await opened.office()
        versions = [form for (known, _), form in office.forms.items() if known == name]
        if not versions or (name not in office.current and not answers):
            raise Refusal(f"no form {name}: see bangfu forms list")
        file = file or _named(name, answers)
        if not answers:
            write_xlsx(office.form(name), file)
            say(f"{name} written to {file}")
            return
        from bot.forms import answers_of
        from handlers.forms.answer_book import write_answers

        records = await opened.database.read(answers_of, opened.vault, name)
        write_answers(file, versions, records, language)
        say(f"{len(records)} records of {name} written to {file}")


@app.command()
@command
async def retire(name: str, db: Db = "", demo: Demo = False, now: Now = "") -> None:
    """Take an office's form out of force; of a form of the house the built-in version is in force again."""
    from handlers.publishing import withdraw_form

    async with house(db, demo, now) as opened:
        await opened.office()
        try:
            back = await opened.database.run(withdraw_form, name, opened.clock())
        except LookupError as error:
            raise Refusal(f"no form {name} of the office is in force: see bangfu forms list") from error
    say(f"{name} {back}: in force again" if back else f"{name}: no longer in force")


@app.command("card")
@command
async def card_of(
    name: str,
    out: Annotated[Path | None, typer.Option("--out", help="Write a page to print, as .html.")] = None,
    db: Db = "",
    demo: Demo = False,
    now: Now = "",
    language: Language = "zh_Hans",
) -> None:
    """How a form is reported in one message: trigger, order, short keys, choices, an example that works."""
    from bot.form_card import as_page, as_text, limits_of
    from handlers.forms.card import FIRST, card
    from handlers.forms.draft import World
    from handlers.forms.model import row
    from handlers.house import trigger_of
    from locales import translator

    async with house(db, demo, now) as opened:
        office = await opened.office()
        if name not in office.current:
            raise Refusal(f"no form {name}: see bangfu forms list")
        form = office.form(name)
        files = {file: [row(FIRST, FIRST)] for file in form.files}
        world = World(opened.clock(), language, files=files)
        shown = card(form, world, limits_of(form))
        trigger, t = trigger_of(form, language), translator(language)
        if out is None:
            say(as_text(t, shown, trigger))
        else:
            out.write_text(as_page(t, shown, trigger, language), "utf-8")
            say(f"{name} written to {out}")


def _named(name: str, answers: bool) -> Path:
    """The workbook nobody has named; one that is there may have somebody's changes in it."""
    file = Path(f"{name}-answers.xlsx" if answers else f"{name}.xlsx")
    if file.exists():
        raise Refusal(f"{file} is there already: name the file to write")
    return file


async def _fits_house(file: Path, form: Form, db: str, demo: bool, now: str, language: str) -> None:
    """Refuse a form that `add` would refuse."""
    from handlers.forms.findings import FormRefused
    from handlers.house import plays
    from handlers.publishing import fitted
    from storage.queries.forms import all_forms

    async with house(db, demo, now) as opened:
        await opened.office()
        rows = await opened.database.run(all_forms)
        try:
            fitted(form, [row for row in rows if row.name == form.name], plays())
        except FormRefused as refused:
            raise _refusal(file, refused.findings, language) from refused


def _read(file: Path, language: str) -> Form:
    from bot.forms import read_file
    from handlers.forms.findings import FormRefused

    try:
        return read_file(file)
    except FormRefused as refused:
        raise _refusal(file, refused.findings, language) from refused


def _refusal(file: Path, findings: Iterable[Finding], language: str) -> Refusal:
    found = list(findings)
    _tell(found, language)
    return Refusal(f"{file.name}: {len(found)} to mend; nothing was changed")


def _tell(findings: Iterable[Finding], language: str) -> None:
    from handlers.forms.findings import MOST_TOLD
    from locales import translator

    t, found = translator(language), list(findings)
    for finding in found[:MOST_TOLD]:
        say(finding.said(t))
    if len(found) > MOST_TOLD:
        say(t("and {count} more", count=len(found) - MOST_TOLD))
