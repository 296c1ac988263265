"""The built-in forms, published into the database when a version of them is new."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from handlers.forms import model
from handlers.forms.model import Form
from handlers.house import plays
from storage.queries.forms import all_forms, publish


def publish_built_in(db: Connection, now: datetime) -> int:
    """Compile and publish the built-in forms whose Markdown has changed; returns how many there were.

    The version is the one of the settings sheet with a mark of the text, so that a changed text is a new
    version without anybody remembering to count. pyxform is loaded only when there is something to compile.
    """
    known = {(row.name, row.version) for row in all_forms(db)}
    fresh = [(name, play.source.read_text("utf-8")) for name, play in plays().items()]
    new = [(name, text) for name, text in fresh if (name, _version(text)) not in known]
    for name, text in new:
        publish(db, name, _version(text), model.to_json(_compiled(name, text)), now)
    return len(new)


def _version(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _compiled(name: str, text: str) -> Form:
    from handlers.forms.xlsform import read_markdown

    return replace(read_markdown(text, name), version=_version(text))


def load_forms(db: Connection) -> tuple[dict[tuple[str, str], Form], dict[str, str]]:
    """Every version by (name, version), and the version in force by name."""
    rows = all_forms(db)
    forms = {(row.name, row.version): model.from_json(row.compiled) for row in rows}
    return forms, {row.name: row.version for row in rows if row.retired_at is None}
