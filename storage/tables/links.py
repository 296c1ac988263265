"""Links that open a ledger or a digest once, for one person, for a few minutes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Id


class Link(Base):
    """What somebody asked for. The word that opens it is known to them alone; here is its blind index."""

    __tablename__ = "links"

    id: Mapped[Id]
    word_index: Mapped[bytes] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    kind: Mapped[str] = mapped_column(server_default="ledger")  # ledger, digest
    target: Mapped[str]  # which ledger; the span of a digest
    region_id: Mapped[int | None] = mapped_column(ForeignKey("regions.id"))
    period: Mapped[str]  # 2026-11-19, 2026-11, 2026-W47, 2026
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(server_default="0")  # wrong proofs of being that person
    used_at: Mapped[datetime | None]
