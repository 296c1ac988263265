"""One cell, one value: what is read, and what is refused with which reason."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.workbook.cells import Context, Unreadable, read_cell
from storage.workbook.choices import LEVEL_ALIASES, LEVELS, YES, YES_ALIASES
from storage.workbook.columns import Column, Kind
from storage.workbook.masking import shown
from storage.workbook.model import Cell

TODAY = date(2026, 11, 19)


def column(kind: Kind) -> Column:
    return Column("it", "它", kind, choices=LEVELS, aliases_of=LEVEL_ALIASES)


def read(kind: Kind, cell: Cell, unit: str = "") -> Any:  # noqa: ANN401
    return read_cell(column(kind), cell, Context(unit, TODAY))


READ: list[tuple[Kind, Cell, object]] = [
    ("code", " sg001 ", "SG001"),
    ("code", "ＳＧ００１", "SG001"),
    ("code", 999901101201.0, "999901101201"),
    ("name", "张 伟", "张伟"),
    ("name", "买买提•艾力", "买买提·艾力"),
    ("name", "买买提．艾力", "买买提·艾力"),
    ("name", "李𠮷祥", "李𠮷祥"),
    ("name", "阿卜杜热西提·麦麦提艾力", "阿卜杜热西提·麦麦提艾力"),
    ("name", "John  Smith", "John Smith"),
    ("text", "=1+1", "=1+1"),
    ("text", "第一行\n第二行\x00", "第一行\n第二行"),
    ("list", "省定贫困村、高寒山区村，深度贫困村", ["省定贫困村", "高寒山区村", "深度贫困村"]),
    ("choice", "村", "village"),
    ("choice", " 村 ", "village"),
    ("choice", "街道办事处", "township"),
    ("choice", "village", "village"),
    ("date", date(2026, 11, 3), date(2026, 11, 3)),
    ("date", datetime(2026, 11, 3, 8, 0), date(2026, 11, 3)),  # noqa: DTZ001 - Excel knows no zones
    ("date", "2026-11-03", date(2026, 11, 3)),
    ("date", "2026/11/3", date(2026, 11, 3)),
    ("date", "2026.11.3", date(2026, 11, 3)),
    ("date", "2026年11月3日", date(2026, 11, 3)),
    ("date", "２０２６年１１月３日", date(2026, 11, 3)),
    ("date", "20261103", date(2026, 11, 3)),
    ("date", 20261103.0, date(2026, 11, 3)),
    ("integer", 65.0, 65),
    ("integer", "1,350", 1350),
    ("integer", "６５", 65),
    ("number", 49.5, 49.5),
    ("percent", "80%", 80),
    ("percent", 80.0, 80),
    ("year", 2026.0, 2026),
    ("year", "2026年", 2026),
    ("amount", 1234.5, 123450),
    ("amount", 0.1 + 0.2, 30),
    ("amount", "¥1,234.50", 123450),
    ("amount", "￥320", 32000),
    ("amount", "3万", 3_000_000),
    ("amount", "17.58万元", 17_580_000),
    ("amount", "320元", 32000),
    ("phone", 19900000001.0, "19900000001"),
    ("phone", "199-0000-0001", "19900000001"),
    ("phone", "+86 199 0000 0001", "19900000001"),
    ("phone", "１９９００００００01", "19900000001"),
    ("id", "999901197501010018", "999901197501010018"),
    ("id", " 99990120180901003x", "99990120180901003X"),
    ("id", "T202611190001", "T202611190001"),
    ("tail", "0123", "0123"),
    ("tail", 123.0, "0123"),
    ("text", None, None),
    ("date", "  ", None),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "cell", "value"), READ)
def test_a_cell_is_read(kind: Kind, cell: Cell, value: object) -> None:
    assert read(kind, cell) == value


MASKED = "is masked or blanked out"
REFUSED: list[tuple[Kind, Cell, str]] = [
    ("integer", "688***", MASKED),
    ("integer", "2***", MASKED),
    ("integer", "12＊＊＊", MASKED),
    ("year", "20xx", MASKED),
    ("date", "20xx-11-03", MASKED),
    ("date", "201x年11月3日", MASKED),
    ("integer", "120xx", MASKED),
    ("text", "20xx年计划投资20xx万元", MASKED),
    ("name", "李□", MASKED),
    ("name", "李▢", MASKED),
    ("name", "李*", MASKED),
    ("name", "xx村", MASKED),
    ("phone", "199****0001", MASKED),
    ("id", "9999xxxxxxxx010018", MASKED),
    ("id", 9.99901197501010e17, "is stored as a number, and Excel has cut it to 15 digits"),
    ("id", "999901197501010017", "has a wrong check character"),
    ("id", "999901196302290016", "carries a birthday that does not exist"),
    ("id", "999901750101001", "has 15 digits: numbers of the old kind are no longer valid"),
    ("id", "99990119750101", "is no ID number of 18 characters"),
    ("code", 1.2e17, "is stored as a number, and Excel has cut it to 15 digits"),
    ("code", "编码一", "cannot be read"),
    ("phone", "12345", "cannot be read"),
    ("phone", "0851-1234567", "cannot be read"),
    ("date", "2026-02-30", "is a day that does not exist"),
    ("date", "2026-11", "cannot be read"),
    ("date", 46329.0, "cannot be read"),
    ("date", "1066-10-14", "is no date of our time"),
    ("integer", 3.5, "cannot be read"),
    ("integer", "65户", "cannot be read"),
    ("integer", "-3", "is below zero"),
    ("percent", 101.0, "cannot be read"),
    ("amount", "12.345", "has more than two decimals of a yuan, or is too large"),
    ("amount", "-5元", "is below zero"),
    ("amount", "若干", "cannot be read"),
    ("choice", "街", "is not one of the words of this column"),
    ("year", 26.0, "cannot be read"),
    ("tail", "12345", "cannot be read"),
    ("integer", True, "cannot be read"),
]


@pytest.mark.parametrize(("kind", "cell", "reason"), REFUSED)
def test_a_cell_is_refused_with_its_reason(kind: Kind, cell: Cell, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(kind, cell)
    assert refused.value.reason.msgid == reason


def test_the_header_gives_a_bare_amount_its_unit_and_the_cell_may_name_its_own() -> None:
    assert read("amount", 86.5, "万元") == 86_500_000
    assert read("amount", "86.5", "元") == 8650
    assert read("amount", "865000元", "万元") == 86_500_000


def test_yes_and_no_are_understood_in_many_forms() -> None:
    ticked = Column("it", "它", "choice", choices=YES, aliases_of=YES_ALIASES)
    answers: list[Cell] = ["是", "有", "√", "y", 1.0, True, "否", "无", "0", False]
    assert [read_cell(ticked, cell, Context()) for cell in answers] == [True] * 6 + [False] * 4


def test_a_required_cell_may_not_be_empty() -> None:
    with pytest.raises(Unreadable, match="is empty"):
        read_cell(Column("it", "它", "text", required=True), "  ", Context())


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_day_is_the_same_however_it_is_written(day: date) -> None:
    forms: list[Cell] = [day, day.isoformat(), f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日"]
    assert {read("date", form) for form in forms} == {day}


@given(st.integers(0, 10**13))
def test_an_amount_of_whole_fen_is_kept_to_the_fen(fen: int) -> None:
    assert read("amount", f"{fen // 100}.{fen % 100:02d}") == fen


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_and_never_breaks_the_reader(text: str) -> None:
    for kind in (
        "code",
        "name",
        "text",
        "list",
        "choice",
        "date",
        "integer",
        "amount",
        "year",
        "phone",
        "id",
        "tail",
    ):
        try:
            read(kind, text)
        except Unreadable:
            continue


@pytest.mark.parametrize(
    ("cell", "kind", "said"),
    [
        ("999901197501010018", "id", "999*************18"),
        ("19900000001", "phone", "199******01"),
        (19900000001.0, "phone", "199******01"),
        ("999901197501010018", "code", "999*************18"),
        ("电话19900000001", "text", "电话199******01"),
        ("999901101201", "code", "999901101201"),
        ("12", "phone", "**"),
        ("甲" * 50, "text", "甲" * 29 + "…"),
    ],
)
def test_a_shown_cell_never_holds_a_whole_number(cell: Cell, kind: Kind, said: str) -> None:
    assert shown(cell, kind) == said
