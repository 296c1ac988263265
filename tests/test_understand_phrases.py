"""Every line of tests/phrases/ is read as it says there: wrong silently is nowhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from handlers.understand import Unclear, Understood
from handlers.understand.amounts import read_amount
from handlers.understand.choices import Candidate, choose, choose_many
from handlers.understand.clock import read_time
from handlers.understand.commands import Command, TwoCommands, read_command
from handlers.understand.dates import read_date
from handlers.understand.identity import emergency, looks_like_bank_card, looks_like_id_number
from handlers.understand.moments import read_moment
from handlers.understand.moves import Edit, read_move
from handlers.understand.numbers import read_money, read_number
from handlers.understand.oneline import split_line
from handlers.understand.papers import read_id_number, read_phone
from handlers.understand.wants import Line, Want

FOLDER = Path(__file__).parent / "phrases"
SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Phrase:
    file: str
    line: int
    kind: str
    now: str
    typed: str
    expected: str

    @property
    def today(self) -> date:
        return date.fromisoformat(self.now)

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.now).replace(tzinfo=SHANGHAI)

    @property
    def of(self) -> str:
        return self.kind.partition(" ")[2]


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split(" | ")]


def candidate(written: str) -> Candidate:
    shown, _, others = written.partition(" = ")
    key, _, name = shown.partition(" ")
    return Candidate(key, name, tuple(others.split()))


ROWS = [
    (path.stem, n, cells(line))
    for path in sorted(FOLDER.glob("*.txt"))
    for n, line in enumerate(path.read_text("utf-8").splitlines(), 1)
    if line and line[0] != "#"
]
LISTS = {
    head.split()[1]: [candidate(one) for one in rest]
    for _, _, (head, *rest) in ROWS
    if head.startswith("list ")
}
VOCABULARY = {
    word: head.split()[1]
    for _, _, (head, *rest) in ROWS
    if head.startswith("words ")
    for word in rest[0].split(", ")
}
PHRASES = [Phrase(file, n, *row) for file, n, row in ROWS if not row[0].startswith(("list ", "words "))]


def wants(today: date) -> list[Want]:
    """What the form of lines.txt wants."""
    return [
        Want("household", ("户", "对象", "h"), lambda text: choose(text, LISTS["families"])),
        Want("problems", ("问题", "p"), lambda text: choose_many(text, LISTS["problems"]), several=True),
        Want("said", ("意见", "困难"), Understood, free=True),
        Want("day", ("时间", "日期", "d"), lambda text: read_date(text, today)),
    ]


def private(typed: str) -> str | None:
    return "id" if looks_like_id_number(typed) else "card" if looks_like_bank_card(typed) else None


READERS: dict[str, Callable[[Phrase, str], object]] = {
    "number": lambda phrase, typed: read_number(typed),
    "amount": lambda phrase, typed: read_amount(typed, phrase.of),
    "money": lambda phrase, typed: read_money(typed),
    "date": lambda phrase, typed: read_date(typed, phrase.today),
    "plan": lambda phrase, typed: read_date(typed, phrase.today, towards="future"),
    "time": lambda phrase, typed: read_time(typed),
    "moment": lambda phrase, typed: read_moment(typed, phrase.moment),
    "appointment": lambda phrase, typed: read_moment(typed, phrase.moment, towards="future"),
    "choice": lambda phrase, typed: choose(typed, LISTS[phrase.of]),
    "choices": lambda phrase, typed: choose_many(typed, LISTS[phrase.of]),
    "line": lambda phrase, typed: split_line(typed, wants(phrase.today)),
    "move": lambda phrase, typed: read_move(typed),
    "command": lambda phrase, typed: read_command(typed, VOCABULARY),
    "id": lambda phrase, typed: read_id_number(typed),
    "phone": lambda phrase, typed: read_phone(typed),
    "private": lambda phrase, typed: private(typed),
    "emergency": lambda phrase, typed: "yes" if emergency(typed) else None,
}


def kind(phrase: Phrase) -> str:
    return phrase.kind.split()[0]


def read(phrase: Phrase, typed: str) -> object:
    return READERS[kind(phrase)](phrase, typed)


def shown(phrase: Phrase, found: object) -> str:
    """What was read, written as in the file."""
    match found:
        case None:
            return "NONE"
        case Unclear():
            return asked(phrase, found)
        case Understood(value=value, echo=echo):
            return plain(phrase, value) + (" ~" if echo else "")
        case TwoCommands(names=names, line=line):
            return f"ASK {', '.join(names)}" + (f" => {line}" if line else "")
        case Command(name=name, rest=rest):
            return f"{name}: {rest}" if rest else name
        case Edit(item=item):
            return f"edit {item}"
        case Line():
            return parted(found, phrase.today)
    return str(getattr(found, "value", found))


def asked(phrase: Phrase, found: Unclear) -> str:
    if kind(phrase) in ("id", "phone"):
        said = found.reason.msgid
        faults = {
            "length": "18 characters|11 digits",
            "date": "birth date",
            "check": "last character",
            "begins": "begins so",
        }
        words = {word: name for name, several in faults.items() for word in several.split("|")}
        rest = "characters" if kind(phrase) == "id" else "digits"
        return f"REFUSE {next((name for word, name in words.items() if word in said), rest)}"
    if found.impossible:
        return "REFUSE"
    return " ".join(["ASK", ", ".join(found.maybe)]).strip()


def parted(found: Line, today: date) -> str:
    given = [f"{want.name}={found.given[want.name]}" for want in wants(today) if want.name in found.given]
    left = ["?", *found.left] if found.left else []
    return " ".join([*given, *left, *(["=>", found.mended] if found.mended else [])])


def plain(phrase: Phrase, value: object) -> str:
    if kind(phrase) in ("id", "phone"):
        return "ok"
    if kind(phrase) == "money":
        assert isinstance(value, int)
        value = Decimal(value) / 100
    match value:
        case Decimal():
            return format(value.normalize(), "f")
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case time():
            return f"{value:%H:%M}"
        case tuple():
            return ",".join(value)
    return str(value)


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: f"{phrase.file}-{phrase.line}-{phrase.typed}")
def test_a_phrase_is_read_as_the_file_says(phrase: Phrase) -> None:
    assert shown(phrase, read(phrase, phrase.typed)) == phrase.expected


def test_whatever_is_offered_can_be_sent_as_it_stands() -> None:
    for phrase in PHRASES:
        found = read(phrase, phrase.typed)
        for offer in found.maybe if isinstance(found, Unclear) else ():
            assert isinstance(read(phrase, offer), Understood), (phrase, offer)
        if isinstance(found, Line) and found.mended:
            assert not split_line(found.mended, wants(phrase.today)).left, phrase
        if isinstance(found, TwoCommands) and found.line:
            again = read_command(found.line, VOCABULARY)
            assert isinstance(again, Command), phrase
            assert again.name in found.names, phrase


def test_no_phrase_stands_twice_with_two_meanings() -> None:
    meant: dict[tuple[str, str, str], str] = {}
    for phrase in PHRASES:
        key = (phrase.kind, phrase.now, phrase.typed)
        assert meant.setdefault(key, phrase.expected) == phrase.expected, phrase


def test_there_are_more_than_seven_hundred_different_phrases_and_some_of_every_kind() -> None:
    assert len({(phrase.kind, phrase.now, phrase.typed) for phrase in PHRASES}) >= 700
    assert {kind(phrase) for phrase in PHRASES} == set(READERS)


def test_half_of_the_readers_answers_are_not_simply_yes() -> None:
    """A corpus that only confirms would prove nothing: enough of it is asked back, refused or left alone."""
    unsure = [
        p for p in PHRASES if p.expected.startswith(("ASK", "REFUSE", "NONE")) or p.expected.endswith("~")
    ]
    assert len(unsure) > len(PHRASES) // 3
