"""What an office keeps beside the register: public notices, measures, training, duty on holidays.

Titles and names of measures are labels that the import looks at (storage/workbook/papers.py): they hold no
number and no name of a household member. What people add in their own words is sealed.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Id

STANDING = text("status = 'accepted'")


class PublicNotice(Base):
    """A public notice 公示 of a village or a township (E19, M4).

    Its first day is the day after `posted`, it ends at the close of `ends`. `objections` and `result` are as
    the office's list has them; what is said in the conversation is a `NoticeResult`.
    """

    __tablename__ = "public_notices"
    __table_args__ = (Index("ix_public_notices_region_id_ends", "region_id", "ends"),)

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("regions.id"))
    kind: Mapped[str]  # 对象 低保 危房 项目 资金 考核结果 其他
    title: Mapped[str]
    posted: Mapped[date]
    ends: Mapped[date]
    objections: Mapped[int]
    result: Mapped[str]  # empty (none yet) clear contested withdrawn


class NoticeResult(Base):
    """What came of a public notice, as somebody of the village or township said it: 0 objections is 无异议."""

    __tablename__ = "notice_results"
    __table_args__ = (
        Index(
            "uq_notice_results_notice_id", "notice_id",
            unique=True, sqlite_where=STANDING, postgresql_where=STANDING,
        ),
    )  # fmt: skip

    id: Mapped[Id]
    notice_id: Mapped[int] = mapped_column(ForeignKey("public_notices.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    day: Mapped[date]
    objections: Mapped[int]
    status: Mapped[str]  # accepted withdrawn
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    saved_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Measure(Base):
    """A measure 帮扶措施 for a household or a village, with its four concretes (E10).

    What it is, its goal (`goal` `unit`), who answers for it, by when. `state`, `reached` and `done_on` are as
    the office's list has them; what its owner says is a `MeasureReport`.
    """

    __tablename__ = "measures"
    __table_args__ = (
        Index("ix_measures_owner_id_due", "owner_id", "due"),
        Index("ix_measures_village_id_due", "village_id", "due"),
    )

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    village_id: Mapped[int] = mapped_column(ForeignKey("regions.id"))
    household_id: Mapped[int | None] = mapped_column(ForeignKey("households.id"), index=True)
    kind: Mapped[str]
    what: Mapped[str]
    goal: Mapped[float]
    unit: Mapped[str]
    owner_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    due: Mapped[date]
    state: Mapped[str]  # open done dropped
    reached: Mapped[float]
    done_on: Mapped[date | None]


class MeasureReport(Base):
    """What the owner of a measure said of it: done, how far it is (`amount`), or that it takes until `due`."""

    __tablename__ = "measure_reports"
    __table_args__ = (Index("ix_measure_reports_measure_id_status", "measure_id", "status"),)

    id: Mapped[Id]
    measure_id: Mapped[int] = mapped_column(ForeignKey("measures.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    day: Mapped[date]
    kind: Mapped[str]  # done progress later
    amount: Mapped[float | None]
    due: Mapped[date | None]
    reason_sealed: Mapped[bytes | None]
    status: Mapped[str]  # accepted withdrawn
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    saved_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Training(Base):
    """A session of training 培训 (E16): enrolment is open from `opens` to `closes`, both days counting."""

    __tablename__ = "trainings"
    __table_args__ = (Index("ix_trainings_region_id_starts", "region_id", "starts"),)

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("regions.id"))
    kind: Mapped[str]
    title: Mapped[str]
    place: Mapped[str]
    starts: Mapped[datetime]
    seats: Mapped[int]
    opens: Mapped[date]
    closes: Mapped[date]


class Enrolment(Base):
    """Somebody is to attend a session; the first come have the seats, the others wait in their order.

    `person_id` attends, `said_by` hears of it: on a shared phone one of the family speaks for another.
    """

    __tablename__ = "enrolments"
    __table_args__ = (
        Index(
            "uq_enrolments_training_id_person_id", "training_id", "person_id",
            unique=True, sqlite_where=STANDING, postgresql_where=STANDING,
        ),
    )  # fmt: skip

    id: Mapped[Id]
    training_id: Mapped[int] = mapped_column(ForeignKey("trainings.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    said_by: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    status: Mapped[str]  # accepted withdrawn
    answer: Mapped[str]  # empty (not asked yet), coming
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    saved_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class HolidayDuty(Base):
    """Who is on duty 值班 for a township on a day off."""

    __tablename__ = "holiday_duties"
    __table_args__ = (UniqueConstraint("region_id", "day", "person_id"),)

    id: Mapped[Id]
    region_id: Mapped[int] = mapped_column(ForeignKey("regions.id"))
    day: Mapped[date]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
