"""What the tests of binding need of the register: numbers in the clear, codes, contacts, bindings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from acting import Scene
from sqlalchemy import Connection, select, update

from storage.sealed import Vault
from storage.tables import Binding, Code, Contact, Notice, Person

REFUSED = "信息与登记名单不一致,请核对后再试"
LOCKED = "试的次数太多了,请30分钟后再试"
BOUND = "绑定成功"


@dataclass(frozen=True, slots=True)
class Papers:
    """What somebody could prove who they are by."""

    person_id: int
    name: str
    phone: str
    id_number: str

    @property
    def last4(self) -> str:
        return self.id_number[-4:]


def papers_of(db: Connection, vault: Vault, code: str) -> Papers:
    """Of a person by the office's code."""
    row = db.execute(
        select(Person.id, Person.name, Person.phone_sealed, Person.id_sealed).where(Person.code == code)
    ).one()
    numbers = [vault.open(sealed) if sealed else "" for sealed in row[2:]]
    return Papers(row.id, row.name, *numbers)


async def papers(county: Scene, code: str) -> Papers:
    """The same, asked of a scene."""
    return await county.house.database.read(papers_of, county.house.vault, code)


def bound_to(db: Connection, vault: Vault, address: str) -> tuple[int | None, int | None]:
    """The person and household of an address."""
    index = vault.index("address", address)
    row = db.execute(
        select(Contact.person_id, Contact.household_id).where(Contact.address_index == index)
    ).one()
    return row.person_id, row.household_id


def bindings_of(db: Connection, person_id: int) -> list[tuple[str, bool]]:
    """The history: kind, and whether it still holds."""
    rows = db.execute(
        select(Binding.kind, Binding.ended_at).where(Binding.person_id == person_id).order_by(Binding.id)
    )
    return [(kind, ended is None) for kind, ended in rows]


def told_of_new_account(db: Connection) -> list[int]:
    """Who is to hear of a new account."""
    query = select(Notice.person_id).where(Notice.kind == "new_account").order_by(Notice.id)
    return list(db.execute(query).scalars())


def let_expire(db: Connection, person_id: int, at: datetime) -> None:
    """An invitation is good until then."""
    db.execute(update(Code).where(Code.person_id == person_id, Code.used_at.is_(None)).values(expires_at=at))
