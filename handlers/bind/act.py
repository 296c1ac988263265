"""What binding does. Every wrong try counts against the contact and against whoever was claimed to be."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta

from handlers.shown import masked_name
from handlers.turn import Turn
from handlers.understand.text import clean, squeeze
from storage.queries import codes
from storage.queries.codes import SCENE
from storage.queries.contacts import bind, count_try, others_of_household
from storage.queries.contacts import unbind as detach
from storage.queries.households import visible
from storage.queries.notices import NewNotice, add_notices
from storage.queries.people import by_phone, member_by_last4
from storage.queries.reach import Reach
from storage.queries.scenes import use_scene
from storage.queries.speakers import speaker_of

HEARD_OF_FOR = timedelta(days=3)
"""How long the family's other accounts are still told of a new one."""


@dataclass(frozen=True, slots=True)
class Bound:
    """Somebody is known now: as `name`, for `what`."""

    person_id: int
    household_id: int | None
    household_path: str
    name: str
    what: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """Refused: how many tries are left before the lock, or that it has fallen."""

    left: int
    locked: bool = False
    expired: bool = False


def locked(turn: Turn) -> bool:
    """Whether this contact has tried too often."""
    return turn.contact.locked_until is not None and turn.contact.locked_until > turn.received


async def is_listed(turn: Turn) -> bool:
    """Whether the channel proves a number, and somebody on the list has it."""
    return turn.phone is not None and bool(await turn.run(by_phone, turn.vault, _bare(turn.phone)[-11:]))


async def bind_cadre(turn: Turn, name: str, phone: str, code: str | None) -> Bound | Wrong:
    """D01: the person of that name and phone, proved by the person's own code.

    Without one (None) the message itself has come from that phone. Who is no cadre has no code in force.
    """
    found = await turn.run(by_phone, turn.vault, _bare(phone)[-11:])
    named = [p for p in found if squeeze(p.name) == squeeze(name)]
    known = await turn.run(codes.of_person, turn.vault, "cadre", named[0].id) if len(named) == 1 else None
    proved = known is not None and (code is None or known.code == _bare(code))
    if known is None or known.closed(turn.received) or not proved:
        return await _wrong(turn, known)
    await turn.run(codes.use, turn.vault, known.id, turn.office.rng, turn.received)
    return await _bind(turn, "cadre", named[0].id, None, "")


async def bind_household(turn: Turn, code: str, last4: str) -> Bound | Wrong:
    """D02: the household of the card, proved by the ID number of one of its members."""
    known = await turn.run(codes.by_code, turn.vault, "household", _bare(code))
    member = None
    if known is not None and known.household_id is not None and not known.closed(turn.received):
        member = await turn.run(member_by_last4, turn.vault, known.household_id, last4, turn.today)
    if known is None or known.household_id is None or member is None:
        return await _wrong(turn, known)
    found = await turn.run(visible, Reach(household_id=known.household_id), known.household_id)
    path = found.village_path if found else ""
    return await _bind(turn, "household", member.id, known.household_id, path)


async def bind_leader(turn: Turn, name: str, code: str) -> Bound | Wrong:
    """D03: the person an invitation was made out to; once, and within its time."""
    known = await turn.run(codes.by_code, turn.vault, "leader", _bare(code))
    theirs = known is not None and squeeze(known.name) == squeeze(name)
    if known is None or known.person_id is None or known.closed(turn.received) or not theirs:
        return await _wrong(turn, known)
    if known.expired(turn.received):
        return Wrong(left=0, expired=True)
    await turn.run(codes.use, turn.vault, known.id, turn.office.rng, turn.received)
    return await _bind(turn, "leader", known.person_id, None, "")


async def bind_scene(turn: Turn) -> Bound | None:
    """Whoever scans a QR code is whom it was made for: once, and within its minutes."""
    made_for = await turn.run(use_scene, turn.vault, turn.scene or "", turn.received)
    if made_for is None:
        return None
    person_id, household_id = made_for
    found = await turn.run(visible, Reach(household_id=household_id), household_id) if household_id else None
    return await _bind(turn, SCENE, person_id, household_id, found.village_path if found else "")


def _bare(typed: str) -> str:
    """A number or code as it is on file, however it was grouped when typed: 199 0000 0001, qwer-tyu8."""
    return re.sub("[ -]", "", clean(typed)).upper()


async def _bind(turn: Turn, kind: str, person_id: int, household_id: int | None, path: str) -> Bound:
    await turn.run(
        bind, turn.contact.id, person_id=person_id, household_id=household_id, kind=kind, now=turn.received
    )
    if household_id is not None:
        await _tell_family(turn, household_id)
    speaker = await turn.run(speaker_of, person_id, turn.today)
    assert speaker is not None
    places = list(dict.fromkeys(role.region for role in speaker.roles if role.region))
    name = masked_name(speaker.name) if household_id else speaker.name
    what = turn.t("household") if household_id else "、".join(places)
    return Bound(person_id, household_id, path, name, what or turn.t("account"))


async def _tell_family(turn: Turn, household_id: int) -> None:
    """The household's other accounts hear of the new one (D02 "notify")."""
    others = await turn.run(others_of_household, household_id, turn.contact.id)
    notices = [
        NewNotice(
            key=f"new_account:{person_id}:{turn.contact.id}:{turn.received:%Y%m%d}",
            kind="new_account", person_id=person_id, parameters={},
            not_before=turn.received, expires=turn.received + HEARD_OF_FOR,
        )
        for person_id in others
    ]  # fmt: skip
    await turn.run(add_notices, notices, turn.received)


async def _wrong(turn: Turn, known: codes.CodeRow | None) -> Wrong:
    """Count a wrong try; the fifth locks for half an hour (parameters bind.tries, bind.lock_minutes)."""
    most = turn.office.parameters.value("bind.tries", "/", turn.today)
    # By the server's clock: the message's own time is the phone's to say.
    until = turn.received + timedelta(
        minutes=turn.office.parameters.value("bind.lock_minutes", "/", turn.today)
    )
    tries = turn.contact.tries + 1
    closed = tries >= most
    await turn.run(count_try, turn.contact.id, 0 if closed else tries, until if closed else None)
    if known is not None:
        await turn.run(codes.count_wrong, known.id, most, until)
    return Wrong(left=most - tries, locked=closed)


async def speak_as(turn: Turn, bound: Bound) -> None:
    """The rest of this turn is already said to whom the contact now belongs."""
    turn.speaker = await turn.run(speaker_of, bound.person_id, turn.today)
    turn.contact = replace(
        turn.contact,
        person_id=bound.person_id,
        household_id=bound.household_id,
        household_path=bound.household_path,
    )


async def unbind(turn: Turn) -> None:
    """Detach the contact; nothing of the register can be seen from it any more."""
    await turn.run(detach, turn.contact.id, turn.received)
    turn.speaker = None
