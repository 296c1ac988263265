"""The pieces of a report that name what they answer: 对象:李家, 对象 李家, 对象李家, h12."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from handlers.understand.text import fold
from handlers.understand.wants import Line, Want

MOST_PIECES = 30
KEYED = re.compile("([^:=]{1,12})[:=] ?(.*)")
"""A piece with its key, a colon between them."""


def by_key(atoms: Sequence[str], wants: Sequence[Want], line: Line) -> list[str]:
    """Take out what has a key (对象:李家, 对象 李家, 对象李家, h12); the other pieces, in their order."""
    called = {fold(key): want for want in wants for key in want.keys}
    rest: list[str] = []
    queue = list(atoms[:MOST_PIECES])
    while queue:
        atom = queue.pop(0)
        keyed = _keyed(atom, queue, called)
        if keyed is None or keyed[0].name in line.given:
            rest.append(atom)
            continue
        want, value = keyed
        line.given[want.name] = " ".join([value, *_more(value, want, queue, called)]).strip()
    return [*rest, *atoms[MOST_PIECES:]]


def _keyed(atom: str, queue: list[str], called: Mapping[str, Want]) -> tuple[Want, str] | None:
    """The want that an atom names, and its value; the value may be the atom after it."""
    match = KEYED.fullmatch(atom)
    want = called.get(fold(match[1])) if match else called.get(fold(atom))
    value = match[2] if match else ""
    if want is None:
        return None if match else _glued(atom, called)
    if not value and queue and (want.free or want.takes(queue[0])):
        value = queue.pop(0)
    return (want, value) if value and (want.free or want.takes(value)) else None


def _glued(atom: str, called: Mapping[str, Want]) -> tuple[Want, str] | None:
    """对象李家, h12: a key with its value, if the value can be read so and the whole cannot be otherwise."""
    typed = fold(atom)
    for key, want in called.items():
        value = atom[len(key) :]
        apart = not key.isascii() or not value[:1].isalpha() or not value[:1].isascii()
        if typed.startswith(key) and value and apart and not want.free and want.takes(value):
            others = any(not other.free and other.takes(atom) for other in called.values())
            return None if others else (want, value)
    return None


def _more(value: str, want: Want, queue: list[str], called: Mapping[str, Want]) -> Iterator[str]:
    """The atoms after a keyed value that belong to it: all words of a free text, further choices."""
    while queue and (want.free or want.several) and _keyed(queue[0], queue[1:], called) is None:
        if not want.free and not want.takes(f"{value} {queue[0]}"):
            return
        value = f"{value} {queue[0]}"
        yield queue.pop(0)
