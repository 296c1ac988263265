"""SMS as the network counts it: UTF-16 code units, 70 in one message, 67 in each part of a longer one."""

from __future__ import annotations

from bot.channels.text import SIZES

ONE, PART = 70, 67
"""Code units of a message that is alone, and of a part: six bytes of each part say how they are joined."""


def units(text: str) -> int:
    """Code units of UTF-16; a character outside the basic plane (𠮷, 😀) takes two."""
    return SIZES["utf16"](text)


def segments(text: str) -> int:
    """How many messages `text` is on the wire, its signature included; it is charged by them."""
    return len(cut(text))


def cut(text: str) -> list[str]:
    """The parts as they go over the air; joined again they are `text`. No character is cut in two."""
    if units(text) <= ONE:
        return [text] if text else []
    parts, start, used = [], 0, 0
    for at, char in enumerate(text):
        size = units(char)
        if used + size > PART:
            parts.append(text[start:at])
            start, used = at, 0
        used += size
    return [*parts, text[start:]]
