"""Emergency words (domain.md 7.0): the number to call, and a message to those who can come."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.intent import UNKNOWN
from handlers.replies import Say
from handlers.shown import household_name
from handlers.turn import Turn
from handlers.understand.identity import emergency
from storage.queries.households import visible
from storage.queries.people import on_duty_for
from storage.queries.reach import Reach
from storage.queries.urgent import Call, call_out


async def with_emergency(turn: Turn, said: Sequence[Say]) -> list[Say]:
    """Emergency words are answered first, whatever else the message does, and passed on at once."""
    if not emergency(turn.text):
        return list(said)
    told = await _pass_on(turn)
    lines = [turn.t("In an emergency call first: 110 police, 119 fire, 120 ambulance.")]
    lines += [turn.t("The village and the township are being told.")] if told else []
    first = Say("\n".join(lines))
    return [first] if turn.intent.name == UNKNOWN else [first, *said]


async def _pass_on(turn: Turn) -> int:
    """Ask the officers of the speaker's villages and the clerks of their township to see to it; how many.

    The first who answers has it; whom nobody has answered for climbs (scheduler/jobs/urgent.py, N22).
    """
    place, paths, who = await _where(turn)
    if turn.person_id is None or not paths:
        return 0
    people = [person for person in await turn.run(on_duty_for, paths, turn.today) if person != turn.person_id]
    call = Call(turn.contact.id, turn.person_id, place, who)
    return await turn.run(call_out, turn.vault, people, call, turn.received)


async def _where(turn: Turn) -> tuple[str, tuple[str, ...], str]:
    """The place, the paths of the villages it may be, and who asks (a household without its full name)."""
    home = turn.contact.household_id
    if home is not None:
        found = await turn.run(visible, Reach(household_id=home), home)
        if found:
            return found.village, (found.village_path,), household_name(turn.t, found.head, found.group_no)
    if turn.speaker is None:
        return "", (), ""
    roles = [role for role in turn.speaker.roles if role.path]
    places = "、".join(dict.fromkeys(role.region for role in roles))
    return places, tuple(dict.fromkeys(role.path for role in roles)), turn.speaker.name
