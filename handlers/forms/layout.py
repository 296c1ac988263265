"""How a form's questions lie in groups and repeats: what a path of names leads to, what is asked in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handlers.forms.model import Question, Repeat

Trail = tuple[str, ...]
"""The names from the top of the form down to a question, group or repeat."""


@dataclass(frozen=True, slots=True)
class Block:
    """A repeat with what is asked in each of its iterations."""

    repeat: Repeat
    order: Sequence[int | Block]


@dataclass(frozen=True)
class Layout:
    """`children` holds the names below each group and repeat, `named` where a name in `${…}` leads to."""

    questions: Mapping[Trail, Question]
    repeats: Mapping[Trail, Repeat]
    children: Mapping[Trail, Mapping[str, None]]
    named: Mapping[str, Trail]
    order: Sequence[int | Block]
    _depths: dict[Trail, tuple[int, ...]] = field(default_factory=dict)

    def depths(self, trail: Trail) -> tuple[int, ...]:
        """How far down the repeats around (and at) a trail stand."""
        if trail not in self._depths:
            around = (depth for depth in range(1, len(trail) + 1) if trail[:depth] in self.repeats)
            self._depths[trail] = tuple(around)
        return self._depths[trail]

    def has(self, trail: Trail) -> bool:
        """Whether anything lies there."""
        return trail in self.questions or trail in self.children

    def anywhere(self, above: Trail, name: str) -> list[Trail]:
        """Every trail below another that ends with the name."""
        known = (*self.questions, *self.children)
        return [t for t in known if len(t) > len(above) and t[: len(above)] == above and t[-1] == name]


def layout_of(questions: Sequence[Question], repeats: Sequence[Repeat]) -> Layout:
    """The layout of a form's rows."""
    children: dict[Trail, dict[str, None]] = {(): {}}
    named: dict[str, Trail] = {}
    for trail in (q.trail for q in questions):
        for depth in range(1, len(trail) + 1):
            children.setdefault(trail[: depth - 1], {}).setdefault(trail[depth - 1])
            named.setdefault(trail[depth - 1], trail[:depth])
    known = {q.trail: q for q in questions}
    named.update({q.name: q.trail for q in questions})
    return Layout(known, {r.trail: r for r in repeats}, children, named, _order(questions, repeats))


def _order(questions: Sequence[Question], repeats: Sequence[Repeat]) -> Sequence[int | Block]:
    """The places of the questions as they are asked, those of a repeat together."""
    return _within(0, len(questions), sorted(repeats, key=lambda r: (r.first, -r.end, len(r.trail))))


def _within(start: int, end: int, repeats: Sequence[Repeat]) -> Sequence[int | Block]:
    found: list[int | Block] = []
    at, rest = start, list(repeats)
    while rest:
        outer = rest.pop(0)
        inner = [r for r in rest if r.trail[: len(outer.trail)] == outer.trail]
        rest = [r for r in rest if r not in inner]
        found.extend(range(at, outer.first))
        found.append(Block(outer, _within(outer.first, outer.end, inner)))
        at = outer.end
    return (*found, *range(at, end))
