"""Lists that come with a form as files of their own: the .csv files sent or laid beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from handlers.forms.compiling import choice_of
from handlers.forms.model import Choice
from handlers.forms.rows import Row, cell
from handlers.forms.survey import details_of


def lists_beside(rows: Sequence[Row], files: Mapping[str, bytes]) -> dict[str, tuple[Choice, ...]]:
    """The lists that came with the form and that it names."""
    plain = {name: {"value": "name", "label": "label"} for name in files}
    for row in rows:
        if row.choices in plain:
            plain[row.choices].update(details_of(row))
    wanted = {row.choices for row in rows} | {f"{cell(row.cells, 'name')}.csv" for row in rows}
    written = " ".join(str(row.cells) for row in rows)
    return {
        name: _lines(files[name], plain[name]["value"], plain[name]["label"])
        for name in files
        if name in wanted or name.removesuffix(".csv") in written
    }


def _lines(data: bytes, name: str, label: str) -> tuple[Choice, ...]:
    """The lines of a .csv file, its first line being the headers (`label::English (en)` as in the form)."""
    found = []
    for line in csv.DictReader(io.StringIO(data.decode("utf-8-sig", "replace"))):
        cells: dict[str, Any] = {}
        for head, value in line.items():
            column, _, tongue = (head or "").strip().partition("::")
            if tongue:
                kept = cells.setdefault(column, {})
                kept.update({tongue: value or ""}) if isinstance(kept, dict) else None
            else:
                cells[column] = value if isinstance(value, str) else ""
        found.append(choice_of(cells, name, label))
    return tuple(found)
