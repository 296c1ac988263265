"""Visits and the follow-ups they open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from storage.sealed import Vault
from storage.tables import FollowUp, Photo, Visit

IN_PLACE = ("home", "village", "comfort")
"""Manners of visit that happen in the village; a phone call does not (D20)."""


@dataclass(frozen=True, slots=True)
class NewVisit:
    """A visit to be written. `text` is what was said, compared with earlier visits."""

    household_id: int
    helper_id: int
    village_id: int
    day: date
    manner: str
    met: str
    as_helper: bool
    form: str
    version: str
    answers: Mapping[str, Any]
    text: str
    late: bool
    bulk: bool
    next_visit: date | None
    contact_id: int | None


@dataclass(frozen=True, slots=True)
class LastVisit:
    """The last visit of a household, as it stands now."""

    id: int
    helper_id: int
    village_id: int
    day: date
    manner: str
    met: str


@dataclass(frozen=True, slots=True)
class NewFollowUp:
    """A problem to be seen to."""

    matter: str
    text: str
    urgent: bool
    due: date


def last_visit(db: Connection, household_id: int) -> LastVisit | None:
    """The last visit in place or by phone that was not taken back; None where there is none."""
    row: Any = db.execute(
        select(Visit.id, Visit.helper_id, Visit.village_id, Visit.day, Visit.manner, Visit.met)
        .where(Visit.household_id == household_id, Visit.status == "accepted")
        .order_by(Visit.day.desc(), Visit.id.desc())
        .limit(1)
    ).first()
    return LastVisit(*row) if row else None


def add_visit(
    db: Connection,
    vault: Vault,
    visit: NewVisit,
    follow_ups: Sequence[NewFollowUp],
    photos: Sequence[str],
    now: datetime,
) -> int:
    """Write a visit with its follow-ups and pictures; returns its id."""
    visit_id = db.execute(
        insert(Visit)
        .values(
            **columns_of(vault, visit),
            status="accepted",
            saved_at=now,
        )
        .returning(Visit.id)
    ).scalar_one()
    add_follow_ups(db, vault, visit_id, visit, follow_ups, now.date())
    add_photos(db, visit_id, visit.helper_id, photos, now)
    return visit_id


def columns_of(vault: Vault, visit: NewVisit) -> dict[str, Any]:
    """What the table keeps of a visit, but for its state and the time of saving."""
    return {
        "household_id": visit.household_id,
        "helper_id": visit.helper_id,
        "village_id": visit.village_id,
        "day": visit.day,
        "manner": visit.manner,
        "met": visit.met,
        "as_helper": visit.as_helper,
        "form": visit.form,
        "version": visit.version,
        "answers_sealed": vault.seal_json(dict(visit.answers)),
        "text_index": _text_index(vault, visit.helper_id, visit.text),
        "late": visit.late,
        "bulk": visit.bulk,
        "next_visit": visit.next_visit,
        "contact_id": visit.contact_id,
    }


def add_photos(db: Connection, visit_id: int, person_id: int, photos: Sequence[str], now: datetime) -> None:
    """Pictures of a visit, by their hashes."""
    rows = [{"sha256": p, "visit_id": visit_id, "person_id": person_id, "saved_at": now} for p in photos]
    if rows:
        db.execute(insert(Photo), rows)


def add_follow_ups(
    db: Connection, vault: Vault, visit_id: int, visit: NewVisit, found: Sequence[NewFollowUp], today: date
) -> None:
    """A follow-up for each problem found, opened today."""
    if not found:
        return
    rows = [
        {
            "visit_id": visit_id,
            "household_id": visit.household_id,
            "village_id": visit.village_id,
            "owner_id": visit.helper_id,
            "matter": item.matter,
            "text_sealed": vault.seal(item.text) if item.text else None,
            "urgent": item.urgent,
            "opened_on": today,
            "due": item.due,
            "status": "open",
        }
        for item in found
    ]
    db.execute(insert(FollowUp), rows)


LONG_TEXT = 20
"""Characters from which an identical text of one helper is questioned (D20)."""


def _text_index(vault: Vault, helper_id: int, text: str) -> bytes | None:
    return vault.index("visit", f"{helper_id}:{text}") if len(text) >= LONG_TEXT else None


def same_text_on(
    db: Connection, vault: Vault, helper_id: int, text: str, but: int | None = None
) -> date | None:
    """The day of an earlier visit of this helper (but for one) with the very same text, if there is one."""
    index = _text_index(vault, helper_id, text)
    if index is None:
        return None
    return db.execute(
        select(func.max(Visit.day)).where(
            Visit.helper_id == helper_id,
            Visit.text_index == index,
            Visit.status == "accepted",
            Visit.id != (but or 0),
        )
    ).scalar_one_or_none()


def visited_today(db: Connection, helper_id: int, today: date) -> list[int]:
    """The households to which a helper has logged a visit of today."""
    rows = db.execute(
        select(Visit.household_id)
        .where(Visit.helper_id == helper_id, Visit.day == today, Visit.status == "accepted")
        .distinct()
        .order_by(Visit.household_id)
    )
    return list(rows.scalars())


def visits_saved(db: Connection, helper_id: int, day: date) -> tuple[int, datetime | None]:
    """How many visits of a day a helper has saved, and when the last of all was."""
    count, last = db.execute(
        select(func.count().filter(Visit.day == day), func.max(Visit.saved_at)).where(
            Visit.helper_id == helper_id, Visit.status == "accepted", Visit.day >= day
        )
    ).one()
    return count, last


def days_with_visits(
    db: Connection, helper_id: int, village_id: int, day: date, but: int | None = None
) -> bool:
    """Whether a helper's visits in place make that day an on-site day in the village."""
    return (
        db.execute(
            select(Visit.id).where(
                Visit.helper_id == helper_id,
                Visit.village_id == village_id,
                Visit.day == day,
                Visit.status == "accepted",
                Visit.manner.in_(IN_PLACE),
                Visit.id != (but or 0),
            )
        ).first()
        is not None
    )


