"""What all tests share: the demonstration county built once, both databases, what the machine lacks.

A test that needs PostgreSQL or Chromium is left out with a line where there is none, and fails where
BANGFU_TEST_REQUIRE=all says that nothing may be left out (as in CI).
"""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import Databases, postgresql_answers
from shell import Shell

LACKING = {
    "postgresql": ("a PostgreSQL server at 127.0.0.1:5432 (or BANGFU_TEST_POSTGRESQL)", postgresql_answers),
    "browser": (
        "/usr/bin/chromium (Debian: apt-get install chromium)",
        lambda: Path("/usr/bin/chromium").exists(),
    ),
}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what this machine cannot run; the longest begin first, or all would wait for them in the end."""
    for marker in lacking():
        needing = [item for item in items if item.get_closest_marker(marker)]
        items[:] = [item for item in items if item not in needing]
        config.hook.pytest_deselected(items=needing)
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish() -> None:
    """What is loaded now stays to the end: the collector of garbage need not walk over it again and again."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was left out, and how to have it; asked again, since the tests may have run in other processes."""
    for marker in lacking():
        terminalreporter.write_line(f"left out: the tests that need {LACKING[marker][0]}")


def lacking() -> list[str]:
    """The markers of what is not on this machine; none where nothing may be left out."""
    if os.environ.get("BANGFU_TEST_REQUIRE") == "all":
        return []
    return [marker for marker, (_, there) in LACKING.items() if not there()]


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Copies of the demonstration county, on either database, each for one test."""
    made = Databases(tmp_path_factory.mktemp("county"))
    yield made
    made.drop()


@pytest.fixture(scope="module", autouse=True)
def _given_back(databases: Databases) -> Iterator[None]:
    """The copies on the server live as long as the module whose tests read them."""
    yield
    databases.give_back()


@pytest.fixture(scope="module")
def demo(databases: Databases) -> Shell:
    """The demonstration as `--demo` finds it; it is only read and copied."""
    data = databases.settings("sqlite").data
    home = data.with_name(f"{data.name}-home")
    shutil.copytree(data, home / "demo")
    return Shell(home)


@pytest.fixture
def shell(demo: Shell, tmp_path: Path) -> Shell:
    """A copy of one's own."""
    return Shell(Path(shutil.copytree(demo.data, tmp_path / "home")))
