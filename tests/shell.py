"""The command line, in this process: typer's runner, with the folders and times a test wants."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from click.testing import Result
from typer.testing import CliRunner

from bot.cli import app

NOW = "2026-11-19T08:42"


@dataclass(frozen=True, slots=True)
class Shell:
    """A data folder to run commands on."""

    data: Path

    def run(self, *words: str, said: str | bytes = "", demo: bool = True) -> Result:
        """Run `bangfu WORDS` with `said` on standard input."""
        options = ["--demo"] if demo and words[0] in TAKE_DEMO else []
        env = {"BANGFU_DATA": str(self.data), "BANGFU_DB": None, "BANGFU_KEY_FILE": None}
        return CliRunner().invoke(app, [*words, *options], input=said, env=env)

    def copy(self, name: str) -> Shell:
        """The same on a copy of the folder."""
        return Shell(Path(shutil.copytree(self.data, self.data.with_name(f"{self.data.name}-{name}"))))

    @property
    def database(self) -> Path:
        """The file of the demonstration's database."""
        return self.data / "demo" / "bangfu.db"

    @property
    def key(self) -> Path:
        """The key file of the demonstration."""
        return self.data / "demo" / "bangfu.key"


@contextmanager
def kept_logging() -> Iterator[None]:
    """What a server sets up for its logs is taken back."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        yield
    finally:
        root.handlers[:], root.level = before, level


TAKE_DEMO = ("talk", "tick", "digest", "import", "backup", "restore", "doctor", "migrate")


def refused(result: Result) -> str:
    """The one line of a refusal."""
    assert result.exit_code == 1, (result.exit_code, result.output, result.exception)
    line, *more = result.stderr.rstrip("\n").split("\n")
    assert not more, result.stderr
    assert line
    assert "Traceback" not in line
    return line


def done(result: Result) -> str:
    """The output of a command that succeeded."""
    assert result.exit_code == 0, (result.exit_code, result.output, result.exception)
    return result.stdout
