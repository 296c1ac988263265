"""What is wrong with a form, told to the office: which cell, what, and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from locales import Translate, Words

MOST_TOLD = 40
"""Findings told at once on a screen; who has more of them has one cause for most."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong. `row` is the row of the sheet (the header is 1; 0: the sheet as a whole)."""

    sheet: str
    row: int
    column: str
    what: Words
    mend: Words | None = None

    def said(self, t: Translate) -> str:
        """The finding as one line."""
        place = [self.sheet]
        if self.row:
            place.append(t("row {row}", row=self.row))
        if self.column:
            place.append(t("column {column}", column=self.column))
        mend = t(self.mend) if self.mend else ""
        return " ".join(part for part in (f"{', '.join(place)}:", t(self.what), mend) if part)


class FormRefused(ValueError):
    """The form cannot be played; `findings` say why, cell by cell, as one comes by them in the workbook."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(sorted(findings, key=_place))
        told = [f"{f.sheet} row {f.row} {f.column}: {f.what}" for f in self.findings[:MOST_TOLD]]
        super().__init__("; ".join(told))


def _place(finding: Finding) -> tuple[int, str, int, str]:
    sheets = ("survey", "choices", "external_choices", "settings")
    known = sheets.index(finding.sheet) if finding.sheet in sheets else len(sheets)
    return known, finding.sheet, finding.row, finding.column
