"""Every line of phrases.txt is read as it says there: wrong silently is nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from handlers.understand import Unclear, Understood
from handlers.understand.choices import Candidate, choose, choose_many
from handlers.understand.commands import Command, TwoCommands, read_command
from handlers.understand.dates import read_date
from handlers.understand.identity import emergency, looks_like_bank_card, looks_like_id_number
from handlers.understand.moves import Edit, read_move
from handlers.understand.numbers import read_money, read_number

FILE = Path(__file__).parent / "phrases.txt"


@dataclass(frozen=True)
class Phrase:
    line: int
    kind: str
    now: str
    typed: str
    expected: str

    @property
    def today(self) -> date:
        return date.fromisoformat(self.now)

    @property
    def listed(self) -> list[Candidate]:
        return LISTS[self.kind.split()[1]]


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split(" | ")]


def candidate(written: str) -> Candidate:
    shown, _, others = written.partition(" = ")
    key, _, name = shown.partition(" ")
    return Candidate(key, name, tuple(others.split()))


ROWS = [
    (n, line) for n, line in enumerate(FILE.read_text("utf-8").splitlines(), 1) if line and line[0] != "#"
]
LISTS = {
    head.split()[1]: [candidate(one) for one in rest]
    for head, *rest in (cells(line) for _, line in ROWS)
    if head.startswith("list ")
}
VOCABULARY = {
    word: head.split()[1]
    for head, *rest in (cells(line) for _, line in ROWS)
    if head.startswith("words ")
    for word in rest[0].split(", ")
}
PHRASES = [Phrase(n, *cells(line)) for n, line in ROWS if not line.startswith(("list ", "words "))]


def read(phrase: Phrase, typed: str) -> object:
    match phrase.kind.split()[0]:
        case "number":
            return read_number(typed)
        case "money":
            return read_money(typed)
        case "date":
            return read_date(typed, phrase.today)
        case "plan":
            return read_date(typed, phrase.today, towards="future")
        case "choice":
            return choose(typed, phrase.listed)
        case "choices":
            return choose_many(typed, phrase.listed)
        case "move":
            return read_move(typed)
        case "command":
            return read_command(typed, VOCABULARY)
        case "private":
            return "id" if looks_like_id_number(typed) else "card" if looks_like_bank_card(typed) else None
        case "emergency":
            return "yes" if emergency(typed) else None
    raise AssertionError(phrase.kind)


def shown(kind: str, found: object) -> str:
    """What was read, written as in the file."""
    match found:
        case None:
            return "NONE"
        case Unclear(maybe=maybe):
            return " ".join(["ASK", ", ".join(maybe)]).strip()
        case Understood(value=value, echo=echo):
            return plain(kind, value) + (" ~" if echo else "")
        case TwoCommands(names=names):
            return f"ASK {', '.join(names)}"
        case Command(name=name, rest=rest):
            return f"{name}: {rest}" if rest else name
        case Edit(item=item):
            return f"edit {item}"
    return str(getattr(found, "value", found))


def plain(kind: str, value: object) -> str:
    if kind == "money":
        assert isinstance(value, int)
        value = Decimal(value) / 100
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return ",".join(value) if isinstance(value, tuple) else str(value)


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: f"{phrase.line}-{phrase.typed}")
def test_a_phrase_is_read_as_the_file_says(phrase: Phrase) -> None:
    assert shown(phrase.kind, read(phrase, phrase.typed)) == phrase.expected


def test_whatever_is_offered_can_be_sent_as_it_stands() -> None:
    for phrase in PHRASES:
        found = read(phrase, phrase.typed)
        for offer in found.maybe if isinstance(found, Unclear) else ():
            assert isinstance(read(phrase, offer), Understood), (phrase, offer)


def test_the_file_holds_more_than_two_hundred_phrases_of_every_kind() -> None:
    kinds = {phrase.kind.split()[0] for phrase in PHRASES}
    assert len(PHRASES) >= 200
    assert kinds == {
        "number",
        "money",
        "date",
        "plan",
        "choice",
        "choices",
        "move",
        "command",
        "private",
        "emergency",
    }
