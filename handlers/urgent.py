"""Emergency words (domain.md 7.0): the number to call, and a message to those who can come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from handlers.intent import UNKNOWN
from handlers.replies import Say
from handlers.shown import household_name
from handlers.turn import Turn
from handlers.understand.identity import emergency
from storage.queries.households import visible
from storage.queries.notices import NewNotice, add_notices
from storage.queries.people import on_duty_for
from storage.queries.reach import Reach

WANTED_FOR = timedelta(hours=6)
"""How long the call is worth delivering."""


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
    """Notices to the officers of the speaker's villages and the clerks of their township; how many."""
    place, paths, who = await _where(turn)
    people = await turn.run(on_duty_for, paths, turn.today) if paths else []
    notices = [
        NewNotice(
            key=f"emergency:{person}:{turn.contact.id}:{turn.received:%Y%m%d%H%M}",
            kind="emergency", person_id=person, parameters={"place": place, "who": who},
            not_before=turn.received, expires=turn.received + WANTED_FOR, urgent=True,
        )
        for person in people
        if person != turn.person_id
    ]  # fmt: skip
    await turn.run(add_notices, notices, turn.received)
    return len(notices)


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
