"""A form played by texts, as a person would, for the tests of the forms room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from handlers.forms.engine import (
    Answer,
    Draft,
    Finished,
    Meant,
    Outcome,
    Reviewed,
    World,
    pressed,
    read,
    start,
    step,
)
from handlers.forms.model import Form, Question, Row, row
from handlers.forms.play import say
from handlers.forms.values import Value
from handlers.forms.xlsform import read_markdown
from handlers.understand.moves import Move
from locales import translator

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 19, 8, 42, tzinfo=ZoneInfo("Asia/Shanghai"))
NOTHING_WRONG = ("李家", "户主", "0", "0", "没有", "0")
"""A whole visit of tests/forms/visit.md, up to the summary."""
FAMILIES = "李王张刘陈杨赵黄周吴徐孙"
HOUSEHOLDS: tuple[Row, ...] = tuple(
    row(f"H{number}", f"{family}*({number % 5 + 1}组)", [f"{family}家"], village="V1" if number < 7 else "V2")
    for number, family in enumerate(FAMILIES, start=1)
)


def sample(name: str) -> Form:
    """A form of tests/forms."""
    return read_markdown((HERE / f"{name}.md").read_text(encoding="utf-8"), name, built_in=True)


def form(*questions: Question, **more: object) -> Form:
    """A form built in the test."""
    return Form("test", "1", {"": "Test"}, questions, **more)  # type: ignore[arg-type]


def table(survey: str, choices: str = "", settings: str = "") -> Form:
    """A form from its rows alone: the first line of each sheet holds the headers."""
    sheets = {"survey": survey, "choices": choices, "settings": settings}
    lines = [
        line
        for name, rows in sheets.items()
        if rows
        for line in (
            f"| {name} |",
            *(f"| | {line.strip().strip('|')} |" for line in rows.strip().splitlines()),
        )
    ]
    return read_markdown("\n".join(lines), "test")


@dataclass
class Player:
    """Someone filling in a form."""

    form: Form
    given: Mapping[str, Value] | None = None
    now: datetime = NOW
    language: str = "zh_Hans"
    facts: Mapping[str, Value] = field(default_factory=dict)
    draft: Draft = field(init=False)
    outcome: Outcome = field(init=False)

    def __post_init__(self) -> None:
        self.draft, self.outcome = start(self.form, self.world, self.given)

    @property
    def world(self) -> World:
        return World(self.now, self.language, self.facts, {"households.csv": HOUSEHOLDS})

    def says(self, *texts: str) -> Outcome:
        for text in texts:
            meant = read(self.form, self.draft, text)
            assert not isinstance(meant, Move), f"{text} is not for the form"
            self.does(meant)
        return self.outcome

    def does(self, meant: Meant) -> Outcome:
        self.draft, self.outcome = step(self.form, self.draft, meant, self.world)
        return self.outcome

    def presses(self, *choices: str) -> Outcome:
        """Buttons of the question that stands."""
        for choice in choices:
            meant = pressed(self.draft, self.draft.at or "-", choice)
            assert meant is not None
            assert not isinstance(meant, Move)
            self.does(meant)
        return self.outcome

    def photographs(self, *photos: str) -> Outcome:
        return self.does(Answer(photos=photos))

    @property
    def text(self) -> str:
        """What is said now."""
        return say(self.outcome, translator(self.language), 7).text

    @property
    def options(self) -> list[str]:
        return [f"{o.key}{o.label}" for o in say(self.outcome, translator(self.language), 7).options]

    @property
    def moves(self) -> list[str]:
        return [move.label for move in say(self.outcome, translator(self.language), 7).moves]

    @property
    def at(self) -> str | None:
        """The question that stands."""
        return self.draft.at

    @property
    def shown(self) -> dict[str, str]:
        """The summary: item -> value as read."""
        assert isinstance(self.outcome, Reviewed)
        t = translator(self.language)
        return {t(line.label): t(line.shown) for line in self.outcome.lines}

    @property
    def record(self) -> dict[str, Value]:
        """What was saved."""
        assert isinstance(self.outcome, Finished)
        return dict(self.outcome.record)
