"""Which menu the person at an address has, for channels whose menus stand outside the conversation."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date

from sqlalchemy import Connection

from bot.assemble import House
from handlers.roles import menu_of
from storage.queries.contacts import bound_at
from storage.queries.speakers import speaker_of
from storage.sealed import Vault
from storage.values.week import SHANGHAI


def audience(house: House) -> Callable[[str, str], Awaitable[str]]:
    """The question, asked of a house: (channel, address) -> a key of `handlers.menus.MENUS`."""

    async def asked(channel: str, address: str) -> str:
        today = house.clock().astimezone(SHANGHAI).date()
        return await house.database.read(audience_at, house.vault, channel, address, today)

    return asked


def audience_at(db: Connection, vault: Vault, channel: str, address: str, today: date) -> str:
    """The same in the database's thread."""
    person, household = bound_at(db, vault, channel, address)
    speaker = speaker_of(db, person, today) if person is not None else None
    held = frozenset(role.kind for role in speaker.roles) if speaker else frozenset[str]()
    return menu_of(held, speaker is not None and household is not None)
