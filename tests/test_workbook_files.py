"""Workbooks as files: what people's Excel makes of them, and that nothing is lost on the way out and in."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from small_county import TODAY, sheets_of, small

from locales import translator
from storage.demo.county import sheets as demo_sheets
from storage.workbook import WorkbookProblem, check, read_workbook, write_workbook
from storage.workbook.plans import PLANS
from storage.workbook.template import make_sheet

ROOT = Path(__file__).parents[1]


def written(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    """A workbook somebody else made."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        for title, rows in sheets.items():
            page = book.add_worksheet(title)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    page.write(at, column, cell)
    return path


def values_of(path: Path, sheet: str) -> list[dict[str, Any]]:
    checked = check(read_workbook(path), today=TODAY)
    assert checked.register is not None, checked.refusals
    return [entry.values for entry in checked.register[sheet]]


def test_headers_are_found_below_a_title_in_full_width_and_by_their_other_names(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", {
        "帮扶 单位": [
            ["示范县帮扶单位一览表"], [], ["序号", "单 位 编 码", "单位名称", "隶属"],
            [1, "ｕ０１", "县城管局", "县直"], [], [2, "U02", "县房管局", "县直"],
        ],
    })  # fmt: skip
    found = read_workbook(path)["帮扶 单位"]
    assert (found.header_row, [number for number, _ in found.rows]) == (3, [4, 6])
    assert [row["code"] for row in values_of(path, "units")] == ["U01", "U02"]


def test_numbers_dates_and_formulas_are_read_as_what_they_show(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("人员")
        page.write_row(0, 0, ["编码", "姓名", "联系电话", "出生日期", "职级"])
        page.write_row(1, 0, ["G001", "陈天佑", 19900000001])
        page.write_datetime(1, 3, date(1980, 2, 3), book.add_format({"num_format": "yyyy/m/d"}))
        page.write_formula(1, 4, '="一般"&"干部"', None, "一般干部")
    (row,) = values_of(path, "people")
    assert (row["phone"], row["birth"], row["rank"]) == ("19900000001", date(1980, 2, 3), "一般干部")


def test_an_id_number_that_excel_has_spoiled_is_refused_by_row_and_column(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.xlsx", {"人员": [["编码", "姓名", "身份证号"], ["G001", "陈天佑", 999901197501010018]]}
    )
    (refusal,) = check(read_workbook(path)).refusals
    assert (refusal.sheet, refusal.row, refusal.column) == ("人员", 2, "身份证号")
    assert "1197501" not in refusal.shown
    assert "15 digits" in refusal.reason.msgid


def test_money_is_in_the_unit_of_its_header(tmp_path: Path) -> None:
    header = ["编码", "年度", "区域编码", "来源", "环节", "金额（万元）", "日期"]
    regions = [["编码", "名称", "级别"], ["9999", "示范县", "县"]]
    path = written(tmp_path / "a.xlsx", {
        "区域": regions, "资金": [header, ["F1", 2026, "9999", "财政", "到位", 86.5, "2026-03-20"]],
    })  # fmt: skip
    assert values_of(path, "funds")[0]["amount_fen"] == 86_500_000


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04 half a zip"])
def test_a_file_that_is_no_workbook_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(WorkbookProblem, match=r"a\.xlsx"):
        read_workbook(path)


def test_a_file_that_is_not_there_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(WorkbookProblem, match="no such file"):
        read_workbook(tmp_path / "none.xlsx")


def test_the_demonstration_goes_out_and_comes_in_the_same(tmp_path: Path) -> None:
    sheets = demo_sheets(TODAY)
    write_workbook(tmp_path / "demo.xlsx", sheets, translator("zh_Hans"))
    back = read_workbook(tmp_path / "demo.xlsx")
    first, second = check(sheets, today=TODAY), check(back, today=TODAY)
    assert (second.refusals, second.warnings) == ([], [])
    assert first.register is not None
    assert second.register is not None
    assert first.register.tables == second.register.tables


def test_the_same_sheets_give_the_same_file(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(tmp_path / name, sheets_of(small()))
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_cell_that_looks_like_a_formula_stays_text_and_comes_back(tmp_path: Path) -> None:
    records = small()
    records["grants"][0]["note"] = '=HYPERLINK("http://example.invalid","领钱")'
    path = tmp_path / "a.xlsx"
    write_workbook(path, sheets_of(records))
    page = openpyxl.load_workbook(path)["补助"]
    cell = page.cell(2, 10)
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", records["grants"][0]["note"], True)
    assert values_of(path, "grants")[0]["note"] == records["grants"][0]["note"]


def test_the_file_keeps_numbers_from_excel_and_offers_the_words(tmp_path: Path) -> None:
    write_workbook(tmp_path / "a.xlsx", sheets_of(small()), translator("zh_Hans"))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    people = book["人员"]
    columns = {cell.value: cell.column for cell in people[1]}
    assert {people.cell(2, columns[name]).number_format for name in ("编码", "手机号")} == {"@"}
    assert people.column_dimensions[people.cell(1, columns["身份证号"]).column_letter].width > 18
    assert people.freeze_panes == "B2"
    assert people.auto_filter.ref is not None
    lists = [rule.formula1 for rule in book["农户"].data_validations.dataValidation]
    assert '"在档,已脱贫,已注销"' in lists
    assert book.sheetnames[0] == "说明"
    assert book["说明"].cell(1, 1).value == "表"


def test_an_empty_template_has_every_sheet_and_is_let_through(tmp_path: Path) -> None:
    write_workbook(tmp_path / "a.xlsx", {plan.title: make_sheet(plan.key, ()) for plan in PLANS})
    checked = check(read_workbook(tmp_path / "a.xlsx"))
    assert (checked.refusals, checked.warnings) == ([], [])
    assert checked.register is not None
    assert len(checked.register.tables) == len(PLANS)
