"""Habits: short functions and files, no test doubles by patching, nothing left out, nothing secret, no print."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tree import ROOT, files, name, parsed, python_files

LONGEST_FILE = 300
MEDIAN, NINE_OF_TEN = 5, 18
HERE = "tests/house/test_house_rules.py"

PATCHING = re.compile(r"\b(unittest\.mock|MagicMock|AsyncMock|monkeypatch\.(setattr|setitem|delattr))\b")
LEAVING_OUT = re.compile(r"\b(mark\.(skip|skipif|xfail)|pytest\.(skip|xfail|importorskip)|expectedFailure)\b")
UNFINISHED = re.compile(r"\b(TO[D]O|FIX[M]E|XX[X]|HAC[K])\b|raise Not[I]mplementedError")
REGISTRY = re.compile(
    r"--(extra-)?index-url|\bpy[p]i\.|python[h]osted|/simple/|registry\.np[m]|go[p]roxy", re.IGNORECASE
)
MACHINE = re.compile(r"(?<![\w.~:])/(?!root/item\b)(home|root|work|Users|tmp|mnt|workspace)/\w")
SECRET = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{30,}|\bsk-\w{20,}|://[^/\s:@{}]+:[^/\s:@{}$]+@"
)
REAL_PHONE = re.compile(r"(?<!\d)1(?!99|3812345678)[3-9]\d{9}(?!\d)")
# 13812345678 stands on every form as the example. 9999 is no area code; the other number is the example that the standard (GB 11643) itself prints.
REAL_ID = re.compile(
    r"(?<!\d)(?!9999|110105194912310)[1-9]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])\d{3}[\dXx](?!\d)"
)

TEXTS = [path for path in files() if path.suffix not in {".png", ".jpg", ".xlsx", ".ico"}]


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a body, without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return sum((node.end_lineno or 0) - node.lineno + 1 for node in body)


def found(pattern: re.Pattern[str], paths: list[Path] | None = None) -> Iterator[str]:
    """Where a pattern stands in the repository's texts, but for this file."""
    for path in TEXTS if paths is None else paths:
        if name(path) != HERE:
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                if match := pattern.search(line):
                    yield f"{name(path)}:{number} {match[0]}"


def test_functions_are_short() -> None:
    functions = (
        lines_of(node)
        for path in python_files("bot", "handlers", "scheduler", "storage", "locales")
        if "versions" not in path.parts
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    lengths = sorted(functions)
    assert lengths[len(lengths) // 2] <= MEDIAN
    assert lengths[len(lengths) * 9 // 10] <= NINE_OF_TEN


def test_files_are_short_enough_to_be_read_at_once() -> None:
    sizes = {
        name(p): len(p.read_text("utf-8").splitlines()) for p in python_files() if "versions" not in p.parts
    }
    assert not {path: size for path, size in sizes.items() if size > LONGEST_FILE}


def test_tests_use_the_one_seam_and_patch_nothing() -> None:
    assert not list(found(PATCHING, python_files("tests")))


def test_no_test_is_marked_to_be_left_out() -> None:
    assert not list(found(LEAVING_OUT, python_files("tests")))


def test_nothing_is_left_unfinished() -> None:
    assert not list(found(UNFINISHED, [*python_files(), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]))


def test_only_the_command_line_prints() -> None:
    printing = [
        f"{name(path)}:{node.lineno}"
        for path in python_files("bot", "handlers", "scheduler", "storage", "locales")
        if not name(path).startswith("bot/cli/") and name(path) != "bot/run.py"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert not printing


@pytest.mark.parametrize("pattern", [REGISTRY, MACHINE, SECRET], ids=["registry", "machine", "secret"])
def test_no_file_holds_what_belongs_to_one_machine(pattern: re.Pattern[str]) -> None:
    assert not list(found(pattern))


@pytest.mark.parametrize("pattern", [REAL_PHONE, REAL_ID], ids=["phone", "id number"])
def test_no_file_holds_a_number_that_could_be_somebodys(pattern: re.Pattern[str]) -> None:
    assert not list(found(pattern))
