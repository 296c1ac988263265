"""Reading forms: what an office may write, what is refused and how it is told, and the way to a workbook and back."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from forms.player import HERE, NOW, Player, sample, table

from handlers.forms.engine import Answer as Said
from handlers.forms.engine import Finished, World, start, step
from handlers.forms.evaluate import compiled
from handlers.forms.findings import FormRefused
from handlers.forms.kept import from_json, to_json
from handlers.forms.kinds import PLAYED
from handlers.forms.reference import ANSWERS, reference
from handlers.forms.rows import COLUMNS, language, quoted
from handlers.forms.xlsform import read_markdown, read_xlsx, write_xlsx
from locales import translator

ROOT = HERE.parent.parent
YES_NO = """
list_name | name | label
yn | y | Yes
yn | n | No
"""


def findings(survey: str, choices: str = "", settings: str = "") -> list[str]:
    """What is said of a form that is refused."""
    with pytest.raises(FormRefused) as refused:
        table(survey, choices, settings)
    return [finding.said(translator("zh_Hans")) for finding in refused.value.findings]


def test_a_form_in_markdown_becomes_questions_in_both_languages() -> None:
    visit = sample("visit")
    assert (visit.name, visit.version, visit.title) == ("visit", "1", {"": "入户走访", "en": "Visit"})
    assert visit.files == {"households.csv"}
    met = visit.by_name["met"]
    assert met.label == {"zh_Hans": "见到了谁?", "en": "Whom did you meet?"}
    assert visit.lists["met"][2].words == ("没人",)
    assert visit.by_name["children"].relevant == ("${met} != 'nobody'", "selected(${problems}, 'school')")
    assert (visit.by_name["day"].ask, visit.by_name["next"].towards) == ("review", "future")


def test_a_form_with_one_column_of_labels_serves_every_language() -> None:
    form = table("type | name | label\ntext | a | 说点什么?")
    assert Player(form, language="en").text == Player(form, language="zh_Hans").text == "说点什么?"


def test_a_form_kept_as_json_plays_as_before() -> None:
    visit = sample("visit")
    assert from_json(json.loads(json.dumps(to_json(visit)))) == visit


def test_a_form_sent_as_a_workbook_reads_back_as_the_same_form(tmp_path: Path) -> None:
    visit = sample("visit")
    write_xlsx(visit, tmp_path / "any.xlsx")
    assert read_xlsx(tmp_path / "any.xlsx") == visit
    cells = [
        cell for row in openpyxl.load_workbook(tmp_path / "any.xlsx")["survey"].iter_rows() for cell in row
    ]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}


def test_a_label_that_looks_like_a_formula_or_a_number_stays_text(tmp_path: Path) -> None:
    form = table("type | name | label | default\ninteger | a | =1+1 | 007")
    write_xlsx(form, tmp_path / "f.xlsx")
    assert read_xlsx(tmp_path / "f.xlsx", "test") == form


def test_the_version_is_a_fingerprint_of_the_sheets_where_none_is_given() -> None:
    one, two, three = (table(f"type | name | label\ntext | a | {label}") for label in ("A?", "A?", "B?"))
    assert one.version == two.version != three.version


def test_a_workbook_as_excel_writes_it_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    survey = book.worksheets[0]
    survey.title = "survey"
    for row in (
        ("Type", "Name", "Label", "Default", "Constraint", "Required"),
        ("date", "day", "哪天?", date(2026, 11, 3), ". <= today()", True),
        (None, None, None, None, None, None),
        ("select one from yn", "ok", "好吗?", None, None, None),
        ("integer", "n", "几个?", 3, None, None),
    ):
        survey.append(row)
    choices = book.create_sheet("choices")
    for choice in (("list name", "name", "label"), ("yn", 1, "是"), ("yn", 0, "否")):
        choices.append(choice)
    book.save(tmp_path / "office.xlsx")
    form = read_xlsx(tmp_path / "office.xlsx")
    assert form.name == "office"
    assert [(q.name, q.type, q.row) for q in form.questions] == [
        ("day", "date", 2),
        ("ok", "select_one", 4),
        ("n", "integer", 5),
    ]
    player = Player(form)
    assert "11月3日" in player.text
    player.says("保留", "是", "保留", "1")
    assert player.record == {"day": date(2026, 11, 3), "ok": "1", "n": 3}


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("geotrace", "geotrace"),
        ("geoshape", "geoshape"),
        ("video", "video"),
        ("xml-external", "xml-external"),
        ("nonsense", "nonsense"),
    ],
)
def test_a_type_that_cannot_be_played_is_refused_by_name_and_row(kind: str, said: str) -> None:
    (first, *_) = findings(f"type | name | label\ntext | a | A?\n{kind} | b | B?", YES_NO)
    assert first.startswith(f"survey, 第3行, type列: 类型 {said} 不能在聊天里使用 可以用: text, integer")


def test_a_list_in_another_format_and_an_answer_drawn_by_hand_are_refused_by_name_and_row() -> None:
    survey = """
    type | name | label | appearance
    select_one_from_file a.xml | a | A? |
    image | b | B? | signature
    select_one yn | c | C? | minimal search('villages')
    """
    assert findings(survey, YES_NO) == [
        "survey, 第2行, type列: 这一列的 a.xml 不能在聊天里使用 请把列表存为 .csv",
        "survey, 第3行, appearance列: 这一列的 signature 不能在聊天里使用 请把这一格留空",
        "survey, 第4行, appearance列: 聊天里不能用 search() 请改用 select_one_from_file 加 choice_filter",
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("text | a | A? | ${b} = 1 | | |", "survey, 第2行, relevant列: 没有叫 b 的题目 第1个字符处: ${b} = 1"),
        ("text | a | A? | | . >= | |", "survey, 第2行, constraint列: 表达式没有写完 第5个字符处: …"),
        ("integer | a | A? | | | 'three' |", "survey, 第2行, default列: 默认值 'three' 不是这一题的答案 请写选项的名称、数字或日期,不加引号"),
        ("select_one yn | a | A? | | | maybe |", "survey, 第2行, default列: 默认值 maybe 不是这一题的答案 请写选项的名称、数字或日期,不加引号"),
        ("select_one no | a | A? | | | |", "survey, 第2行, type列: choices 表里没有列表 no 请补上列表,或改正列表名"),
        ("text | a | | | | |", "survey, 第2行, label列: 题目 a 没有写问题(label) 请写上给人看的文字"),
        ("text | a | A ${zz}? | | | |", "survey, 第2行, label列: 没有叫 zz 的题目 请改正花括号里的名称"),
        ("text | a | A? | | | | ${a", "survey, 第2行, calculation列: 题目要写成 ${name},带花括号 第1个字符处: ${a"),
        ("calculate | a | | | | |", "survey, 第2行, calculation列: calculate 行没有写计算式 请写计算式,或改用 hidden"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_played_is_named_with_the_way_to_mend_it(row: str, said: str) -> None:
    head = "type | name | label | relevant | constraint | default | calculation"
    assert findings(f"{head}\n{row}", YES_NO) == [said]


@pytest.mark.parametrize(
    ("head", "value", "said"),
    [
        ("bangfu::ask", "never", "这里不认识这个词 可以用: yes, review"),
        ("bangfu::towards", "sideways", "这里不认识这个词 可以用: past, future"),
    ],
)
def test_a_column_that_would_change_the_play_is_refused_where_it_cannot(
    head: str, value: str, said: str
) -> None:
    (line,) = findings(f"type | name | label | {head}\ntext | a | A? | {value}")
    assert line.startswith(f"survey, 第2行, {head}列: {said}")


def test_a_required_question_that_is_only_shown_for_review_needs_a_default() -> None:
    (line,) = findings("type | name | label | bangfu::ask | required\ntext | a | A? | review | yes")
    assert line.startswith("survey, 第2行, bangfu::ask列: ")


def test_everything_wrong_is_told_at_once() -> None:
    survey = "type | name | label | relevant\ntext | a | A? | ${x}\nvideo | b | B? |\ntext | c | | foo()"
    assert len(findings(survey)) == 4


def test_rows_that_need_each_others_value_are_refused() -> None:
    survey = """
    type | name | label | relevant | calculation
    calculate | a | | | ${b} + 1
    calculate | b | | | ${c} * 2
    integer | c | C? | ${a} > 1 |
    """
    assert findings(survey) == [
        "survey, 第2行, calculation列: 这几行互相等对方的值: a → b → c → a 请拆开这个循环"
    ]


def test_two_rows_of_one_name_in_two_groups_are_two_questions() -> None:
    form = table("type | name | label\nbegin_group | g | G\ntext | a | A?\nend_group | |\ntext | a | B?")
    assert [(q.name, q.label[""]) for q in form.questions] == [("g/a", "A?"), ("a", "B?")]


def test_two_rows_of_one_name_in_one_place_are_refused() -> None:
    (line,) = findings("type | name | label\ntext | a | A?\ntext | a | B?")
    assert line.startswith("survey, 第3行")


def test_what_only_pyxform_finds_is_told_in_its_words_at_its_row() -> None:
    (line,) = findings("type | name | label\ntext | a | A?\nbegin_group | g | G\ntext | b | B?")
    assert line.startswith("survey")
    assert "begin_group" in line or "group" in line
    (line,) = findings("type | name | label\ntext | 1a | A?")
    assert line.startswith("survey, 第2行")


@pytest.mark.parametrize("data", ["", "hello", "| a |", "| survey | |\n| | foo |\n| | x |"])
def test_what_is_no_form_is_refused(data: str) -> None:
    with pytest.raises(FormRefused):
        read_markdown(data, "test")


def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 not really")
    with pytest.raises(FormRefused):
        read_xlsx(tmp_path / "a.xlsx")


def test_what_changes_nothing_in_a_chat_is_passed_over_and_told() -> None:
    form = table(
        "type | name | label | media::image | my notes | appearance\ntext | a | A? | a.png | ask first | multiline\n"
        "audit | | | | |\nbegin_group | g | | | | field-list\nnote | n | N | | |\nend_group | | | | |"
    )
    assert [remark.said(translator("zh_Hans")) for remark in form.remarks] == [
        "survey, 第1行, media列: 这一列在聊天里不起作用,已略过",
        "survey, 第1行, my notes列: 这一列在聊天里不起作用,已略过",
        "survey, 第3行, type列: 不会在后台记录任何东西,audit 为空",
    ]


def test_a_form_of_the_house_keeps_its_questions_short_and_in_both_languages() -> None:
    long = "很" * 61
    text = f"| survey | | | |\n| | type | name | label::中文 (zh_Hans) |\n| | text | a | {long} |"
    with pytest.raises(FormRefused) as refused:
        read_markdown(text, "t", built_in=True)
    said = [finding.said(translator("zh_Hans")) for finding in refused.value.findings]
    assert said == [
        "survey, 第2行, label列: 题目有61个字,最多60个字 请写短些,或把一部分移到提示(hint)",
        "survey, 第2行, label列: 缺少English的题目文字 请写上给人看的文字",
    ]
    assert read_markdown(text, "t").by_name["a"].label == {"zh_Hans": long}


@pytest.mark.parametrize(
    ("head", "code"),
    [("中文 (zh_Hans)", "zh_Hans"), ("中文", "zh_Hans"), ("Chinese (zh-CN)", "zh_Hans"), ("English", "en"),
     ("English (en-US)", "en"), ("Français (fr)", "fr"), ("default", "")],
)  # fmt: skip
def test_a_language_is_known_by_its_code_or_its_name(head: str, code: str) -> None:
    assert language(head) == code


@pytest.mark.parametrize("plain", ["", "it's", 'say "x"', """both ' and " """, "''", "'"])
def test_a_plain_default_is_kept_as_written(plain: str) -> None:
    class Nothing:
        now, here = NOW, None

    assert compiled(quoted(plain))(Nothing()) == plain  # type: ignore[arg-type]


