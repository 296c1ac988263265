"""One cell -> one value. What cannot be read for certain is refused with a reason; nothing is guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from storage.values.money import InvalidMoney, Money
from storage.workbook import identity
from storage.workbook.columns import FORMS, Column, Kind, fold
from storage.workbook.masking import PRECISE, as_text, is_masked
from storage.workbook.model import Cell, Said, words

FIRST_YEAR, LAST_YEAR = 1900, 2100
DATES = re.compile(r"(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?|(\d{4})(\d{2})(\d{2})")
CODE = re.compile(r"[0-9A-Z][0-9A-Z_.-]{0,39}")
DOTS = str.maketrans(dict.fromkeys("•‧・･∙⋅᛫●．.", "·"))


class Unreadable(Exception):
    """A cell that is refused."""

    def __init__(self, reason: Said, mend: Said | None = None) -> None:
        super().__init__(reason.msgid)
        self.reason = reason
        self.mend = mend


@dataclass(frozen=True, slots=True)
class Context:
    """What reading a cell may depend on: the unit in its header, and the day after which nothing can be."""

    unit: str = ""
    today: date | None = None


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def read_cell(column: Column, cell: Cell, context: Context) -> Any:  # noqa: ANN401
    """The value of a cell; None when it is empty.

    Raises:
        Unreadable: masked, or not of the column's kind.
    """
    if is_blank(cell):
        if column.required:
            raise Unreadable(words("is empty"), words("Fill it in."))
        return None
    if isinstance(cell, str) and is_masked(cell, column.kind):
        raise Unreadable(
            words("is masked or blanked out"), words("Write the real value, or leave the cell empty.")
        )
    return READERS[column.kind](column, cell, context)


def wrong(kind: Kind) -> Unreadable:
    """The refusal of a cell that is not written as its kind is."""
    return Unreadable(words("cannot be read"), words("Expected: {form}.", form=FORMS[kind]))


def normal(cell: Cell) -> str:
    """A cell's text with widths folded and no spaces around."""
    text = as_text(cell)
    return text if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def _code(_column: Column, cell: Cell, _context: Context) -> str:
    whole(cell)
    text = normal(cell).upper()
    if not CODE.fullmatch(text):
        raise wrong("code")
    return text


def whole(cell: Cell) -> None:
    """Refuse a number that has more digits than Excel keeps."""
    if isinstance(cell, int | float) and abs(cell) >= PRECISE:
        raise Unreadable(
            words("is stored as a number, and Excel has cut it to 15 digits"),
            words("Set the column to text and type it again."),
        )


def _name(_column: Column, cell: Cell, _context: Context) -> str:
    text = normal(cell)
    ascii_name = text.isascii()
    text = " ".join(text.split()) if ascii_name else "".join(text.split()).translate(DOTS)
    if not 1 <= len(text) <= 60 or text.isdigit():
        raise wrong("name")
    return text


def _text(_column: Column, cell: Cell, _context: Context) -> str:
    return "".join(char for char in as_text(cell) if char.isprintable() or char == "\n")[:1000]


def _list(_column: Column, cell: Cell, _context: Context) -> list[str]:
    return [item for item in re.split(r"[、,;/\s]+", normal(cell)) if item]


def _choice(column: Column, cell: Cell, _context: Context) -> Any:  # noqa: ANN401
    if isinstance(cell, str) and cell in column.choices:
        return column.choices[cell]
    wanted = fold(as_text(cell)) if not isinstance(cell, bool) else str(cell).upper()
    for word, value in (*column.choices.items(), *column.aliases_of.items()):
        if wanted in (fold(word), fold(value)):
            return value
    raise Unreadable(
        words("is not one of the words of this column"),
        words("Write one of: {choices}.", choices="、".join(column.choices)),
    )


def _date(_column: Column, cell: Cell, context: Context) -> date:
    day = _day(cell)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Unreadable(words("is no date of our time"), words("Expected: {form}.", form=FORMS["date"]))
    return day


def _day(cell: Cell) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    found = DATES.fullmatch("".join(normal(cell).split()))
    if not found:
        raise wrong("date")
    try:
        return date(*(int(part) for part in found.groups() if part))
    except ValueError as error:
        raise Unreadable(
            words("is a day that does not exist"), words("Look at the month and the day.")
        ) from error


