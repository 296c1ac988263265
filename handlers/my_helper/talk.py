"""The helper of one's own household. The number is shown masked; in full on request, and logged."""

from __future__ import annotations

from handlers import refusals
from handlers.my_helper.denial import can_be_denied
from handlers.replies import Option, Reply, Say
from handlers.shown import full_day
from handlers.turn import Turn
from storage.queries.households import HelperLine, helper_of
from storage.queries.people import reveal
from storage.queries.visits import LastVisit, last_visit
from storage.values.phone import Phone


async def show(turn: Turn) -> Reply:
    """我的帮扶人."""
    household_id = turn.contact.household_id
    if household_id is None:
        return refusals.not_yours(turn)
    helper = await turn.run(helper_of, household_id, turn.today)
    if helper is None:
        return Say(turn.t("Your household has no helper on file. The township office will see to it."))
    visit = await turn.run(last_visit, household_id)
    t = turn.t
    visited = t("Last visit: {day}", day=full_day(t, visit.day)) if visit else t("No visit on file yet.")
    number = await _number(turn, helper, "shown masked to the household")
    lead = t(
        "Your helper: {name} ({unit}), phone {phone}",
        name=helper.name,
        unit=helper.unit,
        phone=_masked(number),
    )
    return Say(f"{lead}\n{visited}", options=_ways(turn, visit))


def _ways(turn: Turn, visit: LastVisit | None) -> tuple[Option, ...]:
    ways = [("帮扶人电话", turn.t("the full number"))]
    if can_be_denied(visit):
        ways.append(("没来过", turn.t("nobody came")))
    turn.menu = {str(n): command for n, (command, _) in enumerate(ways, 1)}
    return tuple(Option(str(n), said, f"go:{command}") for n, (command, said) in enumerate(ways, 1))


async def phone(turn: Turn) -> Reply:
    """The helper's number in full, for the bound household only (D33)."""
    household_id = turn.contact.household_id
    helper = await turn.run(helper_of, household_id, turn.today) if household_id else None
    if helper is None:
        return refusals.not_yours(turn)
    number = await _number(turn, helper, "asked for by the household")
    if not number:
        return Say(turn.t("There is no number on file. Ask at the village office."))
    return Say(turn.t("{name}: {phone}", name=helper.name, phone=number))


async def _number(turn: Turn, helper: HelperLine, reason: str) -> str:
    return await turn.run(
        reveal, turn.vault, reader_id=turn.person_id, subject_id=helper.person_id, field="phone",
        reason=reason, now=turn.received,
    )  # fmt: skip


def _masked(number: str) -> str:
    return Phone(number).masked if number else "-"
