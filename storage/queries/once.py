"""Words that count once: nonces, keys of reports; and the codes of cards."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from sqlalchemy import Connection, Executable, bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.queries.upsert import table_of, upsert
from storage.sealed import Vault
from storage.tables import Card, Once

ONCE = table_of(Once)
KNOWN = select(ONCE.c.word).where(ONCE.c.channel == bindparam("of"), ONCE.c.word == bindparam("heard"))
# Both are asked with every callback, so they are built once, the second for each dialect.


@lru_cache
def _remembering(dialect: str) -> Executable:
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    row = insert(ONCE).on_conflict_do_nothing(index_elements=["channel", "word"])
    # PostgreSQL counts no rows of an insert that gives keys back: what came back is looked at.
    return row.returning(ONCE.c.word)


def first_time(db: Connection, channel: str, word: str, until: datetime) -> bool:
    """Whether the word is new; it is remembered up to `until`."""
    row = {"channel": channel, "word": word, "until": until}
    return db.execute(_remembering(db.dialect.name), row).first() is not None


def forget(db: Connection, channel: str, word: str) -> None:
    """The word counts as never heard: what it stood for came to nothing."""
    db.execute(delete(Once).where(Once.channel == channel, Once.word == word))


def known(db: Connection, channel: str, word: str) -> bool:
    """Whether the word is remembered."""
    return db.execute(KNOWN, {"of": channel, "heard": word}).first() is not None


def keep_card(
    db: Connection, vault: Vault, channel: str, address: str, task: str, code: str, until: datetime
) -> None:
    """Keep the code of a card; a card sent again keeps its first."""
    row = upsert(db, Card).values(
        channel=channel, task=task, address_sealed=vault.seal(address), code_sealed=vault.seal(code), until=until
    )  # fmt: skip
    db.execute(row.on_conflict_do_nothing(index_elements=["channel", "task"]))


def card(db: Connection, vault: Vault, channel: str, task: str, now: datetime) -> str | None:
    """The code of a card whose time is not over, used or not."""
    where = (Card.channel == channel, Card.task == task, Card.until > now)
    sealed = db.execute(select(Card.code_sealed).where(*where)).scalar_one_or_none()
    return vault.open(sealed) if sealed else None


def take_card(db: Connection, vault: Vault, channel: str, task: str, now: datetime) -> str | None:
    """The code of a card that was not used and whose time is not over; from now on it is used."""
    sealed = db.execute(
        update(Card)
        .where(Card.channel == channel, Card.task == task, Card.used_at.is_(None), Card.until > now)
        .values(used_at=now)
        .returning(Card.code_sealed)
    ).scalar_one_or_none()
    return vault.open(sealed) if sealed else None
