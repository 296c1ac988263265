"""Whether the key file is the one the database was written with."""

from __future__ import annotations

from sqlalchemy import Connection, select

from storage.sealed import Vault
from storage.tables import Contact, Person


def a_sealed_value(db: Connection) -> bytes | None:
    """Any one of the sealed values, of the register or of the conversation; None while there are none."""
    registered = select(Person.phone_sealed).where(Person.phone_sealed.is_not(None))
    for query in (registered, select(Contact.address_sealed)):
        sealed = db.execute(query.limit(1)).scalar_one_or_none()
        if sealed is not None:
            return sealed
    return None


def try_key(db: Connection, vault: Vault) -> None:
    """Open one sealed value.

    Raises:
        KeyProblem: it does not open.
    """
    sealed = a_sealed_value(db)
    if sealed is not None:
        vault.open(sealed)
