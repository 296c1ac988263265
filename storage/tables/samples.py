"""Samples drawn from the check-ins of a day, sent or not, so that everybody can see how a name came out (D53)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Id


class SpotDraw(Base):
    """A draw 抽签: from whom, by which seed, who came out, what became of it.

    It is kept also where nothing was sent: whoever draws until a certain name comes out is seen to have done so.
    """

    __tablename__ = "spot_draws"
    __table_args__ = (
        Index("ix_spot_draws_day_drawn_by", "day", "drawn_by"),
        Index("ix_spot_draws_region_id_day", "region_id", "day"),
    )

    id: Mapped[Id]
    drawn_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    region_id: Mapped[int] = mapped_column(ForeignKey("regions.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    day: Mapped[date]
    wanted: Mapped[int]
    seed: Mapped[int] = mapped_column(BigInteger)
    pool: Mapped[list[list[int]]] = mapped_column(
        JSON
    )  # [check-in, weight] of all who could be drawn, by check-in
    drawn: Mapped[list[int]] = mapped_column(JSON)  # check-ins
    state: Mapped[str]  # shown sent dropped replaced
    drawn_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
