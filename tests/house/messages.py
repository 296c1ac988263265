"""The msgids in the code, and the catalogues brought in step with them (`python -m tests.house.messages`)."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "handlers", "storage", "scheduler")
SAYING = frozenset({"t", "words", "Words"})
"""Functions whose first argument is a msgid."""


@dataclass(frozen=True, slots=True)
class Said:
    """A msgid where the code says it; `given`: the values passed with it, None where that cannot be seen."""

    msgid: str
    path: str
    line: int
    given: frozenset[str] | None

    @property
    def where(self) -> str:
        return f"{self.path}:{self.line}"


@cache
def said() -> tuple[Said, ...]:
    """Every place of the code that says a msgid; the code is read once."""
    paths = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    return tuple(
        each
        for path in paths
        for each in said_in(ast.parse(path.read_text("utf-8")), str(path.relative_to(ROOT)))
    )


def said_in(tree: ast.Module, path: str) -> Iterator[Said]:
    """The msgids said in one module."""
    tables = _tables(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in SAYING and node.args:
            texts = _texts(node.args[0], tables)
            yield from (Said(text, path, node.lineno, _given(node)) for text in texts)


def _tables(tree: ast.Module) -> dict[str, list[ast.expr]]:
    """Name -> what it may stand for: a constant's own items, or what a comprehension runs over."""
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Name) and target.id.isupper():
                    found.setdefault(target.id, []).extend(_items(node.value))
        if isinstance(node, ast.comprehension) and isinstance(node.target, ast.Name):
            found.setdefault(node.target.id, []).extend(_items(node.iter))
    return found


def _items(value: ast.expr) -> list[ast.expr]:
    """The items of a tuple, list or dictionary that is written out."""
    if isinstance(value, ast.Tuple | ast.List | ast.Set):
        return value.elts
    return list(value.values) if isinstance(value, ast.Dict) else []


def _texts(argument: ast.expr, tables: Mapping[str, list[ast.expr]]) -> Iterator[str]:
    """The sentences an argument may be: itself, a side of a condition, or any item of a table it is taken from."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value
    elif isinstance(argument, ast.IfExp):
        yield from _texts(argument.body, tables)
        yield from _texts(argument.orelse, tables)
    else:
        for item in tables.get(_table_of(argument), ()):
            if isinstance(item, ast.Constant) and isinstance(item.value, str):
                yield item.value


def _table_of(argument: ast.expr) -> str:
    """`MONTHS` of `MONTHS[n]` and `MONTHS.get(n)`; `name` of `name`."""
    if isinstance(argument, ast.Call) and isinstance(argument.func, ast.Attribute):
        argument = argument.func.value
    if isinstance(argument, ast.Subscript):
        argument = argument.value
    return argument.id if isinstance(argument, ast.Name) else ""


def _given(call: ast.Call) -> frozenset[str] | None:
    """The names of the values of a `t(...)`; those of `words(...)` may also come later."""
    names = [keyword.arg for keyword in call.keywords]
    if _name(call.func) != "t" or len(call.args) > 1 or None in names:
        return None
    return frozenset(name for name in names if name)


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def path_of(language: str) -> Path:
    """The catalogue of a language."""
    return ROOT / "locales" / language / "LC_MESSAGES" / "messages.po"


def catalogue(language: str) -> dict[str, str]:
    """msgid -> translation, as it is on disk."""
    with path_of(language).open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file, locale=language) if m.id}


def bring_in_step(language: str) -> list[str]:
    """Sort the catalogue, drop what nobody says, add what is new; returns msgids without a translation."""
    wanted, known = sorted({each.msgid for each in said()}), catalogue(language)
    new = Catalog(locale=language, project="Bangfu", charset="utf-8", fuzzy=False)
    for msgid in wanted:
        new.add(msgid, known.get(msgid, ""))
    head = (
        'msgid ""\nmsgstr ""\n"Project-Id-Version: bangfu\\n"\n'
        f'"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n\n'
    )
    with path_of(language).open("wb") as file:
        file.write(head.encode())
        write_po(file, new, width=0, omit_header=True)
    return [msgid for msgid in wanted if not known.get(msgid)]


def main() -> int:
    """Bring the Chinese catalogue in step; 1 if something is not translated."""
    missing = bring_in_step("zh_Hans")
    for text in missing:
        sys.stdout.write(f"not translated: {text!r}\n")
    return bool(missing)


if __name__ == "__main__":
    sys.exit(main())
