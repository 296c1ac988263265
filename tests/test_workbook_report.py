"""The report of a check: grouped, counted, in both languages, without anybody's number."""

from __future__ import annotations

import re
from pathlib import Path

from small_county import IDS, TODAY, sheets_of, small

from locales import translator
from storage.workbook import check, reference, report_lines
from storage.workbook.columns import split_unit
from storage.workbook.plans import PLANS
from storage.workbook.report import SHOWN, plain

ROOT = Path(__file__).parents[1]


def spoiled() -> list[str]:
    records = small()
    records["people"][1].update(phone="19900000001", id_number="999901197501010017")
    records["members"][2].update(id_number=IDS[0])
    records["households"][0].update(group_no="2***", cause="19900000002")
    return report_lines(translator("zh_Hans"), check(sheets_of(records), today=TODAY))


def test_refusals_are_told_by_sheet_row_and_column_with_a_reason_and_a_way_out() -> None:
    assert spoiled() == [
        "不能收的:7处。改好以前什么都不写入。",
        "人员表:3处",
        "  第2行 手机号 [199******01]:在第3行也有。每名干部要有自己的号码。",
        "  第3行 手机号 [199******01]:在第2行也有。每名干部要有自己的号码。",
        "  第3行 身份证号 [999*************17]:的校验码不对。请对照证件核对。",
        "农户表:2处",
        "  第2行 组 [2***]:被打码或涂掉了。请填真实的值,或留空。",
        "  第2行 致贫原因 [199******02]:不是这一列可填的词。请填其中之一:因病、因残、因学、因灾、缺技术、缺劳力、缺资金、"
        "缺产业、缺土地、交通条件落后、缺水、自身动力不足、因婚、因意外、其他。",
        "家庭成员表:2处",
        "  第2行 身份证号 [999*************18]:别人也是这个号:家庭成员 4。请查清是谁的,两行都先不收。",
        "  第4行 身份证号 [999*************18]:别人也是这个号:家庭成员 2。请查清是谁的,两行都先不收。",
    ]


def test_no_line_holds_a_whole_phone_or_id_number() -> None:
    assert not any(re.search(r"1\d{10}|\d{15,}", line) for line in spoiled())


def test_it_can_be_said_in_english() -> None:
    records = small()
    records["projects"][0]["progress"] = 120
    lines = report_lines(translator("en"), check(sheets_of(records), today=TODAY))
    assert lines[2] == "  row 2 进度 [120]: cannot be read. Expected: whole number from 0 to 100."


def test_after_two_hundred_the_rest_is_counted() -> None:
    records = small()
    records["grants"] = [{**records["grants"][0], "code": f"B{n}", "year": "20xx"} for n in range(SHOWN + 50)]
    lines = report_lines(plain, check(sheets_of(records), today=TODAY))
    assert lines[0].startswith("Refused: 250.")
    assert lines[1] == "Sheet 补助: 250"
    assert (len(lines), lines[-1]) == (SHOWN + 3, "and 50 more")


def test_what_can_be_written_is_counted() -> None:
    assert report_lines(plain, check(sheets_of(small()), today=TODAY)) == ["Can be written: 24 rows."]


def test_the_reference_is_made_of_the_definitions() -> None:
    assert (ROOT / "docs/reference/workbook.md").read_text("utf-8") == reference(plain)


def test_no_two_columns_of_a_sheet_go_by_the_same_name() -> None:
    for plan in PLANS:
        names = [split_unit(name)[0] for column in plan.columns for name in (column.header, *column.aliases)]
        assert len(names) == len(set(names)), plan.title
