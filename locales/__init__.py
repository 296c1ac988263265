"""What is said: the catalogues of each language, and the translation of one message.

Nothing but words lives here: no rule, no query, no channel. Message ids are English sentences with
`{name}` places; the catalogue of a language is `<lang>/LC_MESSAGES/messages.po`, read once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = {"zh_Hans": "中文", "en": "English"}
DEFAULT = "zh_Hans"
HERE = Path(__file__).parent

Translate = Callable[..., str]
"""`t("Saved, number {number}.", number=n) -> str` in one language."""


@dataclass(frozen=True, slots=True)
class Words:
    """A message not yet in a language: its id and the values for its places (may be `Words` too)."""

    msgid: str
    values: Mapping[str, Any] = field(default_factory=dict)


def words(msgid: str, /, **values: Any) -> Words:  # noqa: ANN401 - a place takes whatever prints well
    """Words to be said later, in the language of whoever hears them."""
    return Words(msgid, values)


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """msgid -> translation; empty for a language without a catalogue (the ids are then shown)."""
    from babel.messages.pofile import read_po  # 0.1 s, paid only by whoever speaks

    path = HERE / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file) if m.id and m.string}


@cache
def translator(language: str) -> Translate:
    """The function that says things in `language` (a key of `LANGUAGES`)."""
    known = catalogue(language)

    def t(message: str | Words, /, **values: Any) -> str:  # noqa: ANN401
        if isinstance(message, Words):
            return t(message.msgid, **{**message.values, **values})
        said = {k: t(v) if isinstance(v, Words) else v for k, v in values.items()}
        text = known.get(message, message)
        return text.format(**said) if said else text

    return t
