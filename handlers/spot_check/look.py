"""现场核实 (D53): who looks in a village writes down who was there, who was not, and why; the cadre reads it.

Not having been met takes no day off: people look at it, and the cadre may object (M12).
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from handlers import filling, refusals
from handlers.asking import answered, end_of_tomorrow
from handlers.dialog import Record, Rows, Saved
from handlers.forms.model import row as choice_row
from handlers.forms.values import names, text
from handlers.intent import number_of
from handlers.replies import Option, Reply, Say
from handlers.roles import SAMPLERS, kinds
from handlers.rules.onsite import OnsiteRule
from handlers.shown import clock, listed
from handlers.spot_check.act import paths_of
from handlers.targets import Target, targets
from handlers.turn import Turn
from locales import words
from storage.queries import areas, digest_people, questions
from storage.queries.areas import Area
from storage.queries.check_ins import Seen, acts_on, confirm_check_in
from storage.queries.flags import NewFlag, raise_flags
from storage.queries.people import log_query
from storage.queries.reach import Reach
from storage.queries.requests import NewRequest, ask, request, settle

FORM, TITLE, EXPECTED = "on_the_spot", words("look in the village"), "expected.csv"
PAGE = 9
REASONS = {
    "household": words("at a household or in the fields"), "errand": words("on an errand or at a meeting"),
    "leave": words("on leave"), "unknown": words("nobody could say"),
}  # fmt: skip
SAID = {
    "knows": words("household knows the helper"), "visited": words("household: visited this month"),
    "paid": words("household: grants received"), "unknown": words("household does not know the helper"),
    "unvisited": words("household: not visited this month"), "unpaid": words("household: grants not received"),
}  # fmt: skip


async def look(turn: Turn) -> Reply:
    """现场核实 [village]."""
    allowed = _looks(turn)
    if not allowed:
        return refusals.not_yours(turn)
    found = await turn.run(targets, turn.intent.rest.split()[:1], allowed)
    villages = await turn.run(_villages, found, turn)
    if not villages:
        return refusals.nothing_to_see(turn)
    if len(villages) > 1:
        turn.menu = {str(n): f"现场核实 {each.code}" for n, each in enumerate(villages[:PAGE], 1)}
        options = (
            Option(str(n), each.name, f"go:现场核实 {each.code}") for n, each in enumerate(villages[:PAGE], 1)
        )
        lead = turn.t("Which village are you in? Or send: look in the village, and its name.")
        return Say(lead, options=tuple(options))
    return await _begin(turn, villages[0])


def _looks(turn: Turn) -> Reach:
    """Where the speaker looks who is there: areas only, since units answer for people and not for places."""
    held = kinds(turn) & (SAMPLERS | {"supervisor"}) - {"unit_leader", "unit_contact"}
    return Reach(paths=paths_of(turn)) if held else Reach()


def _villages(db: Connection, found: Sequence[Target], turn: Turn) -> list[Area]:
    """The villages that are meant: those named, or those right below a township."""
    villages = [each.area for each in found if each.unit is None and each.area.level == "village"]
    above = [each.area for each in found if each.unit is None and each.area.level != "village"]
    below = [place for area in above for place in questions.places_below(db, area.path, turn.today)]
    return villages or [place for place in below if place.level == "village"]


async def _begin(turn: Turn, village: Area) -> Reply:
    if not await _expected(turn, village):
        return Say(turn.t("Nobody is expected in {place} today.", place=village.name))
    return await filling.begin(turn, turn.office.plays[FORM], {"area": village.code})


async def _expected(turn: Turn, village: Area) -> list[tuple[int, str, Seen | None]]:
    """Who checked in today, then who else has the duty in the village: (person, name, act)."""
    acts = {act.person_id: act for act in reversed(await turn.run(acts_on, [village.path], turn.today))}
    people = await turn.run(digest_people.listed, [village.id], turn.today)
    named = await turn.run(digest_people.cadres, [*acts, *people])
    known = [
        (each.person_id, each.name, acts.get(each.person_id))
        for each in named
        if each.person_id != turn.person_id
    ]
    return sorted(known, key=lambda each: (each[2] is None, each[2].came_at.isoformat() if each[2] else ""))


async def expected(turn: Turn) -> Rows:
    """Who can be looked for in the village of the form as it stands."""
    village = await _village(turn, _area_of_draft(turn))
    return [
        choice_row(str(person), _label(turn, name, act), (name,))
        for person, name, act in (await _expected(turn, village) if village else [])
    ]


def _label(turn: Turn, name: str, act: Seen | None) -> str:
    if act is None:
        return turn.t("{who}, no check-in today", who=name)
    return turn.t("{who}, checked in {time}", who=name, time=clock(act.came_at))


def _area_of_draft(turn: Turn) -> str:
    return text(filling.standing(turn)[1].answers.get("area")) if turn.draft else ""


async def _village(turn: Turn, code: str) -> Area | None:
    """The village of the form, if the speaker (still) looks there."""
    found = await turn.run(areas.area_named, code) if code else []
    return next((each for each in found if _looks(turn).covers(each.path)), None)


async def saved(turn: Turn, record: Record) -> Saved:
    """Written down; the person reads it, and who was there is confirmed in the village."""
    village = await _village(turn, text(record["area"]))
    person = number_of(text(record["person"]))
    known = {each[0]: each for each in (await _expected(turn, village) if village else [])}
    if village is None or person not in known or turn.person_id is None:
        return Saved(refusals.nothing_to_see(turn))
    _, name, act = known[person]
    there = record["found"] == "there"
    number = await _noted(turn, village, person, act, there=there, why=_words(turn, record))
    if there and act is not None:
        await _confirm(turn, act, village)
    if not there:
        reason = "" if record.get("why") == "other" else text(record.get("why"))
        flag = NewFlag(f"away:{number}", "away", person, village.id, turn.today, {"reason": reason})
        await turn.run(raise_flags, [flag], turn.received)
    said = turn.t(
        "Noted: {who}, {place}, {time}: {found}. {told}",
        who=name, place=village.name, time=clock(turn.now),
        found=turn.t("there") if there else turn.t("was not met"),
        told="" if there else turn.t("They are told and may object; no day is taken off by it."),
    ).strip()  # fmt: skip
    turn.menu = {"1": f"现场核实 {village.code}"}
    return Saved(Say(said, options=(Option("1", turn.t("the next one"), f"go:{turn.menu['1']}"),)))


def _words(turn: Turn, record: Record) -> str:
    """Why somebody was not there, and what households said, as the person reads it."""
    why = record.get("why")
    reason = text(record.get("note")) if why == "other" else turn.t(REASONS[why]) if why else ""
    said = [turn.t(SAID[name]) for name in names(record.get("households"))]
    return listed(turn.t, [each for each in (reason, *said) if each])


async def _noted(
    turn: Turn, village: Area, person: int, act: Seen | None, *, there: bool, why: str
) -> int:  # fmt: skip
    """As the looker's own answer to the question whether the person was there; its number."""
    assert turn.person_id is not None
    subject = act.id if act else 0
    new = NewRequest("look", subject, person, turn.today, village.name, "", end_of_tomorrow(turn))
    number = (await turn.run(ask, turn.vault, [turn.person_id], new, turn.received))[turn.person_id]
    row = await turn.run(request, turn.vault, number)
    assert row is not None
    await turn.run(settle, turn.vault, row, "yes" if there else "no", why, turn.received)
    done = await turn.run(request, turn.vault, number)
    if not there and done is not None:
        await answered(turn, done, yes=False)
    await turn.run(
        log_query, contact_id=turn.contact.id, person_id=turn.person_id, kind="look", scope=str(number), size=1,
        refused=False, now=turn.received,
    )  # fmt: skip
    return number


async def _confirm(turn: Turn, act: Seen, village: Area) -> None:
    """Seen by somebody who looks: better evidence, where the office takes it."""
    rule = OnsiteRule.of(turn.office.parameters, village.path, act.day)
    if "e4" in rule.evidence_accepted:
        await turn.run(confirm_check_in, act.id, "accepted")
