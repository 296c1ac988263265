"""From a kind's table to its templates, sound: variables are fields, and fields take values that there are."""

from __future__ import annotations

import string
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.refusal import Refusal
from bot.templates.entry import SUBSCRIPTION, WAYS, Field, Template
from bot.templates.longest import NAMES
from bot.templates.rules import SMS, WECHAT, type_of
from locales import DEFAULT, LANGUAGES

Table = Mapping[str, Any]

HOLDS: Mapping[str, type] = {
    "id": str, "title": str, "body": str, "variants": list, "unused": bool, "fields": dict, SUBSCRIPTION: dict,
}  # fmt: skip
"""What a kind's table may hold."""

PARTS: Mapping[str, type] = {"label": str, "text": str, "longest": int, "cuts": bool}
"""What a field's table may hold."""

SHOWN = {
    str: 'a text in "quotes"',
    list: 'a list ["…", "…"]',
    bool: "true or false",
    int: "a number",
    dict: "a table",
}


class CatalogueProblem(Refusal):
    """A mistake in a catalogue's file: what, where and how to mend it, in one line."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file something stands: what the words of a problem begin with."""

    file: Path
    section: str = ""
    kind: str = ""
    way: str = ""

    def problem(self, what: str, mend: str) -> CatalogueProblem:
        """A problem that is here."""
        names = ".".join(part for part in (self.section, self.kind, self.way) if part)
        return CatalogueProblem(f"{self.file.name}{names and f' [{names}]'}: {what}; {mend}")

    def one_of(self, name: str, known: Collection[str], what: str) -> None:
        """Raises a problem where there is no such name."""
        if name not in known:
            raise self.problem(f"no {what} {name}", f"there are {', '.join(known)}")

    def table(self, value: object) -> Table:
        """The value, if it is a table."""
        if not isinstance(value, dict):
            raise self.problem("not a table", "write it as [section.kind] with lines below it")
        return value

    def checked(self, value: object, holds: Mapping[str, type]) -> Table:
        """A table that holds only what it may, each of its type."""
        table = self.table(value)
        for key, held in table.items():
            self.one_of(key, holds, "key")
            if type(held) is not holds[key]:
                raise self.problem(f"{key} = {held!r}", f"write {SHOWN[holds[key]]}")
        return table


def built(shipped: Table, own: Table, at: Place) -> Iterator[Template]:
    """The ways of one kind in one section, as the office says otherwise; none where it is not used.

    Whoever has a wording of its own is not given the variants of ours.

    Raises:
        CatalogueProblem: what does not fit together.
    """
    kind, _, language = at.kind.partition(".")
    at.one_of(kind, NAMES, "kind")
    at.one_of(language or DEFAULT, LANGUAGES, "language")
    ours = {key: shipped[key] for key in shipped if key != "variants" or "body" not in own}
    table = {**ours, **at.checked(own, HOLDS)}
    if not table.get("unused"):
        yield _template(table, at)
        if SUBSCRIPTION in table:
            yield _subscription(shipped, own, table, at)


def _subscription(shipped: Table, own: Table, table: Table, at: Place) -> Template:
    """Says what the template says, where it does not say otherwise."""
    below = replace(at, way=SUBSCRIPTION)
    if at.section in SMS:
        raise below.problem("there are no subscriptions by SMS", "take it out")
    said = {name: table[name] for name in ("title", "fields") if name in table}
    return _template(
        {**said, **shipped.get(SUBSCRIPTION, {}), **below.checked(own.get(SUBSCRIPTION, {}), HOLDS)}, below
    )


def _template(table: Table, at: Place) -> Template:
    kind, _, language = at.kind.partition(".")
    text = "body" if at.section in SMS else "title"
    if not table.get(text):
        raise at.problem(f"no {text}", f'write {text} = "…", the wording that was approved')
    way, variants = at.way or WAYS[0], tuple(table.get("variants", ()))
    bare = Template(
        at.section, kind, way, table.get("id", ""), table[text], (), variants, language or DEFAULT
    )
    template = replace(bare, fields=tuple(_fields(table, bare, at)))
    for body in (template.body, *variants):
        _agreeing(template, body, at)
    return replace(template, fields=tuple(_in_order(template)))


def _fields(table: Table, template: Template, at: Place) -> Iterator[Field]:
    """As the table says; where it says nothing each variable takes the value of its name."""
    own = {name: f"{{{name}}}" for name in template.variables(template.body)}
    for key, said in table.get("fields", own).items():
        parts = at.checked({"text": said} if isinstance(said, str) else said, PARTS)
        if template.section not in SMS and type_of(key) is None:
            raise at.problem(
                f"{key} is no field", f"a type and a number, such as thing1: {', '.join(WECHAT)}"
            )
        field = Field(key, **{"text": "", **parts})
        for name in names(field.text, at):
            at.one_of(name, NAMES[template.kind], "value")
        yield field


def names(text: str, at: Place) -> Iterator[str]:
    """The values that a field's text takes."""
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError as error:
        raise at.problem(f"{text!r} has a brace too many or too few", "values stand as {name}") from error
    for _, name, form, conversion in parts:
        if form or conversion:
            raise at.problem(f"{text!r} holds more than names", "values stand as {name}")
        if name is not None:
            yield name


def _agreeing(template: Template, body: str, at: Place) -> None:
    """A wording by SMS has the variables that are filled, and no others."""
    if not isinstance(body, str):
        raise at.problem(f"variant {body!r}", f"write {SHOWN[str]}")
    filled = {field.key for field in template.fields}
    wanted = set(template.variables(body)) if template.section in SMS else filled
    if wanted != filled:
        odd = ", ".join(sorted(wanted ^ filled))
        raise at.problem(
            f"the wording and the fields do not have the same variables: {odd}", "make them agree"
        )


def _in_order(template: Template) -> list[Field]:
    """The fields in the order in which the wording has them, that of the file where it words itself."""
    order = list(template.variables(template.body))
    return sorted(template.fields, key=lambda field: order.index(field.key) if order else 0)
