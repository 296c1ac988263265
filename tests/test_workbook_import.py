"""A register is written whole or not at all, and the same one again changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from small_county import IDS, TODAY, VILLAGE, Records, sheets_of, small
from sqlalchemy import Connection, select
from sync_databases import VAULT, connected

from storage.queries.imported import as_of
from storage.queries.importing import Counts, commit
from storage.queries.importing_known import known
from storage.tables import Fund, Grant, Household, Member, Pairing, Person, Region, Role
from storage.values.week import SHANGHAI
from storage.workbook import check
from storage.workbook.model import Known, Register, Sheet

NOW = datetime(2026, 11, 19, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def conn(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Connection]:
    with connected(request.param, tmp_path) as connection:
        yield connection


def register_of(records: Records, conn: Connection | None = None) -> Register:
    held = known(conn, VAULT) if conn is not None else Known()
    checked = check(sheets_of(records), today=TODAY, known=held)
    assert checked.register is not None, checked.refusals
    return checked.register


def write(conn: Connection, records: Records) -> Counts:
    return commit(conn, VAULT, register_of(records, conn), NOW)


def one(conn: Connection, statement: Any) -> Any:  # noqa: ANN401
    return conn.execute(statement).one()


def test_every_sheet_becomes_rows_with_their_links(conn: Connection) -> None:
    counts = write(conn, small())
    assert (counts.new, counts.changed, counts.same, counts.missing) == (24, 0, 0, 0)
    village = one(conn, select(Region).where(Region.code == VILLAGE))
    assert (village.path, village.tags) == (f"/999901/999901101/{VILLAGE}/", ["省定贫困村"])
    assert village.profile == {"households": 400, "persons": 1400, "poor_households": 2, "poor_persons": 3}
    fund = one(conn, select(Fund, Household.code).join(Household).where(Fund.code == "F2"))
    assert (fund.amount_fen, fund.source, fund.step, fund.published, fund.code_1) == (
        18_000_050, "fiscal", "spent", False, "SG001",
    )  # fmt: skip
    grant = one(conn, select(Grant, Person.name).join(Person))
    assert (grant.kind, grant.amount_fen, grant.card_tail, grant.name) == (
        "教育补助",
        100_000,
        "0123",
        "张诗蕊",
    )
    heads = select(Person.name).join(Member).where(Member.is_head).order_by(Person.code)
    assert list(conn.execute(heads).scalars()) == ["张建国", "买买提·艾力"]
    assert one(conn, select(Role.kind).where(Role.region_id == village.id)).kind == "helper"


def test_numbers_are_sealed_and_found_by_their_index(conn: Connection) -> None:
    write(conn, small())
    person = one(conn, select(Person).where(Person.id_index == VAULT.index("id", IDS[0])))
    assert (person.code, VAULT.open(person.id_sealed)) == ("SG001-1", IDS[0])
    assert person.id_last4_index == VAULT.index("last4", "0018")
    cadre = one(conn, select(Person).where(Person.phone_index == VAULT.index("phone", "19900000001")))
    assert (cadre.code, VAULT.open(cadre.phone_sealed), cadre.id_sealed) == ("G001", "19900000001", None)


def test_the_same_workbook_again_changes_nothing(conn: Connection) -> None:
    write(conn, small())
    before = conn.execute(select(Person).order_by(Person.id)).all()
    counts = write(conn, small())
    assert (counts.new, counts.changed, counts.same, counts.missing) == (0, 0, 24, 0)
    assert conn.execute(select(Person).order_by(Person.id)).all() == before


def test_a_changed_row_is_changed_and_only_a_changed_number_is_sealed_again(conn: Connection) -> None:
    write(conn, small())
    before = one(conn, select(Person).where(Person.code == "SG001-1"))
    records = small()
    records["members"][0].update(name="张建军", phone="19900000077")
    counts = write(conn, records)
    assert (counts.new, counts.changed, counts.same) == (0, 1, 23)
    after = one(conn, select(Person).where(Person.code == "SG001-1"))
    assert (after.id, after.name, after.id_sealed) == (before.id, "张建军", before.id_sealed)
    assert VAULT.open(after.phone_sealed) == "19900000077"


def test_a_row_that_is_gone_is_counted_and_kept(conn: Connection) -> None:
    write(conn, small())
    records = small()
    for sheet in ("grants", "funds"):
        records[sheet].pop()
    counts = write(conn, records)
    assert (counts.missing, counts.sheets["资金"].examples) == (2, ["F2"])
    assert conn.execute(select(Fund.code).order_by(Fund.code)).scalars().all() == ["F1", "F2"]


def test_an_empty_cell_empties_and_a_missing_column_keeps(conn: Connection) -> None:
    write(conn, small())
    records: Records = {"people": [{"code": "G001", "name": "陈天佑", "phone": None, "rank": None}]}
    sheets = dict(sheets_of(records))
    people = sheets["人员"]
    keep = [at for at, name in enumerate(people.header) if name in ("编码", "姓名", "手机号")]
    rows = tuple((number, tuple(row[at] for at in keep)) for number, row in people.rows)
    sheets["人员"] = Sheet(tuple(people.header[at] for at in keep), rows)
    register = check(sheets, today=TODAY, known=known(conn, VAULT)).register
    assert register is not None
    commit(conn, VAULT, register, NOW)
    person = one(conn, select(Person).where(Person.code == "G001"))
    assert (person.phone_sealed, person.phone_index, person.rank) == (None, None, "一般干部")


def test_a_part_of_the_register_joins_what_is_there(conn: Connection) -> None:
    write(conn, small())
    new: Records = {
        "households": [{"code": "SG003", "village": VILLAGE, "group_no": 1, "state": "active"}],
        "members": [
            {
                "household": "SG003",
                "code": "SG003-1",
                "name": "文明艳",
                "id_number": IDS[1],
                "relation": "户主",
            }
        ],
        "pairings": [{"household": "SG003", "helper": "G001", "starts": date(2026, 11, 1)}],
    }
    counts = write(conn, new)
    assert (counts.new, counts.missing) == (4, 7)
    pair = one(
        conn, select(Pairing, Person.code).join(Person).join(Household).where(Household.code == "SG003")
    )
    assert (pair.primary, pair.code) == (True, "G001")


def test_the_database_stops_a_second_helper_and_a_number_of_somebody_else(conn: Connection) -> None:
    write(conn, small())
    new: Records = {
        "roles": [{"person": "G002", "kind": "helper", "region": VILLAGE, "starts": date(2026, 1, 1)}],
        "pairings": [{"household": "SG001", "helper": "G002", "starts": date(2026, 11, 1)}],
        "members": [
            {
                "household": "SG002",
                "code": "SG002-9",
                "name": "张建国",
                "id_number": IDS[0],
                "relation": "其他",
            }
        ],
    }
    refusals = check(sheets_of(new), today=TODAY, known=known(conn, VAULT)).refusals
    assert [(finding.sheet, finding.column) for finding in refusals] == [
        ("家庭成员", "身份证号"),
        ("结对", "帮扶人编码"),
    ]


def test_a_township_that_moves_takes_its_villages_along(conn: Connection) -> None:
    write(conn, small())
    moved: Records = {
        "regions": [
            {"code": "9999", "name": "示范市", "level": "city"},
            {"code": "999902", "name": "新县", "level": "county", "parent": "9999"},
            {"code": "999901101", "name": "示范办事处", "level": "township", "parent": "999902"},
        ]
    }
    write(conn, moved)
    assert (
        one(conn, select(Region.path).where(Region.code == VILLAGE)).path
        == f"/9999/999902/999901101/{VILLAGE}/"
    )


def test_the_day_of_the_last_import_of_a_sheet_is_known(conn: Connection) -> None:
    assert as_of(conn, "funds") is None
    write(conn, small())
    assert as_of(conn, "funds") == date(2026, 11, 19)


def test_progress_is_told_for_every_sheet(conn: Connection) -> None:
    told: list[tuple[str, int, int]] = []
    commit(conn, VAULT, register_of(small()), NOW, progress=lambda *step: told.append(step))
    assert ("农户", 2, 2) in told
