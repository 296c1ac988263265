"""docs/reference/forms.md, made from the tables that the code itself uses. `python -m handlers.forms.reference`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from handlers.forms.answer import MAX_LONG_TEXT, MAX_PHOTOS, MAX_TEXT
from handlers.forms.asking import PAGE
from handlers.forms.expression import BINDS, DEEPEST, LONGEST
from handlers.forms.functions import FUNCTIONS, Function
from handlers.forms.kinds import CLOCK, PLAYED
from handlers.forms.rows import COLUMNS, SETTINGS
from handlers.replies import MAX_QUESTION

ANSWERS = {
    "text": f"words; at most {MAX_TEXT} characters, or what a constraint with `string-length(.)` says (up to {MAX_LONG_TEXT})",
    "integer": "a whole number: 3, ３, 三, 十二; a unit in the label (`(亩)`, `多少元`) is reckoned with",
    "decimal": "a number: 3.5, 一百二, 1.2万",
    "range": "a number from `start` to `end` in steps of `step` (1, 10, 1 where nothing is said)",
    "date": "a day: 今天, 上周三, 11月3日, 2026-11-03",
    "time": "a time of day: 8:42, 下午三点",
    "datetime": "a moment: 昨天8:42, 2026-11-03 15:00",
    "select_one": "one choice of a list: its number, its label, part of it, one of its `bangfu::words`; `or_other` adds 其他 and asks which; `select_one ${name}` offers the answers given to a question of a repeat",
    "select_multiple": "several choices: 1,3 or 1 3 or 1和3; buttons are pressed one by one and end with 完成",
    "rank": "all choices in order: 3,1,2, or pressed one after the other",
    "select_one_from_file": "one line of a list: a live one that the dialog fills, such as `households.csv`, or a .csv that comes with the form (`value=`, `label=` name its columns)",
    "select_multiple_from_file": "several lines of such a list",
    "select_one_external": "one line of a list of the sheet external_choices",
    "image": f"up to {MAX_PHOTOS} photos, ended by 完成; `signature` and `draw` are refused",
    "audio": "a voice message",
    "file": "a file",
    "geopoint": "a location shown on purpose, or typed: 24.88 109.70",
    "barcode": "as text",
    "acknowledge": "read and understood; the answer is `OK` (also `trigger`)",
    "note": "said before the next question, or above the summary; nothing is kept",
    "calculate": "computed, kept in the record, never shown by itself",
    "hidden": "a value the dialog gives, at the start or as a fact of the turn; read as `${name}`",
    "today": "the day of the message, as a calculation",
    "start": "the moment the form was begun",
    "end": "the moment the form was saved",
    "username": "the name of who speaks",
    "phonenumber": "the phone number of who speaks, as in the register",
    "deviceid": "the channel spoken on",
    "email": "empty: not known here",
    "subscriberid": "empty: not known here",
    "simserial": "empty: not known here",
    "audit": "nothing is recorded in the background; passed over with a remark",
    "background-audio": "nothing is recorded in the background; empty, with a remark",
    "start-geopoint": "nothing is recorded in the background; empty, with a remark",
    "background-geopoint": "nothing is recorded in the background; empty, with a remark",
    "csv-external": "names a .csv that comes with the form, read by `instance('name')` or `pulldata`",
    "begin_group": "questions up to `end_group` share its `relevant`; its label is not shown",
    "end_group": "ends the group",
    "begin_repeat": "questions up to `end_repeat` are asked again and again: `repeat_count` times, else until 还有吗? is answered by 没有; its label, which may mention an answer, says which one it is",
    "end_repeat": "ends the repeat",
}
REFUSED = "`video`, `geotrace`, `geoshape`, `osm`, `begin_loop`, `xml-external`, the appearance `search(…)`"


OTHERWISE = (
    ("a default that reads other answers", "follows them until somebody changes it, and is not only computed as the form opens: in a chat one question comes after the other, so that as the form opens there is nothing to read yet"),
    ("a moment plus or minus a number", "is a moment and not the days since 1970, which are counted in UTC and would be off by eight hours when read as a local moment again"),
    ("`min`, `max` of days", "is a day; as a number it is the same"),
    ("a group whose condition reads a `hidden` row in it", "is asked where the condition holds of the value given; where it reads something asked in the group, the form is refused, since nobody would ever be asked"),
    ("a row that is computed or read-only, and has a label", "is told and not asked"),
    ("a repeat without a count", "has one iteration at least; 还有吗? ends each"),
    ("a repeat with a count", "has 99 iterations at most"),
    ("full-width signs in an expression", "are refused with the sign to write; other tools take the form and fail in the field"),
    ("a default that is no answer, an unknown function, a circle of rows, a `regex()` that Python cannot read", "are refused with the cell; other tools take the form and fail in the field"),
    ("loops, `search()`, traces, areas, drawings", "are refused by name, since a chat has no grid, no server to ask and no canvas; a `select_one_from_file` with a `choice_filter` does what `search()` does"),
    ("what records in the background", "is empty, with a remark: nobody is recorded without being asked"),
    ("pictures, sounds and videos of a label", "are passed over; a choice or a question with nothing else is called by its name"),
    ("entities", "are passed over: the register of households is the office's"),
)  # fmt: skip
"""What is played otherwise than by other tools, and how and why."""


def reference() -> str:
    """The page as Markdown."""
    return "\n".join(
        [*_head(), *_types(), *_columns(), *_expressions(), *_functions(), "", *_otherwise(), ""]
    )


def _head() -> Iterable[str]:
    return (
        "# Forms",
        "",
        "<!-- Made by `python -m handlers.forms.reference`; change the code, not this page. -->",
        "",
        "A form is an [XLSForm](https://xlsform.org): the sheets `survey`, `choices` and `settings`, as Markdown tables in",
        "the house and as a workbook in the office. A type, sheet or function that this page does not name is refused when",
        "the form is read, with sheet, row, column and reason. A language is a column of its own:",
        "`label::中文 (zh_Hans)`, `label::English (en)`; a form with a single column `label` serves everybody.",
        "",
        f"An optional question is skipped by 跳过, 没有 or 0 (where 0 is a valid number, it is the answer). Lists show {PAGE}",
        "choices at a time; 更多 shows the next ones and the numbers go on. Questions of the house's own forms have at most",
        f"{MAX_QUESTION} characters.",
        "",
    )


def _types() -> Iterable[str]:
    return (
        "## Question types",
        "",
        *_table(("type", "answer"), [(f"`{t}`", ANSWERS[t]) for t in PLAYED]),
        "",
        f"Refused by name: {REFUSED}.",
        "",
        "A repeat can be gone through again from the summary: its line 共N个 asks 还有吗? once more, and offers to take",
        "the last one out. A record keeps what was answered in it as `name[2]`, in a repeat within it as `name[2.1]`.",
        "",
    )


def _columns() -> Iterable[str]:
    clock = ", ".join(f"`{kind}` is `{source}`" for kind, source in CLOCK.items())
    return (
        "## Columns",
        "",
        *_table(("column", "means"), [(f"`{name}`", doc) for name, doc in COLUMNS.items()]),
        "",
        "Every other column, appearance, parameter and setting changes nothing in a chat: it is passed over, and",
        "`bangfu forms check` says so of columns. So are the sheets entities and osm.",
        f"Types that read the clock are calculations: {clock}.",
        "",
        "## Settings",
        "",
        *_table(("column", "means"), [(f"`{name}`", doc) for name, doc in SETTINGS.items()]),
        "",
    )


def _expressions() -> Iterable[str]:
    tightest = sorted(set(BINDS.values()), reverse=True)
    rows = [" ".join(f"`{name}`" for name, binds in BINDS.items() if binds == level) for level in tightest]
    return (
        "## Expressions",
        "",
        "`${name}` is the answer of a question, `.` the answer being checked, 'text' a text, 12.5 a number; in",
        "`choice_filter` a bare name is a column of the list. Within a repeat `${name}` is the answer of the same",
        "iteration, from outside it is all of them: `sum(${name})`, `${repeat}[${i}]/name`. Paths are `/data/group/name`,",
        "`../name`, `//name`, `current()/../name`, `instance('list')/root/item[name = ${x}]/label`, with conditions in [ ];",
        "`${last-saved#name}` is the answer in the record the speaker saved last. The answer of a question that is not relevant is empty. An",
        "empty answer is the text '' and not a number: `${x} = ''` asks for it. Days are compared as days, `day - day` is a",
        "number of days, and so is `day + 7`: `date(day + 7)` is the day, as is the calculation of a `date` row. A comparison with several places holds where it holds of any. Numbers are decimals, so that money is exact. An expression has at most",
        f"{LONGEST} characters and {DEEPEST} brackets within brackets.",
        "",
        "Operators, the tightest first:",
        "",
        *(f"{place}. {row}" for place, row in enumerate(rows, start=1)),
        "",
    )


def _functions() -> Iterable[str]:
    rows = [(f"`{_usage(function)}`", function.doc) for function in FUNCTIONS.values()]
    return ("## Functions", "", *_table(("function", "gives"), rows))


def _otherwise() -> Iterable[str]:
    return ("## Played otherwise than elsewhere", "", *_table(("what", "here"), OTHERWISE))


def _usage(function: Function) -> str:
    return f"{function.name}({function.arguments})"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterable[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"| {' | '.join('---' for _ in heads)} |"
    yield from (f"| {' | '.join(row)} |" for row in rows)


if __name__ == "__main__":
    sys.stdout.write(reference())
