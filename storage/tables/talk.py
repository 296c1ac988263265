"""The conversation: contacts, bindings, codes, inbound messages, drafts, versions of forms."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Id


class Contact(Base):
    """Somebody's address on one channel, known or not; its row is the lock of a turn."""

    __tablename__ = "contacts"
    __table_args__ = (UniqueConstraint("channel", "address_index"),)

    id: Mapped[Id]
    channel: Mapped[str]
    address_index: Mapped[bytes]
    address_sealed: Mapped[bytes]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("households.id"))
    language: Mapped[str | None]
    menu_sealed: Mapped[bytes | None]  # number -> command of the last list; it may repeat what was typed
    tries: Mapped[int]  # wrong codes since the last right one
    locked_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    last_in: Mapped[datetime]
    # What the provider still lets through (bot/channels/base.py Grant): the long window and the quick one.
    window_left: Mapped[int] = mapped_column(server_default="0")
    window_until: Mapped[datetime | None]
    quick_left: Mapped[int] = mapped_column(server_default="0")
    quick_until: Mapped[datetime | None]
    gone_at: Mapped[datetime | None]  # nobody is there any more, until somebody writes from there
    gone_why: Mapped[str] = mapped_column(server_default=text("''"))
    bounces: Mapped[int] = mapped_column(server_default="0")  # messages in a row that did not arrive


class Binding(Base):
    """The history of who a contact was bound to (M17); the current one is on the contact."""

    __tablename__ = "bindings"

    id: Mapped[Id]
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("households.id"), index=True)
    kind: Mapped[str]  # cadre household leader
    bound_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Code(Base):
    """A code that proves who somebody is: a cadre's, a household's card, a leader's invitation."""

    __tablename__ = "codes"

    id: Mapped[Id]
    kind: Mapped[str]  # cadre household leader
    code_sealed: Mapped[bytes]
    code_index: Mapped[bytes] = mapped_column(unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("households.id"), index=True)
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(server_default="0")  # wrong ones for this person or household
    locked_until: Mapped[datetime | None]


class Inbound(Base):
    """A message taken in, with the reply it got: a retry hears the same again."""

    __tablename__ = "inbound"
    __table_args__ = (UniqueConstraint("contact_id", "message_id"),)

    id: Mapped[Id]
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    message_id: Mapped[str]
    sent_at: Mapped[datetime]
    received_at: Mapped[datetime] = mapped_column(index=True)
    reply_sealed: Mapped[bytes]


class Draft(Base):
    """A form being filled in: the conversation's only memory."""

    __tablename__ = "drafts"
    __table_args__ = (
        Index("ix_drafts_person_id_state", "person_id", "state"),
        Index("ix_drafts_contact_id_state", "contact_id", "state"),
    )

    id: Mapped[Id]
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    form: Mapped[str]
    version: Mapped[str]
    state: Mapped[str]  # active parked saved cancelled expired
    body_sealed: Mapped[bytes]
    receipt: Mapped[str | None]
    corrects: Mapped[str | None]  # the receipt of the record that is put right by it
    updated_at: Mapped[datetime]


class FormVersion(Base):
    """A published form: compiled, with the source an office would change. Never altered.

    `by_office` tells an office's version of a form from one that came with the house.
    """

    __tablename__ = "forms"
    __table_args__ = (UniqueConstraint("name", "version"),)

    id: Mapped[Id]
    name: Mapped[str]
    version: Mapped[str]
    compiled: Mapped[dict[str, Any]]
    published_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
    by_office: Mapped[bool] = mapped_column(server_default=false())
