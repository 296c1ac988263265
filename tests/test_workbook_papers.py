"""The sheets of public notices, measures, training and duty: what is let through, refused, written."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import databases
import pytest
from small_county import TODAY, VILLAGE, Records, sheets_of, small
from sqlalchemy import select
from sync_databases import connected
from township import VAULT

from storage.queries.importing import Counts, commit
from storage.tables import HolidayDuty, Measure, PublicNotice, Training
from storage.values.week import SHANGHAI
from storage.workbook import check
from storage.workbook.model import Cell

TOWNSHIP = "999901101"
NOW = datetime(2026, 11, 19, 9, tzinfo=SHANGHAI)


def filled() -> Records:
    """The small county with a row on each of the sheets."""
    return {
        **small(),
        "public_notices": [
            {"code": "GS1", "region": VILLAGE, "kind": "低保", "title": "低保复核", "posted": date(2026, 11, 14),
             "ends": date(2026, 11, 21)},
        ],
        "measures": [
            {"code": "CS1", "village": VILLAGE, "household": "SG001", "kind": "产业", "what": "养鸡", "goal": 50,
             "unit": "只", "owner": "G001", "due": date(2026, 11, 26), "state": "open"},
        ],
        "trainings": [
            {"code": "PX1", "region": VILLAGE, "title": "家政培训", "place": "村委会", "day": date(2026, 11, 21),
             "hour": "9:00", "seats": 30, "opens": date(2026, 11, 9), "closes": date(2026, 11, 20)},
        ],
        "holiday_duties": [{"region": TOWNSHIP, "day": date(2026, 10, 1), "person": "G001"}],
    }  # fmt: skip


@pytest.mark.parametrize("kind", list(databases.kinds()))
def test_good_rows_are_written_and_the_same_again_changes_nothing(kind: str, tmp_path: Path) -> None:
    with connected(kind, tmp_path) as conn:

        def take(records: Records) -> Counts:
            checked = check(sheets_of(records), today=TODAY)
            assert checked.register is not None, checked.refusals
            return commit(conn, VAULT, checked.register, NOW)

        take(filled())
        assert conn.execute(select(Training.starts)).scalar_one() == datetime(
            2026, 11, 21, 9, tzinfo=SHANGHAI
        )
        assert conn.execute(select(Measure.state, Measure.reached, Measure.goal)).one() == ("open", 0, 50)
        assert conn.execute(select(PublicNotice.objections, PublicNotice.result)).one() == (0, "")
        assert conn.execute(select(HolidayDuty.day)).scalar_one() == date(2026, 10, 1)
        again = take(filled())
        assert (again.new, again.changed) == (0, 0)
        changed = filled()
        changed["measures"][0]["due"] = date(2026, 12, 1)
        assert (take(changed).changed, conn.execute(select(Measure.due)).scalar_one()) == (
            1,
            date(2026, 12, 1),
        )


WRONG: list[tuple[str, dict[str, Cell], tuple[str, str, str]]] = [
    ("public_notices", {"title": "李大山 19900001234"}, ("公示", "标题", "holds a number of somebody")),
    ("public_notices", {"title": "买买提·艾力低保"}, ("公示", "标题", "names somebody of a household")),
    ("public_notices", {"title": "长" * 31}, ("公示", "标题", "is longer than {count} characters")),
    ("public_notices", {"ends": date(2026, 11, 14)}, ("公示", "截止日期", "is not after the day of posting")),
    ("public_notices", {"region": "999901"}, ("公示", "区域编码", "is no village or township")),
    ("public_notices", {"kind": "喜报"}, ("公示", "类别", "is not one of the words of this column")),
    ("measures", {"goal": 0}, ("措施", "目标数量", "is nought")),
    ("measures", {"goal": "五十只"}, ("措施", "目标数量", "cannot be read")),
    ("measures", {"owner": "G999"}, ("措施", "责任人编码", "is not in the sheet {sheet}")),
    ("measures", {"village": TOWNSHIP}, ("措施", "村编码", "is not a village")),
    ("measures", {"done_on": date(2026, 11, 18)}, ("措施", "状态", "does not fit the day it was done beside it")),
    ("measures", {"state": "done", "done_on": date(2026, 11, 20)}, ("措施", "完成日期", "is in the future")),
    ("trainings", {"hour": "早上"}, ("培训", "时间", "cannot be read")),
    ("trainings", {"seats": 0}, ("培训", "名额", "is nought")),
    ("trainings", {"closes": date(2026, 11, 22)}, ("培训", "报名截止", "is after the day of the training")),
    ("trainings", {"opens": date(2026, 11, 21)}, ("培训", "报名截止", "is before the beginning")),
    ("holiday_duties", {"region": VILLAGE}, ("节假日值班", "乡镇编码", "is no township")),
    ("holiday_duties", {"person": None}, ("节假日值班", "人员编码", "is empty")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sheet", "cells", "found"), WRONG, ids=[f"{s}-{next(iter(c))}" for s, c, _ in WRONG]
)
def test_a_wrong_cell_is_named_by_sheet_row_column_and_reason(
    sheet: str, cells: dict[str, Cell], found: tuple[str, str, str]
) -> None:
    records = filled()
    records[sheet][0].update(cells)
    checked = check(sheets_of(records), today=TODAY)
    assert checked.register is None, "nothing is written while anything is refused"
    told = [(each.sheet, each.row, each.column, each.reason.msgid) for each in checked.refusals]
    assert (found[0], 2, *found[1:]) in told


def test_a_duty_that_stands_twice_is_refused_and_a_name_of_two_characters_only_doubted() -> None:
    records = filled()
    records["holiday_duties"] *= 2
    records["members"][0]["name"] = "高山"
    records["trainings"][0]["title"] = "高山蔬菜"
    checked = check(sheets_of(records), today=TODAY)
    assert {each.sheet for each in checked.refusals} == {"节假日值班"}
    assert [(each.sheet, each.reason.msgid) for each in checked.warnings] == [
        ("培训", "names somebody of a household")
    ]


@pytest.mark.parametrize(
    ("cell", "hour"),
    [("9:00", time(9)), ("14点30分", time(14, 30)), ("9", time(9)), (0.375, time(9)), (time(8, 30), time(8, 30)),
     (timedelta(hours=10), time(10)), ("９：０５", time(9, 5))],
)  # fmt: skip
def test_an_hour_is_read_however_it_is_written(cell: Cell, hour: time) -> None:
    records = filled()
    records["trainings"][0]["hour"] = cell
    checked = check(sheets_of(records), today=TODAY)
    assert checked.register is not None, checked.refusals
    assert checked.register["trainings"][0].values["hour"] == hour
