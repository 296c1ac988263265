"""`bangfu calendar`: the holidays and moved workdays 调休, imported from the year's notice, corrected, looked over."""

from __future__ import annotations

import getpass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.common import Db, Demo, Now, command, house, say
from bot.refusal import Refusal

if TYPE_CHECKING:
    from storage.holidays import Notice

app = typer.Typer(no_args_is_help=True, help="Holidays and moved workdays.")
By = Annotated[str, typer.Option("--by", help="Who says so (else the name you are logged in under).")]
Commit = Annotated[
    bool, typer.Option("--commit", help="Write it; without this it is only checked and shown.")
]
Year = Annotated[int | None, typer.Option("--year", help="The year of dates that name none.")]


@app.command("list")
@command
async def list_days(
    year: Annotated[int | None, typer.Argument(help="The year (else the present one).")] = None,
    db: Db = "",
    demo: Demo = False,
    now: Now = "",
) -> None:
    """The days of a year that are unlike their weekday, and who put them there."""
    from storage.holidays import weekday_of
    from storage.queries import calendar as queries

    async with house(db, demo, now) as opened:
        asked = year or opened.clock().year
        known = (await opened.database.read(queries.load)).known(asked)
        rows = await opened.database.read(queries.days_of, asked)
    say(f"{asked}: {'known' if known else 'not known yet, Monday to Friday is assumed and said'}")
    for row in rows:
        who = f"\t{row.set_by} {row.set_at:%Y-%m-%d %H:%M}" if row.set_at else ""
        say(f"{row.day}\t{weekday_of(row.day)}\t{_kind(row.works)}\t{row.name}\t{row.source}{who}")


@app.command("import")
@command
async def take_in(
    notice: Annotated[
        str,
        typer.Argument(help="A file (.txt, .csv, .xlsx), - for standard input, or the notice's own text."),
    ],
    year: Year = None,
    source: Annotated[
        str, typer.Option("--source", help="The notice's number, e.g. 国办发明电〔2026〕7号.")
    ] = "",
    by: By = "",
    commit: Commit = False,
    db: Db = "",
    demo: Demo = False,
    now: Now = "",
) -> None:
    """Read a year's notice, check that it agrees with itself, show its days, and write them with --commit."""
    from storage.holidays import weekday_of
    from storage.queries import calendar as queries

    found = _read(notice, year)
    for each in found.days:
        say(f"{each.day}\t{weekday_of(each.day)}\t{_kind(each.works)}\t{each.name}")
    for problem in found.problems:
        say(f"! {problem}")
    if found.problems:
        raise Refusal(f"{len(found.problems)} to mend; nothing was written")
    if not commit:
        say("Nothing was written: this was a check. Add --commit to take it over.")
        return
    async with house(db, demo, now) as opened:
        said = queries.Said(source or "notice", by or getpass.getuser(), opened.clock())
        await opened.database.run(queries.take_over, found.days, said)
        calendar = await opened.database.read(queries.load)
    say(f"{len(found.days)} days written")
    for each_year in found.years:
        say(
            f"{each_year}: {'known' if calendar.known(each_year) else 'still not known: its 1 October is missing'}"
        )


@app.command("set")
@command
async def set_day(
    day: Annotated[str, typer.Argument(help="The day, e.g. 2027-03-08.")],
    kind: Annotated[str, typer.Argument(help="work or off.")],
    why: Annotated[str, typer.Option("--why", help="What for, e.g. 县庆.")] = "",
    by: By = "",
    db: Db = "",
    demo: Demo = False,
    now: Now = "",
) -> None:
    """Say that one day is worked or off, whatever the notice says; a later import does not undo it."""
    from storage.holidays import OFF, WORK, date_of
    from storage.queries import calendar as queries

    read = date_of(day)
    if read is None or kind not in (OFF, WORK):
        raise Refusal("write it like: bangfu calendar set 2027-03-08 off --why 县庆")
    async with house(db, demo, now) as opened:
        said = queries.Said(queries.OFFICE, by or getpass.getuser(), opened.clock())
        await opened.database.run(queries.correct, read, works=kind == WORK, name=why, said=said)
    say(f"{read}: {kind}")


@app.command()
@command
async def check(db: Db = "", demo: Demo = False, now: Now = "") -> None:
    """Whether this year and, from 1 November, the next are known; and how many workdays they have."""
    from scheduler.jobs.calendar_check import year_missing
    from storage.queries import calendar as queries

    async with house(db, demo, now) as opened:
        today = opened.clock().date()
        calendar = await opened.database.read(queries.load)
    for year in (today.year, today.year + 1):
        if calendar.known(year):
            days = len(calendar.workdays_between(date(year, 1, 1), date(year, 12, 31)))
            say(f"{year}: known, {days} workdays")
        else:
            say(f"{year}: not known yet")
    missing = year_missing(calendar, today)
    if missing is not None:
        raise Refusal(
            f"the holidays of {missing} are not in: bangfu calendar import with the State Council's notice"
        )


def _kind(works: bool) -> str:
    return "work" if works else "off"


def _read(notice: str, year: int | None) -> Notice:
    from storage.holidays import read_notice, read_rows

    if notice == "-":
        return read_notice(typer.get_text_stream("stdin").read(), year)
    path = Path(notice)
    if path.suffix.lower() in (".csv", ".xlsx", ".xls"):
        return read_rows(_table(path))
    if path.suffix.lower() in (".txt", ".md"):
        return read_notice(_text(path), year)
    return read_notice(notice, year)


def _table(path: Path) -> list[tuple[object, ...]]:
    import csv

    from storage.workbook.read import WorkbookProblem, read_workbook

    if path.suffix.lower() == ".csv":
        return [tuple(row) for row in csv.reader(_text(path).splitlines())]
    try:
        sheet = next(iter(read_workbook(path).values()))
    except WorkbookProblem as problem:
        raise Refusal(str(problem)) from problem
    return [tuple(sheet.header), *(tuple(row) for _, row in sheet.rows)]


def _text(path: Path) -> str:
    """A file as text: UTF-8, or what Chinese Windows writes."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace")
