"""The state of a draft as one expression sees it: from which place, in which iteration, with which answer at hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

from handlers.forms.model import LAST_SAVED, Choice, key_of
from handlers.forms.offered import choice_label, lines
from handlers.forms.places import Cell, Line, Listing, Place, Somewhere
from handlers.forms.values import Nodes, Operand, Value, first, text, truth

if TYPE_CHECKING:
    from handlers.forms.state import State

Formula = Callable[["Scope"], Operand]


@dataclass(frozen=True, slots=True)
class Scope:
    """`origin` is the question (or group) of the expression, `place` what is looked at from there."""

    state: State
    origin: Place
    here: Value = None
    place: Somewhere | None = None
    position: tuple[int, int] = (1, 1)

    @property
    def now(self) -> datetime:
        return self.state.world.now

    @property
    def language(self) -> str:
        return self.state.world.language

    @property
    def rng(self) -> Random:
        return self.state.world.rng

    def value(self, name: str) -> Operand:
        if name in self.state.form.lone:
            return self.state.value(name)
        if name.startswith(LAST_SAVED):
            return self.state.world.facts.get(name)
        return self._settled(self._named(name))

    def nodes(self, name: str) -> Nodes:
        return self._worth(self._named(name))

    def column(self, name: str) -> Operand:
        return self._settled(self._below(self.place or self.origin, name))

    def choice_label(self, question: str, choice: str) -> str:
        return choice_label(self.state, question, choice)

    def itext(self, id_: str) -> str:
        listed, _, number = id_.rpartition("-")
        listing = lines(self.state, listed)
        return (
            self.state.text(listing[int(number)].label)
            if number.isdecimal() and int(number) < len(listing)
            else ""
        )

    def current(self) -> Nodes:
        return Nodes((self.origin,), (self.here,))

    def instance(self, name: str) -> Nodes:
        return Nodes((Listing(name),), (None,))

    def look_up(self, name: str, where: Mapping[str, str], column: str) -> Value:
        for choice in lines(self.state, name):
            if all(text(self._column(choice, key)) == wanted for key, wanted in where.items()):
                return self._column(choice, column) or ""
        return ""

    def number_of(self, nodes: Nodes) -> int:
        if not nodes.places:
            return 0
        return nodes.places[0].positions[-1] if nodes.places[0].positions else 1

    def asked_in(self, node: Nodes, iterations: Mapping[tuple[str, ...], int]) -> Value:
        places = [p for p in node.places if isinstance(p, Place)]
        if not places:
            return ""
        found = [Place((), ())]
        for name in places[0].path:
            found = [below for above in found for below in self._in_iteration(above, name, iterations)]
        return self._answer(found[0]) if found else ""

    def _in_iteration(
        self, place: Place, name: str, iterations: Mapping[tuple[str, ...], int]
    ) -> list[Place]:
        """What lies below a place; of a repeat the iteration wanted, where one is."""
        trail = (*place.path, name)
        wanted = iterations.get(trail)
        if wanted is None:
            return self._children(place, name)
        many = self.state.count(self.state.form.layout.repeats[trail], place.positions)
        return [Place(trail, (*place.positions, wanted))] if 1 <= wanted <= many else []

    def walk(
        self,
        places: Operand,
        top: bool,
        filters: Sequence[Formula],
        steps: Sequence[tuple[str, bool, Sequence[Formula]]],
        gathers: bool,
    ) -> Operand:
        found: Sequence[Somewhere] = [self.place or self.origin]
        if isinstance(places, Nodes):
            found = places.places
        if top:
            found, steps = [Place((), ())], steps if steps[0][1] else steps[1:]
        found = self._kept(found, filters)
        for name, anywhere, conditions in steps:
            found = [p for place in found for p in self._kept(self._next(place, name, anywhere), conditions)]
            found = list(dict.fromkeys(found))
        return self._worth(found) if gathers else self._settled(found)

    def _next(self, place: Somewhere, name: str, anywhere: bool) -> list[Somewhere]:
        if anywhere and isinstance(place, Place):
            trails = self.state.form.layout.anywhere(place.path, name)
            return [p for trail in trails for p in self._spread(place, trail[len(place.path) :])]
        if name == "..":
            return self._above(place)
        return [place] if name == "." else self._below(place, name)

    def _above(self, place: Somewhere) -> list[Somewhere]:
        if isinstance(place, Cell):
            return [place.line]
        if isinstance(place, Line):
            return [Listing(place.listing)]
        if not isinstance(place, Place) or not place.path:
            return []
        above = place.path[:-1]
        return [Place(above, place.positions[: len(self.state.form.layout.depths(above))])]

    def _below(self, place: Somewhere, name: str) -> list[Somewhere]:
        if isinstance(place, Place):
            names = self.state.form.layout.children.get(place.path, ()) if name == "*" else (name,)
            return [p for child in names for p in self._children(place, child)]
        if isinstance(place, Listing):
            if name == "root":
                return [place]
            return [Line(place.name, at, c) for at, c in enumerate(lines(self.state, place.name), start=1)]
        return [self._cell(place, name)] if isinstance(place, Line) else []

    def _cell(self, line: Line, name: str) -> Cell:
        if name == "itextId":
            return Cell(line, name, f"{line.listing}-{line.number - 1}")
        return Cell(line, name, self._column(line.choice, name))

    def _column(self, choice: Choice, name: str) -> Value:
        """A column of a line; `name` and `label` are columns too, unless the list has its own."""
        if name in choice.columns:
            return choice.columns[name]
        if name == "name":
            return choice.name
        return self.state.text(choice.label) if name == "label" else None

    def _named(self, name: str) -> list[Somewhere]:
        """Where `${name}` leads: what shares a repeat with this place is taken from the same iteration."""
        layout = self.state.form.layout
        trail = layout.named.get(name)
        if trail is None:
            return []
        shared = 0
        for depth in layout.depths(trail):
            if depth < len(trail) and trail[:depth] == self.origin.path[:depth]:
                shared = depth
        positions = self.origin.positions[: len(layout.depths(trail[:shared]))]
        return self._spread(Place(trail[:shared], positions), trail[shared:])

    def _spread(self, place: Place, trail: Sequence[str]) -> list[Somewhere]:
        """Every place down a trail, in every iteration."""
        found = [place]
        for name in trail:
            found = [child for above in found for child in self._children(above, name)]
        return list(found)

    def _kept(self, places: Sequence[Somewhere], conditions: Sequence[Formula]) -> Sequence[Somewhere]:
        """The places for which the conditions in brackets hold; a number means the place of that number."""
        for condition in conditions:
            many = len(places)
            places = [p for at, p in enumerate(places, start=1) if self._fits(p, (at, many), condition)]
        return places

    def _fits(self, place: Somewhere, position: tuple[int, int], condition: Formula) -> bool:
        seen = replace(self, place=place, position=position, here=self._answer(place))
        found = condition(seen)
        plain = first(found)
        if isinstance(plain, Decimal | int) and not isinstance(plain, bool) and not isinstance(found, Nodes):
            return plain == position[0]
        return truth(found)

    def _settled(self, places: Sequence[Somewhere]) -> Operand:
        """One question reached is its answer; of a group, or of several, the places."""
        if len(places) == 1 and self._is_leaf(places[0]):
            return self._answer(places[0])
        return self._worth(places) if places else None

    def _worth(self, places: Sequence[Somewhere]) -> Nodes:
        return Nodes(tuple(places), tuple(self._answer(place) for place in places))

    def _children(self, place: Place, name: str) -> list[Place]:
        """What lies below a place under a name, in each iteration; nothing where it is not relevant."""
        trail = (*place.path, name)
        layout = self.state.form.layout
        if repeat := layout.repeats.get(trail):
            many = self.state.count(repeat, place.positions)
            return [Place(trail, (*place.positions, at)) for at in range(1, many + 1)]
        question = layout.questions.get(trail)
        if question is not None:
            return (
                [Place(trail, place.positions)]
                if self.state.relevant(key_of(question.name, place.positions))
                else []
            )
        return [Place(trail, place.positions)] if trail in layout.children else []

    def _answer(self, place: Somewhere) -> Value:
        """The answer of a place; None for a group."""
        if isinstance(place, Cell):
            return place.value
        question = self.state.form.layout.questions.get(place.path) if isinstance(place, Place) else None
        return self.state.value(key_of(question.name, place.positions)) if question else None

    def _is_leaf(self, place: Somewhere) -> bool:
        """Whether a place has an answer and nothing below it."""
        return isinstance(place, Cell) or (
            isinstance(place, Place) and place.path in self.state.form.layout.questions
        )
