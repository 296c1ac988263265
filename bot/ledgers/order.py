"""An operator's order for a ledger: read from the options, carried out, written down.

The file takes its name only when what was read in the clear stands in the audit table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from bot.assemble import House
from bot.ledgers.writing import write_file
from bot.refusal import Refusal
from handlers.ledgers.act import sight
from handlers.ledgers.gather import pages
from handlers.ledgers.gather.export import Asked, Export, See
from storage.ledgers.model import Ledger
from storage.ledgers.period import Period, read_period
from storage.queries import areas, people
from storage.queries.areas import Area
from storage.queries.households import find
from storage.queries.ledgers_audit import note_reads
from storage.queries.ledgers_window import ALL
from storage.queries.speakers import SpeakerRow, speaker_of
from storage.sealed import Vault
from storage.workbook.filling import TemplateProblem, fill_template
from storage.workbook.mapping import MappingProblem, read_mapping


@dataclass(frozen=True, slots=True)
class Order:
    """The options as they were typed; `period` is (week, month, year), one of them given at most."""

    ledger: Ledger
    area: str
    person: str
    household: str
    period: tuple[str, str, str]
    out: Path | None
    template: Path | None
    mapping: Path | None
    reader: str
    reason: str


async def carry_out(house: House, order: Order) -> str:
    """Write the file of an order; returns what to tell the operator.

    Raises:
        Refusal: with a line, or a line for each mistake of a mapping file.
    """
    _check(order)
    now, office = house.clock(), await house.office()
    asked = await house.database.read(_asked, house.vault, order, _period(order, now))
    see, reader = await house.database.read(_reader, order, asked, now)
    file = order.out or Path(f"{order.ledger.key}-{asked.period.name}.xlsx")
    if not file.parent.is_dir():
        raise Refusal(f"there is no folder {file.parent} to write {file.name} to")
    part = file.with_name(f".{file.stem}.part{file.suffix}")

    def write(db: Connection) -> tuple[int, list[tuple[int, str]]]:
        export = Export(db, office, see, asked, now, reader, clear=bool(order.reason))
        return _writer(order)(db, order.ledger, export, part), export.read

    try:
        rows, read = await house.database.read(write)
        clear = await house.database.run(_note, order, asked, reader, rows, read, now)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return f"{order.ledger.title} written to {file}: {rows} rows" + f", {clear} fields in the clear" * bool(
        clear
    )


def _check(order: Order) -> None:
    if bool(order.template) != bool(order.mapping):
        raise Refusal(
            "--template and --mapping belong together: the workbook, and which column is which field"
        )
    if order.reason and not order.reader:
        raise Refusal("--reason needs --reader: who is to see the numbers")
    if sum(map(bool, order.period)) > 1:
        raise Refusal("--week, --month and --year say one thing: give one of them")
    if order.ledger.area and not order.area:
        raise Refusal(f"{order.ledger.key} is of an area: give --area with its name or code")


SPANS = ("week", "month", "year")
EXAMPLES = {"week": "--week 2026-W47", "month": "--month 2026-11", "year": "--year 2026"}


def _period(order: Order, now: datetime) -> Period:
    """The days asked for, else those that run.

    Raises:
        Refusal: not a week, month or year, or none that the ledger can be of.
    """
    for span, text in zip(SPANS, order.period, strict=True):
        if text:
            found = read_period(text, now.date())
            if found is None or found.span != span:
                raise Refusal(f"not a {span}: {text}; write it like {EXAMPLES[span]}")
            if not found.suits(order.ledger):
                raise Refusal(
                    f"{order.ledger.key} is of a {order.ledger.span}: {EXAMPLES[order.ledger.span]}"
                )
            return found
    return Period.for_ledger(order.ledger, now.date())


def _asked(db: Connection, vault: Vault, order: Order, period: Period) -> Asked:
    area = _area(db, order.area) if order.area else None
    person = _person(db, order.person) if order.person else None
    home = _household(db, vault, order.household) if order.household else None
    return Asked(period, area, person.id if person else None, home, person.name if person else "")


def _area(db: Connection, word: str) -> Area:
    found = areas.area_named(db, word)
    if not found:
        raise Refusal(f"no area {word}: use a name or code of the register")
    if len(found) > 1:
        codes = ", ".join(area.code for area in found)
        raise Refusal(f"{word} is the name of several areas: use a code, {codes}")
    return found[0]


def _person(db: Connection, code: str) -> people.PersonRow:
    found = people.by_code(db, code)
    if found is None:
        raise Refusal(f"no person {code}: use a code of the register")
    return found


def _household(db: Connection, vault: Vault, code: str) -> int:
    found = [line for line in find(db, vault, ALL, code) if line.code == code.upper()]
    if not found:
        raise Refusal(f"no household {code}: use a code of the register")
    return found[0].id


def _reader(db: Connection, order: Order, asked: Asked, now: datetime) -> tuple[See, int | None]:
    """How far the reader sees; whoever runs the machine sees all, but no numbers in the clear."""
    if not order.reader:
        return lambda _resource: ALL, None
    speaker = speaker_of(db, _person(db, order.reader).id, now.date())
    assert speaker is not None
    see = sight(speaker)
    _refuse_reader(order, asked, speaker, see)
    return see, speaker.person_id


def _refuse_reader(order: Order, asked: Asked, speaker: SpeakerRow, see: See) -> None:
    path = asked.area.path if asked.area else "/"
    reaches = [reach for resource in order.ledger.sight if (reach := see(resource))]
    if not reaches or (order.ledger.area and not any(reach.covers(path) for reach in reaches)):
        raise Refusal(f"{speaker.code} may not have {order.ledger.key} of {order.area or 'everything'}")
    if order.reason and not see("secret").covers(path):
        raise Refusal(f"{speaker.code} may not see numbers in the clear there: leave out --reason")


def _writer(order: Order) -> Callable[[Connection, Ledger, Export, Path], int]:
    """How the file is made: as a ledger of ours, or by filling the office's own workbook."""
    template, mapping = order.template, order.mapping
    if template is None or mapping is None:
        return write_file

    def fill(db: Connection, ledger: Ledger, export: Export, file: Path) -> int:
        try:
            plans = read_mapping(mapping, ledger)
            return fill_template(template, file, plans, export.heading(ledger), pages(ledger, export))
        except (MappingProblem, TemplateProblem) as error:
            raise Refusal(str(error)) from error

    return fill


def _note(
    db: Connection,
    order: Order,
    asked: Asked,
    reader: int | None,
    rows: int,
    read: list[tuple[int, str]],
    now: datetime,
) -> int:
    """Write down who took what, and every field that was in the clear; returns how many those are."""
    scope = f"{order.ledger.key} {asked.area.path if asked.area else '/'} {asked.period.name}"
    people.log_query(
        db, contact_id=None, person_id=reader, kind="export", scope=scope, size=rows, refused=False, now=now
    )
    return note_reads(db, reader, read, order.reason, now)
