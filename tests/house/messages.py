"""The msgids in the code, and the catalogues brought in step with them (`python -m tests.house.messages`)."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "handlers", "storage", "scheduler")
SAYING = frozenset({"t", "words", "Words"})
"""Functions whose first argument is a msgid."""


def said() -> dict[str, list[tuple[str, int]]]:
    """msgid -> where it stands in the code."""
    found: dict[str, list[tuple[str, int]]] = {}
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for msgid, line in _said_in(ast.parse(path.read_text("utf-8"))):
                found.setdefault(msgid, []).append((str(path.relative_to(ROOT)), line))
    return found


def _said_in(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in SAYING and node.args:
            yield from ((text, node.lineno) for text in _texts(node.args[0]))
        if isinstance(node, ast.Assign | ast.AnnAssign) and _is_table(node):
            yield from ((n.value, n.lineno) for n in ast.walk(node.value) if _is_sentence(n))  # type: ignore[arg-type, union-attr, attr-defined]


def _texts(argument: ast.expr) -> Iterator[str]:
    """The sentences an argument may be: itself, or either side of a condition."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value
    if isinstance(argument, ast.IfExp):
        yield from _texts(argument.body)
        yield from _texts(argument.orelse)


def _is_table(node: ast.Assign | ast.AnnAssign) -> bool:
    """A table of sentences that are said later: a dictionary named in capitals, all of msgids."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return any(isinstance(t, ast.Name) and t.id in {"BECAME"} for t in targets)


def _is_sentence(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value[:1].isupper()


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def path_of(language: str) -> Path:
    """The catalogue of a language."""
    return ROOT / "locales" / language / "LC_MESSAGES" / "messages.po"


def catalogue(language: str) -> Catalog:
    """A catalogue as it is on disk."""
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def bring_in_step(language: str) -> list[str]:
    """Sort the catalogue, drop what nobody says, add what is new; returns msgids without a translation."""
    found, old = said(), catalogue(language)
    new = Catalog(locale=language, project="Bangfu", charset="utf-8", fuzzy=False)
    for msgid in sorted(found):
        known = old.get(msgid)
        new.add(msgid, known.string if known else "", flags=known.flags - {"fuzzy"} if known else ())
    with path_of(language).open("wb") as file:
        write_po(file, new, width=110, sort_output=True, omit_header=False, no_location=True)
    return [msgid for msgid in sorted(found) if not (old.get(msgid) and old.get(msgid).string)]  # type: ignore[union-attr]


def main() -> int:
    """Bring the Chinese catalogue in step; 1 if something is not translated."""
    missing = bring_in_step("zh_Hans")
    for text in missing:
        print(f"not translated: {text!r}")
    return bool(missing)


if __name__ == "__main__":
    sys.exit(main())
