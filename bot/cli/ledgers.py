"""`bangfu export`: ledgers as files, an office's own template filled, the fields, the county workbook's template."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.common import Db, Demo, Now, command, house, say
from bot.refusal import Refusal

if TYPE_CHECKING:
    from storage.ledgers.model import Ledger

What = Annotated[
    str,
    typer.Argument(
        help="card, village, register, problems, work, diary, income, pairing, attendance, visits or week; "
        "fields (of a ledger); template (of the county workbook)."
    ),
]
Name = Annotated[str, typer.Argument(help="Of fields: the ledger. Of template: the .xlsx file to write.")]
Area = Annotated[str, typer.Option("--area", help="Of a village, township or county: its name or code.")]
Person = Annotated[str, typer.Option("--person", help="Of one cadre: the person's code.")]
Household = Annotated[str, typer.Option("--household", help="Of one household: its code.")]
Month = Annotated[str, typer.Option("--month", help="A month, e.g. 2026-11.")]
WeekOf = Annotated[str, typer.Option("--week", help="An ISO week, e.g. 2026-W47.")]
Year = Annotated[str, typer.Option("--year", help="A year, e.g. 2026.")]
Out = Annotated[
    Path | None, typer.Option("--out", help="The file to write: .xlsx; of card also .html (A4) and .txt.")
]
Template = Annotated[
    Path | None, typer.Option("--template", help="An office's own workbook to be filled, with --mapping.")
]
MappingFile = Annotated[
    Path | None, typer.Option("--mapping", help="Which of its columns is which field, as TOML.")
]
Reader = Annotated[
    str, typer.Option("--reader", help="Who it is for: a person's code. Shown is what that person may see.")
]
Reason = Annotated[
    str,
    typer.Option(
        "--reason",
        help="With --reader: why ID numbers, phones and health are in the clear, where the role may; it is kept.",
    ),
]


@command
async def export(
    what: What,
    name: Name = "",
    area: Area = "",
    person: Person = "",
    household: Household = "",
    month: Month = "",
    week: WeekOf = "",
    year: Year = "",
    out: Out = None,
    template: Template = None,
    mapping: MappingFile = None,
    reader: Reader = "",
    reason: Reason = "",
    db: Db = "",
    demo: Demo = False,
    now: Now = "",
) -> None:
    """Write a ledger of what people have said, or the county workbook's template."""
    if what == "template":
        return _county_template(Path(name or "bangfu-template.xlsx"))
    if what == "fields":
        return _fields(_ledger(name))
    from bot.ledgers.order import Order, carry_out

    order = Order(
        _ledger(what), area, person, household, (week, month, year), out, template, mapping, reader, reason
    )
    async with house(db, demo, now) as opened:
        say(await carry_out(opened, order))
    return None


def _county_template(file: Path) -> None:
    from locales import DEFAULT, translator
    from storage.demo.county import sheets
    from storage.workbook import write_workbook

    write_workbook(file, sheets(date(2026, 11, 19)), translator(DEFAULT))
    say(f"template written to {file}")


def _ledger(word: str) -> Ledger:
    from storage.ledgers.plans import BY_KEY, named
    from storage.workbook.mapping import nearest

    found = named(word)
    if found is None:
        raise Refusal(f"no ledger {word}{nearest(word, [*BY_KEY, 'fields', 'template'])}")
    return found


def _fields(ledger: Ledger) -> None:
    """The fields of a ledger: table, key, header, kind."""
    for table in ledger.tables:
        say(f"table {table.key}  {table.title}")
        for field in table.fields:
            say(f"  {field.key:<10} {field.header}  {field.kind}")


def add_to(app: typer.Typer) -> None:
    """This family's commands."""
    app.command()(export)
