"""`bangfu import`: read, check, report, and only then, if told to, write."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from pathlib import Path

from rich.progress import Progress
from sqlalchemy import Connection

from bot.assemble import House
from bot.refusal import Refusal
from locales import DEFAULT, translator
from storage import workbook
from storage.queries.codes import issue_codes
from storage.queries.importing import Counts
from storage.queries.importing import commit as write
from storage.queries.importing_known import known as what_is_known


async def take_in(house: House, path: Path, *, commit: bool, show: Callable[[str], None]) -> None:
    """Check a workbook and report; commit it if nothing is refused and `commit` is set.

    Raises:
        Refusal: it cannot be read, or a cell is refused. Nothing was written.
    """
    t = translator(DEFAULT)
    with Progress(transient=True, disable=not sys.stdout.isatty()) as progress:
        bar = progress.add_task(path.name, total=3)
        try:
            sheets = workbook.read_workbook(path)
        except workbook.WorkbookProblem as problem:
            raise Refusal(f"{path.name}: {problem}") from problem
        progress.advance(bar)
        known = await house.database.read(what_is_known, house.vault)
        checked = workbook.check(sheets, today=house.clock().date(), known=known)
        progress.advance(bar)
        if commit and checked.register is not None:
            counts = await house.database.run(_write, house, checked.register)
        progress.advance(bar)
    for line in workbook.report_lines(t, checked):
        show(line)
    if checked.refusals:
        raise Refusal(t("Nothing was written. Mend the cells above and import again."))
    if not commit:
        show(t("Nothing was written: this was a check. Add --commit to take it over."))
        return
    show(
        t(
            "Taken over: {new} new, {changed} changed, {same} as before.",
            new=counts.new,
            changed=counts.changed,
            same=counts.same,
        )
    )


def _write(db: Connection, house: House, register: workbook.Register) -> Counts:
    """Take the register over, and give a code to everybody who is new in it (`bangfu people codes` lists them)."""
    counts = write(db, house.vault, register, house.clock())
    issue_codes(db, house.vault, random.SystemRandom(), house.clock())
    return counts
