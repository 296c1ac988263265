"""What was answered in forms of an office's own, and what an office has added to those of the house."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from storage.sealed import Vault
from storage.tables import Answers, CheckIn, Household, Person, Visit
from storage.values.receipt import Receipt

PREFIXES = {"visit": "ZF", "check_in": "QD"}
"""The first letters of the receipts of forms of the house; BD of an office's own."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A record of a form, opened. `answers` is JSON by the name of the question; `household` its code."""

    id: int
    form: str
    version: str
    day: date
    person: str
    household: str
    answers: Mapping[str, Any]
    saved_at: datetime
    withdrawn: bool

    @property
    def receipt(self) -> str:
        return str(Receipt(PREFIXES.get(self.form, "BD"), self.day, self.id))


def add_answers(
    db: Connection,
    vault: Vault,
    *,
    form: str,
    version: str,
    person_id: int,
    household_id: int | None,
    day: date,
    title: str,
    answers: Mapping[str, Any],
    contact_id: int,
    now: datetime,
) -> int:
    """Write a filled-in form; returns its id."""
    return db.execute(
        insert(Answers)
        .values(
            form=form,
            version=version,
            person_id=person_id,
            household_id=household_id,
            day=day,
            title_sealed=vault.seal(title) if title else None,
            answers_sealed=vault.seal_json(dict(answers)),
            status="accepted",
            contact_id=contact_id,
            saved_at=now,
        )
        .returning(Answers.id)
    ).scalar_one()


def withdraw_answers(db: Connection, answers_id: int, now: datetime) -> None:
    """Take a filled-in form back; what was answered stays on record."""
    taken_back = {"status": "withdrawn", "withdrawn_at": now}
    db.execute(update(Answers).where(Answers.id == answers_id).values(**taken_back))


def last_answers(db: Connection, vault: Vault, form: str, person_id: int) -> dict[str, Any]:
    """What a person answered in a form the last time; nothing where there was none."""
    wanted = (Answers.form == form, Answers.person_id == person_id, Answers.status == "accepted")
    row = db.execute(
        select(Answers.answers_sealed)
        .where(*wanted)
        .order_by(Answers.saved_at.desc(), Answers.id.desc())
        .limit(1)
    ).scalar_one_or_none()
    return dict(vault.open_json(row)) if row else {}


def answered(db: Connection, vault: Vault, form: str) -> list[Answered]:
    """Every record of an office's form, the first one first."""
    rows = db.execute(
        select(
            Answers.id, Answers.form, Answers.version, Answers.day, Person.name, Household.code,
            Answers.answers_sealed, Answers.saved_at, Answers.withdrawn_at,
        )
        .join(Person, Person.id == Answers.person_id)
        .outerjoin(Household, Household.id == Answers.household_id)
        .where(Answers.form == form)
        .order_by(Answers.saved_at, Answers.id)
    )  # fmt: skip
    return [_opened(vault, row) for row in rows]


def answered_in_visits(db: Connection, vault: Vault) -> list[Answered]:
    """Every visit with its answers, the first one first."""
    rows = db.execute(
        select(
            Visit.id, Visit.form, Visit.version, Visit.day, Person.name, Household.code,
            Visit.answers_sealed, Visit.saved_at, Visit.withdrawn_at,
        )
        .join(Person, Person.id == Visit.helper_id)
        .join(Household, Household.id == Visit.household_id)
        .order_by(Visit.saved_at, Visit.id)
    )  # fmt: skip
    return [_opened(vault, row) for row in rows]


def answered_in_check_ins(db: Connection, vault: Vault) -> list[Answered]:
    """Every check-in that was said, with what an office has added to it."""
    rows = db.execute(
        select(
            CheckIn.id, CheckIn.form_version, CheckIn.day, Person.name, CheckIn.answers_sealed,
            CheckIn.saved_at, CheckIn.withdrawn_at, CheckIn.village_id, CheckIn.work_items, CheckIn.note_sealed,
        )
        .join(Person, Person.id == CheckIn.person_id)
        .where(CheckIn.source == "said")
        .order_by(CheckIn.saved_at, CheckIn.id)
    )  # fmt: skip
    return [
        Answered(
            row.id, "check_in", row.form_version or "", row.day, row.name, "",
            {
                "village": str(row.village_id), "items": row.work_items,
                "note": vault.open(row.note_sealed) if row.note_sealed else None,
                **(vault.open_json(row.answers_sealed) if row.answers_sealed else {}),
            },
            row.saved_at, row.withdrawn_at is not None,
        )
        for row in rows
    ]  # fmt: skip


def of_household(db: Connection, vault: Vault, household_id: int, most: int) -> list[Answered]:
    """What was answered last about a household: its last visit, and the last records of forms of an office's own."""
    visits = (
        select(Visit.id, Visit.form, Visit.version, Visit.day, Person.name, Household.code,
               Visit.answers_sealed, Visit.saved_at, Visit.withdrawn_at)
        .join(Person, Person.id == Visit.helper_id).join(Household, Household.id == Visit.household_id)
        .where(Visit.household_id == household_id, Visit.status == "accepted")
        .order_by(Visit.day.desc(), Visit.id.desc()).limit(1)
    )  # fmt: skip
    own = (
        select(Answers.id, Answers.form, Answers.version, Answers.day, Person.name, Household.code,
               Answers.answers_sealed, Answers.saved_at, Answers.withdrawn_at)
        .join(Person, Person.id == Answers.person_id).join(Household, Household.id == Answers.household_id)
        .where(Answers.household_id == household_id, Answers.status == "accepted")
        .order_by(Answers.saved_at.desc(), Answers.id.desc()).limit(most)
    )  # fmt: skip
    return [_opened(vault, row) for query in (visits, own) for row in db.execute(query)]


def _opened(vault: Vault, row: Any) -> Answered:  # noqa: ANN401 - a row of the queries above
    number, form, version, day, person, household, sealed, saved_at, withdrawn_at = row
    answers = vault.open_json(sealed) if sealed else {}
    return Answered(
        number, form, version, day, person, household or "", answers, saved_at, withdrawn_at is not None
    )
