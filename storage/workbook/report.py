"""What was found in a workbook, as lines of text in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

from storage.workbook.model import Checked, Finding, Said, words

Translate = Callable[..., str]
"""`t("{count} rows.", count=3) -> str`: the translator of a language."""


def plain(msgid: str, /, **values: Any) -> str:  # noqa: ANN401
    """A translator that says the message ids themselves: English."""
    return msgid.format(**values) if values else msgid


SHOWN = 200
"""Findings of a kind that are printed; the rest is counted."""

HEADINGS = (
    (words("Refused: {count}. Nothing is written while this stands."), "refusals"),
    (words("To look at: {count}"), "warnings"),
    (words("Figures that contradict one another: {count}. They are kept as they are."), "remarks"),
)


def report_lines(t: Translate, checked: Checked) -> list[str]:
    """The refusals, warnings and remarks, by sheet and row; a phone or ID number is never whole.

    Args:
        t: the translator of the reader's language.
    """
    lines: list[str] = []
    for heading, kind in HEADINGS:
        findings: Sequence[Finding] = getattr(checked, kind)
        if findings:
            lines += [say(words(heading.msgid, count=len(findings)), t), *_lines(findings, t)]
    if checked.register is not None:
        rows = sum(len(entries) for entries in checked.register.tables.values())
        lines.append(say(words("Can be written: {rows} rows.", rows=rows), t))
    return lines


def say(said: Said, t: Translate) -> str:
    """A sentence in a language; sentences inside it too."""
    values: dict[str, Any] = {k: say(v, t) if isinstance(v, Said) else v for k, v in said.values.items()}
    return t(said.msgid, **values)


def _lines(findings: Sequence[Finding], t: Translate) -> Iterator[str]:
    order = sorted(findings[:SHOWN], key=lambda finding: (finding.sheet, finding.row, finding.column))
    for sheet, group in groupby(order, key=lambda finding: finding.sheet):
        in_sheet = sum(finding.sheet == sheet for finding in findings)
        yield say(words("Sheet {sheet}: {count}", sheet=sheet or "-", count=in_sheet), t)
        for finding in group:
            yield "  " + line(finding, t)
    if len(findings) > SHOWN:
        yield say(words("and {more} more", more=len(findings) - SHOWN), t)


def line(finding: Finding, t: Translate) -> str:
    """One finding: where, what stands there, why, how to mend it."""
    place = words("row {row}", row=finding.row) if finding.row else words("the sheet")
    where = " ".join(
        filter(None, (say(place, t), finding.column, f"[{finding.shown}]" if finding.shown else ""))
    )
    mend = say(finding.mend, t) if finding.mend else ""
    return say(words("{where}: {reason}. {mend}", where=where, reason=finding.reason, mend=mend), t).rstrip()
