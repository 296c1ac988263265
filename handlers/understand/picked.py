"""Several of a list answered at once: 1-5同意, 1,3同意, 全部同意, 同意1、3, 2不同意 人手不够. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handlers.understand.text import fold

MOST = 30
"""The highest number of a list that is read."""
_NO = "不同意|不批准|驳回|不属实"
_YES = "同意|批准|属实"
_ALL = "全部|所有|全都|都|all"
_ONE = r"[0-9]{1,2}(?:(?:-|~|〜|到|至)[0-9]{1,2})?"
_LIST = rf"{_ONE}(?:[ ,、和及]+{_ONE})*"
_BEHIND = re.compile(rf"(?P<which>{_ALL}|{_LIST})[ ,、项条]*(?P<said>{_NO}|{_YES})(?P<why>.*)")
_BEFORE = re.compile(rf"(?P<said>{_NO}|{_YES})[ :]*(?P<which>{_ALL}|{_LIST})(?P<why>(?:[ ,;].*)?)")
_RANGE = re.compile(r"([0-9]+)(?:[-~〜到至]([0-9]+))?")


@dataclass(frozen=True, slots=True)
class Picked:
    """Which of a list (None: all of it), the answer, and the reason in the words typed."""

    numbers: tuple[int, ...] | None
    yes: bool
    why: str = ""


def read_picked(text: str) -> Picked | None:
    """An answer to several of a list, or None. `text` is cleaned."""
    found = _BEHIND.fullmatch(fold(text)) or _BEFORE.fullmatch(fold(text))
    if found is None or found["why"][:1].isdigit():
        return None
    why = text[len(text) - len(found["why"]) :].strip(" ,:;、。") if found["why"] else ""
    yes = re.fullmatch(_YES, found["said"]) is not None
    if re.fullmatch(_ALL, found["which"]):
        return Picked(None, yes, why)
    numbers = [number for span in _RANGE.finditer(found["which"]) for number in _span(*span.groups())]
    return Picked(tuple(dict.fromkeys(numbers)), yes, why) if numbers else None


def _span(first: str, last: str | None) -> range:
    begin, end = sorted((int(first), min(int(last or first), MOST)))
    return range(begin, end + 1)
