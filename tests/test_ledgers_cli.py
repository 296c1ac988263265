"""`bangfu export`: the file, what is kept of it, and one line for whatever is wrong."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from shell import NOW, Shell, done, refused

ASKED = ("--demo", "--now", NOW)


def exported(shell: Shell, file: Path, *words: str) -> str:
    return done(shell.run("export", *words, "--out", str(file), *ASKED))


def column(file: Path, sheet: str, header: str) -> list[Any]:
    rows = list(openpyxl.load_workbook(file)[sheet].iter_rows(min_row=3, values_only=True))
    at = rows[0].index(header)
    return [row[at] for row in rows[1:]]


def kept(shell: Shell, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(shell.database)) as db:
        return db.execute(query).fetchall()


def test_an_export_is_told_and_stands_in_the_query_log(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    said = exported(shell, file, "attendance", "--area", "石关村", "--month", "2026-10")
    people = column(file, "驻村考勤表", "人员编号")
    assert said.strip() == f"驻村考勤表 written to {file}: {len(people)} rows"
    assert "G001" in people
    (row,) = kept(shell, "SELECT kind, scope, size, refused FROM query_log WHERE kind = 'export'")
    assert row[0] == "export"
    assert row[1].startswith("attendance /")
    assert row[1].endswith("/ 2026-10")
    assert row[2:] == (len(people), 0)
    assert [path.name for path in tmp_path.glob("*.part.*")] == []


def test_numbers_are_in_the_clear_only_for_a_role_with_a_reason_and_each_is_in_the_audit(
    shell: Shell, tmp_path: Path
) -> None:
    file = tmp_path / "v.xlsx"
    exported(shell, file, "village", "--area", "石关村")
    assert all("****" in number for number in column(file, "家庭成员", "身份证号") if number)
    assert kept(shell, "SELECT count(*) FROM audit") == [(0,)]
    said = exported(shell, file, "village", "--area", "石关村", "--reader", "T01", "--reason", "年度核对")
    numbers = [number for number in column(file, "家庭成员", "身份证号") if number]
    phones = [number for number in column(file, "家庭成员", "联系电话") if number]
    health = [word for word in column(file, "家庭成员", "健康状况") if word]
    assert not [number for number in (*numbers, *phones, *health) if "*" in number or number == "已隐去"]
    assert f"{len(numbers) + len(phones) + len(health)} fields in the clear" in said
    audit = kept(shell, "SELECT field, count(*), count(DISTINCT subject_id) FROM audit GROUP BY field")
    assert {field: count for field, count, _ in audit} == {
        "id": len(numbers),
        "phone": len(phones),
        "health": len(health),
    }
    assert kept(shell, "SELECT DISTINCT p.code, a.reason FROM audit a JOIN people p ON p.id = a.reader_id") == [("T01", "年度核对")]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("attendence",), "no ledger attendence: did you mean attendance?"),
        (("attendance", "--week", "2026-W47"), "attendance is of a month: --month 2026-11"),
        (("attendance", "--month", "2026-13"), "not a month: 2026-13; write it like --month 2026-11"),
        (("week", "--month", "2026-11", "--area", "石关村"), "week is of a week: --week 2026-W47"),
        (("diary", "--month", "2026-11", "--year", "2026"), "--week, --month and --year say one thing: give one of them"),
        (("register",), "register is of an area: give --area with its name or code"),
        (("diary", "--area", "没有村"), "no area 没有村: use a name or code of the register"),
        (("diary", "--person", "nobody"), "no person nobody: use a code of the register"),
        (("card", "--household", "SG999"), "no household SG999: use a code of the register"),
        (("diary", "--out", "x.csv"), "diary is not written as .csv: choose .xlsx"),
        (("card", "--out", "x.pdf"), "card is not written as .pdf: choose .xlsx, .html or .txt"),
        (("diary", "--out", "/nowhere/x.xlsx"), "there is no folder /nowhere to write x.xlsx to"),
        (("village", "--area", "石关村", "--reader", "G001", "--reason", "看看"), "G001 may not see numbers in the clear there: leave out --reason"),
        (("village", "--reason", "看看"), "--reason needs --reader: who is to see the numbers"),
        (("week", "--area", "石关村", "--reader", "G001"), "G001 may not have week of 石关村"),
        (("visits", "--template", "t.xlsx"), "--template and --mapping belong together: the workbook, and which column is which field"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_a_line_that_says_how_to_mend_it(
    shell: Shell, tmp_path: Path, words: tuple[str, ...], line: str
) -> None:
    assert refused(shell.run("export", *words, *ASKED)) == line


def test_a_card_is_written_as_text_or_as_a_page(shell: Shell, tmp_path: Path) -> None:
    exported(shell, tmp_path / "c.txt", "card", "--household", "SG001")
    text = (tmp_path / "c.txt").read_text("utf-8")
    assert text.startswith("李长贵 石关村5组 SG001\n")
    assert len(text.splitlines()) <= 12
    exported(shell, tmp_path / "c.html", "card", "--person", "G001")
    assert (tmp_path / "c.html").read_text("utf-8").count("<article>") == 4


def test_the_fields_of_a_ledger_are_listed_for_whoever_writes_a_mapping(shell: Shell) -> None:
    said = done(shell.run("export", "fields", "visits"))
    assert "table visits  走访记录" in said
    assert any(line.split() == ["day", "走访日期", "date"] for line in said.splitlines())


def test_an_offices_template_is_filled_and_every_mistake_of_the_mapping_is_a_line(
    shell: Shell, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    book.active.title = "登记"
    book.active.append(["走访时间", "走访人"])
    template, mapping, out = tmp_path / "t.xlsx", tmp_path / "m.toml", tmp_path / "f.xlsx"
    book.save(template)
    asked = ("visits", "--area", "石关村", "--template", str(template), "--mapping", str(mapping))
    mapping.write_text(
        '[[sheet]]\nname = "登记"\n[sheet.columns]\n"走访时间" = "dya"\n"走访人" = "hepler"\n', "utf-8"
    )
    result = shell.run("export", *asked, *ASKED)
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "sheet 登记: there is no field dya for column 走访时间: did you mean day (走访日期)?",
        "sheet 登记: there is no field hepler for column 走访人: did you mean helper (走访人)?",
    ]
    mapping.write_text(
        '[[sheet]]\nname = "登记"\n[sheet.columns]\n"走访时间" = "day"\n"走访人" = "helper"\n', "utf-8"
    )
    exported(shell, out, *asked)
    exported(shell, tmp_path / "ours.xlsx", "visits", "--area", "石关村")
    filled = [row[1] for row in openpyxl.load_workbook(out)["登记"].iter_rows(min_row=2, values_only=True)]
    assert filled == column(tmp_path / "ours.xlsx", "走访记录", "走访人")
