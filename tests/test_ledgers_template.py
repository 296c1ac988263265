"""An office's own template is filled by a mapping file; each mistake in it is a line with the right name."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill

from storage.ledgers.model import Heading, Page, Row
from storage.ledgers.plans import BY_KEY
from storage.values.week import SHANGHAI
from storage.workbook.filling import TemplateProblem, fill_template
from storage.workbook.mapping import MappingProblem, read_mapping

VISITS = BY_KEY["visits"]
HEADING = Heading("走访台账", "石关村", "2026年11月", datetime(2026, 11, 19, 8, 42, tzinfo=SHANGHAI))
ROWS: list[Row] = [
    {
        "day": date(2026, 11, 17),
        "head": "李长贵",
        "helper": "陈天佑",
        "matters": "饮水",
        "said": "=cmd|' /C calc'!A0",
    },
    {"day": date(2026, 11, 18), "head": "汤运良", "helper": "陈天佑", "matters": "", "said": "没有"},
]
MAPPING = """
[[sheet]]
name = "登记表"
table = "visits"
header_row = 3
first_row = 4
[sheet.columns]
"走访 时间" = "day"
"走访对象" = "head"
"意见" = "said"
[sheet.cells]
B1 = "office"
D1 = "period"
[[sheet]]
name = "问题"
header_row = 1
[sheet.columns]
"户主" = "head"
"问题" = "matters"
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """Two sheets with styles, headers where an office likes them, and a sheet we have nothing for."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "登记表"
    sheet["A1"], sheet["C1"] = "单位", "月份"
    sheet["A1"].font = Font(name="楷体", size=20)
    for column, header in enumerate(("序号", "走访时间", "走访对象", "意见"), start=1):
        sheet.cell(3, column, header)
        sheet.cell(4, column, "例").fill = PatternFill("solid", fgColor="FFFF00")
    sheet.row_dimensions[4].height = 33
    second = book.create_sheet("问题")
    second.append(["户主", "问题"])
    book.create_sheet("填表说明")["A1"] = "勿动"
    file = tmp_path / "template.xlsx"
    book.save(file)
    return file


def mapped(folder: Path, text: str = MAPPING) -> Path:
    file = folder / "mapping.toml"
    file.write_text(text, "utf-8")
    return file


def filled(template: Path, text: str = MAPPING, rows: list[Row] | None = None) -> openpyxl.Workbook:
    plans = read_mapping(mapped(template.parent, text), VISITS)
    out = template.with_name("filled.xlsx")
    fill_template(template, out, plans, HEADING, [Page.of(VISITS.tables[0], ROWS if rows is None else rows)])
    return openpyxl.load_workbook(out)


def mistakes(template: Path, text: str) -> list[str]:
    with pytest.raises(MappingProblem) as raised:
        filled(template, text)
    assert not template.with_name("filled.xlsx").exists()
    return list(raised.value.lines)


def test_the_template_keeps_its_styles_and_gets_our_values_on_several_sheets(template: Path) -> None:
    book = filled(template)
    sheet = book["登记表"]
    assert (sheet["B1"].value, sheet["D1"].value) == ("石关村", "2026年11月")
    assert (sheet["A1"].value, sheet["A1"].font.name) == ("单位", "楷体")
    assert [sheet.cell(row, 3).value for row in (4, 5)] == ["李长贵", "汤运良"]
    assert f"{sheet['B5'].value:%Y-%m-%d}" == "2026-11-18"
    assert sheet["B5"].number_format == "yyyy-mm-dd"
    assert [sheet.cell(5, column).fill.fgColor.rgb for column in (1, 2, 3, 4)] == ["00FFFF00"] * 4
    assert sheet.row_dimensions[5].height == 33
    assert [[cell.value for cell in row] for row in book["问题"].iter_rows(min_row=2)] == [
        ["李长贵", "饮水"],
        ["汤运良", None],
    ]
    assert book["填表说明"]["A1"].value == "勿动"


def test_what_looks_like_a_formula_stays_text_in_the_template_too(template: Path) -> None:
    cell = filled(template)["登记表"]["D4"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=cmd|' /C calc'!A0", "s", True)


def test_without_rows_the_example_is_taken_away(template: Path) -> None:
    sheet = filled(template, rows=[])["登记表"]
    assert [sheet.cell(4, column).value for column in (2, 3, 4)] == [None] * 3


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('"head"\n"意见"', '"haed"\n"意见"', "sheet 登记表: there is no field haed for column 走访对象: did you mean head (户主)?"),
        ('= "said"', '= "走访日期"', "sheet 登记表: there is no field 走访日期 for column 意见: did you mean day (走访日期)?"),
        ('"走访对象"', '"走访对像"', "sheet 登记表: row 3 has no header 走访对像: did you mean 走访对象?"),
        ('"问题"\nheader', '"问题2"\nheader', "the template has no sheet 问题2: did you mean 问题?"),
        ("first_row = 4", "first_row = 2", "sheet 登记表: first_row 2 is not below header_row 3"),
        ("header_row = 3", "header_row = 0", "sheet 登记表: header_row is a row number from 1 on"),
        ("first_row", "frist_row", "sheet 登记表: there is no setting frist_row: did you mean first_row?"),
        ('table = "visits"', 'table = "visit"', "sheet 登记表: visits has no table 'visit': did you mean visits?"),
        ('D1 = "period"', 'D1 = "perod"', "sheet 登记表: cell D1 cannot be filled with perod: did you mean period?"),
    ],
)  # fmt: skip
def test_a_mistake_is_a_line_that_names_it_and_the_nearest_right_name(
    template: Path, old: str, new: str, line: str
) -> None:
    assert old in MAPPING
    assert mistakes(template, MAPPING.replace(old, new)) == [line]


def test_a_file_that_names_no_sheet_is_told_how_to_begin(template: Path) -> None:
    assert mistakes(template, "[shet]") == ["mapping.toml names no sheet: begin one with [[sheet]]"]


def test_all_mistakes_are_told_at_once(template: Path) -> None:
    wrong = MAPPING.replace('"head"', '"hed"').replace('"day"', '"dya"').replace('"office"', '"ofice"')
    assert len(mistakes(template, wrong)) == 4


def test_a_file_that_is_no_toml_is_told_with_its_line(template: Path) -> None:
    (line,) = mistakes(template, "[[sheet]]\nname = 登记表\n")
    assert line.startswith("mapping.toml is not a TOML file:")
    assert "line 2" in line


def test_a_line_of_sums_below_is_not_overwritten(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    book["登记表"]["A5"] = "合计"
    book.save(template)
    (line,) = mistakes(template, MAPPING)
    assert line.startswith("sheet 登记表: row 5 holds 合计, and rows 4 to 5 are needed")


def test_what_is_no_workbook_is_refused_with_what_to_do(template: Path, tmp_path: Path) -> None:
    for name in ("old.xls", "letter.xlsx"):
        other = tmp_path / name
        other.write_bytes(b"no workbook")
        plans = read_mapping(mapped(tmp_path), VISITS)
        with pytest.raises(TemplateProblem, match=r"save it as \.xlsx"):
            fill_template(other, tmp_path / "out.xlsx", plans, HEADING, [])
