"""The forms in the database: the built-in ones published when they are new, those of an office read and written out."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from bot.refusal import Refusal
from handlers.forms import kept
from handlers.forms.model import Form
from handlers.house import plays
from storage.queries.answers import Answered, answered, answered_in_check_ins, answered_in_visits
from storage.queries.forms import all_forms, publish
from storage.sealed import Vault


def publish_built_in(db: Connection, now: datetime) -> int:
    """Compile and publish the built-in forms whose Markdown has changed; returns how many there were.

    The version is the one of the settings sheet with a mark of the text, so that a changed text is a new
    version without anybody remembering to count. Where an office has put its own version in force, that one
    stays. pyxform is loaded only when there is something to compile.
    """
    rows = all_forms(db)
    known = {(row.name, row.version) for row in rows}
    by_office = {row.name for row in rows if row.by_office and row.retired_at is None}
    fresh = [(name, play.source.read_text("utf-8")) for name, play in plays().items() if play.source]
    new = [(name, text) for name, text in fresh if (name, _version(text)) not in known]
    for name, text in new:
        compiled = kept.to_json(_compiled(name, text))
        publish(db, name, _version(text), compiled, now, in_force=name not in by_office)
    return len(new)


def _version(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _compiled(name: str, text: str) -> Form:
    from handlers.forms.xlsform import read_markdown

    return replace(read_markdown(text, name), version=_version(text))


def load_forms(db: Connection) -> tuple[dict[tuple[str, str], Form], dict[str, str]]:
    """Every version by (name, version), and the version in force by name."""
    rows = all_forms(db)
    forms = {(row.name, row.version): kept.from_json(row.compiled) for row in rows}
    return forms, {row.name: row.version for row in rows if row.retired_at is None}


def read_file(file: Path) -> Form:
    """The form in a file an office has written: a workbook, a .csv or Markdown tables; lists lie beside it.

    Raises:
        Refusal: the file cannot be read.
        FormRefused: it cannot be played.
    """
    from handlers.forms.xlsform import read_xlsx

    try:
        return read_xlsx(file)
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(f"cannot read {file}: {error}") from error


def answers_of(db: Connection, vault: Vault, name: str) -> list[Answered]:
    """Every record of a form, whether the house's or an office's own."""
    if name == "visit":
        return answered_in_visits(db, vault)
    return answered_in_check_ins(db, vault) if name == "check_in" else answered(db, vault, name)
