"""A template of the catalogue: where it is approved, for which kind, with which words and fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from locales import DEFAULT

PLACES = {
    "aliyun": re.compile(r"\$\{([^{}]*)\}"),
    "tencent": re.compile(r"\{([^{}]*)\}"),
    "gateway": re.compile(r"\{([^{}]*)\}"),
}
"""Section -> where a wording has its variables: ${week}, {1}, {week}."""

SECTIONS = ("wechat", *PLACES)
SUBSCRIPTION = "subscription"
WAYS = ("template", SUBSCRIPTION)
"""In the order they are tried. Only `wechat` has the second."""


@dataclass(frozen=True, slots=True)
class Field:
    """A variable of a template: its key at the provider, and what stands in it.

    `text` is said with the kind's values: `本周驻村还需{need}`. `longest` is the limit in characters where
    the provider granted another than the section's rule. `label` is what stands before it (WeChat).
    `cuts`: its end may be lost, as that of a list of names.
    """

    key: str
    text: str
    longest: int | None = None
    label: str = ""
    cuts: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """What is approved, or to be approved, for one kind in one section.

    `id` is the provider's, empty until the office has one. `body` is the wording as it is submitted, with
    its variables; in WeChat, which words the rest itself, the title. `variants`: other wordings with the
    same variables, for when the first is refused.
    """

    section: str
    kind: str
    way: str
    id: str
    body: str
    fields: tuple[Field, ...]
    variants: tuple[str, ...] = ()
    language: str = DEFAULT

    @property
    def where(self) -> str:
        """`[wechat.N01.subscription]`, as it stands in the file."""
        kind = self.kind if self.language == DEFAULT else f'"{self.kind}.{self.language}"'
        way = "" if self.way == WAYS[0] else f".{self.way}"
        return f"[{self.section}.{kind}{way}]"

    def variables(self, body: str) -> Iterator[str]:
        """The variables of a wording, in its order."""
        if self.section in PLACES:
            yield from PLACES[self.section].findall(body)

    def wording(self, values: Mapping[str, str]) -> str:
        """The whole text as it will be read, without the signature."""
        if self.section not in PLACES:
            lines = (f"{field.label}:{values[field.key]}" for field in self.fields)
            return "\n".join((self.body, *lines))
        return PLACES[self.section].sub(lambda place: values[place.group(1)], self.body)
