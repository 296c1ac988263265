"""What cadres report: check-ins, visits with their follow-ups, leave, pictures, corrections.

The receipt number of a record is its kind, day and id (storage.values.receipt); it is not a column.
Free text may hold anybody's number or illness, so it is sealed.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Id, Key

STANDING = text("status != 'withdrawn'")
NIGHT = text("overnight")
TAKEN_BACK = text("withdrawn_at IS NOT NULL")
PLANNED = text("next_visit IS NOT NULL")


class CheckIn(Base):
    """An on-site act 驻村 (E08): a check-in, or a visit or diary entry that made the day one."""

    __tablename__ = "check_ins"
    __table_args__ = (
        Index(
            "uq_check_ins_person_id_village_id_day",
            "person_id", "village_id", "day",
            unique=True, sqlite_where=STANDING, postgresql_where=STANDING,
        ),
        # All that an area's weeks are made of, at any moment, so that they are read from the index alone
        # (queries/roll.py, X50).
        Index(
            "ix_check_ins_village_id_day_status_person_id_saved_at",
            "village_id", "day", "status", "person_id", "saved_at", "withdrawn_at",
        ),
        Index("ix_check_ins_day", "day"),
        Index("ix_check_ins_overnight", "day", sqlite_where=NIGHT, postgresql_where=NIGHT),
        # What came in or was taken back since the last digest (queries/digest_people.py, X50).
        Index("ix_check_ins_village_id_saved_at", "village_id", "saved_at"),
        Index(
            "ix_check_ins_withdrawn_at", "withdrawn_at", sqlite_where=TAKEN_BACK, postgresql_where=TAKEN_BACK
        ),
    )  # fmt: skip

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    village_id: Mapped[int] = mapped_column(ForeignKey("regions.id"))
    day: Mapped[date]
    came_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    work_items: Mapped[list[str]]
    note_sealed: Mapped[bytes | None]
    form_version: Mapped[str | None]
    answers_sealed: Mapped[bytes | None]  # of questions that an office has added to the form
    source: Mapped[str]  # said, retro, or what made the day: visit, diary
    evidence: Mapped[str]  # e0 … e4 (domain.md 3.1.1)
    status: Mapped[str]  # accepted pending withdrawn
    overnight: Mapped[bool] = mapped_column(server_default=false())  # the night in the village is confirmed
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    saved_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Visit(Base):
    """A visit to a household 入户走访 (E09), with the answers of the form version it was asked by."""

    __tablename__ = "visits"
    __table_args__ = (
        Index("ix_visits_household_id_day", "household_id", "day"),
        Index("ix_visits_helper_id_day", "helper_id", "day"),
        # A month of an area's visits is counted from the index alone (queries/digest_visits.py).
        Index(
            "ix_visits_village_id_day_household_id_saved_at_withdrawn_at",
            "village_id", "day", "household_id", "saved_at", "withdrawn_at",
        ),
        Index("ix_visits_village_id_saved_at", "village_id", "saved_at"),
        # Who is to be reminded of a visit today: few of many millions (queries/matters.py).
        Index("ix_visits_next_visit", "next_visit", sqlite_where=PLANNED, postgresql_where=PLANNED),
        Index("ix_visits_withdrawn_at", "withdrawn_at", sqlite_where=TAKEN_BACK, postgresql_where=TAKEN_BACK),
    )  # fmt: skip

    id: Mapped[Id]
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"))
    helper_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    village_id: Mapped[int] = mapped_column(ForeignKey("regions.id"))
    day: Mapped[date]
    manner: Mapped[str]  # home phone village comfort
    met: Mapped[str]  # head family nobody
    as_helper: Mapped[bool]  # paired with the household on that day
    form: Mapped[str]
    version: Mapped[str]
    answers_sealed: Mapped[bytes | None]
    text_index: Mapped[bytes | None]  # equal for equal texts of one helper (D20)
    late: Mapped[bool]  # 补录: more than 7 days back
    bulk: Mapped[bool]  # 集中补录: more than 12 a day or within 5 minutes
    next_visit: Mapped[date | None]
    status: Mapped[str]  # accepted withdrawn
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    saved_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class DiaryEntry(Base):
    """An entry of the diary 民情日记 (D16): what was done and heard in a village, beside visits to households."""

    __tablename__ = "diary_entries"
    __table_args__ = (
        Index("ix_diary_entries_person_id_day", "person_id", "day"),
        Index("ix_diary_entries_village_id_day", "village_id", "day"),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    village_id: Mapped[int] = mapped_column(ForeignKey("regions.id"))
    day: Mapped[date]
    kind: Mapped[str]  # meeting policy survey comfort other
    met: Mapped[int | None]  # how many people
    made_day: Mapped[bool]  # written on its own day: it may make that an on-site day
    version: Mapped[str]  # of the form
    answers_sealed: Mapped[bytes]
    status: Mapped[str]  # accepted withdrawn
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    saved_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class FollowUp(Base):
    """A problem found on a visit, with who sees to it by when (M13)."""

    __tablename__ = "follow_ups"
    __table_args__ = (
        # What is open, and what was closed since the last digest, without the years before (queries/digest_visits.py).
        Index("ix_follow_ups_village_id_status_closed_on", "village_id", "status", "closed_on"),
        Index("ix_follow_ups_owner_id_status", "owner_id", "status"),
        Index("ix_follow_ups_due", "due"),  # what is due about today, without the years before
    )

    id: Mapped[Id]
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), index=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"))
    village_id: Mapped[int] = mapped_column(ForeignKey("regions.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    matter: Mapped[str]  # food school health housing water income other
    text_sealed: Mapped[bytes | None]
    urgent: Mapped[bool]
    opened_on: Mapped[date]
    due: Mapped[date]
    status: Mapped[str]  # open closed withdrawn
    closed_on: Mapped[date | None]


class Leave(Base):
    """Leave, official trips, training (M18): days that shrink the on-site requirement."""

    __tablename__ = "leaves"
    # By its end: what is over is not read, however many years of it there are.
    __table_args__ = (Index("ix_leaves_person_id_ends", "person_id", "ends"),)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str]
    starts: Mapped[date]
    ends: Mapped[date]
    reason_sealed: Mapped[bytes | None]
    status: Mapped[str]  # waiting effective refused withdrawn
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    saved_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Photo(Base):
    """A picture that belongs to a visit; the bytes lie in the picture store under their hash."""

    __tablename__ = "photos"

    id: Mapped[Id]
    sha256: Mapped[str] = mapped_column(index=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    saved_at: Mapped[datetime]


class Correction(Base):
    """A record that was put right or taken back afterwards 更正 (M19), with what it was before.

    `receipt` is the record's as it was then: a changed day changes the number. `items` are the names of
    the questions that were answered anew. Answers are JSON as a draft keeps them, sealed.
    """

    __tablename__ = "corrections"
    __table_args__ = (
        Index("ix_corrections_prefix_record_id", "prefix", "record_id"),
        Index("ix_corrections_village_id_state_decided_at", "village_id", "state", "decided_at"),
    )

    id: Mapped[Id]
    receipt: Mapped[str] = mapped_column(index=True)
    prefix: Mapped[str]  # QD ZF QJ RJ
    record_id: Mapped[int] = mapped_column(Key)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    village_id: Mapped[int] = mapped_column(ForeignKey("regions.id"))
    change: Mapped[str]  # withdraw, change
    items: Mapped[list[str]]
    before_sealed: Mapped[bytes]
    after_sealed: Mapped[bytes]
    lines_sealed: Mapped[bytes]  # label, old and new of each changed answer, as the owner read them
    reason: Mapped[str]  # fresh (taken back the same day), mistake duplicate changed other
    state: Mapped[str]  # waiting done refused expired
    asked_at: Mapped[datetime]
    until: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    why_sealed: Mapped[bytes | None]


class Explanation(Base):
    """Why a week was not met, in the person's own words, beside the number (domain.md 7.7)."""

    __tablename__ = "explanations"
    __table_args__ = (UniqueConstraint("person_id", "week"),)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    week: Mapped[str]  # 2026-W47
    text_sealed: Mapped[bytes]
    saved_at: Mapped[datetime]


class Answers(Base):
    """A form of an office's own, filled in: what was answered in which version, about which household if any."""

    __tablename__ = "answers"
    __table_args__ = (
        Index("ix_answers_form_saved_at", "form", "saved_at"),
        Index("ix_answers_person_id_saved_at", "person_id", "saved_at"),
    )

    id: Mapped[Id]
    form: Mapped[str]
    version: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    household_id: Mapped[int | None] = mapped_column(ForeignKey("households.id"), index=True)
    day: Mapped[date]
    title_sealed: Mapped[bytes | None]  # what the form calls the record (instance_name)
    answers_sealed: Mapped[bytes]
    status: Mapped[str]  # accepted withdrawn
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    saved_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
