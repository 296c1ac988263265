"""A ledger as a file: frozen, filtered, printed on A4; dates, money and texts as what they are; nothing executed."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ledgers.card import as_html, as_text, cards
from storage.ledgers.model import Cell, Field, Heading, Page, Row, Table
from storage.ledgers.period import Period, read_period
from storage.ledgers.plans import LEDGERS
from storage.values.week import SHANGHAI, Week
from storage.workbook.ledger_book import HEAD_ROW, write_ledger

MADE = datetime(2026, 11, 19, 8, 42, tzinfo=SHANGHAI)
HEADING = Heading("走访台账", "示范办事处&石关村", "2026年11月", MADE)
FIELDS = (
    Field("day", "日期", "date"), Field("who", "走访人"), Field("said", "记录", "long"), Field("paid", "金额(元)", "money"),
    Field("count", "户数", "integer"), Field("saved", "录入时间", "moment"), Field("id", "身份证号", "id"),
)  # fmt: skip
TABLE = Table("visits", "走访记录", FIELDS, "说明一行")
ROW: Row = {
    "day": date(2026, 11, 17), "who": "张三", "said": "水管冻住了", "paid": 312_850, "count": 3, "saved": MADE,
    "id": "999*************36",
}  # fmt: skip


def sheet_of(
    rows: Iterable[Row], fields: tuple[Field, ...] = FIELDS
) -> openpyxl.worksheet.worksheet.Worksheet:
    """The sheet as somebody else's library reads it."""
    file = io.BytesIO()
    write_ledger(file, HEADING, [Page(TABLE, fields, rows, TABLE.note)])
    return openpyxl.load_workbook(file)["走访记录"]


def test_a_sheet_is_ready_to_be_read_filtered_and_printed() -> None:
    sheet = sheet_of([ROW, ROW])
    assert sheet["A1"].value == "走访台账 示范办事处&石关村 2026年11月 走访记录"
    assert sheet["A2"].value == "说明一行"
    assert [cell.value for cell in sheet[HEAD_ROW + 1]] == [field.header for field in FIELDS]
    assert sheet.freeze_panes == "A4"
    assert sheet.auto_filter.ref == "A3:G5"
    assert sheet.print_title_rows == "$3:$3"
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert "示范办事处&&石关村" in sheet.oddHeader.left.text
    assert (sheet.oddHeader.center.text, sheet.oddHeader.right.text) == ("走访记录", "2026年11月")
    assert "&P" in sheet.oddFooter.center.text.replace("&[Page]", "&P")
    assert sheet["A4"].font.name == "宋体"


def test_dates_are_dates_and_money_is_yuan() -> None:
    sheet = sheet_of([ROW])
    assert (f"{sheet['A4'].value:%Y-%m-%d}", sheet["A4"].number_format) == ("2026-11-17", "yyyy-mm-dd")
    assert (sheet["D4"].value, sheet["D4"].number_format) == (3128.5, "#,##0.00")
    assert (sheet["E4"].value, sheet["E4"].number_format) == (3, "0")
    assert (f"{sheet['F4'].value:%m-%d %H:%M}", sheet["F4"].number_format) == (
        "11-19 08:42",
        "yyyy-mm-dd hh:mm",
    )
    assert (sheet["G4"].value, sheet["G4"].number_format) == ("999*************36", "@")


@pytest.mark.parametrize(
    "text", ["=1+1", "+8613", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")']
)
def test_what_looks_like_a_formula_is_text(text: str) -> None:
    cell = sheet_of([{"said": text, "who": text}])["C4"]
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert cell.hyperlink is None


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=80))
def test_any_text_of_the_world_can_be_written_and_none_becomes_more_than_text(text: str) -> None:
    cell = sheet_of([{"said": text}])["C4"]
    assert cell.data_type in ("s", "n")
    assert cell.value is None or isinstance(cell.value, str)


def test_a_whole_number_of_a_person_written_into_words_is_covered() -> None:
    said = "电话 19900001234,证号 999901198012100036"
    assert sheet_of([{"said": said}])["C4"].value == "电话 199******34,证号 999*************36"


def test_a_very_long_text_is_cut_and_not_lost() -> None:
    value = sheet_of([{"said": "话" * 40_000}])["C4"].value
    assert len(value) == 32_001
    assert value.endswith("…")