def _decimal(cell: Cell, kind: Kind) -> Decimal:
    text = normal(cell).replace(",", "")
    if isinstance(cell, bool) or not re.fullmatch(r"-?\d+(\.\d+)?(E[+-]?\d+)?", text, re.IGNORECASE):
        raise wrong(kind)
    number = Decimal(text)
    if number < 0:
        raise Unreadable(words("is below zero"), words("Write a number from 0 upwards."))
    return number


def _integer(_column: Column, cell: Cell, _context: Context) -> int:
    number = _decimal(cell, "integer")
    if number != number.to_integral_value() or number >= 10**9:
        raise wrong("integer")
    return int(number)


def _number(_column: Column, cell: Cell, _context: Context) -> float:
    return float(_decimal(cell, "number"))


def _percent(_column: Column, cell: Cell, _context: Context) -> int:
    text = normal(cell).removesuffix("%") if isinstance(cell, str) else cell
    number = _decimal(text, "percent")
    if number > 100 or number != number.to_integral_value():
        raise wrong("percent")
    return int(number)


def _year(_column: Column, cell: Cell, _context: Context) -> int:
    text = normal(cell).removesuffix("年")
    if not re.fullmatch(r"[0-9]{4}", text) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise wrong("year")
    return int(text)


def _amount(_column: Column, cell: Cell, context: Context) -> int:
    """Fen. A bare number is in the unit of the header; a cell may name its own (3万元)."""
    text = normal(cell)
    if isinstance(cell, str) and text.endswith(("元", "万", "亿")):
        return _named(text)
    return _fen(_decimal(text.lstrip("¥"), "amount") * (1_000_000 if context.unit == "万元" else 100))


def _named(text: str) -> int:
    try:
        fen = Money.parse(text).fen
    except InvalidMoney as error:
        raise wrong("amount") from error
    return _fen(Decimal(fen)) if fen >= 0 else int(_decimal("-1", "amount"))


def _fen(amount: Decimal) -> int:
    try:
        fen = amount.quantize(Decimal(1))
    except InvalidOperation as error:
        raise wrong("amount") from error
    if abs(fen - amount) > Decimal("0.0001") or fen >= 10**15:
        raise Unreadable(
            words("has more than two decimals of a yuan, or is too large"), words("Write it to the fen.")
        )
    return int(fen)


def _phone(_column: Column, cell: Cell, _context: Context) -> str:
    text = identity.phone_in(normal(cell))
    if text is None:
        raise wrong("phone")
    return text


def _id(_column: Column, cell: Cell, context: Context) -> str:
    whole(cell)
    text = re.sub(r"[\s-]", "", normal(cell)).upper()
    problem = identity.problem_of_id(text, context.today)
    if problem:
        raise Unreadable(problem, words("Compare it with the card."))
    return text


def _tail(_column: Column, cell: Cell, _context: Context) -> str:
    text = normal(cell)
    if isinstance(cell, float | int):
        text = text.zfill(4)
    if not re.fullmatch(r"\d{4}", text):
        raise wrong("tail")
    return text


CLOCK = re.compile(r"([01]?\d|2[0-3])(?:[:点时]([0-5]\d)?分?)?")


def _time(_column: Column, cell: Cell, _context: Context) -> time:
    """9:00, 9点30, or what Excel makes of it: a time, a duration, a fraction of a day."""
    if isinstance(cell, time):
        return cell.replace(second=0, microsecond=0)
    if isinstance(cell, timedelta) or (isinstance(cell, float) and 0 <= cell < 1):
        seconds = round(cell.total_seconds() if isinstance(cell, timedelta) else cell * 86400)
        return time(seconds // 3600 % 24, seconds // 60 % 60)
    found = CLOCK.fullmatch("".join(normal(cell).split()))
    if not found:
        raise wrong("time")
    return time(int(found[1]), int(found[2] or 0))


READERS: dict[Kind, Callable[[Column, Cell, Context], Any]] = {
    "code": _code, "name": _name, "text": _text, "list": _list, "choice": _choice, "date": _date,
    "integer": _integer, "number": _number, "percent": _percent, "amount": _amount, "year": _year,
    "phone": _phone, "id": _id, "tail": _tail, "time": _time,
}  # fmt: skip
