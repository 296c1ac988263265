"""Codes: six digits or eight letters, one in force for everybody, found in any writing, shut after wrong tries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from small_county import TODAY, sheets_of, small
from sqlalchemy import Connection, select, update
from sync_databases import VAULT, connected

from storage.queries.codes import LETTERS, by_code, count_wrong, issue_codes, list_codes, of_person, use
from storage.queries.importing import commit
from storage.tables import Code, Person, Role
from storage.values.week import SHANGHAI
from storage.workbook import check

NOW = datetime(2026, 11, 19, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def conn(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Connection]:
    with connected(request.param, tmp_path) as connection:
        register = check(sheets_of(small()), today=TODAY).register
        assert register is not None
        commit(connection, VAULT, register, NOW)
        assert issue_codes(connection, VAULT, Random(1), NOW) == 4
        yield connection


def person_id(conn: Connection, code: str) -> int:
    return conn.execute(select(Person.id).where(Person.code == code)).scalar_one()


def test_cadres_households_and_leaders_have_a_code_of_their_own_kind(conn: Connection) -> None:
    lines = {line.who: line for line in list_codes(conn, VAULT)}
    assert {who: (line.kind, line.name, line.village) for who, line in lines.items()} == {
        "G001": ("cadre", "陈天佑", "石关村"), "G002": ("leader", "李秀英", ""),
        "SG001": ("household", "张建国", "石关村"), "SG002": ("household", "买买提·艾力", "石关村"),
    }  # fmt: skip
    assert re.fullmatch(r"\d{6}", lines["G001"].code)
    assert all(re.fullmatch(f"[{LETTERS}]{{8}}", lines[who].code) for who in ("G002", "SG001", "SG002"))


def test_letters_that_look_like_digits_are_not_among_them() -> None:
    assert not set("0O1I") & set(LETTERS)


def test_a_code_is_found_in_any_case_width_and_spacing_but_only_as_its_kind(conn: Connection) -> None:
    line = next(line for line in list_codes(conn, VAULT) if line.who == "SG001")
    wide = "".join(chr(ord(char) + 0xFEE0) for char in line.code)
    for typed in (line.code, line.code.lower(), wide, f" {line.code[:4]} {line.code[4:]} "):
        found = by_code(conn, VAULT, "household", typed)
        assert found is not None
        assert found.household_id is not None
    assert by_code(conn, VAULT, "leader", line.code) is None
    assert by_code(conn, VAULT, "household", "22222222") is None


def test_whoever_has_a_code_in_force_gets_no_other(conn: Connection) -> None:
    assert issue_codes(conn, VAULT, Random(2), NOW) == 0


def test_an_invitation_expires_and_is_issued_again(conn: Connection) -> None:
    leader = person_id(conn, "G002")
    code = of_person(conn, VAULT, "leader", leader)
    assert code is not None
    later = NOW + timedelta(hours=72)
    assert (code.expired(NOW), code.expired(later)) == (False, True)
    assert issue_codes(conn, VAULT, Random(2), later) == 1


def test_a_used_code_is_gone_and_a_cadre_gets_the_next_one_at_once(conn: Connection) -> None:
    cadre, leader = person_id(conn, "G001"), person_id(conn, "G002")
    first, invitation = of_person(conn, VAULT, "cadre", cadre), of_person(conn, VAULT, "leader", leader)
    assert first is not None
    assert invitation is not None
    use(conn, VAULT, first.id, Random(3), NOW)
    use(conn, VAULT, invitation.id, Random(3), NOW)
    second = of_person(conn, VAULT, "cadre", cadre)
    assert second is not None
    assert second.code != first.code
    assert by_code(conn, VAULT, "cadre", first.code) is None
    assert by_code(conn, VAULT, "leader", invitation.code) is None


def test_wrong_tries_shut_a_code_for_a_while(conn: Connection) -> None:
    cadre = person_id(conn, "G001")
    until = NOW + timedelta(minutes=30)
    for _ in range(5):
        code = of_person(conn, VAULT, "cadre", cadre)
        assert code is not None
        assert not code.closed(NOW)
        count_wrong(conn, code.id, 5, until)
    code = of_person(conn, VAULT, "cadre", cadre)
    assert code is not None
    assert (code.closed(NOW), code.closed(until)) == (True, False)
    assert conn.execute(select(Code.tries).where(Code.id == code.id)).scalar_one() == 0


def test_a_person_whose_roles_are_over_gets_none(conn: Connection) -> None:
    conn.execute(update(Code).values(used_at=NOW))
    conn.execute(update(Role).values(ends=date(2026, 11, 18)))
    issue_codes(conn, VAULT, Random(4), NOW)
    fresh = [line.who for line in list_codes(conn, VAULT) if line.used_at is None]
    assert sorted(fresh) == ["SG001", "SG002"]
