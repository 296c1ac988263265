"""The catalogue in use: the templates by section and kind, and their values filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from bot.channels.base import Filled
from bot.templates.entry import WAYS, Template
from bot.templates.reading import read
from bot.templates.rules import rule_of
from handlers.notices.values import values
from locales import DEFAULT, translator


class Catalogue:
    """The templates of this office. Loaded once; it does not change."""

    def __init__(self, templates: Iterable[Template]) -> None:
        self.templates = tuple(templates)
        self._by_place = {(each.section, each.kind, each.way, each.language): each for each in self.templates}
        self._by_id = {(each.section, each.id): each for each in self.templates if each.id}

    @classmethod
    def load(cls, path: Path | None = None) -> Catalogue:
        """The shipped catalogue with what the office's file says otherwise; that may be absent.

        Raises:
            CatalogueProblem: a mistake in the office's file, in one line.
        """
        return cls(read(path))

    def fills(
        self, section: str, kind: str, said: Mapping[str, Any], language: str = DEFAULT
    ) -> list[Filled]:
        """The ways to say it there, in the order to try them; none where no id is set.

        Values are cut kindly to what a field may hold; a way with a value that cannot be made to fit is
        left out, so what is returned keeps the section's rules.

        Args:
            said: the notice's parameters; of `several`, see `handlers.notices.values.several`.
            language: the person's; where nothing is approved in it, it is said in Chinese.
        """
        ways = [way for way in self._ways(section, kind, language) if way.id]
        return [filled for way in ways if (filled := fill(way, said)) is not None]

    def known(self, section: str, template_id: str) -> Template | None:
        """The template that a provider knows under an id."""
        return self._by_id.get((section, template_id))

    def _ways(self, section: str, kind: str, language: str) -> Iterator[Template]:
        for way in WAYS:
            places = ((section, kind, way, spoken) for spoken in (language, DEFAULT))
            yield from islice((self._by_place[place] for place in places if place in self._by_place), 1)


def fill(template: Template, said: Mapping[str, Any]) -> Filled | None:
    """The template with its values, or None where one of them cannot be made to fit."""
    named = values(translator(template.language), template.kind, said)
    filled = {}
    for field in template.fields:
        rule = rule_of(template.section, field)
        filled[field.key] = value = rule.fitted(field.text.format_map(named))
        if rule.broken(value):
            return None
    return Filled(template.kind, template.id, filled, template.wording(filled), template.way)
