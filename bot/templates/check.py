"""Every template with the longest it has to say, against the rules of its section: what would be refused."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.channels.segments import segments
from bot.templates.catalogue import Catalogue
from bot.templates.entry import Field, Template
from bot.templates.longest import SAID
from bot.templates.rules import SMS, rule_of
from bot.templates.wordings import LONGEST, MOBILE, faults
from handlers.notices.values import values
from locales import translator

SIGNATURE = "某某县乡村帮扶工作办公室"
"""As long as a signature may be: reckoned with where none is set."""

MONEY = re.compile(r"\d ?[万亿]?元")
FEWEST, MOST = 2, 5
"""Fields of a template of WeChat's library."""

BYTES = 2048
"""Of UTF-8: what WeChat shows in one message."""


@dataclass(frozen=True, slots=True)
class Violation:
    """What a provider would refuse: in which template, of what, by which rule, and how to mend it."""

    where: str
    field: str
    value: str
    rule: str
    mend: str

    def __str__(self) -> str:
        return f"{self.where} {self.field}: {self.rule}: {self.value!r}; {self.mend}"


def violations(catalogue: Catalogue, signature: str = SIGNATURE) -> Iterator[Violation]:
    """What would be refused of a catalogue; nothing where all is well."""
    for template in catalogue.templates:
        named = values(translator(template.language), template.kind, SAID[template.kind])
        for field in template.fields:
            yield from _field(template, field, named)
        check = _message if template.section in SMS else _card
        yield from check(template, longest(template), signature)


def longest(template: Template) -> str:
    """The wording with the longest values, as it would be sent."""
    named = values(translator(template.language), template.kind, SAID[template.kind])
    filled = {
        field.key: rule_of(template.section, field).fitted(field.text.format_map(named))
        for field in template.fields
    }
    return template.wording(filled)


def size(template: Template, signature: str = SIGNATURE) -> int | None:
    """SMS segments of the longest message with its signature; None for what is no SMS."""
    return segments(f"【{signature}】{longest(template)}") if template.section in SMS else None


def _field(template: Template, field: Field, named: Mapping[str, str]) -> Iterator[Violation]:
    rule = rule_of(template.section, field)
    value = field.text.format_map(named)
    sent = rule.fitted(value) if field.cuts else rule.cleaned(value)
    own = "".join(literal for literal, *_ in string.Formatter().parse(field.text))
    held = "".join(sorted(set(own) & set(rule.barred)))
    if wrong := rule.broken(sent) or (held and f"holds {held}"):
        yield Violation(template.where, field.key, value, f"{rule.name}: {wrong}", rule.mend)


def _message(template: Template, wording: str, signature: str) -> Iterator[Violation]:
    for number, body in enumerate((template.body, *template.variants)):
        for rule, mend in faults(template.section, body):
            yield Violation(template.where, f"variants[{number - 1}]" if number else "body", body, rule, mend)
    if len(signature) + 2 + len(wording) > LONGEST:
        yield Violation(
            template.where, "body", wording, f"over {LONGEST} characters when filled", "shorten it"
        )
    if match := MONEY.search(wording):
        yield Violation(template.where, "body", match[0], "an amount of money", "no amounts by SMS")
    if MOBILE.search(wording):
        yield Violation(template.where, "body", "1…", "a mobile number", "no mobile numbers by SMS")


def _card(template: Template, wording: str, _: str) -> Iterator[Violation]:
    count = len(template.fields)
    if not FEWEST <= count <= MOST:
        yield Violation(
            template.where, "fields", str(count), f"{FEWEST} to {MOST} fields", "choose the most needed"
        )
    if len(wording.encode()) > BYTES:
        yield Violation(template.where, "fields", wording, f"over {BYTES} bytes", "shorten the texts")
