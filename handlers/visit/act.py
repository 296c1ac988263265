"""What a logged visit does: the visit, a follow-up for each problem, an on-site day (D20, M13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from handlers.access import reach
from handlers.added import added, lines, packed
from handlers.dialog import Amend, Record
from handlers.forms.model import Form, said
from handlers.forms.values import names, text
from handlers.made_days import make_day
from handlers.shown import day_of, household_name
from handlers.turn import Turn
from handlers.visit.lists import OTHER
from locales import words
from storage.queries.households import HouseholdLine, is_paired, visible
from storage.queries.visits import (
    IN_PLACE,
    NewFollowUp,
    NewVisit,
    add_visit,
    same_text_on,
    visits_saved,
)
from storage.values.receipt import Receipt

PREFIX = "ZF"
MATTERS = {
    "food": words("food and clothes"),
    "school": words("school"),
    "health": words("health"),
    "housing": words("housing"),
    "water": words("water"),
    "income": words("less income"),
    "family": words("change in the family"),
}


@dataclass(frozen=True, slots=True)
class Logged:
    """A visit as it was saved."""

    receipt: str
    household: str
    day: date
    follow_ups: list[tuple[str, date]]
    on_site: bool
    late: bool
    added: list[str]


def matter_words(turn: Turn, matter: str) -> str:
    """What a problem is called; one that an office has added to the list as the form says."""
    if matter in MATTERS:
        return turn.t(MATTERS[matter])
    form = turn.office.form("visit")
    listed = form.lists.get(form.by_name["problems"].choices, ()) if "problems" in form.by_name else ()
    return next((said(choice.label, turn.language) for choice in listed if choice.name == matter), matter)


async def log_visit(turn: Turn, record: Record) -> Logged:
    """Save a visit.

    Raises:
        Amend: the household is out of reach, or the text is that of an earlier visit.
    """
    assert turn.speaker is not None
    household = await household_of(turn, record)
    await refuse_copy(turn, record)
    day = record["day"]
    mine = await turn.run(is_paired, household.id, turn.speaker.person_id, turn.today)
    visit = await _visit(turn, record, household, mine)
    problems = follow_ups(turn, record, household)
    photos = names(record.get("photos"))
    number = await turn.run(add_visit, turn.vault, visit, problems, photos, turn.received)
    on_site = visit.manner in IN_PLACE and await made(turn, turn.speaker.person_id, household, day)
    return Logged(
        str(Receipt(PREFIX, day, number)), household_name(turn.t, household.head, household.group_no), day,
        [(p.matter, p.due) for p in problems], on_site, visit.late, lines(turn, _form(turn), added(_form(turn), record)),
    )  # fmt: skip


async def household_of(turn: Turn, record: Record) -> HouseholdLine:
    """The household chosen, looked at again at the moment of saving: rights may have ended meanwhile."""
    found = await turn.run(visible, reach(turn.speaker, turn.contact, "visit", "W"), chosen(record))
    if found is None:
        raise Amend("household", words("No record found that you may see."))
    return found


def chosen(record: Record) -> int:
    """The id of the household that a record names."""
    return int(text(record.get("other")) if record["household"] == OTHER else text(record["household"]))


async def refuse_copy(turn: Turn, record: Record, but: int | None = None) -> None:
    """Amend where the words are those of another visit (D20); `but` is the visit itself."""
    assert turn.speaker is not None
    earlier = await turn.run(same_text_on, turn.vault, turn.speaker.person_id, written(record), but)
    if earlier is not None:
        day = day_of(turn.t, earlier)
        raise Amend(
            "wish", words("The text is the same as on {day}. Please add what was new today.", day=day)
        )


def written(record: Record) -> str:
    """All that was written in words, in the order of the form; what two visits are compared by."""
    return " ".join(text(record.get(name)) for name in (*MATTERS, "wish") if record.get(name))


async def _visit(turn: Turn, record: Record, household: HouseholdLine, mine: bool) -> NewVisit:
    assert turn.speaker is not None
    form = _form(turn)
    met = text(record["met"])
    return NewVisit(
        household_id=household.id,
        helper_id=turn.speaker.person_id,
        village_id=household.village_id,
        day=record["day"],
        manner=text(record["manner"]),
        met=met,
        as_helper=mine,
        form=form.name,
        version=form.version,
        answers=packed(record),
        text=written(record),
        late=record["day"] < turn.today - timedelta(days=rule(turn, household, "visits.late_days")),
        bulk=await _is_bulk(turn, household, record["day"]),
        next_visit=record.get("next"),
        contact_id=turn.contact.id,
    )


def _form(turn: Turn) -> Form:
    """The version of the form that was filled in."""
    return turn.filled[0] if turn.filled else turn.office.form("visit")


def rule(turn: Turn, household: HouseholdLine, name: str) -> int:
    """The value of a parameter for a household's village."""
    return int(turn.office.parameters.value(name, household.village_path, turn.today))


async def _is_bulk(turn: Turn, household: HouseholdLine, day: date) -> bool:
    """Many visits of a day, or one right after the other: marked for a person to look at, never refused."""
    assert turn.speaker is not None
    count, last = await turn.run(visits_saved, turn.speaker.person_id, day)
    many = count >= rule(turn, household, "visits.bulk_per_day")
    soon = timedelta(minutes=rule(turn, household, "visits.bulk_minutes"))
    return many or (last is not None and timedelta() <= turn.received - last < soon)


def follow_ups(turn: Turn, record: Record, household: HouseholdLine) -> list[NewFollowUp]:
    """One for each problem; a child who left school is always urgent."""
    found = []
    for matter in names(record.get("problems")):
        urgent = record.get("urgent") == "yes" or (matter == "school" and record.get("dropout") == "yes")
        days = rule(turn, household, "followup.urgent_days" if urgent else "followup.due_days")
        found.append(NewFollowUp(matter, text(record.get(matter)), urgent, turn.today + timedelta(days=days)))
    return found


async def made(turn: Turn, person_id: int, household: HouseholdLine, day: date) -> bool:
    """A visit in an assigned village makes the day an on-site day, if nothing has yet (say once, fill many)."""
    return await make_day(turn, person_id, household.village_id, household.village_path, day, "visit")
