"""The expressions of a form read into a tree: what stands in relevant, constraint, calculation … of an XLSForm.

Read by hand and not by a grammar library: that starts 80 ms faster, and an office is told in its own words
what is wrong and where. `evaluate` checks and runs the tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from handlers.forms.tree import Binary, Call, Column, Here, Literal, Minus, Node, Ref, WrongExpression
from locales import words

LONGEST = 4000
"""Characters of one expression; beyond it is a mistake, or an attack."""
DEEPEST = 40
"""How far brackets and calls may be nested."""
LONGEST_CHAIN = 200
"""Operators in a row without brackets."""

BINDS = {
    "or": 1, "and": 2, "=": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "div": 6, "mod": 6,
}  # fmt: skip
"""Each operator and how tightly it binds."""
SIGN = 7
"""A minus before a value binds tighter than any operator."""

FULL_WIDTH = str.maketrans(
    "（），＋－＝＜＞！＄｛｝．＊“”‘’０１２３４５６７８９", "(),+-=<>!${}.*\"\"''0123456789"
)
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
    | (?P<text>"[^"]*"|'[^']*')
    | \$\{\s*(?P<ref>[^\s{}]+)\s*\}
    | (?P<name>[^\W\d][\w-]*(?:\.[\w-]+)*(?::[^\W\d][\w-]*)?)
    | (?P<mark>!=|<=|>=|\.\.|//|[=<>+\-*(),./|\[\]])
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
        if token.kind == "ref":
            return Ref(token.text, token.at)
        if token.kind == "name":
            return self.named(token)
        return self.marked(token)

    def named(self, token: Token) -> Node:
        if self.token.text == "(" and self.token.kind == "mark":
            self.take()
            return Call(token.text, self.arguments(), token.at)
        return Column(token.text, token.at)

    def arguments(self) -> tuple[Node, ...]:
        found: list[Node] = []
        while not self.closes():
            if found:
                self.expect(",")
            found.append(self.expression(0))
        self.expect(")")
        return tuple(found)

    def closes(self) -> bool:
        return self.token.text == ")" and self.token.kind == "mark"

    def marked(self, token: Token) -> Node:
        if token.text == "-" and token.kind == "mark":
            return Minus(self.expression(SIGN))
        if token.text == "(" and token.kind == "mark":
            inner = self.expression(0)
            self.expect(")")
            return inner
        if token.text == "." and token.kind == "mark":
            return Here(token.at)
        self.position -= 1
        raise self.unexpected()

    def expect(self, mark: str) -> None:
        if self.token.kind != "mark" or self.token.text != mark:
            raise self.unexpected(mark)
        self.take()

    def unexpected(self, wanted: str = "") -> WrongExpression:
        token = self.token
        if token.kind == "end":
            return WrongExpression(words("The expression stops too early."), token.at)
        if token.text in ("/", "//", "..", "[", "]", "|"):
            return WrongExpression(
                words("Paths such as {found} cannot be played; name the question.", found=token.text),
                token.at,
            )
        if wanted:
            return WrongExpression(
                words("{wanted} is missing before {found}.", wanted=wanted, found=token.text), token.at
            )
        return WrongExpression(words("{found} cannot stand here.", found=token.text), token.at)
