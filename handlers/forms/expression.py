"""The expressions of a form read into a tree: what stands in relevant, constraint, calculation … of an XLSForm.

Read by hand and not by a grammar library: that starts 80 ms faster, and an office is told in its own words
what is wrong and where. `evaluate` checks and runs the tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from handlers.forms.tree import (
    Binary,
    Call,
    Column,
    Here,
    Literal,
    Minus,
    Node,
    Path,
    Ref,
    Step,
    WrongExpression,
)
from locales import words

LONGEST = 16000
"""Characters of one expression; beyond it is a mistake, or an attack."""
DEEPEST = 80
"""How far brackets and calls may be nested."""
LONGEST_CHAIN = 200
"""Operators in a row without brackets."""

BINDS = {
    "or": 1, "and": 2, "=": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "div": 6, "mod": 6,
    "|": 8,
}  # fmt: skip
"""Each operator and how tightly it binds."""
SIGN = 7
"""A minus before a value binds tighter than any operator but `|`."""

FULL_WIDTH = str.maketrans(
    "（），＋－＝＜＞！＄｛｝．＊“”‘’０１２３４５６７８９", "(),+-=<>!${}.*\"\"''0123456789"
)
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
    | (?P<text>"[^"]*"|'[^']*')
    | \$\{\s*(?P<ref>[^\s{}]+)\s*\}
    | (?P<axis>self|child|parent)\s*::
    | (?P<name>[^\W\d][\w-]*(?:\.[\w-]+)*(?::[^\W\d][\w-]*)?)
    | (?P<mark>!=|<=|>=|\.\.|//|[=<>+\-*(),./|\[\]@])
    | (?P<end>\Z)
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str
    at: int


def parse(source: str) -> Node:
    """The tree of an expression. Raises `WrongExpression`."""
    if len(source) > LONGEST:
        raise WrongExpression(
            words("The expression is longer than {most} characters.", most=LONGEST), LONGEST
        )
    return _Parser(tuple(_tokens(source))).whole()


def _tokens(source: str) -> Iterator[Token]:
    position = 0
    while True:
        match = _TOKEN.match(source, position)
        if match is None:
            raise _unreadable(source, position)
        kind = match.lastgroup or "end"
        yield Token(kind, match[kind], match.end() - len(match[0].lstrip()) + 1)
        if kind == "end":
            return
        position = match.end()


def _unreadable(source: str, position: int) -> WrongExpression:
    at = position + len(source[position:]) - len(source[position:].lstrip())
    found = source[at]
    plain = found.translate(FULL_WIDTH)
    if plain != found:
        return WrongExpression(
            words("{found} is a full-width sign; write {plain}", found=found, plain=plain), at + 1
        )
    if found in "\"'":
        return WrongExpression(words("The quotation mark {found} is not closed.", found=found), at + 1)
    if found == "$":
        return WrongExpression(words("A question is written ${name}, with braces.", name="{name}"), at + 1)
    return WrongExpression(words("{found} cannot stand here.", found=found), at + 1)


class _Parser:
    """Operators by how tightly they bind, one token of look-ahead."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self.tokens, self.position, self.depth = tokens, 0, 0

    @property
    def token(self) -> Token:
        return self.tokens[self.position]

    def take(self) -> Token:
        taken = self.token
        self.position += 1
        return taken

    def whole(self) -> Node:
        node = self.expression(0)
        if self.token.kind != "end":
            raise self.unexpected()
        return node

    def expression(self, binding: int) -> Node:
        self.depth += 1
        self.limit(self.depth, DEEPEST)
        left, links = self.operand(), 0
        while self.token.kind in ("mark", "name") and BINDS.get(self.token.text, 0) > binding:
            operator = self.take().text
            left = Binary(operator, left, self.expression(BINDS[operator]))
            links += 1
            self.limit(links, LONGEST_CHAIN)
        self.depth -= 1
        return left

    def limit(self, count: int, most: int) -> None:
        if count > most:
            what = words("The expression is too long or nested too deeply; split it into calculate rows.")
            raise WrongExpression(what, self.token.at)

    def operand(self) -> Node:
        token = self.take()
        if token.kind == "number":
            return Literal(Decimal(token.text))
        if token.kind == "text":
            return Literal(token.text[1:-1])
        if token.kind == "mark" and token.text == "-":
            return Minus(self.expression(SIGN))
        return self.path(token)

    def path(self, token: Token) -> Node:
        """Something that may be followed by `[…]` and `/…`."""
        start = self.root(token) or self.start(token)
        if isinstance(start, Path):
            return start
        if not self.sees("[", "/", "//"):
            return start
        filters, place = self.filters(), token.at
        if isinstance(start, Column):  # a first step like any other
            first = Step(start.name, filters, anywhere=False, at=start.at)
            return Path(None, (), (first, *self.steps()), place)
        return Path(None if isinstance(start, Here) else start, filters, self.steps(), place)

    def root(self, token: Token) -> Path | None:
        """A path from the top (`/data/…`, `//name`) or from the place above (`../…`)."""
        if token.kind == "axis" or (token.kind == "mark" and token.text in ("..", "*")):
            self.position -= 1
            return Path(None, (), (self.step(anywhere=False), *self.steps()), token.at)
        if token.kind != "mark" or token.text not in ("/", "//"):
            return None
        self.position -= 1
        if token.text == "/" and self.tokens[self.position + 1].kind not in ("name", "axis"):
            self.take()
            raise self.unexpected()
        return Path("/", (), self.steps(), token.at)

    def start(self, token: Token) -> Node:
        if token.kind == "ref":
            return Ref(token.text, token.at)
        if token.kind == "name":
            return self.named(token)
        if token.kind == "mark" and token.text == ".":
            return Here(token.at)
        if token.kind == "mark" and token.text == "(":
            inner = self.expression(0)
            self.expect(")")
            return inner
        self.position -= 1
        raise self.unexpected()

    def named(self, token: Token) -> Node:
        if self.sees("("):
            self.take()
            return Call(token.text, self.arguments(), token.at)
        return Column(token.text, token.at)

    def arguments(self) -> tuple[Node, ...]:
        found: list[Node] = []
        while not self.sees(")"):
            if found:
                self.expect(",")
            found.append(self.expression(0))
        self.expect(")")
        return tuple(found)

    def steps(self) -> tuple[Step, ...]:
        found: list[Step] = []
        while self.sees("/", "//"):
            anywhere = self.take().text == "//"
            found.append(self.step(anywhere=anywhere))
            self.limit(len(found), DEEPEST)
        return tuple(found)

    def step(self, *, anywhere: bool) -> Step:
        token = self.take()
        if token.kind == "axis":
            return self.on_axis(token)
        if token.kind == "name" or (token.kind == "mark" and token.text in ("..", ".", "*")):
            return Step(token.text, self.filters(), anywhere, token.at)
        if token.kind == "ref":  # /data/${x}: the name is what counts
            return Step(token.text, self.filters(), True, token.at)
        self.position -= 1
        raise self.unexpected()

    def on_axis(self, axis: Token) -> Step:
        """`self::node()` and `parent::node()`, or `child::name`."""
        name = self.take()
        if name.text == "node" and self.sees("("):
            self.take()
            self.expect(")")
            marks = {"self": ".", "parent": "..", "child": "*"}
            return Step(marks[axis.text], self.filters(), anywhere=False, at=axis.at)
        if axis.text == "child" and (name.kind == "name" or name.text == "*"):
            return Step(name.text, self.filters(), anywhere=False, at=name.at)
        self.position -= 1
        raise self.unexpected()

    def filters(self) -> tuple[Node, ...]:
        found: list[Node] = []
        while self.sees("["):
            self.take()
            found.append(self.expression(0))
            self.expect("]")
        return tuple(found)

    def sees(self, *marks: str) -> bool:
        return self.token.kind == "mark" and self.token.text in marks

    def expect(self, mark: str) -> None:
        if self.token.kind != "mark" or self.token.text != mark:
            raise self.unexpected(mark)
        self.take()

    def unexpected(self, wanted: str = "") -> WrongExpression:
        token = self.token
        if token.kind == "end":
            return WrongExpression(words("The expression stops too early."), token.at)
        if token.text == "@":
            return WrongExpression(words("Attributes such as @{name} cannot be read.", name="id"), token.at)
        if wanted:
            return WrongExpression(
                words("{wanted} is missing before {found}.", wanted=wanted, found=token.text), token.at
            )
        return WrongExpression(words("{found} cannot stand here.", found=token.text), token.at)