def withdraw_visit(db: Connection, visit_id: int, now: datetime) -> None:
    """Take a visit back, with what it opened."""
    db.execute(update(Visit).where(Visit.id == visit_id).values(status="withdrawn", withdrawn_at=now))
    db.execute(
        update(FollowUp)
        .where(FollowUp.visit_id == visit_id, FollowUp.status == "open")
        .values(status="withdrawn")
    )


def open_follow_ups(db: Connection, owner_id: int, today: date) -> tuple[int, int]:
    """How many follow-ups somebody has open, and how many of them are overdue."""
    total, overdue = db.execute(
        select(func.count(), func.count().filter(FollowUp.due < today)).where(
            FollowUp.owner_id == owner_id, FollowUp.status == "open"
        )
    ).one()
    return total, overdue


@dataclass(frozen=True, slots=True)
class FollowUpLine:
    """An open follow-up with its text opened."""

    id: int
    household_id: int
    matter: str
    text: str
    due: date
    urgent: bool


def follow_up_list(db: Connection, vault: Vault, owner_id: int, limit: int = 20) -> list[FollowUpLine]:
    """Open follow-ups of somebody, the most pressing first."""
    rows = db.execute(
        select(
            FollowUp.id, FollowUp.household_id, FollowUp.matter, FollowUp.text_sealed, FollowUp.due, FollowUp.urgent
        )
        .where(FollowUp.owner_id == owner_id, FollowUp.status == "open")
        .order_by(FollowUp.due, FollowUp.id)
        .limit(limit)
    )  # fmt: skip
    return [
        FollowUpLine(number, household, matter, vault.open(sealed) if sealed else "", due, urgent)
        for number, household, matter, sealed, due, urgent in rows
    ]


def close_follow_up(db: Connection, follow_up_id: int, owner_id: int, today: date) -> bool:
    """Close a follow-up of its owner; False when there is none such."""
    closed = (
        update(FollowUp)
        .where(FollowUp.id == follow_up_id, FollowUp.owner_id == owner_id, FollowUp.status == "open")
        .values(status="closed", closed_on=today)
    )
    return db.execute(closed).rowcount == 1
