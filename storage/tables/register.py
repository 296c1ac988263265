"""The register: regions, units, people and their roles, assignments, households, members, pairings."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Id

IN_UNIT = text("unit_id IS NOT NULL")


class Region(Base):
    """A place of the administrative tree (E01); `path` is `/code/code/…/` down to itself."""

    __tablename__ = "regions"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    level: Mapped[str]  # province city county township village
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("regions.id"))
    path: Mapped[str] = mapped_column(index=True)
    tags: Mapped[list[str]]
    profile: Mapped[dict[str, Any]]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class Unit(Base):
    """A helping unit 帮扶单位 or department (E05)."""

    __tablename__ = "units"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    level: Mapped[str]
    region_id: Mapped[int | None] = mapped_column(ForeignKey("regions.id"))
    matter: Mapped[str]  # the matter a department answers for (A19); empty for others


class Person(Base):
    """Anybody known by name: cadres, leaders and members of households alike."""

    __tablename__ = "people"
    __table_args__ = (Index("ix_people_unit_id", "unit_id", sqlite_where=IN_UNIT, postgresql_where=IN_UNIT),)

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(index=True)
    sex: Mapped[str]  # 男, 女 or empty
    birth: Mapped[date | None]
    phone_sealed: Mapped[bytes | None]
    phone_index: Mapped[bytes | None] = mapped_column(index=True)
    id_sealed: Mapped[bytes | None]
    id_index: Mapped[bytes | None] = mapped_column(index=True)
    id_last4_index: Mapped[bytes | None]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))  # of one in ten: the cadres
    rank: Mapped[str]
    language: Mapped[str | None]


class Role(Base):
    """What a person is, where, from when to when (A01 to A26); `kind` is a key of handlers.access."""

    __tablename__ = "roles"
    __table_args__ = (UniqueConstraint("person_id", "kind", "region_id", "unit_id", "starts"),)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str]
    region_id: Mapped[int | None] = mapped_column(ForeignKey("regions.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    starts: Mapped[date]
    ends: Mapped[date | None]


class Assignment(Base):
    """A person bound by the on-site duty (Q01) in a village; both dates count."""

    __tablename__ = "assignments"
    __table_args__ = (UniqueConstraint("person_id", "village_id", "starts"),)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    village_id: Mapped[int] = mapped_column(ForeignKey("regions.id"), index=True)
    duty: Mapped[str]  # 帮扶责任人 队员 队长 第一书记 …
    share: Mapped[int]  # per cent of the person's on-site time
    starts: Mapped[date]
    ends: Mapped[date | None]


class Household(Base):
    """A household 农户 (E03)."""

    __tablename__ = "households"
    __table_args__ = (
        # The households of a village are counted from the index alone (queries/visited.py, digest_visits.py).
        Index(
            "ix_households_village_id_state_exited_on_id_watched",
            "village_id",
            "state",
            "exited_on",
            "id",
            "watched",
        ),
    )

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    village_id: Mapped[int] = mapped_column(ForeignKey("regions.id"))
    group_no: Mapped[int]
    category: Mapped[str]
    cause: Mapped[str]
    state: Mapped[str]  # active 在档, exited 已脱贫, closed
    watched: Mapped[bool]
    exited_on: Mapped[date | None]
    rechecked_on: Mapped[date | None]  # when it was last looked at again (Q27)
    marks: Mapped[list[str]]


class Member(Base):
    """Somebody's membership of a household, with dates, since families split and merge (X16)."""

    __tablename__ = "members"
    __table_args__ = (
        UniqueConstraint("household_id", "person_id", "starts"),
        Index("ix_members_household_id_starts_ends", "household_id", "starts", "ends"),
    )

    id: Mapped[Id]
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    relation: Mapped[str]
    is_head: Mapped[bool]
    labour: Mapped[str]
    health: Mapped[str]
    school: Mapped[str]
    starts: Mapped[date]
    ends: Mapped[date | None]


class Pairing(Base):
    """A household and its helper (E07, Q03)."""

    __tablename__ = "pairings"
    __table_args__ = (
        UniqueConstraint("household_id", "helper_id", "starts"),
        Index("ix_pairings_helper_id_ends", "helper_id", "ends"),
        # Whether a household has a main helper is told from the index alone.
        Index("ix_pairings_household_id_primary_ends_starts", "household_id", "primary", "ends", "starts"),
    )

    id: Mapped[Id]
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"))
    helper_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    primary: Mapped[bool]
    starts: Mapped[date]
    ends: Mapped[date | None]
