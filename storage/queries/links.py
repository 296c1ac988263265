"""Links that open a ledger or a digest once: issued, found by their word, used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import Connection, and_, delete, insert, select, update

from storage.sealed import Vault
from storage.tables import Contact, Link

LETTERS = "abcdefghjkmnpqrstuvwxyz"
LENGTH = 28
"""Letters of a word, more than 120 bits; no digits, which a page may take for a phone number."""
LASTS = timedelta(minutes=10)
TRIES = 3
"""Wrong proofs after which a link is dead."""
KEPT = timedelta(days=30)
"""How long a link that is over stays in the table, for whoever looks into a complaint."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a link opens: its kind (`ledger`, `digest`), which of them, of which area and period."""

    kind: str
    name: str
    region_id: int | None
    period: str


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link that can still be used: whose, what it opens, since when, the language it was asked for in."""

    id: int
    person_id: int
    opens: Target
    issued_at: datetime
    language: str | None


def issue_link(
    db: Connection,
    vault: Vault,
    rng: Random,
    *,
    person_id: int,
    contact_id: int,
    opens: Target,
    now: datetime,
) -> str:
    """A new link; returns its word, which is kept nowhere.

    Args:
        rng: `random.SystemRandom()`.
    """
    db.execute(delete(Link).where(Link.expires_at < now - KEPT))
    word = "".join(rng.choices(LETTERS, k=LENGTH))
    db.execute(
        insert(Link).values(
            word_index=_index(vault, word), person_id=person_id, contact_id=contact_id, kind=opens.kind,
            target=opens.name, region_id=opens.region_id, period=opens.period, issued_at=now, expires_at=now + LASTS,
        )
    )  # fmt: skip
    return word


def find_link(db: Connection, vault: Vault, kind: str, word: str, now: datetime) -> LinkRow | None:
    """The link of a kind by its word, if it is still good and its person is still bound to the contact that asked."""
    still = and_(
        Contact.id == Link.contact_id, Contact.person_id == Link.person_id, Contact.household_id.is_(None)
    )
    row = db.execute(
        select(
            Link.id, Link.person_id, Link.issued_at, Contact.language,
            Link.kind, Link.target, Link.region_id, Link.period,
        )
        .join(Contact, still)
        .where(
            Link.word_index == _index(vault, word), Link.kind == kind, Link.used_at.is_(None), Link.expires_at > now, Link.tries < TRIES
        )
    ).one_or_none()  # fmt: skip
    if row is None:
        return None
    opens = Target(row.kind, row.target, row.region_id, row.period)
    return LinkRow(row.id, row.person_id, opens, row.issued_at, row.language)


def _index(vault: Vault, word: str) -> bytes:
    return vault.index("link", word)


def count_wrong(db: Connection, link_id: int) -> int:
    """Count a wrong proof; returns how many tries are left."""
    counted = update(Link).where(Link.id == link_id).values(tries=Link.tries + 1).returning(Link.tries)
    return max(0, TRIES - db.execute(counted).scalar_one())


def use_link(db: Connection, link_id: int, now: datetime) -> bool:
    """Use a link up; False if somebody was quicker, or its time or tries are over."""
    good = (Link.used_at.is_(None), Link.expires_at > now, Link.tries < TRIES)
    return db.execute(update(Link).where(Link.id == link_id, *good).values(used_at=now)).rowcount == 1
