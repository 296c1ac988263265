"""What was answered in a form, as a workbook: one column a question across versions, one sheet a repeat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from handlers.forms.model import MORE, Form, Question, base, said
from handlers.forms.values import Value, names, text, unpack

if TYPE_CHECKING:
    from xlsxwriter import Workbook

COMMON = ("编号", "版本", "日期", "填写人", "户", "保存时间", "已撤回")
"""The columns of every record, before its questions."""
OF_ITERATION = ("编号", "第几个")
SHEET = "答案"
LONGEST_NAME = 31
"""Characters of the name of a sheet."""
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))

Row = list[Any]


class Record(Protocol):
    """A filled-in form; `answers` are JSON by the name of the question, with its iteration."""

    @property
    def receipt(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def day(self) -> date: ...
    @property
    def person(self) -> str: ...
    @property
    def household(self) -> str: ...
    @property
    def answers(self) -> Mapping[str, Any]: ...
    @property
    def saved_at(self) -> datetime: ...
    @property
    def withdrawn(self) -> bool: ...


def write_answers(file: Path, versions: Sequence[Form], records: Iterable[Record], language: str) -> None:
    """Write the records of a form. `versions` are all there have been, the newest last."""
    import xlsxwriter

    found = list(records)
    with xlsxwriter.Workbook(str(file), {"default_date_format": "yyyy-mm-dd"}) as book:
        plain = _columns(versions, ())
        _sheet(
            book,
            SHEET,
            [*COMMON, *_heads(plain, language)],
            [_row(r, plain, versions, language) for r in found],
        )
        for trail in _repeats(versions):
            inside = _columns(versions, trail)
            lines = [line for record in found for line in _lines(record, inside, versions, language)]
            _sheet(book, trail[-1], [*OF_ITERATION, *_heads(inside, language)], lines)


def _columns(versions: Sequence[Form], repeat: tuple[str, ...]) -> dict[str, Question]:
    """The questions of a repeat (of none: those outside), those of the newest version first."""
    found: dict[str, Question] = {}
    for form in reversed(versions):
        for question in form.questions:
            if question.type not in ("note", MORE) and _around(form, question) == repeat:
                found.setdefault(question.name, question)
    return found


def _around(form: Form, question: Question) -> tuple[str, ...]:
    depths = form.layout.depths(question.trail)
    return question.trail[: depths[-1]] if depths else ()


def _repeats(versions: Sequence[Form]) -> list[tuple[str, ...]]:
    return list(dict.fromkeys(repeat.trail for form in reversed(versions) for repeat in form.repeats))


def _heads(columns: Mapping[str, Question], language: str) -> list[str]:
    """The label with the name behind it; a name alone where there is no label."""
    return [f"{said(q.label, language)} ({name})" if q.label else name for name, q in columns.items()]


def _row(record: Record, columns: Mapping[str, Question], versions: Sequence[Form], language: str) -> Row:
    kept = (record.receipt, record.version, record.day, record.person, record.household)
    ended = (record.saved_at.replace(tzinfo=None), "是" if record.withdrawn else "")
    form = _of_version(record, versions)
    return [*kept, *ended, *(_cell(form, name, record.answers.get(name), language) for name in columns)]


def _lines(
    record: Record, columns: Mapping[str, Question], versions: Sequence[Form], language: str
) -> Iterable[Row]:
    """A line for each iteration of a repeat."""
    form = _of_version(record, versions)
    places = dict.fromkeys(
        key.partition("[")[2].rstrip("]") for key in record.answers if base(key) in columns
    )
    for place in places:
        values = (_cell(form, name, record.answers.get(f"{name}[{place}]"), language) for name in columns)
        yield [record.receipt, place, *values]


def _of_version(record: Record, versions: Sequence[Form]) -> Form:
    return next((form for form in versions if form.version == record.version), versions[-1])


def _cell(form: Form, name: str, kept: Any, language: str) -> Any:  # noqa: ANN401 - JSON to a cell
    """A number or day as such, choices by their labels, everything else as text."""
    value, question = unpack(kept), form.by_name.get(name)
    if question is not None and question.is_select:
        return "、".join(_label(form, question, chosen, language) for chosen in names(value))
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    return value if isinstance(value, int | date) and not isinstance(value, bool) else _plain(value)


def _plain(value: Value) -> Any:  # noqa: ANN401 - a cell
    return float(value) if isinstance(value, Decimal) else text(value)


def _label(form: Form, question: Question, chosen: str, language: str) -> str:
    listed = form.lists.get(question.choices, ())
    return next((said(choice.label, language) for choice in listed if choice.name == chosen), chosen)


def _sheet(book: Workbook, name: str, heads: Sequence[str], rows: Iterable[Row]) -> None:
    """A sheet; what looks like a formula stays text."""
    called, taken = name.translate(FORBIDDEN)[:LONGEST_NAME], len(book.worksheets())
    if any(other.get_name().casefold() == called.casefold() for other in book.worksheets()):
        called = f"{called[: LONGEST_NAME - 3]}_{taken}"
    sheet = book.add_worksheet(called)
    sheet.freeze_panes(1, 0)
    moments = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if value == "":
                continue
            if isinstance(value, str):
                sheet.write_string(number, column, value)
            elif isinstance(value, datetime):
                sheet.write_datetime(number, column, value, moments)
            else:
                sheet.write(number, column, value)
