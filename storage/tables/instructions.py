"""What leaders ask others to see to, and all that became of it (D52)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Id

STANDING = text("closed_at IS NULL")


class Instruction(Base):
    """An instruction 批示: who is to see to what, and by which day.

    It belongs to a post (`post` at `seat_id` or `seat_unit_id`), so that whoever holds the post next answers for it
    (X43). What is derived from its events, owner, due day and state, is kept here too, as of now.
    """

    __tablename__ = "instructions"
    __table_args__ = (
        Index("ix_instructions_owner_id", "owner_id", sqlite_where=STANDING, postgresql_where=STANDING),
        Index(
            "ix_instructions_post_seat_id",
            "post",
            "seat_id",
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
        Index("ix_instructions_region_id_given_at", "region_id", "given_at"),
    )

    id: Mapped[Id]
    giver_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    post: Mapped[str]  # the office it was given by: township_leader …
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("regions.id"))
    seat_unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    region_id: Mapped[int | None] = mapped_column(ForeignKey("regions.id"))  # the area it concerns
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))  # the unit that is asked
    owner_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    line: Mapped[str]  # of the digest: on_site visits problems risks money projects … other
    line_day: Mapped[date | None]  # of the digest
    text_sealed: Mapped[bytes]
    level: Mapped[str]  # normal important urgent
    given_on: Mapped[date]
    due: Mapped[date]
    asked_due: Mapped[date | None]  # while more time is asked for
    state: Mapped[str]  # open extension answered returned closed withdrawn
    given_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class InstructionEvent(Base):
    """One thing that happened to an instruction: who did what when, and said what.

    `due` is the day set (given, extended, returned) or asked for (extension), `owner_id` who sees to it from
    then on (given, passed).
    """

    __tablename__ = "instruction_events"
    __table_args__ = (Index("ix_instruction_events_instruction_id", "instruction_id"),)

    id: Mapped[Id]
    instruction_id: Mapped[int] = mapped_column(ForeignKey("instructions.id"))
    what: Mapped[str]  # given answered extension extended refused passed accepted returned withdrawn
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    text_sealed: Mapped[bytes | None]
    due: Mapped[date | None]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
