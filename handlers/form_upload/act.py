"""What becomes of a workbook that was sent: read, kept for trying out, put in force."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

from handlers.dialog import FormPlay
from handlers.forms.kept import from_json
from handlers.forms.model import Form
from handlers.publishing import TRIAL, Published, fitted, plain, publish_form
from handlers.turn import Turn
from storage.queries.forms import all_forms, publish

KEPT = 12
"""Characters of a file's hash that name its trial."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that was sent, and the word by which it is called for."""

    form: Form
    word: str


async def read_sent(turn: Turn) -> Sent:
    """The form in the file of the message, kept so that it can be tried out.

    Raises:
        FormRefused: it cannot be played, or leaves out what the house needs.
    """
    from handlers.forms.xlsform import read_form

    assert turn.office.store is not None
    name = turn.files[-1]
    data = await asyncio.to_thread(turn.office.store.open, name)
    form = await asyncio.to_thread(read_form, data, ".xlsx", "form")
    rows = [row for row in await turn.run(all_forms) if row.name == form.name]
    await asyncio.to_thread(fitted, form, rows, _plays(turn))
    word = name[:KEPT]
    await _keep(turn, form, word)
    return Sent(form, word)


def _plays(turn: Turn) -> dict[str, FormPlay]:
    """The dialogs' own forms; what is not among them is the office's."""
    return {name: play for name, play in turn.office.plays.items() if play.source is not None}


async def _keep(turn: Turn, form: Form, word: str) -> None:
    """Keep the form as a version of what is tried out; it is never in force."""
    trial = replace(form, name=TRIAL, version=word, remarks=())
    if (TRIAL, word) not in turn.office.forms:
        kept = {**plain(trial), "called": form.name, "counted": form.version}
        await turn.run(publish, TRIAL, word, kept, turn.now, by_office=True, in_force=False)
        turn.office.forms[TRIAL, word] = trial


async def sent_before(turn: Turn, word: str) -> Form | None:
    """The form kept under a word, under its own name and version; None where there is none."""
    rows = await turn.run(all_forms)
    found = next((row.compiled for row in rows if row.name == TRIAL and row.version == word), None)
    return replace(from_json(found), name=found["called"], version=found["counted"]) if found else None


async def put_in_force(turn: Turn, form: Form) -> Published:
    """Put a form that was sent in force, for this process at once.

    Raises:
        FormRefused, VersionTaken: nothing was changed.
    """
    done = await turn.run(publish_form, form, _plays(turn), turn.now)
    turn.office.forms[form.name, form.version] = done.form
    turn.office.current[form.name] = form.version
    return done
