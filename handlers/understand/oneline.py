"""A form sent in one message: 李家 无问题, 12 0, 对象:李家 时间:昨天 in any order, 李家无问题 where that has one reading.

The form says what it wants, in its order, and how each answer is read; this says which piece of the
message is whose. Nothing is guessed: a piece that could be two answers, or none, is left over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from handlers.understand import Unclear
from handlers.understand.keys import KEYED, by_key
from handlers.understand.text import clean
from handlers.understand.wants import SKIP, Line, Want

LONGEST_LINE = 300
LONGEST_PAIR = 12
SHORTEST_WORDS = 3

_SEPARATOR = re.compile("[ ;#|]+|[,、/](?![0-9])|(?<![0-9])[,、/]")
_WITHIN_DIGITS = re.compile("[,、/]")


def split_line(text: str, wants: Sequence[Want]) -> Line:
    """Which piece of the text answers which want; what is missing is asked by whoever plays the form.

    Pieces with a key come first, the others go by their order: to the first want that is open if it can
    read them, else to the only one that can.
    """
    wants = [replace(want, reads=cache(want.reads)) for want in wants]  # a piece is looked at many times
    line, near = _split(text, wants)
    if line.left and len(near) == len(line.left):
        said = {**line.given, **near}
        mended = " ".join(said[want.name] or SKIP for want in wants if want.name in said)
        line.mended = mended if not _split(mended, wants)[0].left else ""
    return line


def _split(text: str, wants: Sequence[Want]) -> tuple[Line, dict[str, str]]:
    """What was found, and what the pieces left over may have been meant as: name -> text."""
    line, near = Line(), dict[str, str]()
    if len(text) > LONGEST_LINE:
        return Line(left=[text]), near
    atoms = by_key([atom for atom in _SEPARATOR.split(clean(text)) if atom], wants, line)
    for atom in _atoms(atoms, wants, line):
        if not _place(atom, wants, line):
            line.left.append(atom)
            near |= _nearest(atom, [want for want in _open(wants, line) if want.name not in near])
    return line, near


def _open(wants: Sequence[Want], line: Line) -> list[Want]:
    return [want for want in wants if want.name not in line.given]


def _atoms(atoms: Sequence[str], wants: Sequence[Want], line: Line) -> Iterator[str]:
    """The pieces without a key: 12/0 and 1,3 stay whole where somebody reads them so."""
    for atom in atoms:
        whole = not _WITHIN_DIGITS.search(atom) or any(
            want.takes(atom) for want in _open(wants, line) if not want.free
        )
        yield from [atom] if whole else filter(None, _WITHIN_DIGITS.split(atom))


def _place(atom: str, wants: Sequence[Want], line: Line) -> bool:
    """Give the atom to the want it answers, if there is one."""
    standing = _open(wants, line)
    if atom == SKIP and standing:
        line.given[standing[0].name] = ""
        return True
    if _adds(atom, wants, line):
        return True
    home = _home(atom, standing)
    if home:
        line.given[home.name] = atom
        return True
    return _in_two(atom, standing, line) or _in_words(atom, wants, line)


def _in_words(atom: str, wants: Sequence[Want], line: Line) -> bool:
    """Words that no want can read, nor nearly, go to the only free text."""
    standing = _open(wants, line)
    free = [want for want in standing if want.free]
    known = any(want.takes(atom) for want in wants if not want.free)
    if (
        len(free) != 1
        or len(atom) < SHORTEST_WORDS
        or KEYED.match(atom)
        or known
        or _impossible(atom, wants)
        or _nearest(atom, standing)
    ):
        return False
    line.given[free[0].name] = atom
    return True


def _impossible(atom: str, wants: Sequence[Want]) -> bool:
    """Whether the atom was understood as something that there is not, such as 2月30日."""
    read = (want.reads(atom) for want in wants)
    return any(isinstance(found, Unclear) and found.impossible for found in read)


def _home(atom: str, standing: Sequence[Want]) -> Want | None:
    """The first want that is open, or else the only one that can read the atom."""
    if standing and not standing[0].free and standing[0].takes(atom):
        return standing[0]
    able = [want for want in standing if not want.free and want.takes(atom)]
    if _impossible(atom, standing):
        return None
    if not able and standing and standing[0].free:
        return standing[0]
    return able[0] if len(able) == 1 else None


def _adds(atom: str, wants: Sequence[Want], line: Line) -> bool:
    """Whether the atom is a further choice of the answer before it, and can be nothing else."""
    last = next((want for want in wants if [*line.given][-1:] == [want.name]), None)
    if last is None or not last.several or not last.takes(f"{line.given[last.name]} {atom}"):
        return False
    if any(want.takes(atom) for want in _open(wants, line) if not want.free):
        return False
    line.given[last.name] += f" {atom}"
    return True


def _in_two(atom: str, standing: Sequence[Want], line: Line) -> bool:
    """李家无问题: two answers in one piece, if there is only one place where it can be cut."""
    if len(atom) > LONGEST_PAIR:
        return False
    cuts = [
        (one, two, at)
        for at in range(1, len(atom))
        if not (atom[at - 1].isascii() and atom[at].isascii())
        for one, two in [_neighbours(atom[:at], atom[at:], standing)]
        if one and two
    ]
    if len(cuts) != 1:
        return False
    one, two, at = cuts[0]
    line.given |= {one.name: atom[:at], two.name: atom[at:]}
    return True


def _neighbours(head: str, tail: str, standing: Sequence[Want]) -> tuple[Want | None, Want | None]:
    """The first open want for the head, and the want after it that reads the tail."""
    able = [want for want in standing if not want.free]
    if not able or not able[0].takes(head):
        return None, None
    return able[0], _home(tail, able[1:])


def _nearest(atom: str, standing: Sequence[Want]) -> dict[str, str]:
    """What the atom may have been meant as, by the first open want that has one idea of it."""
    for want in standing:
        found = want.reads(atom)
        if isinstance(found, Unclear) and found.maybe:
            return {want.name: found.maybe[0]} if len(found.maybe) == 1 else {}
    return {}
