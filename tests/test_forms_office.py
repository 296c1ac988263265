"""Forms of an office: put in force from a workbook, filled in, shown, exported, taken out of force again."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from office_forms import FILLED, HENS, hens, rows_of, talk
from shell import Shell, done, refused

from handlers.forms.findings import MOST_TOLD


def test_a_form_of_the_office_is_begun_by_its_title_and_kept_with_a_receipt(
    shell: Shell, tmp_path: Path
) -> None:
    assert done(shell.run("forms", "add", hens(tmp_path), "--demo")) == "hens 1: in force\n"
    said = talk(shell, *FILLED, "表单")
    assert "已保存:养殖普查 5只鸡" in said
    assert re.search(r"编号 BD261117-\d{4},写错了回 撤回", said)
    assert "本单位的表单,回序号开始填:\n1养殖普查" in said
    assert "已撤回表单 BD261117-" in talk(shell, "撤回")


def test_a_household_is_not_offered_the_forms_of_the_office(shell: Shell, tmp_path: Path) -> None:
    done(shell.run("forms", "add", hens(tmp_path), "--demo"))
    said = talk(shell, "表单", who="household")
    assert "养殖普查" not in said


def test_answers_are_exported_one_column_a_question_across_versions(shell: Shell, tmp_path: Path) -> None:
    done(shell.run("forms", "add", hens(tmp_path), "--demo"))
    talk(shell, *FILLED)
    second = hens(tmp_path, "2")
    text = (
        Path(second)
        .read_text("utf-8")
        .replace("| | begin_repeat", "| | text | breed | 什么品种? | |\n| | begin_repeat")
    )
    Path(second).write_text(text, encoding="utf-8")
    done(shell.run("forms", "add", second, "--demo"))
    talk(shell, "养殖普查", "2", "7", "土鸡", "3", "2", "1")
    out = tmp_path / "out.xlsx"
    assert "2 records of hens written" in done(
        shell.run("forms", "export", "hens", str(out), "--answers", "--demo")
    )
    first, later = rows_of(out)
    assert [(row["版本"], row["养了几只鸡? (hens)"], row["什么品种? (breed)"]) for row in (first, later)] == [
        ("1", 5, None),
        ("2", 7, "土鸡"),
    ]
    assert (first["编号"], first["填写人"]) == ("BD261117-0001", "陈天佑")
    assert [(row["第几个"], row["几亩? (mu)"]) for row in rows_of(out, "plot")] == [
        ("1", 1.5),
        ("2", 2),
        ("1", 3),
    ]


def test_a_version_stands_for_one_content(shell: Shell, tmp_path: Path) -> None:
    done(shell.run("forms", "add", hens(tmp_path), "--demo"))
    assert done(shell.run("forms", "add", hens(tmp_path), "--demo")) == "hens 1: was in force already\n"
    changed = hens(tmp_path, "1", "养了多少只鸡?")
    assert "give it another version" in refused(shell.run("forms", "add", changed, "--demo"))


def test_a_draft_ends_with_the_version_it_was_begun_with(shell: Shell, tmp_path: Path) -> None:
    done(shell.run("forms", "add", hens(tmp_path), "--demo"))
    talk(shell, "养殖普查", "1")
    done(shell.run("forms", "add", hens(tmp_path, "2", "现在养几只?"), "--demo"))
    assert "养了几只鸡" in talk(shell, "继续")
    talk(shell, "5", "1", "2", "1")
    assert "现在养几只" in talk(shell, "养殖普查", "1")
    out = tmp_path / "out.xlsx"
    done(shell.run("forms", "export", "hens", str(out), "--answers", "--demo"))
    assert [row["版本"] for row in rows_of(out)] == ["1"]


def test_a_form_taken_out_of_force_is_offered_no_more(shell: Shell, tmp_path: Path) -> None:
    done(shell.run("forms", "add", hens(tmp_path), "--demo"))
    assert done(shell.run("forms", "retire", "hens", "--demo")) == "hens: no longer in force\n"
    assert "养殖普查" not in done(shell.run("forms", "list", "--demo"))
    assert "还没有发布" in talk(shell, "表单")
    assert "no form visit of the office" in refused(shell.run("forms", "retire", "visit", "--demo"))
    assert done(shell.run("forms", "add", hens(tmp_path), "--demo")) == "hens 1: in force\n"


def test_a_form_is_told_what_is_wrong_line_by_line_with_the_way_to_mend_it(
    shell: Shell, tmp_path: Path
) -> None:
    file = tmp_path / "bad.md"
    file.write_text(
        "| survey | | | | |\n| | type | name | label | relevant |\n| | video | a | A? | |\n| | text | b | B? | ${zz} = |\n",
        encoding="utf-8",
    )
    result = shell.run("forms", "check", str(file), "--language", "zh_Hans")
    assert result.exit_code == 1
    assert "survey, 第3行, relevant列: 表达式没有写完 第8个字符处: …" in result.output
    assert "survey, 第2行, type列: 类型 video 不能在聊天里使用" in result.output


def test_a_list_that_has_not_come_with_the_form_is_named(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "cities.md"
    file.write_text(
        "| survey | | | |\n| | type | name | label |\n| | select_one_from_file towns.csv | a | A? |\n",
        encoding="utf-8",
    )
    assert (
        "The list towns.csv has not come with the form"
        in shell.run("forms", "add", str(file), "--demo").output
    )
    (tmp_path / "towns.csv").write_text("name,label\nlz,柳州\n", encoding="utf-8")
    assert "in force" in done(shell.run("forms", "add", str(file), "--demo"))
    assert "1柳州" in talk(shell, "cities")


def workbook(shell: Shell, folder: Path) -> Path:
    """The form of the office as a workbook."""
    from handlers.forms.xlsform import read_markdown, write_xlsx

    file = folder / "hens.xlsx"
    write_xlsx(read_markdown(HENS.replace("VERSION", "7"), "hens"), file)
    return file


def test_the_county_office_sends_a_form_tries_it_out_and_puts_it_in_force(
    shell: Shell, tmp_path: Path
) -> None:
    file = workbook(shell, tmp_path)
    said = talk(shell, f"@file {file}", "1", "1", "5", "2", "2", "1", "2", who="county")
    assert "表单“养殖普查”可以使用(版本 7)\n1试填 2发布 3放弃" in said
    assert "试填完成,没有保存" in said
    assert "已发布:养殖普查,版本 7" in said
    assert "hens\t7" in done(shell.run("forms", "list", "--demo"))
    out = tmp_path / "out.xlsx"
    assert done(shell.run("forms", "export", "hens", str(out), "--answers", "--demo")).startswith("0 records")
    assert "已保存:养殖普查" in talk(shell, *FILLED)


def test_a_form_sent_with_faults_is_answered_with_what_to_mend(shell: Shell, tmp_path: Path) -> None:
    file = workbook(shell, tmp_path)
    book = openpyxl.load_workbook(file)
    book["survey"]["A3"] = "video"
    book.save(file)
    said = talk(shell, f"@file {file}", who="county")
    assert "这个表单还不能用" in said
    assert "survey, 第3行, type列: 类型 video 不能在聊天里使用" in said
    assert "什么都没有改动" in said


@pytest.mark.parametrize("who", ["cadre", "household", "leader", "stranger:1"])
def test_nobody_but_the_county_office_sends_forms(shell: Shell, tmp_path: Path, who: str) -> None:
    file = workbook(shell, tmp_path)
    said = talk(shell, f"@file {file}", "发布表单 x", "试填 x", who=who)
    assert "这里不需要文件,没有打开" in said
    assert "发布 " not in said
    assert "hens" not in done(shell.run("forms", "list", "--demo"))


def test_forms_stand_in_the_menu_while_the_office_has_any(shell: Shell, tmp_path: Path) -> None:
    assert "20 填表" not in talk(shell, "菜单")
    done(shell.run("forms", "add", hens(tmp_path), "--demo"))
    assert "养殖普查" in talk(shell, "菜单", "20")
    assert "填表" in talk(shell, "菜单", who="leader")
    assert "填表" not in talk(shell, "菜单", who="household")


def test_an_export_without_a_file_is_named_and_goes_over_nothing(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert done(shell.run("forms", "export", "visit", "--demo")) == "visit written to visit.xlsx\n"
    assert (tmp_path / "visit.xlsx").exists()
    assert "visit.xlsx is there already" in refused(shell.run("forms", "export", "visit", "--demo"))
    said = done(shell.run("forms", "export", "visit", "--answers", "--demo"))
    assert said.endswith("records of visit written to visit-answers.xlsx\n")


def test_a_thousand_mistakes_are_told_in_a_screenful(shell: Shell, tmp_path: Path) -> None:
    file, book = tmp_path / "long.xlsx", openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "survey"
    sheet.append(["type", "name", "label", "relevant"])
    for number in range(1000):
        sheet.append(["text", f"q{number}", "Q?", "${missing} = 1"])
    book.save(file)
    said = shell.run("forms", "check", str(file))
    assert len(said.stdout.splitlines()) == MOST_TOLD + 1
    assert said.stdout.startswith("survey, row 2, column relevant")
    assert "1000 to mend" in refused(said)
