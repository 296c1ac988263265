"""The files of the repository as a fresh clone has them, and the functions in them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "handlers", "scheduler", "storage", "locales")
TOP = {
    ".ci", ".gitignore", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "README.md", "bot", "constraints.txt",
    "docs", "handlers", "locales", "pyproject.toml", "scheduler", "storage", "tests",
}  # fmt: skip
"""All that stands at the top of the repository; what else lies there is somebody's own (a workbook, bangfu.toml)."""

IGNORED = (".git", *(ROOT / ".gitignore").read_text("utf-8").split())
"""Names and patterns of `.gitignore`, read here so that no git is needed; `/data/` only at the top."""


def ignored(path: Path) -> bool:
    """Whether a path (from the root) is not part of the repository."""
    patterns = [pattern.rstrip("/") for pattern in IGNORED]
    anchored = [pattern.lstrip("/") for pattern in patterns if pattern.startswith("/")]
    return str(path) in anchored or any(fnmatch(path.name, pattern) for pattern in patterns)


def walk(folder: Path) -> Iterator[Path]:
    """Files below a folder that are part of the repository, in order."""
    for path in sorted(folder.iterdir()):
        if not ignored(path.relative_to(ROOT)):
            yield from walk(path) if path.is_dir() else [path]


@cache
def files() -> tuple[Path, ...]:
    """Every file of the repository, those not added yet included."""
    tops = [ROOT / top for top in sorted(TOP) if (ROOT / top).exists()]
    return tuple(path for top in tops for path in (walk(top) if top.is_dir() else [top]))


def tracked_at_the_top() -> set[str]:
    """What git tracks at the top; without git, what is there."""
    if not (ROOT / ".git").exists():
        return {path.name for path in ROOT.iterdir() if not ignored(path.relative_to(ROOT))}
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {line.strip('"').split("/")[0] for line in listed.stdout.splitlines()}


def python_files(*folders: str) -> list[Path]:
    """The modules of some folders of the root; of all without a name."""
    within = [path for path in files() if path.suffix == ".py"]
    return [path for path in within if not folders or path.relative_to(ROOT).parts[0] in folders]


@cache
def parsed(path: Path) -> ast.Module:
    """A module's syntax tree."""
    return ast.parse(path.read_text("utf-8"))


def name(path: Path) -> str:
    """A file as it is called in messages: from the root, with `/`."""
    return path.relative_to(ROOT).as_posix()


def calls(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """What is called, by its last name, and on which line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield called, node.lineno


def imports(paths: list[Path]) -> set[str]:
    """The uppermost names of all modules imported."""
    nodes = [node for path in paths for node in ast.walk(parsed(path))]
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    return {module.partition(".")[0] for module in plain | named}
