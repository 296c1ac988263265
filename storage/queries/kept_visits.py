"""Visits as they were saved, and put right afterwards with what they had opened (D07)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from storage.queries.visits import NewFollowUp, NewVisit, add_follow_ups, add_photos, columns_of
from storage.sealed import Vault
from storage.tables import FollowUp, Household, Member, Person, Photo, Region, Visit


@dataclass(frozen=True, slots=True)
class KeptVisit:
    """A visit that stands, as it was saved; `answers` as JSON, `head` and `group_no` of its household."""

    id: int
    household_id: int
    head: str
    group_no: int
    helper_id: int
    village_id: int
    village_path: str
    day: date
    manner: str
    as_helper: bool
    form: str
    version: str
    answers: dict[str, Any]
    late: bool
    bulk: bool
    contact_id: int | None
    saved_at: datetime


def kept_visit(db: Connection, vault: Vault, visit_id: int) -> KeptVisit | None:
    """A visit by its id, None if there is none or it was taken back."""
    head = (
        select(Person.name)
        .join(Member, Member.person_id == Person.id)
        .where(Member.household_id == Visit.household_id, Member.is_head, Member.ends.is_(None))
        .limit(1)
        .scalar_subquery()
    )
    row = db.execute(
        select(
            Visit.id, Visit.household_id, func.coalesce(head, ""), Household.group_no, Visit.helper_id,
            Visit.village_id, Region.path, Visit.day, Visit.manner, Visit.as_helper, Visit.form, Visit.version,
            Visit.answers_sealed, Visit.late, Visit.bulk, Visit.contact_id, Visit.saved_at,
        )
        .join(Household, Household.id == Visit.household_id)
        .join(Region, Region.id == Visit.village_id)
        .where(Visit.id == visit_id, Visit.status == "accepted")
    ).one_or_none()  # fmt: skip
    if row is None:
        return None
    values: list[Any] = list(row)
    *first, sealed, late, bulk, contact, saved = values
    answers = vault.open_json(sealed) if sealed else {}
    return KeptVisit(*[*first, answers, late, bulk, contact, saved])


def change_visit(
    db: Connection,
    vault: Vault,
    visit_id: int,
    visit: NewVisit,
    follow_ups: Sequence[NewFollowUp],
    photos: Sequence[str],
    now: datetime,
) -> None:
    """Put a saved visit right, with its follow-ups and pictures; the number and the time of saving stay."""
    db.execute(update(Visit).where(Visit.id == visit_id).values(**columns_of(vault, visit)))
    _change_follow_ups(db, vault, visit_id, visit, follow_ups, now.date())
    gone = delete(Photo).where(Photo.visit_id == visit_id, Photo.sha256.not_in(photos))
    db.execute(gone)
    here = set(db.execute(select(Photo.sha256).where(Photo.visit_id == visit_id)).scalars())
    add_photos(db, visit_id, visit.helper_id, [each for each in photos if each not in here], now)


def _change_follow_ups(
    db: Connection, vault: Vault, visit_id: int, visit: NewVisit, found: Sequence[NewFollowUp], today: date
) -> None:
    """Problems that are none any more are withdrawn, those that stay are written anew, others are added.

    What was seen to already stays as it is.
    """
    rows = db.execute(
        select(FollowUp.id, FollowUp.matter, FollowUp.status, FollowUp.urgent).where(
            FollowUp.visit_id == visit_id, FollowUp.status != "withdrawn"
        )
    ).all()
    wanted = {item.matter: item for item in found}
    for number, matter, status, urgent in rows:
        if status == "open":
            _change_follow_up(db, vault, number, visit, wanted.get(matter), urgent)
    known = {row.matter for row in rows}
    add_follow_ups(db, vault, visit_id, visit, [i for i in found if i.matter not in known], today)


def _change_follow_up(
    db: Connection, vault: Vault, number: int, visit: NewVisit, item: NewFollowUp | None, urgent: bool
) -> None:
    values: dict[str, Any] = {"status": "withdrawn"}
    if item is not None:
        sealed = vault.seal(item.text) if item.text else None
        values = {"text_sealed": sealed, "household_id": visit.household_id, "village_id": visit.village_id}
        values |= {"urgent": item.urgent, "due": item.due} if item.urgent != urgent else {}
    db.execute(update(FollowUp).where(FollowUp.id == number).values(**values))
