"""What could go wrong with a form while it is played, found before it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import replace

from handlers.forms.checking import Anything, Known, check
from handlers.forms.dependence import circle
from handlers.forms.evaluate import tree
from handlers.forms.findings import Finding
from handlers.forms.model import LAST_SAVED, SELECTS, Form, Question, Repeat, Texts
from handlers.forms.tree import Literal, WrongExpression
from handlers.forms.values import day, names, number, settled, text
from handlers.replies import MAX_QUESTION
from locales import LANGUAGES, Words, words

_PLACE = re.compile(r"\$\{\s*([^\s{}]+)\s*\}")


def check_form(form: Form, *, built_in: bool = False) -> list[Finding]:
    """Everything wrong with the questions of a form; see `compile_form` for `built_in`."""
    known = _known(form)
    found = [f for question in form.questions for f in _question(form, known, question)]
    found.extend(f for repeat in form.repeats for f in _repeat(known, repeat))
    found.extend(_settings(form, known))
    if not found:  # a circle can only be followed where every name is known
        found.extend(_circles(form))
    return [*found, *_house_rules(form)] if built_in else found


def _question(form: Form, known: Known, question: Question) -> Iterator[Finding]:
    yield from _expressions(form, known, question)
    for column, texts in _texts(question):
        yield from _mentions(known, question, column, texts)
    if ":" in question.name:
        yield _at(question, "name", words("A name cannot have a colon."), words("Choose a name without it."))
    if question.ask == "review" and question.required and not question.default:
        what = words("A required question that is only shown for review needs a default.")
        yield _at(question, "bangfu::ask", what, words("Write a default, or leave the cell empty."))
    if question.type == "calculate" and not question.calculation:
        what = words("A calculate row without a calculation.")
        yield _at(question, "calculation", what, words("Write the calculation, or use a hidden row."))
    yield from _default(form, question)
    if question.type in SELECTS and question.choices.startswith("${"):
        if found := _expression(question.choices, known, question, "type"):
            yield found
    elif question.type in SELECTS and not question.from_file and question.choices not in form.lists:
        what = words("There is no list {name} on the choices sheet.", name=question.choices)
        yield _at(question, "type", what, words("Add the list, or correct its name."))


def _expressions(form: Form, known: Known, question: Question) -> Iterator[Finding]:
    for source, depth in zip(question.relevant, question.stands, strict=True):
        at = replace(known, trail=question.trail[:depth])
        if found := _expression(source, at, question, "relevant"):
            yield found
    own = replace(known, trail=question.trail)
    checked = replace(own, here=True)
    for column, source, seen in (
        ("constraint", question.constraint, checked),
        ("required", question.required, own),
        ("read_only", question.readonly, own),
        ("default", question.default, own),
        ("calculation", question.calculation, checked),
        ("choice_filter", question.choice_filter, replace(own, columns=_columns(form, question))),
        ("parameters", question.details.get("seed", ""), own),
    ):
        if source and (finding := _expression(source, seen, question, column)):
            yield finding
    for name in question.trigger:
        if name not in known.names:
            yield _at(question, "trigger", words("No question is called {name}.", name=name), None)


def _repeat(known: Known, repeat: Repeat) -> Iterator[Finding]:
    above = replace(known, trail=repeat.trail[:-1])
    if repeat.count and (found := _expression(repeat.count, above, repeat, "repeat_count")):
        yield found


def _settings(form: Form, known: Known) -> Iterator[Finding]:
    if form.instance_name:
        try:
            check(form.instance_name, known)
        except WrongExpression as wrong:
            yield Finding("settings", 2, "instance_name", wrong.what, _near(form.instance_name, wrong.at))


def _expression(source: str, known: Known, row: Question | Repeat, column: str) -> Finding | None:
    try:
        check(source, known)
    except WrongExpression as wrong:
        return Finding("survey", row.row, column, wrong.what, _near(source, wrong.at))
    return None


def _near(source: str, at: int) -> Words:
    near = source[max(0, at - 1) : at + 19]
    return words("At character {at}: {near}", at=at, near=near or "…")


def _default(form: Form, question: Question) -> Iterator[Finding]:
    """A default written out must be an answer to its question."""
    try:
        node = tree(question.default) if question.default else None
    except WrongExpression:
        return
    if not isinstance(node, Literal):
        return
    offered = {choice.name for choice in form.lists.get(question.choices, ())}
    fits = {
        "integer": settled(number(node.value)) is not None,
        "decimal": settled(number(node.value)) is not None,
        "date": day(node.value) is not None,
        "select_one": question.from_file or text(node.value) in offered,
        "select_multiple": offered.issuperset(names(node.value)),
    }
    if not fits.get(question.type, True):
        what = words("The default {value} is no answer to this question.", value=text(node.value))
        yield _at(
            question,
            "default",
            what,
            words("Write the name of a choice, a number or a date without quotation marks."),
        )


def _known(form: Form) -> Known:
    """What the expressions of a form may speak of."""
    lists: dict[str, Container[str]] = {name: _of_list(form, name) for name in form.lists}
    lists.update({name: Anything() for name in form.files})
    names = {name for name in form.layout.named if not name.endswith("+")}
    return Known(frozenset(names), layout=form.layout, lists=lists)


def _columns(form: Form, question: Question) -> Container[str]:
    if question.from_file and question.choices not in form.lists:
        return Anything()
    return _of_list(form, question.choices)


def _of_list(form: Form, name: str) -> Container[str]:
    columns = {column for choice in form.lists.get(name, ()) for column in choice.columns}
    return {"name", "label", *columns}


def _texts(question: Question) -> tuple[tuple[str, Texts], ...]:
    return (
        ("label", question.label),
        ("hint", question.hint),
        ("guidance_hint", question.guidance),
        ("constraint_message", question.constraint_message),
        ("required_message", question.required_message),
        ("bangfu::short", question.short),
    )


def _mentions(known: Known, question: Question, column: str, texts: Texts) -> Iterator[Finding]:
    for said in texts.values():
        for name in _PLACE.findall(said):
            if name.removeprefix(LAST_SAVED) not in known.names:
                what = words("No question is called {name}.", name=name)
                yield _at(question, column, what, words("Correct the name in the braces."))


def _same_names(form: Form) -> Iterator[Finding]:
    count = Counter(q.name for q in form.questions)
    for question in form.questions:
        if count[question.name] > 1:
            what = words("Several rows are called {name}.", name=question.name)
            yield _at(question, "name", what, words("Give each row a name of its own."))


def _circles(form: Form) -> Iterator[Finding]:
    """Rows whose relevance or value would have to be known before itself."""
    found = circle(form.reads)
    if found:
        what = words("These rows need each other's value: {names}.", names=" → ".join(found))
        yield _at(form.by_name[found[0]], "calculation", what, words("Break the circle."))


def _house_rules(form: Form) -> Iterator[Finding]:
    """Of forms that come with the house: short questions, in every language."""
    for question in form.questions:
        for said in question.label.values():
            if len(said) > MAX_QUESTION:
                what = words(
                    "The question has {count} characters; {most} fit.", count=len(said), most=MAX_QUESTION
                )
                yield _at(question, "label", what, words("Say it shorter, or move part of it to the hint."))
        for language in LANGUAGES if question.label else ():
            if language not in question.label:
                what = words("The label is missing in {language}.", language=LANGUAGES[language])
                yield _at(question, "label", what, words("Write what people shall read."))


def _at(question: Question, column: str, what: Words, mend: Words | None) -> Finding:
    return Finding("survey", question.row, column, what, mend)
