"""The papers say what the code does: made pages are up to date, links lead somewhere, commands exist."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from reference import FOLDER, PAGES
from tree import ROOMS, ROOT, files, name

from bot.cli import app

PAPERS = [
    path for path in files() if path.suffix == ".md" and name(path).split("/")[0] not in (*ROOMS, "tests")
]
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
SHELL = re.compile(r"```(?:bash|sh|console)\n(.*?)```", re.DOTALL)
MAKE = re.compile(r"^([a-z]+):", re.MULTILINE)
VARIABLE = re.compile(r"BANGFU_[A-Z_]+")
TEST_VARIABLES = {"BANGFU_BENCH_DATA", "BANGFU_TEST_POSTGRESQL", "BANGFU_TEST_REQUIRE"}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_made_from_the_code_is_up_to_date(page: str) -> None:
    assert (FOLDER / f"{page}.md").read_text("utf-8") == PAGES[page](), "run: python -m tests.house.reference"


@pytest.mark.parametrize("paper", PAPERS, ids=name)
def test_links_lead_to_files_that_exist(paper: Path) -> None:
    links = [link for link in LINK.findall(paper.read_text("utf-8")) if "://" not in link]
    assert not [link for link in links if not (paper.parent / link).exists()]


@pytest.mark.parametrize("paper", [p for p in PAPERS if "decisions" not in p.parts], ids=name)
def test_files_named_in_the_papers_exist(paper: Path) -> None:
    named = re.findall(
        r"`((?:bot|handlers|scheduler|storage|locales|tests|docs)/[\w./-]+)`", paper.read_text("utf-8")
    )
    assert not [path for path in named if not (ROOT / path).exists()]


def commands_of(paper: Path) -> Iterator[list[str]]:
    """The lines of the shell blocks of a page, in words; what stands behind a pipe is a command of its own."""
    for block in SHELL.findall(paper.read_text("utf-8")):
        for line in block.replace("\\\n", " ").splitlines():
            yield from (shlex.split(part, comments=True) for part in re.split(r"\s(?:\||&&|<)\s", line))


def options_of(words: list[str]) -> set[str]:
    """The options that a `bangfu …` command line takes; fails where there is no such command."""
    command = typer.main.get_command(app)
    for word in words:
        if not hasattr(command, "commands") or word.startswith("-"):
            break
        assert word in command.commands, f"there is no bangfu {' '.join(words)}"
        command = command.commands[word]
    return {option for param in command.params for option in param.opts} | {"--help"}


@pytest.mark.parametrize("paper", PAPERS, ids=name)
def test_commands_in_the_papers_exist_with_their_options(paper: Path) -> None:
    targets = set(MAKE.findall((ROOT / "Makefile").read_text("utf-8")))
    for words in commands_of(paper):
        program, given = words[0].split("/")[-1] if words else "", words[1:]
        if program == "make":
            assert given[0] in targets
        if program == "bangfu":
            assert {word for word in given if word.startswith("--")} <= options_of(given), words


@pytest.mark.parametrize("paper", PAPERS, ids=name)
def test_settings_named_in_the_papers_exist(paper: Path) -> None:
    known = set(VARIABLE.findall((FOLDER / "settings.md").read_text("utf-8"))) | TEST_VARIABLES
    assert not set(VARIABLE.findall(paper.read_text("utf-8"))) - known


def test_every_decision_is_listed() -> None:
    pages = {path.name for path in (ROOT / "docs/decisions").glob("*.md")} - {"README.md"}
    listed = set(LINK.findall((ROOT / "docs/decisions/README.md").read_text("utf-8")))
    assert pages <= listed
