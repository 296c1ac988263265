"""What a filled-in form of an office does: its answers are kept, with the household they are about."""

from __future__ import annotations

from handlers.access import reach
from handlers.added import packed
from handlers.dialog import Amend, Record
from handlers.forms.model import Form
from handlers.forms.values import text
from handlers.office_form.lists import HOUSEHOLDS
from handlers.turn import Turn
from locales import words
from storage.queries.answers import add_answers
from storage.queries.households import visible
from storage.values.receipt import Receipt

PREFIX = "BD"


async def keep(turn: Turn, form: Form, record: Record, title: str) -> str:
    """Keep the answers; returns the receipt.

    Raises:
        Amend: the household is out of the speaker's reach by now.
    """
    assert turn.speaker is not None
    number = await turn.run(
        add_answers, turn.vault, form=form.name, version=form.version, person_id=turn.speaker.person_id,
        household_id=await _household(turn, form, record), day=turn.today, title=title, answers=packed(record),
        contact_id=turn.contact.id, now=turn.received,
    )  # fmt: skip
    return str(Receipt(PREFIX, turn.today, number))


async def _household(turn: Turn, form: Form, record: Record) -> int | None:
    """The household of the first question that asks for one; looked at again at the moment of saving."""
    name = next((q.name for q in form.questions if q.choices == HOUSEHOLDS and record.get(q.name)), None)
    if name is None or not text(record[name]).isdecimal():
        return None
    number = int(text(record[name]))
    for allowed in (
        reach(turn.speaker, turn.contact, "visit", "W"),
        reach(turn.speaker, turn.contact, "profile"),
    ):
        found = await turn.run(visible, allowed, number) if allowed else None
        if found is not None:
            return found.id
    raise Amend(name, words("No record found that you may see."))
