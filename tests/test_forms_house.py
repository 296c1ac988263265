"""The house's own forms in the hands of an office: what it may add, and what it may not leave out."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from office_forms import NOW, rows_of, talk
from shell import Shell, done, refused


def visit_changed(shell: Shell, folder: Path, version: str = "v2") -> openpyxl.Workbook:
    """The visit form in force as a workbook, with a version of the office's own."""
    done(shell.run("forms", "export", "visit", str(folder / "visit.xlsx"), "--demo"))
    book = openpyxl.load_workbook(folder / "visit.xlsx")
    heads = [cell.value for cell in book["settings"][1]]
    book["settings"].cell(2, heads.index("version") + 1).value = version
    return book


def test_what_an_office_adds_to_a_visit_is_in_the_receipt_on_the_card_and_in_the_export(
    shell: Shell, tmp_path: Path
) -> None:
    book = visit_changed(shell, tmp_path)
    sheet = book["survey"]
    heads = [cell.value for cell in sheet[1]]
    new = {
        "type": "integer",
        "name": "pigs",
        "label::中文 (zh_Hans)": "养了几头猪?",
        "label::English (en)": "Pigs?",
    }
    sheet.append([new.get(str(head)) for head in heads])
    lists = book["choices"]
    columns = [cell.value for cell in lists[1]]
    choice = {
        "list_name": "problems",
        "name": "care",
        "label::中文 (zh_Hans)": "养老",
        "label::English (en)": "care",
    }
    lists.append([choice.get(str(head)) for head in columns])
    book.save(tmp_path / "visit.xlsx")
    assert "visit v2: in force" in done(shell.run("forms", "add", str(tmp_path / "visit.xlsx"), "--demo"))
    said = talk(shell, "走访 高", "养老", "不急", "没有", "3", "1")
    assert "待办:养老" in said
    assert "养了几头猪: 3" in said
    assert "养了几头猪: 3" in talk(shell, "户 高")
    assert "养老" in talk(shell, "待办")
    out = tmp_path / "out.xlsx"
    done(shell.run("forms", "export", "visit", str(out), "--answers", "--demo"))
    last = rows_of(out)[-1]
    assert (last["版本"], last["养了几头猪? (pigs)"], last["有什么问题?可多选,没有回0 (problems)"]) == (
        "v2",
        3,
        "养老",
    )
    back = done(shell.run("forms", "retire", "visit", "--demo"))
    assert back.endswith(": in force again\n")
    assert "养了几头猪" not in talk(shell, "走访 高", "0", "没有")


def test_what_an_office_adds_to_a_check_in_is_kept_and_shown(shell: Shell, tmp_path: Path) -> None:
    done(shell.run("forms", "export", "check_in", str(tmp_path / "in.xlsx"), "--demo"))
    book = openpyxl.load_workbook(tmp_path / "in.xlsx")
    heads = [cell.value for cell in book["survey"][1]]
    new = {
        "type": "text",
        "name": "weather",
        "label::中文 (zh_Hans)": "天气?",
        "label::English (en)": "Weather?",
        "required": "yes",
    }
    book["survey"].append([new.get(str(head)) for head in heads])
    book.save(tmp_path / "in.xlsx")
    settings = [cell.value for cell in book["settings"][1]]
    book["settings"].cell(2, settings.index("version") + 1).value = "w"
    book.save(tmp_path / "in.xlsx")
    done(shell.run("forms", "add", str(tmp_path / "in.xlsx"), "--demo"))
    said = talk(shell, "签到", "下雨")
    assert "天气: 下雨" in said
    out = tmp_path / "out.xlsx"
    done(shell.run("forms", "export", "check_in", str(out), "--answers", "--demo"))
    assert rows_of(out)[-1]["天气? (weather)"] == "下雨"


@pytest.mark.parametrize(
    ("name", "column", "value", "said"),
    [
        ("household", None, None, "The question household may not be removed"),
        ("day", "type", "text", "The question day must keep its type"),
        ("met", "required", "", "The question met must keep its required"),
        ("manner", "relevant", "1 = 2", "The question manner must keep its relevant"),
    ],
)
def test_a_question_the_house_needs_is_named_when_it_is_left_out_or_changed(
    shell: Shell, tmp_path: Path, name: str, column: str | None, value: str | None, said: str
) -> None:
    book = visit_changed(shell, tmp_path)
    sheet = book["survey"]
    heads = [cell.value for cell in sheet[1]]
    row = next(r for r in range(2, sheet.max_row + 1) if sheet.cell(r, heads.index("name") + 1).value == name)
    if column is None:
        sheet.delete_rows(row)
        for line in sheet.iter_rows():
            for cell in line:
                if isinstance(cell.value, str):
                    cell.value = cell.value.replace(
                        "if(${household} = 'other', ${other}, ${household})", "'x'"
                    )
                    cell.value = cell.value.replace("${household} = 'other'", "1 = 2")
    else:
        sheet.cell(row, heads.index(column) + 1).value = value
    book.save(tmp_path / "visit.xlsx")
    result = shell.run("forms", "add", str(tmp_path / "visit.xlsx"), "--demo")
    assert said in result.output


def test_a_form_that_is_the_houses_own_affair_cannot_be_changed(shell: Shell, tmp_path: Path) -> None:
    done(shell.run("forms", "export", "bind_cadre", str(tmp_path / "b.xlsx"), "--demo"))
    result = shell.run("forms", "add", str(tmp_path / "b.xlsx"), "--demo")
    assert "is the house's own and cannot be changed" in result.output


def test_a_check_against_a_house_names_what_an_office_may_not_leave_out(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "visit.md"
    file.write_text("| survey | | | |\n| | type | name | label |\n| | text | a | A? |", encoding="utf-8")
    assert "all can be played" in done(shell.run("forms", "check", str(file)))
    assert "nothing was changed" in refused(shell.run("forms", "check", str(file), "--demo", "--now", NOW))
