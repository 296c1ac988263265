"""Forms that an office could have written, drawn at random, and what can be answered to each kind of question."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal

from forms.player import NOW
from hypothesis import assume
from hypothesis import strategies as st

from handlers.forms.checks import check_form
from handlers.forms.engine import World
from handlers.forms.model import Choice, Form, Question, Repeat
from handlers.forms.values import Value

WORLD = World(NOW, "zh_Hans", {"fact": "c1"})
LISTS = {"l": tuple(Choice(f"c{n}", {"": f"选项{n}"}, columns={"even": str(n % 2)}) for n in range(1, 13))}
TODAY = NOW.date()
ANSWERS: dict[str, tuple[Value, ...]] = {
    "text": ("水", "路不通", "c1"),
    "integer": (0, 3, 12),
    "decimal": (Decimal("0.5"), Decimal(4), Decimal(12000)),
    "date": (TODAY, TODAY - timedelta(3), date(2027, 1, 2)),
    "select_one": ("c1", "c2", "c11"),
    "select_multiple": (("c1",), ("c1", "c2"), ("c3", "c12")),
    "acknowledge": ("OK",),
    "image": (("p1",), ("p1", "p2")),
    "range": (2, 4),
    "time": (time(8, 42), time(15)),
    "geopoint": ("24.5 109.5 0 0",),
    "rank": (tuple(f"c{n}" for n in range(12, 0, -1)),),
    "more": ("no", "yes"),
}
DEFAULTS = {
    "text": "'t'", "integer": "3", "decimal": "0.5", "date": "today()", "select_one": "'c2'", "select_multiple": "'c1 c2'",
}  # fmt: skip
CONSTRAINTS = {"integer": ". < 12", "decimal": ". > 0", "date": ". <= today()", "select_one": ". != 'c11'"}


@st.composite
def questions(draw: st.DrawFn, names: list[str], name: str) -> Question:
    """One question that may refer to any other."""
    kind = draw(st.sampled_from([*(k for k in ANSWERS if k != "more"), "calculate", "note", "hidden"]))
    others = [other for other in names if other != name]
    about = draw(st.sampled_from(others)) if others else name
    conditions = [
        f"${{{about}}} = 'c1'",
        f"${{{about}}} != ''",
        f"${{{about}}} > 2",
        f"selected(${{{about}}}, 'c2')",
        f"count-non-empty(${{{about}}}) < 2",
    ]
    conditional: bool = draw(st.booleans())
    filtered: bool = draw(st.booleans())
    relevant = (draw(st.sampled_from(conditions)),) if others and conditional else ()
    question = Question(
        name, kind, {"": f"{name}?"}, relevant=relevant, required=draw(st.sampled_from(["", "true()"]))
    )
    if kind == "calculate":
        sources = [
            f"concat(${{{about}}}, 'x')",
            f"count(${{{about}}})",
            f"join(' ', ${{{about}}})",
            "position(..)",
        ]
        return replace(question, calculation=draw(st.sampled_from(sources)) if others else "today()")
    if kind in ("select_one", "select_multiple", "rank"):
        source = "" if kind == "rank" else f"even = '1' or ${{{about}}} = ''" if others and filtered else ""
        question = replace(question, choices="l", choice_filter=source)
    if kind == "range":
        question = replace(question, details={"start": "0", "end": "10", "step": "2"})
    if kind in CONSTRAINTS and draw(st.booleans()):
        question = replace(question, constraint=CONSTRAINTS[kind])
    return _with_default(draw, question, about)


def _with_default(draw: st.DrawFn, question: Question, about: str) -> Question:
    if question.type not in DEFAULTS or not draw(st.booleans()):
        return question
    default = draw(st.sampled_from([DEFAULTS[question.type], f"${{{about}}}"]))
    shown = draw(st.booleans())
    return replace(question, default=default, ask="review" if shown else "yes")


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """A form of up to seven questions that an office could have written, some of them in a repeat."""
    names = [f"q{n}" for n in range(draw(st.integers(1, 7)))]
    made = [draw(questions(names, name)) for name in names]
    first = draw(st.integers(0, len(names)))
    end = draw(st.integers(first, len(names)))
    built = (
        repeated(made, first, end, draw(st.sampled_from(["", "2", "${q0}"]))) if end > first else plain(made)
    )
    assume(not check_form(built))
    return built


def plain(made: list[Question]) -> Form:
    return Form("f", "1", {"": "F"}, tuple(made), LISTS, review=True)


def repeated(made: list[Question], first: int, end: int, count: str) -> Form:
    """The form with some of its questions in a repeat, an open one or one that is counted."""
    inside = [replace(q, trail=("r", q.name), stands=(2,) * len(q.relevant)) for q in made[first:end]]
    more = [] if count else [Question("r+", "more", {"": "R"}, required="true()", trail=("r", "r+"))]
    questions = (*made[:first], *inside, *more, *made[end:])
    around = Repeat("r", ("r",), first, end + len(more), {"": "R"}, count)
    return replace(plain(made), questions=questions, repeats=(around,))