def test_columns_fit_what_stands_in_them() -> None:
    sheet = sheet_of([{"who": "阿卜杜热合曼·买买提明", "said": "很长的话" * 40, "paid": 123_456_789_00}])
    widths = {letter: sheet.column_dimensions[letter].width for letter in "ABCD"}
    assert widths["B"] >= 22
    assert widths["C"] <= 45
    assert widths["D"] >= len("123,456,789.00")


def test_an_empty_ledger_has_its_header_and_says_nothing_else() -> None:
    assert sheet_of([]).max_row in (HEAD_ROW + 1, HEAD_ROW + 2)


def test_rows_are_written_as_they_are_read(tmp_path: Path) -> None:
    alive: list[int] = []

    def rows() -> Iterable[Row]:
        for number in range(5_000):
            alive.append(number)
            yield {"count": number}

    assert write_ledger(tmp_path / "long.xlsx", HEADING, [Page.of(TABLE, rows())]) == 5_000
    assert len(alive) == 5_000
    assert [path.name for path in tmp_path.iterdir()] == ["long.xlsx"], "nothing is left on the way"


def test_every_ledger_has_fields_of_its_own_and_titles_that_a_sheet_can_bear() -> None:
    for ledger in LEDGERS:
        titles = [table.title for table in ledger.tables]
        assert len(set(titles)) == len(titles)
        for table in ledger.tables:
            keys = [field.key for field in table.fields]
            assert len(set(keys)) == len(keys), table
            assert len(table.title) <= 31
    words = [word for ledger in LEDGERS for word in ledger.words]
    assert len(set(words)) == len(words)


HOME: dict[str, Cell] = {
    "township": "示范办事处", "village": "石关村", "group_no": 5, "code": "SG001", "head": "李<b>", "persons": 2,
    "labour": 1, "category": "低保户", "state": "在档", "watched": "是", "exited_on": None, "cause": "因病", "marks": "",
    "helper": "陈天佑", "unit": "县城管局", "visits": 9, "visited_on": date(2026, 11, 17), "paid": 452_000,
}  # fmt: skip


def card_pages(visits: int) -> list[Page]:
    tables = {table.key: table for table in LEDGERS[0].tables}
    member: Row = {"code": "SG001", "name": "李长贵", "relation": "户主"}
    problem: Row = {"code": "SG001", "matter": "饮水", "due": date(2026, 11, 19), "state": "在办"}
    made: list[Row] = [
        {"code": "SG001", "day": date(2026, 11, n + 1), "said": f"第{n}次"} for n in range(visits)
    ]
    rows: dict[str, list[Row]] = {"homes": [HOME], "members": [member], "visits": made, "problems": [problem]}
    return [Page.of(tables[key], found) for key, found in rows.items()]


def test_a_card_is_a_sheet_of_a4_with_its_newest_visits_and_nothing_of_it_is_markup() -> None:
    html = as_html(HEADING, cards(card_pages(20)))
    assert "@page { size: A4 portrait;" in html
    assert "李&lt;b&gt;" in html
    assert "第19次" in html
    assert "第3次" not in html
    assert "共 20 次" in html


def test_a_card_as_a_message_has_at_most_twelve_lines() -> None:
    (card,) = cards(card_pages(2))
    card.problems *= 20
    text = as_text(card, "2026年")
    assert len(text.splitlines()) == 12
    assert text.splitlines()[0] == "李<b> 石关村5组 SG001"


TODAY = date(2026, 11, 19)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("2026-11", "2026-11"), ("11月", "2026-11"), ("12月", "2025-12"), ("2026年3月", "2026-03"), ("上月", "2026-10"),
        ("本周", "2026-W47"), ("上周", "2026-W46"), ("2026-W53", "2026-W53"), ("2020-w53", "2020-W53"), ("今年", "2026"),
        ("２０２６年", "2026"), ("last month", "2026-10"), ("2026-13", None), ("2025-W53", None), ("石关村", None), ("11", None),
    ],
)  # fmt: skip
def test_a_period_is_read_as_it_is_written(typed: str, name: str | None) -> None:
    found = read_period(typed, TODAY)
    assert (found.name if found else None) == name


@given(st.dates(date(2015, 1, 1), date(2035, 12, 31)))
def test_a_month_has_all_its_days_in_its_weeks_and_the_one_before_ends_where_it_begins(day: date) -> None:
    month = Period.holding("month", day)
    assert {Week.of(each) for each in month.days} == set(month.weeks)
    assert len(month.weeks) <= 6
    assert (month.first - month.before.last).days == 1
    assert read_period(month.name, day) == month
    week = Period.holding("week", day)
    assert week.weeks == (Week.of(day),)
    assert read_period(week.name, day) == week
