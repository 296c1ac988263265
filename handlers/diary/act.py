"""What a diary entry does: the entry, and an on-site day where it was written on the day itself (D16, L07)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from handlers.access import reach
from handlers.added import added, lines, packed
from handlers.dialog import Amend, Record, Rows
from handlers.forms.model import Form, row, said
from handlers.forms.values import text
from handlers.made_days import make_day
from handlers.turn import Turn
from locales import words
from storage.queries.check_ins import Village, assigned_villages
from storage.queries.diaries import NewEntry, add_entry
from storage.values.receipt import Receipt

FORM = "diary"
TITLE = words("diary")
PREFIX = "RJ"


@dataclass(frozen=True, slots=True)
class Noted:
    """An entry as it was saved. `on_site`: its day is one, `late`: it was written for a day before."""

    receipt: str
    number: int
    kind: str
    day: date
    village: str
    met: int | None
    problem: str
    on_site: bool
    late: bool
    added: list[str]


async def places(turn: Turn) -> list[Village]:
    """The villages somebody may write of: those they are assigned to, and those they are an officer of."""
    if turn.speaker is None:
        return []
    found = {each.id: each for each in await turn.run(assigned_villages, turn.speaker.person_id, turn.today)}
    allowed = reach(turn.speaker, turn.contact, "visit", "W").paths
    for role in turn.speaker.roles:
        if role.level == "village" and role.region_id is not None and role.path in allowed:
            found.setdefault(role.region_id, Village(role.region_id, role.region, role.path))
    return list(found.values())


async def villages(turn: Turn) -> Rows:
    """The same as choices."""
    found = await places(turn)
    return [row(str(each.id), each.name, (each.name.removesuffix("村"),)) for each in found]


def kind_label(turn: Turn, kind: str) -> str:
    """A kind of entry as the form calls it."""
    form = turn.office.form(FORM)
    kinds = form.lists[form.by_name["kind"].choices]
    return next((said(each.label, turn.language) for each in kinds if each.name == kind), kind)


async def note(turn: Turn, record: Record) -> Noted:
    """Save an entry.

    Raises:
        Amend: the village is out of reach by now.
    """
    assert turn.speaker is not None
    village = await place_of(turn, record)
    form, day = _form(turn), record["day"]
    entry = new_entry(turn, record, village.id, form)
    number = await turn.run(add_entry, turn.vault, entry, turn.received)
    on_site = entry.made_day and await make_day(
        turn, turn.speaker.person_id, village.id, village.path, day, FORM
    )
    return Noted(
        str(Receipt(PREFIX, day, number)), number, entry.kind, day, village.name, entry.met, text(record.get("problem")),
        on_site, day < turn.today, lines(turn, form, added(form, record)),
    )  # fmt: skip


async def place_of(turn: Turn, record: Record) -> Village:
    """The village chosen, looked at again at the moment of saving: rights may have ended meanwhile."""
    number = int(text(record["village"]))
    found = next((each for each in await places(turn) if each.id == number), None)
    if found is None:
        raise Amend("village", words("No record found that you may see."))
    return found


def new_entry(turn: Turn, record: Record, village_id: int, form: Form) -> NewEntry:
    """What is kept of a record. Only an entry of the day itself makes a day: for one before there is 补签."""
    assert turn.speaker is not None
    met = record.get("met")
    return NewEntry(
        turn.speaker.person_id, village_id, record["day"], text(record["kind"]), None if met is None else int(met),
        record["day"] == turn.today, form.version, packed(record), turn.contact.id,
    )  # fmt: skip


def _form(turn: Turn) -> Form:
    """The version of the form that was filled in."""
    return turn.filled[0] if turn.filled else turn.office.form(FORM)
