"""What a form holds as it opens: defaults by the clock and by lot, values it was given, days that are reckoned with."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from forms.player import NOW, table

from handlers.forms.engine import Answer, Asked, Confirm, Draft, Finished, Outcome, World, start, step
from handlers.forms.findings import MOST_TOLD, FormRefused
from handlers.forms.kept import from_json, to_json
from handlers.forms.model import Form
from handlers.forms.rows import plain

LATER = World(NOW + timedelta(days=2), "en")
DEFAULTS = table(
    """type | name | label | default
    text | a | A? |
    date | d | D? | today()
    hidden | id | | uuid()
    integer | n | N? | ${m}
    integer | m | M? | 3"""
)
GIVEN = """type | name | label | relevant
    begin_group | inputs | Inputs | ./source {condition} 'user'
    hidden | source | |
    text | who | Who? |
    end_group | | |
    text | b | B ${{source}}? |"""


def first_step(form: Form, world: World = LATER) -> tuple[Draft, Outcome]:
    draft, _ = start(form, World(NOW, "en"))
    return step(form, draft, Answer("x"), world)


def record(form: Form, **given: str) -> dict[str, Any]:
    draft, said = start(form, World(NOW, "en"), given)
    while not isinstance(said, Finished):
        draft, said = step(form, draft, Answer("x") if isinstance(said, Asked) else Confirm(), LATER)
    return dict(said.record)


def test_a_default_by_the_clock_is_of_the_moment_the_form_opened() -> None:
    draft, asked = first_step(DEFAULTS)
    assert draft.once["d"] == NOW.date()
    draft, asked = step(DEFAULTS, draft, Confirm(), LATER)
    assert draft.answers["d"] == NOW.date()
    assert isinstance(asked, Asked)


def test_a_default_drawn_by_lot_is_drawn_once() -> None:
    draft, _ = first_step(DEFAULTS)
    drawn = draft.once["id"]
    assert step(DEFAULTS, draft, Confirm(), LATER)[0].once["id"] == drawn


def test_a_default_in_a_repeat_is_of_the_moment_its_iteration_opened() -> None:
    form = table(
        """type | name | label | default
        begin_repeat | r | R |
        text | a | A? |
        date | d | D? | today()
        end_repeat | | |"""
    )
    draft, _ = first_step(form)
    assert set(draft.once) == {"d[1]"}
    draft, _ = step(form, draft, Confirm(), LATER)
    draft, _ = step(form, draft, Answer(choice="yes"), LATER)
    assert (draft.once["d[1]"], draft.once["d[2]"]) == (NOW.date(), LATER.now.date())


def test_a_default_that_reads_another_answer_follows_it() -> None:
    draft, _ = first_step(DEFAULTS)
    assert "n" not in draft.once


@pytest.mark.parametrize(
    ("condition", "source", "asked"), [("=", "user", True), ("=", "task", False), ("!=", "task", True), ("!=", "user", False)]
)  # fmt: skip
def test_a_group_may_depend_on_a_value_it_was_given(condition: str, source: str, asked: bool) -> None:
    found = record(table(GIVEN.format(condition=condition)), source=source)
    assert ("who" in found) is asked
    assert found.get("source") == (source if asked else None)


def test_a_group_may_not_depend_on_what_is_asked_in_it() -> None:
    with pytest.raises(FormRefused, match="need each other"):
        table(GIVEN.format(condition="=").replace("hidden | source | |", "text | source | S? |"))


def test_a_day_and_a_number_are_a_number_unless_the_question_is_a_date() -> None:
    form = table(
        """type | name | label | calculation
        text | a | A? |
        calculate | n | | today() + 7
        date | due | Due | today() + 7
        calculate | again | | date(today() - 7)"""
    )
    found = record(from_json(to_json(form)))
    assert found["n"] == (LATER.now.date() + timedelta(days=7) - date(1970, 1, 1)).days
    assert found["due"] == LATER.now.date() + timedelta(days=7)
    assert found["again"] == LATER.now.date() - timedelta(days=7)


def test_a_form_of_many_mistakes_is_refused_in_the_order_of_its_rows_and_in_few_words() -> None:
    rows = "\n".join(f"text | q{n} | Q? | ${{z{n}}} = 1" for n in range(1000))
    with pytest.raises(FormRefused) as refused:
        table(
            f"type | name | label | relevant\n{rows}\nselect_one none | s | S? |",
            "list_name | name | label\nl | a b | A",
        )
    found = refused.value.findings
    assert [f.row for f in found if f.sheet == "survey"] == [*range(2, 1003)]
    assert str(refused.value).count(";") == MOST_TOLD - 1


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("**粗** <b>x</b> *y* _z_", "粗 x y z"),
        ("见[通知](https://example.org/a_b_c)", "见通知 https://example.org/a_b_c"),
        ("柴米 &amp; 油 &lt; 3", "柴米 & 油 < 3"),
        ("# 标题", "标题"),
        ("2 * 3 * 4, a_b_c, ____", "2 * 3 * 4, a_b_c, ____"),
        ("${first_name} _${name}_", "${first_name} ${name}"),
    ],
)
def test_a_label_is_read_without_the_marks_of_a_page(written: str, read: str) -> None:
    assert plain(written) == read
