"""How a person wants to be reminded 提醒设置 (D06), and to hear digests 日报设置 (D51)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Id


class Preference(Base):
    """What one person has switched off or asked for; nothing is kept of who has not touched it."""

    __tablename__ = "preferences"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), unique=True)
    off: Mapped[list[str]]  # sorts of reminders (handlers/notices/sorts.py) that are not wanted
    wanted: Mapped[list[str]]  # sorts that come on request only
    not_before: Mapped[str | None]  # 19:00: earlier ones wait till then
    channel: Mapped[str | None]  # tried first
    silent_until: Mapped[date | None]
    digests: Mapped[dict[str, Any] | None]  # 日报设置: spans off, time of day, only with exceptions, channel
    saved_at: Mapped[datetime]
