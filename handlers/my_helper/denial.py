"""没来过 (X08): a household says that nobody came. It is asked back once and passed to people who look.

Neither the visit nor any count changes by it: old people forget, and somebody else may have opened the door.
"""

from __future__ import annotations

from handlers import asking, refusals
from handlers.asking import until
from handlers.intent import number_of
from handlers.replies import Option, Reply, Say
from handlers.shown import day_of
from handlers.turn import Turn
from storage.queries.areas import area as village_of
from storage.queries.digest_people import cadres
from storage.queries.flags import NewFlag, is_raised, raise_flags
from storage.queries.requests import NewRequest, township_of
from storage.queries.visits import LastVisit, last_visit
from storage.values.receipt import Receipt

AT_HOME = frozenset({"home", "comfort"})
"""Manners of visit of which a household can say that nobody came: a phone call is none."""


def can_be_denied(visit: LastVisit | None) -> bool:
    """Whether it was at the household and met somebody; of one that found the door locked nobody can tell."""
    return visit is not None and visit.manner in AT_HOME and visit.met != "nobody"


async def ask(turn: Turn) -> Reply:
    """没来过: asked back once, of the last visit only."""
    visit = await _visit(turn)
    return _nothing_to_deny(turn) if visit is None else await _asked_back(turn, visit)


async def note(turn: Turn) -> Reply:
    """确认没来过 N: noted for those who look. N says which visit was asked about: one that came since is asked anew."""
    visit = await _visit(turn)
    if visit is None:
        return _nothing_to_deny(turn)
    if number_of(turn.intent.rest.strip()) != visit.id:
        return await _asked_back(turn, visit)
    if not await turn.run(raise_flags, [_flag(visit)], turn.received):
        return _already(turn)
    await _tell_township(turn, visit)
    return Say(
        turn.t(
            "Noted; the township office will look into it. It changes nothing about your household's benefits."
        )
    )


async def _tell_township(turn: Turn, visit: LastVisit) -> None:
    """At once, and to those who can look into it, never to the one who noted the visit; the household is not named."""
    place = await turn.run(village_of, visit.village_id)
    people = await turn.run(township_of, place.path, turn.today) if place else []
    if place is not None:
        new = NewRequest("denied", visit.id, visit.helper_id, visit.day, place.name, "", until(turn))
        named = await turn.run(cadres, [visit.helper_id])
        others = [person for person in people if person != visit.helper_id]
        await asking.ask(turn, others, new, named[0].name if named else "")


async def _visit(turn: Turn) -> LastVisit | None:
    household_id = turn.contact.household_id
    visit = await turn.run(last_visit, household_id) if household_id is not None else None
    return visit if can_be_denied(visit) else None


def _nothing_to_deny(turn: Turn) -> Say:
    """A household hears that there is no such visit of its own, anybody else the neutral refusal."""
    if turn.contact.household_id is None:
        return refusals.not_yours(turn)
    return Say(
        turn.t(
            "The last record is no visit that met somebody at your home. If nobody comes, tell the village or township office."
        )
    )


async def _asked_back(turn: Turn, visit: LastVisit) -> Say:
    if await turn.run(is_raised, _key(visit)):
        return _already(turn)
    sure = f"确认没来过 {visit.id}"
    turn.menu = {"1": sure, "2": "我的帮扶人"}
    return Say(
        turn.t("You say that nobody came to your home on {day}, is that so?", day=day_of(turn.t, visit.day)),
        options=(
            Option("1", turn.t("it is so"), f"go:{sure}"),
            Option("2", turn.t("it is not"), "go:我的帮扶人"),
        ),
    )


def _already(turn: Turn) -> Say:
    return Say(
        turn.t(
            "This is noted already; the township office looks into it. It changes nothing about your household's benefits."
        )
    )


def _key(visit: LastVisit) -> str:
    return f"denied:{visit.id}"


def _flag(visit: LastVisit) -> NewFlag:
    """Of the visit only: who of the household said so is not kept."""
    receipt = str(Receipt("ZF", visit.day, visit.id))
    return NewFlag(
        _key(visit),
        "denied",
        visit.helper_id,
        visit.village_id,
        visit.day,
        {"visit": visit.id, "receipt": receipt},
    )
