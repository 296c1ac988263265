"""What providers still let through to a contact, and whether anybody is there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Update, and_, bindparam, or_, select, update

from storage.queries.turns import Opens
from storage.queries.upsert import table_of, upsert
from storage.sealed import Vault
from storage.tables import Accepted, Contact, OptOut
from storage.tables.base import Moment


def _at(vault: Vault, channel: str, address: str) -> tuple[ColumnElement[bool], ...]:
    return Contact.channel == channel, Contact.address_index == vault.index("address", address)


def ensure_contact(db: Connection, vault: Vault, channel: str, address: str, now: datetime) -> int:
    """The contact at an address, made where nobody has written from there yet."""
    row = {
        "channel": channel, "address_index": vault.index("address", address),
        "address_sealed": vault.seal(address), "tries": 0, "created_at": now, "last_in": now,
    }  # fmt: skip
    db.execute(upsert(db, Contact).on_conflict_do_nothing(index_elements=["channel", "address_index"]), [row])
    return db.execute(select(Contact.id).where(*_at(vault, channel, address))).scalar_one()


CONTACTS = table_of(Contact)


def _taking(left: Any, until: Any) -> Update:  # noqa: ANN401 - columns of a window
    """Built once: every push asks."""
    here = CONTACTS.c.channel == bindparam("at_channel"), CONTACTS.c.address_index == bindparam("at_index")
    enough = until > bindparam("at_now", type_=Moment()), left >= bindparam("count")
    return update(CONTACTS).where(*here, *enough).values({left: left - bindparam("count")})


TAKE_QUICK = _taking(CONTACTS.c.quick_left, CONTACTS.c.quick_until)
TAKE_LONG = _taking(CONTACTS.c.window_left, CONTACTS.c.window_until)


def take(db: Connection, vault: Vault, channel: str, address: str, count: int, now: datetime) -> bool:
    """Use up `count` messages: of the quick window while it is open and holds them, else of the long one."""
    at = {"at_channel": channel, "at_index": vault.index("address", address), "at_now": now, "count": count}
    return any(db.execute(statement, at).rowcount > 0 for statement in (TAKE_QUICK, TAKE_LONG))


def give_back(db: Connection, vault: Vault, channel: str, address: str, count: int, taken: datetime) -> None:
    """What was taken at `taken` did not go out.

    Nothing is given back where it could be too much: where the person has written since (the window is a
    new one), or where the quick window was open too and it is not known which of them was used.
    """
    old = and_(Contact.last_in <= taken, or_(Contact.quick_until.is_(None), Contact.quick_until <= taken))
    db.execute(
        update(Contact)
        .where(*_at(vault, channel, address), old, Contact.window_until > taken)
        .values(window_left=Contact.window_left + count)
    )


def _did(db: Connection, statement: Update) -> bool:
    return db.execute(statement).rowcount > 0


def spent(db: Connection, vault: Vault, channel: str, address: str) -> None:
    """Nothing is left, the provider says."""
    db.execute(update(Contact).where(*_at(vault, channel, address)).values(window_left=0, quick_left=0))


def granted(db: Connection, vault: Vault, channel: str, address: str, opens: Opens, now: datetime) -> None:
    """Something that is no message has opened a window; whoever did it is there again."""
    contact = ensure_contact(db, vault, channel, address, now)
    window = (
        {"quick_left": opens.count, "quick_until": opens.until}
        if opens.quick
        else {"window_left": opens.count, "window_until": opens.until}
    )
    db.execute(
        update(Contact).where(Contact.id == contact).values(gone_at=None, gone_why="", bounces=0, **window)
    )


def gone(db: Connection, vault: Vault, channel: str, address: str, reason: str, now: datetime) -> None:
    """Nobody is there any more."""
    db.execute(
        update(Contact).where(*_at(vault, channel, address)).values(gone_at=now, gone_why=reason, window_left=0, quick_left=0)
    )  # fmt: skip


def accepted(
    db: Connection, vault: Vault, channel: str, address: str, template: str, count: int, now: datetime
) -> None:
    """`count` more messages of a template were accepted; 0: it was refused, and none is left."""
    contact = ensure_contact(db, vault, channel, address, now)
    statement = upsert(db, Accepted).values(contact_id=contact, template=template, remaining=count)
    more = Accepted.remaining + count if count else 0
    db.execute(
        statement.on_conflict_do_update(index_elements=["contact_id", "template"], set_={"remaining": more})
    )


def take_accepted(db: Connection, vault: Vault, channel: str, address: str, template: str) -> bool:
    """Use up one acceptance."""
    theirs = select(Contact.id).where(*_at(vault, channel, address)).scalar_subquery()
    return _did(
        db,
        update(Accepted)
        .where(Accepted.contact_id == theirs, Accepted.template == template, Accepted.remaining > 0)
        .values(remaining=Accepted.remaining - 1),
    )


def opt_out(db: Connection, vault: Vault, channel: str, address: str, word: str, now: datetime) -> None:
    """An address asks for silence; asked again, it holds anew."""
    row = {
        "channel": channel, "address_index": vault.index("address", address),
        "address_sealed": vault.seal(address), "word": word, "at": now, "lifted_at": None,
    }  # fmt: skip
    again = {"word": word, "at": now, "lifted_at": None}
    keys = ["channel", "address_index"]
    db.execute(upsert(db, OptOut).values(row).on_conflict_do_update(index_elements=keys, set_=again))
