"""What somebody wrote down last, of whatever kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Select, literal, null, select, union_all
from sqlalchemy import cast as cast_to

from storage.queries.check_ins import MADE
from storage.queries.instructions import WAITING
from storage.tables import (
    Answers,
    CheckIn,
    DiaryEntry,
    Instruction,
    Leave,
    MeasureReport,
    NoticeResult,
    Statement,
    Visit,
)
from storage.tables.base import Key
from storage.values.receipt import Receipt


@dataclass(frozen=True, slots=True)
class Written:
    """A record by the prefix of its receipt (QD check-in, ZF visit, QJ leave, RJ diary, BD office's form, GS result of a
    public notice, CS report on a measure, CB FH SJ HK said ahead of the register,
    PS instruction) and its day."""

    prefix: str
    id: int
    day: date
    village_id: int
    saved_at: datetime

    @property
    def receipt(self) -> str:
        return str(Receipt(self.prefix, self.day, self.id))


def written_by(
    db: Connection, person_id: int, since: datetime | None = None, limit: int = 50, *, undoing: bool = False
) -> list[Written]:
    """What a person saved (since a moment) and has not taken back, the last first.

    `undoing`: also leave that nobody has agreed to yet, and instructions that are not answered. They can be taken
    back, but not put right.
    """
    said = select(literal("QD"), CheckIn.id, CheckIn.day, CheckIn.village_id, CheckIn.saved_at).where(
        CheckIn.person_id == person_id, CheckIn.source == "said", CheckIn.status != "withdrawn"
    )
    visits = select(literal("ZF"), Visit.id, Visit.day, Visit.village_id, Visit.saved_at).where(
        Visit.helper_id == person_id, Visit.status == "accepted"
    )
    entries = select(
        literal("RJ"), DiaryEntry.id, DiaryEntry.day, DiaryEntry.village_id, DiaryEntry.saved_at
    ).where(DiaryEntry.person_id == person_id, DiaryEntry.status == "accepted")
    leaves: Select[*tuple[object, ...]] = select(
        literal("QJ"), Leave.id, Leave.starts, cast_to(null(), Key), Leave.saved_at
    ).where(
        Leave.person_id == person_id,
        Leave.status.in_(("effective", "waiting") if undoing else ("effective",)),
    )
    forms: Select[*tuple[object, ...]] = select(
        literal("BD"), Answers.id, Answers.day, cast_to(null(), Key), Answers.saved_at
    ).where(Answers.person_id == person_id, Answers.status == "accepted")
    results: Select[*tuple[object, ...]] = select(
        literal("GS"), NoticeResult.id, NoticeResult.day, cast_to(null(), Key), NoticeResult.saved_at
    ).where(NoticeResult.person_id == person_id, NoticeResult.status == "accepted")
    reports: Select[*tuple[object, ...]] = select(
        literal("CS"), MeasureReport.id, MeasureReport.day, cast_to(null(), Key), MeasureReport.saved_at
    ).where(MeasureReport.person_id == person_id, MeasureReport.status == "accepted")
    ahead: Select[*tuple[object, ...]] = select(
        Statement.kind, Statement.id, Statement.day, Statement.region_id, Statement.saved_at
    ).where(Statement.person_id == person_id, Statement.withdrawn_at.is_(None))
    given: Select[*tuple[object, ...]] = select(
        literal("PS"), Instruction.id, Instruction.given_on, cast_to(null(), Key), Instruction.given_at
    ).where(Instruction.giver_id == person_id, Instruction.state.in_(WAITING))
    also = [given] if undoing else []
    every = union_all(said, visits, entries, leaves, forms, results, reports, ahead, *also).subquery()
    prefix, number, day, village, saved = every.c
    rows = db.execute(
        select(prefix, number, day, village, saved)
        .where(*([saved >= since] if since else []))
        .order_by(saved.desc(), number.desc())
        .limit(limit)
    )
    return [Written(p, n, d, v or 0, at) for p, n, d, v, at in rows]


def made_by_work(db: Connection, person_id: int, village_id: int, day: date) -> int | None:
    """The id of an on-site day that a visit or a diary entry made, and that nobody said."""
    return db.execute(
        select(CheckIn.id).where(
            CheckIn.person_id == person_id,
            CheckIn.village_id == village_id,
            CheckIn.day == day,
            CheckIn.source.in_(MADE),
            CheckIn.status != "withdrawn",
        )
    ).scalar_one_or_none()
