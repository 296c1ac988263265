"""What was typed, cleaned: one width, no invisible characters, no blanks or marks that say nothing."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from handlers.understand.traditional import SIMPLIFIED

LONGEST = 2000
"""Characters of a message that are read; whoever keeps free text asks `too_long` first."""

_BLANKS = re.compile(r"\s+")
_KEYCAP = re.compile("([0-9#*])\u20e3+")
_EMOJI = "\u00a9\u00ae\u203c-\u20cf\u2100-\u2bff\u3030\u303d\U0001f000-\U0001faff"
_INVISIBLE = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180b-\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0e\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e01ef]"
    f"|(?<![{_EMOJI}])\ufe0f|(?<![{_EMOJI}])(?<![{_EMOJI}]\ufe0f)\u200d"
)
_CLOSING = " 。,;!?.~〜、"
# NFKC would make 5² a plain 52 and 2½ a 21/2: keep apart what is raised or a fraction.
_RAISED = str.maketrans(
    {raised: f"^{plain}" for raised, plain in zip("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "0123456789" * 2, strict=True)}
    | {mark: f" {unicodedata.normalize('NFKC', mark).replace(chr(0x2044), '/')}" for mark in "¼½¾⅓⅔⅛"}
)
_SAME_DOT = {ord(dot): "·" for dot in "•・‧∙⋅"}


def too_long(text: str) -> bool:
    """Whether part of the message would not be read."""
    return len(text) > LONGEST


def clean(text: str) -> str:
    """The words of a message: half width (NFKC), single blanks, without closing marks; emoji stay.

    Control characters, zero-width characters and lone surrogates go. At most `LONGEST` characters. A
    message of nothing but marks (`?`, `。`) stays as it is. `clean(clean(x)) == clean(x)`.
    """
    text = text[:LONGEST]
    if text.isalnum() and unicodedata.is_normalized("NFKC", text):
        return text
    seen = _BLANKS.sub(" ", _visible(text)).strip()[:LONGEST]
    return seen.rstrip(_CLOSING) or seen


def _visible(text: str) -> str:
    one_width = unicodedata.normalize("NFKC", _BLANKS.sub(" ", text.translate(_RAISED)))
    return unicodedata.normalize("NFKC", _KEYCAP.sub(r"\1", _INVISIBLE.sub("", one_width)))


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """What is compared: cleaned, small letters, simplified characters, one kind of middle dot.

    Kept for the texts seen last, since every label of a list is folded for every answer.
    """
    return clean(text).casefold().translate(SIMPLIFIED).translate(_SAME_DOT)


def squeeze(text: str) -> str:
    """Folded, without the blanks that part nothing: a blank stays only between two digits or two letters."""
    return re.sub(r"(?<![0-9a-z]) | (?![0-9a-z])", "", fold(text))


def listed(spoken: str) -> tuple[str, ...]:
    """The words of a list written in one string, for the tables of this room."""
    return tuple(spoken.split())
