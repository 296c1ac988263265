"""Who may see an instruction, and who may answer for it: giver, owner, the owner's head, the area's office."""

from __future__ import annotations

from dataclasses import replace

from handlers.access import reach
from handlers.turn import Turn
from storage.queries.areas import Area
from storage.queries.instructions import InstructionRow
from storage.queries.posts import Post, leaders
from storage.queries.reach import Reach
from storage.queries.speakers import RoleHeld

RESOURCE = "instruction"


def may_give(turn: Turn) -> Reach:
    """Where the speaker may give instructions; empty refuses."""
    return reach(turn.speaker, turn.contact, RESOURCE, "W")


def post_over(turn: Turn, area: Area | None) -> Post | None:
    """The office by which the speaker may instruct there, the nearest first; None without one."""
    assert turn.speaker is not None
    fitting = [role for role in turn.speaker.roles if _gives(turn, role, area)]
    if not fitting:
        return None
    best = max(fitting, key=lambda role: len(role.path))
    return _post(best, turn)


def posts(turn: Turn) -> list[Post]:
    """Every office by which the speaker may instruct."""
    held = turn.speaker.roles if turn.speaker else ()
    return list(dict.fromkeys(_post(role, turn) for role in held if _reach_of(turn, role)))


def _reach_of(turn: Turn, role: RoleHeld) -> Reach:
    assert turn.speaker is not None
    return reach(replace(turn.speaker, roles=(role,)), turn.contact, RESOURCE, "W")


def _gives(turn: Turn, role: RoleHeld, area: Area | None) -> bool:
    found = _reach_of(turn, role)
    return bool(found.unit_ids) if area is None else found.covers(area.path)


def _post(role: RoleHeld, turn: Turn) -> Post:
    """An office of a unit has no region, one of a region no unit."""
    assert turn.speaker is not None
    if role.region_id is not None:
        return Post(role.kind, role.region_id, role.unit_id)
    return Post(role.kind, None, role.unit_id or turn.speaker.unit_id)


async def leads(turn: Turn, row: InstructionRow) -> bool:
    """Whether the speaker answers for it as its giver: who gave it while in that office, then who holds it (X43)."""
    if turn.person_id is None or row.post not in posts(turn):
        return False
    return turn.person_id in await turn.run(leaders, row.giver_id, row.post, turn.today)


def owns(turn: Turn, row: InstructionRow) -> bool:
    """Whether it is the speaker who has to see to it."""
    return turn.person_id == row.owner_id


async def may_read(turn: Turn, row: InstructionRow) -> bool:
    """Whether the speaker may read it at all."""
    if owns(turn, row) or await leads(turn, row):
        return True
    seen = reach(turn.speaker, turn.contact, RESOURCE)
    unit = row.owner_unit_id in seen.unit_ids or row.unit_id in seen.unit_ids
    return bool(row.path and seen.covers(row.path)) or bool(seen.unit_ids and unit)
