"""Instructions and their events: written, read, and as they stood at a moment. What people wrote is sealed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, func, insert, or_, select, update
from sqlalchemy.orm import aliased

from storage.queries.posts import Post, same
from storage.sealed import Vault
from storage.tables import Instruction, InstructionEvent, Notice, Person, Region, Unit
from storage.values.receipt import Receipt

PREFIX = "PS"
WAITING = ("open", "extension", "returned")
"""States in which the owner has not answered yet: it can be taken back."""
STANDING = (*WAITING, "answered")
"""States in which it is not closed."""

BECOMES = {
    "given": "open", "passed": "open", "answered": "answered", "extension": "extension", "extended": "open",
    "refused": "open", "returned": "returned", "accepted": "closed", "withdrawn": "withdrawn",
}  # fmt: skip
"""What happened -> the state it leads to."""
SETS_DUE = ("given", "extended", "returned")


@dataclass(frozen=True, slots=True)
class NewInstruction:
    """An instruction to be given. `region_id` is the area it concerns, `unit_id` the unit that is asked."""

    giver_id: int
    post: Post
    region_id: int | None
    unit_id: int | None
    owner_id: int
    line: str
    line_day: date | None
    text: str
    level: str
    due: date


@dataclass(frozen=True, slots=True)
class InstructionRow:
    """An instruction as it stands, its text opened; `path` and `region` are empty where it concerns no area."""

    id: int
    giver_id: int
    giver: str
    post: Post
    region_id: int | None
    region: str
    path: str
    unit_id: int | None
    owner_id: int
    owner: str
    owner_unit_id: int | None
    owner_unit: str
    line: str
    line_day: date | None
    level: str
    given_on: date
    due: date
    asked_due: date | None
    state: str
    given_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None
    text: str

    @property
    def receipt(self) -> str:
        return str(Receipt(PREFIX, self.given_on, self.id))

    @property
    def stands(self) -> bool:
        return self.state in STANDING

    @property
    def waits(self) -> bool:
        """Whether its owner has not said yet that it is done."""
        return self.state in WAITING


@dataclass(frozen=True, slots=True)
class Event:
    """Something to be written down: see the table."""

    what: str
    person_id: int
    text: str = ""
    due: date | None = None
    owner_id: int | None = None


@dataclass(frozen=True, slots=True)
class EventRow:
    """What happened, with the names of who did it and who saw to it from then on."""

    what: str
    at: datetime
    person_id: int
    person: str
    due: date | None
    owner: str
    text: str


def give(db: Connection, vault: Vault, new: NewInstruction, now: datetime) -> int:
    """Write an instruction with its first event; returns its id."""
    number = db.execute(
        insert(Instruction)
        .values(
            giver_id=new.giver_id, post=new.post.kind, seat_id=new.post.region_id, seat_unit_id=new.post.unit_id,
            region_id=new.region_id, unit_id=new.unit_id, owner_id=new.owner_id, line=new.line,
            line_day=new.line_day, text_sealed=vault.seal(new.text), level=new.level, given_on=now.date(),
            due=new.due, state="open", given_at=now,
        )
        .returning(Instruction.id)
    ).scalar_one()  # fmt: skip
    _write(db, vault, number, Event("given", new.giver_id, "", new.due, new.owner_id), now)
    return number


def happen(db: Connection, vault: Vault, row: InstructionRow, event: Event, now: datetime) -> bool:
    """Write an event and what follows from it. False if the instruction has changed since `row` was read."""
    same = (
        Instruction.id == row.id, Instruction.state == row.state, Instruction.owner_id == row.owner_id,
        Instruction.due == row.due,
    )  # fmt: skip
    done = db.execute(update(Instruction).where(*same).values(**_following(row, event, now)))
    if done.rowcount:
        _write(db, vault, row.id, event, now)
    return bool(done.rowcount)


def _following(row: InstructionRow, event: Event, now: datetime) -> dict[str, Any]:
    values: dict[str, Any] = {"state": BECOMES[event.what], "asked_due": None}
    if event.what in SETS_DUE:
        values["due"] = event.due or row.due
    if event.what == "extension":
        values["asked_due"] = event.due
    if event.what == "passed":
        values["owner_id"] = event.owner_id
    values["answered_at"] = now if event.what == "answered" else None
    if event.what in ("accepted", "withdrawn"):
        values |= {"closed_at": now, "answered_at": row.answered_at}
    return values


def _write(db: Connection, vault: Vault, number: int, event: Event, now: datetime) -> None:
    db.execute(
        insert(InstructionEvent).values(
            instruction_id=number, what=event.what, person_id=event.person_id, at=now,
            text_sealed=vault.seal(event.text) if event.text else None, due=event.due, owner_id=event.owner_id,
        )
    )  # fmt: skip


def instruction(db: Connection, vault: Vault, number: int) -> InstructionRow | None:
    """An instruction by its number."""
    return next(iter(_rows(db, vault, Instruction.id == number)), None)


def instructions(db: Connection, vault: Vault, numbers: Collection[int]) -> dict[int, InstructionRow]:
    """Some instructions by their numbers."""
    return {row.id: row for row in _rows(db, vault, Instruction.id.in_(numbers))}


def owned_by(db: Connection, vault: Vault, person_id: int) -> list[InstructionRow]:
    """What a person has to see to, the first due first."""
    return _rows(db, vault, Instruction.owner_id == person_id, Instruction.state.in_(WAITING))


def standing_of(db: Connection, vault: Vault, posts: Iterable[Post]) -> list[InstructionRow]:
    """What was given by whoever held one of these posts and is not closed, the first due first."""
    mine = [_of_post(post) for post in posts]
    return _rows(db, vault, or_(*mine), Instruction.closed_at.is_(None)) if mine else []


def _of_post(post: Post) -> ColumnElement[bool]:
    return and_(
        Instruction.post == post.kind,
        same(Instruction.seat_id, post.region_id),
        same(Instruction.seat_unit_id, post.unit_id),
    )


def _rows(db: Connection, vault: Vault, *conditions: ColumnElement[bool]) -> list[InstructionRow]:
    giver, owner, unit = aliased(Person), aliased(Person), aliased(Unit)
    rows = db.execute(
        select(
            Instruction.id, Instruction.giver_id, giver.name, Instruction.post, Instruction.seat_id,
            Instruction.seat_unit_id, Instruction.region_id, func.coalesce(Region.name, ""),
            func.coalesce(Region.path, ""), Instruction.unit_id, Instruction.owner_id, owner.name, owner.unit_id,
            func.coalesce(unit.name, ""), Instruction.line, Instruction.line_day, Instruction.level,
            Instruction.given_on, Instruction.due, Instruction.asked_due, Instruction.state, Instruction.given_at,
            Instruction.answered_at, Instruction.closed_at, Instruction.text_sealed,
        )
        .join(giver, giver.id == Instruction.giver_id)
        .join(owner, owner.id == Instruction.owner_id)
        .outerjoin(unit, unit.id == owner.unit_id)
        .outerjoin(Region, Region.id == Instruction.region_id)
        .where(*conditions)
        .order_by(Instruction.due, Instruction.id)
    )  # fmt: skip
    return [_row(vault, row) for row in rows]


def _row(vault: Vault, row: Sequence[Any]) -> InstructionRow:
    values = (*row[:3], Post(*row[3:6]), *row[6:-1], vault.open(row[-1]))
    return InstructionRow(*values)


def history(db: Connection, vault: Vault, number: int) -> list[EventRow]:
    """All that happened to an instruction, in order."""
    owner = aliased(Person)
    rows = db.execute(
        select(
            InstructionEvent.what, InstructionEvent.at, Person.id, Person.name, InstructionEvent.due,
            func.coalesce(owner.name, ""), InstructionEvent.text_sealed,
        )
        .join(Person, Person.id == InstructionEvent.person_id)
        .outerjoin(owner, owner.id == InstructionEvent.owner_id)
        .where(InstructionEvent.instruction_id == number)
        .order_by(InstructionEvent.at, InstructionEvent.id)
    )  # fmt: skip
    return [EventRow(*row[:-1], vault.open(row[-1]) if row[-1] else "") for row in rows]


def was_told(db: Connection, number: int) -> bool:
    """Whether anybody has heard of an instruction that was given."""
    key = f"instruction:{number}:"
    sent = exists().where(
        Notice.key.startswith(key, autoescape=True), Notice.state.not_in(("waiting", "dropped"))
    )
    return bool(db.execute(select(sent)).scalar_one())
