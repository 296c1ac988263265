"""What a channel without buttons or with a length limit makes of a message.

Options become a numbered list, and a long text becomes several: cut behind a line, a sentence or a
comma where one is near, else between characters as a reader sees them, never inside one
(a surrogate pair, a letter with its accents, a family of emoji, a flag).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from bot.channels.base import Capabilities
from handlers.replies import Option, Say

ONE_LINE = 30
"""Characters up to which the choices stand in one line: 1保存 2修改 3放弃."""

BREAKS = ("\n", "。；！？;!?", ",，、 ")
"""Where a text may be cut, best first; the mark stays with the part before the cut."""

SIZES: dict[str, Callable[[str], int]] = {
    "bytes": lambda text: len(text.encode("utf-8", "surrogatepass")),
    "utf16": lambda text: len(text.encode("utf-16-le", "surrogatepass")) // 2,
    "characters": len,
}
"""How long a text is in the unit that a channel counts by (`Capabilities.unit`)."""


def as_text(say: Say) -> str:
    """The message as plain text: its words, the numbered choices, the moves in brackets."""
    return "\n".join(part for part in (say.text, choices(say.options), small_print(say.moves)) if part)


def choices(options: Sequence[Option]) -> str:
    """`1保存 2修改 3放弃` where that is short and clear, else a choice to a line."""
    items = [numbered(option) for option in options]
    line = " ".join(items)
    crowded = len(line) > ONE_LINE or any(" " in item for item in items)
    return "\n".join(items) if crowded else line


def numbered(option: Option) -> str:
    """Key and label; apart where the label would run into the key (`1 2组`, `1 Save`)."""
    if option.key == option.label:
        return option.label
    return option.key + (" " if option.label[:1].isascii() else "") + option.label


def small_print(moves: Sequence[Option]) -> str:
    """`(*返回 #取消)`, or nothing."""
    return f"({' '.join(numbered(move) for move in moves)})" if moves else ""


def fit(say: Say, capabilities: Capabilities) -> list[Say]:
    """The message as as many as the channel's length asks for: picture first, choices last."""
    parts = split(say.text, capabilities.longest, capabilities.unit)
    if len(parts) < 2:
        return [say]
    first, *between, last = parts
    return [
        Say(first, picture=say.picture),
        *(Say(part) for part in between),
        replace(say, text=last, picture=None),
    ]


def portions(messages: Sequence[Say], capabilities: Capabilities) -> list[Say]:
    """An answer as the messages it becomes: where the channel `joins`, as few as its length allows.

    A picture is a message of its own, before its text. The same answer gives the same messages always.
    """
    if not capabilities.joins:
        return list(messages)
    found: list[Say] = []
    for say in messages:
        found += [Say("", picture=say.picture)] if say.picture else []
        _join(found, as_text(say), capabilities)
    return found


def _join(found: list[Say], text: str, capabilities: Capabilities) -> None:
    """Put a text behind the last one where both fit into one message, else behind it as as many as it needs."""
    joined = f"{found[-1].text}\n\n{text}" if found and found[-1].text else ""
    if joined and SIZES[capabilities.unit](joined) <= capabilities.longest:
        found[-1] = Say(joined)
    else:
        found += [Say(part) for part in split(text, capabilities.longest, capabilities.unit)]


def split(text: str, longest: int, unit: str = "characters") -> list[str]:
    """`text` in parts of at most `longest` units; joined again they are `text`.

    A single character (as seen) that is longer than a part is the only one ever cut.
    """
    size = SIZES[unit]
    if size(text) <= longest:
        return [text] if text else []
    seen = [c for whole in clusters(text) for c in cut_down(whole, longest, size)]
    parts, start = [], 0
    while start < len(seen):
        window = seen[start : start + longest + 1]
        end = ending(window, room(window, longest, size))
        parts.append("".join(window[:end]))
        start += end
    return parts


def cut_down(seen: str, longest: int, size: Callable[[str], int]) -> Sequence[str]:
    """One seen character; its code points where it alone is longer than a part."""
    return seen if size(seen) > longest else [seen]


def room(window: Sequence[str], longest: int, size: Callable[[str], int]) -> int:
    """How many of the seen characters fit into one part; at least one."""
    return max(1, sum(total <= longest for total in accumulate(map(size, window))))


def ending(window: Sequence[str], end: int) -> int:
    """Where the part ends: behind the best mark in its second half, else where the room ends."""
    if end == len(window):
        return end
    for marks in BREAKS:
        for at in range(end, end // 2, -1):
            if window[at - 1] in marks:
                return at
    return end


def clusters(text: str) -> Iterator[str]:
    """The characters of `text` as a reader sees them (a short form of Unicode's UAX 29)."""
    start = flags = 0
    for at in range(1, len(text)):
        flags = flags + 1 if is_flag(text[at - 1]) else 0
        if not joined(text[at - 1], text[at], flags):
            yield text[start:at]
            start = at
    if text:
        yield text[start:]


def joined(left: str, right: str, flags: int) -> bool:
    """Do two neighbours belong to one seen character? `flags`: flag letters up to and with `left`."""
    if extends(right) or left == "\u200d" or (left, right) == ("\r", "\n"):
        return True
    if is_flag(right):
        return flags % 2 == 1
    return "\ud800" <= left <= "\udbff" and "\udc00" <= right <= "\udfff"


def extends(char: str) -> bool:
    """Accents, variation marks, skin tones, the joiner: what sits on the character before."""
    return char >= "\u0300" and (
        char in "\u200c\u200d" or "\U0001f3fb" <= char <= "\U0001f3ff" or unicodedata.category(char)[0] == "M"
    )


def is_flag(char: str) -> bool:
    """One of the two letters that make a flag."""
    return "\U0001f1e6" <= char <= "\U0001f1ff"
