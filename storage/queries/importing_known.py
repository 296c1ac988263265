"""What the register holds, for a check of a workbook that brings only a part of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from sqlalchemy import Connection, Select, select

from storage.queries.importing_families import MODELS
from storage.queries.upsert import table_of
from storage.sealed import Vault
from storage.tables import Household, Member, Pairing, Person, Region, Role
from storage.workbook.families import PAIRED_ROLES
from storage.workbook.model import Known, Span

Spans = Select[str, str, date, date | None]


def known(conn: Connection, vault: Vault) -> Known:
    """The codes, levels, ID numbers, pairings and memberships of the database, for `check`."""
    codes = {
        sheet: frozenset(conn.execute(select(table_of(MODELS[sheet]).c.code)).scalars()) for sheet in MODELS
    }
    paired = select(Person.code).join(Role, Role.person_id == Person.id).where(Role.kind.in_(PAIRED_ROLES))
    return Known(
        codes=codes,
        levels={row.code: row.level for row in conn.execute(select(Region.code, Region.level))},
        holder=_holder(conn, vault),
        helpers=frozenset(conn.execute(paired).scalars()),
        primaries=_spans(conn, _pairings()),
        memberships=_spans(conn, _memberships()),
    )


def _holder(conn: Connection, vault: Vault) -> Callable[[str, str], str | None]:
    rows = conn.execute(select(Person.id_index, Person.code).where(Person.id_index.is_not(None)))
    owners = {row.id_index: row.code for row in rows}
    return lambda kind, number: owners.get(vault.index(kind, number))


def _pairings() -> Spans:
    """(household, helper, starts, ends) of primary pairings."""
    return (
        select(Household.code, Person.code, Pairing.starts, Pairing.ends)
        .join(Household, Household.id == Pairing.household_id)
        .join(Person, Person.id == Pairing.helper_id)
        .where(Pairing.primary)
    )


def _memberships() -> Spans:
    """(person, household, starts, ends)."""
    return (
        select(Person.code, Household.code, Member.starts, Member.ends)
        .join(Person, Person.id == Member.person_id)
        .join(Household, Household.id == Member.household_id)
    )


def _spans(conn: Connection, rows: Spans) -> Mapping[str, Sequence[Span]]:
    spans: dict[str, list[Span]] = defaultdict(list)
    for subject, other, starts, ends in conn.execute(rows):
        spans[subject].append((other, starts, ends))
    return spans
