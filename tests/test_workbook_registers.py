"""The sheets 参保, 申请, 应享未享 and 需求: refused by sheet, row, column and reason; written whole; known by their code."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hamlet import at
from small_county import TODAY, VILLAGE, Records, sheets_of, small
from sqlalchemy import Connection, select
from sync_databases import VAULT, connected

from storage.queries.importing import Counts, commit
from storage.queries.importing_known import known
from storage.tables import Application, Gap, Household, Insurance, Need
from storage.workbook import check

LISTED = date(2026, 11, 16)


def registers(**cells: Any) -> Records:  # noqa: ANN401 - the cells to be changed, as sheet__column
    """The small county with a row in each of the four sheets."""
    records = small()
    records["insurances"] = [
        {
            "person": "SG001-1",
            "year": 2027,
            "state": "paid",
            "paid_on": date(2026, 10, 20),
            "known_on": LISTED,
        },
        {"person": "SG001-2", "year": 2027, "state": "unpaid", "known_on": LISTED},
    ]
    records["applications"] = [{
        "code": "SQ1", "household": "SG001", "kind": "危房改造", "step": "鉴定", "holder": "township",
        "step_due": date(2026, 11, 20), "opened_on": date(2026, 11, 2), "published_from": date(2026, 11, 10),
        "published_to": date(2026, 11, 17),
    }]  # fmt: skip
    records["gaps"] = [{"code": "YX1", "household": "SG001", "kind": "教育", "since": date(2026, 10, 12)}]
    records["needs"] = [{"code": "XQ1", "kind": "助学", "village": VILLAGE, "opened_on": date(2026, 11, 17)}]
    for place, value in cells.items():
        sheet, key = place.split("__")
        records[sheet][0][key] = value
    return records


REFUSED: list[tuple[dict[str, Any], tuple[str, int, str, str]]] = [
    ({"insurances__state": "大概缴了"}, ("参保", 2, "缴费状态", "is not one of the words of this column")),
    ({"insurances__state": None}, ("参保", 2, "缴费状态", "is empty")),
    ({"insurances__person": "SG009-1"}, ("参保", 2, "人员编码", "is not in the sheet {sheet}")),
    ({"insurances__state": "unpaid"}, ("参保", 2, "缴费日期", "does not fit the state beside it")),
    ({"insurances__known_on": date(2026, 11, 20)}, ("参保", 2, "截至日期", "is in the future")),
    ({"insurances__year": "27"}, ("参保", 2, "年度", "cannot be read")),
    ({"households__rechecked_on": date(2026, 12, 1)}, ("农户", 2, "复核日期", "is in the future")),
    ({"applications__household": "SG999"}, ("申请", 2, "户编码", "is not in the sheet {sheet}")),
    ({"applications__holder": "department"}, ("申请", 2, "承办单位编码", "is empty")),
    ({"applications__closed_on": date(2026, 11, 1)}, ("申请", 2, "办结日期", "is before the beginning")),
    ({"applications__published_to": date(2026, 11, 9)}, ("申请", 2, "公示结束", "is before the beginning")),
    ({"gaps__since": date(2026, 11, 20)}, ("应享未享", 2, "发现日期", "is in the future")),
    ({"gaps__closed_on": date(2026, 10, 11)}, ("应享未享", 2, "销号日期", "is before the beginning")),
    ({"needs__village": "999901101"}, ("需求", 2, "村编码", "is not a village")),
    ({"needs__kind": "房子"}, ("需求", 2, "种类", "is not one of the words of this column")),
    ({"needs__matched_on": date(2026, 11, 16)}, ("需求", 2, "对接日期", "is before the beginning")),
]


@pytest.mark.parametrize(("cells", "place"), REFUSED, ids=[next(iter(cells)) for cells, _ in REFUSED])
def test_a_wrong_cell_is_refused_where_it_stands_and_nothing_is_written(
    cells: dict[str, Any], place: tuple[str, int, str, str]
) -> None:
    checked = check(sheets_of(registers(**cells)), today=TODAY)
    assert (checked.register, [(r.sheet, r.row, r.column, r.reason.msgid) for r in checked.refusals]) == (
        None,
        [place],
    )


def test_a_line_listed_twice_is_refused_in_both_places() -> None:
    records = registers()
    records["insurances"].append(dict(records["insurances"][1]))
    found = check(sheets_of(records), today=TODAY).refusals
    assert [(each.sheet, each.row, each.column) for each in found] == [
        ("参保", 3, "人员编码"),
        ("参保", 4, "人员编码"),
    ]


def test_a_decided_application_without_its_outcome_is_asked_about() -> None:
    warnings = check(sheets_of(registers(applications__closed_on=date(2026, 11, 18))), today=TODAY).warnings
    assert [(each.sheet, each.column) for each in warnings] == [("申请", "结果")]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def conn(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Connection]:
    with connected(request.param, tmp_path) as connection:
        yield connection


def write(conn: Connection, records: Records) -> Counts:
    checked = check(sheets_of(records), today=TODAY, known=known(conn, VAULT))
    assert checked.register is not None, checked.refusals
    return commit(conn, VAULT, checked.register, at("2026-11-19 09:00"))


def test_rows_are_written_with_their_links_and_the_same_again_changes_nothing(conn: Connection) -> None:
    write(conn, registers())
    states = conn.execute(select(Insurance.state, Insurance.paid_on).order_by(Insurance.person_id)).all()
    assert [tuple(row) for row in states] == [("paid", date(2026, 10, 20)), ("unpaid", None)]
    row = conn.execute(select(Application, Household.code).join(Household)).one()
    assert (row.code_1, row.holder, row.objections, row.outcome, row.next_step) == (
        "SG001",
        "township",
        0,
        "",
        "",
    )
    again = write(conn, registers())
    assert (again.new, again.changed, again.missing) == (0, 0, 0)


def test_a_newer_list_changes_the_rows_it_speaks_of(conn: Connection) -> None:
    write(conn, registers())
    newer = registers(
        insurances__known_on=date(2026, 11, 18), applications__step="村评议", gaps__closed_on=date(2026, 11, 18),
        needs__matched_on=date(2026, 11, 18), households__rechecked_on=date(2026, 11, 3),
    )  # fmt: skip
    counts = write(conn, newer)
    assert (counts.new, counts.changed, counts.missing) == (0, 5, 0)
    assert conn.execute(select(Application.step)).scalar_one() == "村评议"
    assert conn.execute(select(Gap.closed_on)).scalar_one() == date(2026, 11, 18)
    assert conn.execute(select(Need.matched_on)).scalar_one() == date(2026, 11, 18)
    assert conn.execute(select(Household.rechecked_on).where(Household.code == "SG001")).scalar_one() == date(
        2026, 11, 3
    )
