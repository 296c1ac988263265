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
# Smiles, hearts and flowers behind an answer; a crossed-out sign or a keycap is not among them.
_KIND = "\u263a\u2764\U0001f339\U0001f33b\U0001f337\U0001f338\U0001f44c\U0001f44d\U0001f44f\U0001f4aa\U0001f389\U0001f91d"
_PICTURES = re.compile(
    f"[{_KIND}\u2600\U0001f493-\U0001f49f\U0001f600-\U0001f644\U0001f64b-\U0001f64f\U0001f970-\U0001f97a]"
    "[\ufe0f\u200d\U0001f3fb-\U0001f3ff]*"
    r"|\[(?:微笑|呲牙|愉快|偷笑|憨笑|调皮|害羞|玫瑰|抱拳|握手|强|合十|爱心|太阳|庆祝|加油|奋斗|鼓掌|嘿哈|可爱|拥抱|笑脸)\]"
)
_HESITATION = re.compile(
    "^(?:[嗯呃额唔哦噢啊哎喂诶]+[ ,。、.…~]*|(?:那个|这个|就是说?|然后|怎么说呢|我想想|那么|那)[ ,。、.…~]+)+(?=.)"
)
MARKS = re.compile("[\\s,;:。、!?.'\"()\\[\\]{}<>《》“”‘’*_·\ufe0f\U0001f3fb-\U0001f3ff-]+")
"""Marks that say nothing between the words of a name or a label."""
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


def without_hesitation(text: str) -> str:
    """The text without 嗯, 那个, … before it, if something is left then."""
    return _HESITATION.sub("", text)


@lru_cache(maxsize=2048)
def spoken(text: str) -> str:
    """Folded, without what people say before they know what to say (嗯,那个) and without smiles behind it.

    What consists of nothing else stays as it is: 嗯 may be an answer, and so may a raised thumb.
    """
    bare = clean(_PICTURES.sub("", fold(text)))
    return without_hesitation(bare) or fold(text)


def squeeze(text: str) -> str:
    """Folded, without the blanks that part nothing: a blank stays only between two digits or two letters."""
    return re.sub(r"(?<![0-9a-z]) | (?![0-9a-z])", "", fold(text))


@lru_cache(maxsize=4096)
def compact(text: str) -> str:
    """Folded, without blanks and marks."""
    return MARKS.sub("", fold(text)).replace("其它", "其他")


def listed(spoken: str) -> tuple[str, ...]:
    """The words of a list written in one string, for the tables of this room."""
    return tuple(spoken.split())
