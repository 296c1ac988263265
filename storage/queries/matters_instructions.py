"""Instructions that are not done: to their owner, then to the owner's head, then to the leader (N12)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection, or_, select

from storage.queries.due import UNIT, Overseer, overseers
from storage.queries.instructions import BECOMES, SETS_DUE
from storage.queries.matters_look import DAY, Found, Look, in_force
from storage.queries.posts import Post, leaders
from storage.tables import Instruction, InstructionEvent, Person, Region, Role

CLERKS = ("township_clerk",)


def own_tasks(db: Connection, look: Look) -> Found:
    """N12-task: to the owner, at half time, a day before, on the day and a day after; about what, who asked, due day."""
    for task in _tasks(db, look):
        half = task.since + (task.due - task.since) / 2
        if task.state != "extension" and look.today(half, task.due - DAY, task.due, task.due + DAY):
            yield task.owner_id, task.path, [task.line, task.giver, str(task.due)]


def tasks_of_others(db: Connection, look: Look) -> Found:
    """N12-task-2: overdue for some days, to the owner's head; about what, owner, due day."""
    late = [task for task in _tasks(db, look) if look.today(task.due + look.team_days * DAY)]
    if not late:
        return
    above = overseers(db, look.day)
    for task in late:
        for person in _heads(db, above, task, look.day):
            yield person, task.path, [task.line, task.owner, str(task.due)]


def given_tasks(db: Connection, look: Look) -> Found:
    """N12-task-3: overdue for longer, to who gave it or holds that post now; about what, owner, due day."""
    for task in _tasks(db, look):
        if look.today(task.due + look.township_days * DAY):
            for person in leaders(db, task.giver_id, task.post, look.day):
                yield person, task.path, [task.line, task.owner, str(task.due)]


def _heads(db: Connection, above: list[Overseer], task: Task, day: date) -> list[int]:
    """The contact of the owner's unit, above the contact its head; for who has no unit the clerk of the area."""
    unit = task.unit_id
    contacts = {each.person_id for each in above if unit and each.kind in UNIT and each.unit_id == unit}
    if task.owner_id in contacts or not contacts:
        contacts = _unit_leaders(db, unit, day) if unit else set()
    clerks = {
        each.person_id for each in above if each.kind in CLERKS and task.path.startswith(each.path or "?")
    }
    return sorted((contacts or clerks) - {task.owner_id, task.giver_id})


def _unit_leaders(db: Connection, unit: int, day: date) -> set[int]:
    rows = db.execute(
        select(Role.person_id).where(Role.kind == "unit_leader", Role.unit_id == unit, *in_force(Role, day))
    )
    return set(rows.scalars())


@dataclass(frozen=True, slots=True)
class Task:
    """An instruction that its owner has not answered, as it was known at the moment asked about.

    `since` is the day on which the day it is due was set.
    """

    number: int
    giver_id: int
    giver: str
    post: Post
    line: str
    path: str
    owner_id: int
    owner: str
    unit_id: int | None
    since: date
    due: date
    state: str


def _tasks(db: Connection, look: Look) -> Iterator[Task]:
    """In the order of their days."""
    first = look.since - max(look.team_days, look.township_days, 1) * DAY
    found = [task for task in _standing(db, look.now) if task.state in ("open", "returned", "extension")]
    people = _people(db, {person for task in found for person in (task.giver_id, task.owner_id)})
    for task in sorted(found, key=lambda each: (each.due, each.number)):
        if task.due >= first:
            owner, unit = people[task.owner_id]
            yield replace(task, giver=people[task.giver_id][0], owner=owner, unit_id=unit)


def _people(db: Connection, ids: set[int]) -> dict[int, tuple[str, int | None]]:
    rows = db.execute(select(Person.id, Person.name, Person.unit_id).where(Person.id.in_(ids)))
    return {person: (name, unit) for person, name, unit in rows}


def _standing(db: Connection, now: datetime) -> list[Task]:
    """Those given and not closed at a moment, with what had happened to them by then."""
    rows = db.execute(
        select(
            Instruction.id, Instruction.giver_id, Instruction.post, Instruction.seat_id, Instruction.seat_unit_id,
            Instruction.line, Region.path, InstructionEvent.what, InstructionEvent.at, InstructionEvent.due,
            InstructionEvent.owner_id,
        )
        .join(InstructionEvent, InstructionEvent.instruction_id == Instruction.id)
        .outerjoin(Region, Region.id == Instruction.region_id)
        .where(
            Instruction.given_at <= now,
            or_(Instruction.closed_at.is_(None), Instruction.closed_at > now),
            InstructionEvent.at <= now,
        )
        .order_by(InstructionEvent.at, InstructionEvent.id)
    )  # fmt: skip
    found: dict[int, Task] = {}
    for number, giver, post, seat, unit, line, path, what, at, due, owner in rows:
        new = Task(
            number,
            giver,
            "",
            Post(post, seat, unit),
            line,
            path or "/",
            owner,
            "",
            None,
            at.date(),
            due or at.date(),
            "",
        )
        task = found.get(number, new)
        if what in SETS_DUE and due:
            task = replace(task, since=at.date(), due=due)
        found[number] = replace(task, owner_id=owner or task.owner_id, state=BECOMES[what])
    return list(found.values())