def test_metadata_of_the_clock_is_kept_without_being_asked() -> None:
    form = table("type | name | label\nstart | begun |\ntoday | on |\nend | ended |\ntext | a | A?")
    draft, _ = start(form, World(NOW, "en"))
    later = NOW.replace(hour=20)
    _, outcome = step(form, draft, Said("x"), World(later, "en"))
    assert isinstance(outcome, Finished)
    assert outcome.record == {"begun": NOW, "on": NOW.date(), "ended": later, "a": "x"}


def test_the_reference_page_is_what_the_code_says() -> None:
    page = (ROOT / "docs/reference/forms.md").read_text(encoding="utf-8")
    assert page == reference(), "run: python -m handlers.forms.reference > docs/reference/forms.md"


def test_the_reference_names_every_type_and_column() -> None:
    assert set(ANSWERS) == set(PLAYED)
    played = sample("visit").source["survey"][0]
    assert {head.split("::")[0] for head in played if not head.startswith("bangfu::")} <= set(COLUMNS)


def test_playing_a_form_needs_neither_pyxform_nor_a_database() -> None:
    heavy = "import sys, handlers.forms.play, handlers.forms.engine\n" + (
        "print([m for m in ('pyxform', 'openpyxl', 'lark', 'sqlalchemy', 'aiogram') if m in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", heavy], cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
