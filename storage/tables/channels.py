"""What the channels must remember: words that count once, late answers, acceptances, cards, who opted out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Id


class Once(Base):
    """A word (a nonce, the key of a report) that a channel may be told once."""

    __tablename__ = "once"

    channel: Mapped[str] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(primary_key=True)
    until: Mapped[datetime] = mapped_column(index=True)


class Late(Base):
    """A message whose provider was told that it is taken before its answer was spoken."""

    __tablename__ = "late"
    __table_args__ = (UniqueConstraint("channel", "address_index", "message_id"),)

    id: Mapped[Id]
    channel: Mapped[str]
    address_index: Mapped[bytes]
    message_id: Mapped[str]
    incoming_sealed: Mapped[bytes]
    rest_sealed: Mapped[bytes | None]  # what is left to say, where that is not the end of the stored reply
    spoken: Mapped[int] = mapped_column(server_default="0")  # messages of it that are said already
    not_before: Mapped[datetime] = mapped_column(index=True)
    lease_until: Mapped[datetime | None]  # somebody is speaking it
    expires: Mapped[datetime]
    tries: Mapped[int] = mapped_column(server_default="0")
    reason: Mapped[str] = mapped_column(server_default=text("''"))


class EarlyReport(Base):
    """A report of a message that is not written down as sent yet, kept until it is."""

    __tablename__ = "early_reports"

    id: Mapped[Id]
    channel: Mapped[str]
    provider_id: Mapped[str] = mapped_column(index=True)
    reference: Mapped[str] = mapped_column(index=True)
    delivered: Mapped[bool]
    code: Mapped[str]
    at: Mapped[datetime]
    until: Mapped[datetime] = mapped_column(index=True)


class Accepted(Base):
    """Subscription messages of one template that a contact has accepted and not been sent yet."""

    __tablename__ = "accepted"
    __table_args__ = (UniqueConstraint("contact_id", "template"),)

    id: Mapped[Id]
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    template: Mapped[str]
    remaining: Mapped[int]


class Card(Base):
    """A card with buttons that can be changed once, as long as its code is good."""

    __tablename__ = "cards"
    __table_args__ = (UniqueConstraint("channel", "task"),)

    id: Mapped[Id]
    channel: Mapped[str]
    task: Mapped[str]
    address_sealed: Mapped[bytes]
    code_sealed: Mapped[bytes]
    until: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class OptOut(Base):
    """An address that asked for silence; it holds until an operator lifts it."""

    __tablename__ = "opt_outs"
    __table_args__ = (UniqueConstraint("channel", "address_index"),)

    id: Mapped[Id]
    channel: Mapped[str]
    address_index: Mapped[bytes]
    address_sealed: Mapped[bytes]
    word: Mapped[str]
    at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]
