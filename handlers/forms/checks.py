"""What could go wrong with a form while it is played, found before it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping

from handlers.forms.evaluate import check, refers_to, tree
from handlers.forms.findings import Finding
from handlers.forms.model import Form, Question, Texts
from handlers.forms.tree import Literal, WrongExpression
from handlers.forms.values import day, names, number, settled, text
from handlers.replies import MAX_QUESTION
from locales import LANGUAGES, Words, words

_PLACE = re.compile(r"\$\{\s*([^\s{}]+)\s*\}")


class _Anything:
    """Columns of a live list: known to the dialog that fills it, not to the form."""

    def __contains__(self, name: object) -> bool:
        return True


def check_form(form: Form, *, built_in: bool = False) -> list[Finding]:
    """Everything wrong with the questions of a form; see `compile_form` for `built_in`."""
    found = [f for question in form.questions for f in _question(form, question)]
    found.extend(_same_names(form))
    if not found:  # a circle can only be followed where every name is known
        found.extend(_circles(form))
    return [*found, *_house_rules(form)] if built_in else found


def _question(form: Form, question: Question) -> Iterator[Finding]:
    yield from _expressions(form, question)
    for column, texts in _texts(question):
        yield from _mentions(form, question, column, texts)
    if question.type not in ("calculate", "hidden") and not question.label:
        what = words("The question {name} has no label.", name=question.name)
        yield _at(question, "label", what, words("Write what people shall read."))
    if ":" in question.name:
        yield _at(question, "name", words("A name cannot have a colon."), words("Choose a name without it."))
    if question.ask == "review" and question.required and not question.default:
        what = words("A required question that is only shown for review needs a default.")
        yield _at(question, "bangfu::ask", what, words("Write a default, or leave the cell empty."))
    if question.type == "calculate" and not question.calculation:
        what = words("A calculate row without a calculation.")
        yield _at(question, "calculation", what, words("Write the calculation, or use a hidden row."))
    yield from _default(form, question)
    if question.is_select and not question.from_file and question.choices not in form.lists:
        what = words("There is no list {name} on the choices sheet.", name=question.choices)
        yield _at(question, "type", what, words("Add the list, or correct its name."))


def _expressions(form: Form, question: Question) -> Iterator[Finding]:
    columns = _columns(form, question)
    for column, source, here, bare in (
        *(("relevant", source, False, ()) for source in question.relevant),
        ("constraint", question.constraint, True, ()),
        ("required", question.required, False, ()),
        ("default", question.default, False, ()),
        ("calculation", question.calculation, True, ()),
        ("choice_filter", question.choice_filter, False, columns),
    ):
        if source and (finding := _expression(form, question, column, source, here, bare)):
            yield finding


def _expression(
    form: Form, question: Question, column: str, source: str, here: bool, columns: Container[str]
) -> Finding | None:
    try:
        check(source, known=_known(form), here=here, columns=columns)
    except WrongExpression as wrong:
        near = source[max(0, wrong.at - 1) : wrong.at + 19]
        mend = words("At character {at}: {near}", at=wrong.at, near=near or "…")
        return _at(question, column, wrong.what, mend)
    return None


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


def _known(form: Form) -> frozenset[str]:
    return frozenset(q.name for q in form.questions if q.type != "note")


def _columns(form: Form, question: Question) -> Container[str]:
    if question.from_file:
        return _Anything()
    listed = form.lists.get(question.choices, ())
    return {"name", "label", *(column for choice in listed for column in choice.columns)}


def _texts(question: Question) -> tuple[tuple[str, Texts], ...]:
    return (("label", question.label), ("hint", question.hint), ("bangfu::short", question.short))


def _mentions(form: Form, question: Question, column: str, texts: Texts) -> Iterator[Finding]:
    known = _known(form)
    for said in texts.values():
        for name in _PLACE.findall(said):
            if name not in known:
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
    reads = {q.name: _reads(q) for q in form.questions}
    done: set[str] = set()
    for question in form.questions:
        circle = _circle(question.name, reads, (), done)
        if circle:
            what = words("These rows need each other's value: {names}.", names=" → ".join(circle))
            yield _at(form.by_name[circle[0]], "calculation", what, words("Break the circle."))
            return


def _reads(question: Question) -> frozenset[str]:
    sources = [*question.relevant, question.calculation]
    if question.type == "hidden":
        sources.append(question.default)
    return frozenset(name for source in sources if source for name in refers_to(source))


def _circle(
    name: str, reads: Mapping[str, frozenset[str]], above: tuple[str, ...], done: set[str]
) -> tuple[str, ...]:
    if name in above:
        return (*above[above.index(name) :], name)
    if name in done:
        return ()
    for other in sorted(reads[name]):
        if found := _circle(other, reads, (*above, name), done):
            return found
    done.add(name)
    return ()


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


def _at(question: Question, column: str, what: Words, mend: Words) -> Finding:
    return Finding("survey", question.row, column, what, mend)
