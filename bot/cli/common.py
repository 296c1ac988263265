"""What commands share: the database they work on, the time they are told, refusals in one line."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, ParamSpec

import typer

from bot.refusal import Refusal, moment

if TYPE_CHECKING:
    from pydantic import ValidationError

    from bot.assemble import House
    from bot.settings import Settings

P = ParamSpec("P")

Db = Annotated[
    str, typer.Option("--db", help="Database URL (else BANGFU_DB, else SQLite in the data folder).")
]
Demo = Annotated[bool, typer.Option("--demo", help="The demonstration county, created on first use.")]
Now = Annotated[str, typer.Option("--now", help="The time it is, e.g. 2026-11-19T08:42 (Asia/Shanghai).")]


def refuse(line: str) -> NoReturn:
    """Print why not, and how to mend it; exit with 1."""
    print(line, file=sys.stderr)  # noqa: T201 - the command line speaks by printing
    raise typer.Exit(1)


def say(line: str = "") -> None:
    """A line on standard output."""
    print(line, flush=True)  # noqa: T201


def command(work: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """An asynchronous command, whose known problems become one line and exit code 1."""

    @functools.wraps(work)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            asyncio.run(work(*args, **kwargs))
        except Refusal as refusal:
            refuse(str(refusal))
        except KeyboardInterrupt:
            raise typer.Exit(130) from None
        except Exception as error:
            refuse(_known(error))

    return run


def _known(error: Exception) -> str:
    """The line for a problem an operator can mend; anything else is a fault of ours and is raised."""
    from storage.database import problem_of
    from storage.sealed import KeyProblem

    line = str(error) if isinstance(error, KeyProblem | OSError) else problem_of(error)
    if line is None:
        raise error
    return line


def clock_of(now: str) -> Callable[[], datetime]:
    """A clock that stands at `now`, or the machine's."""
    from bot.assemble import system_clock

    if not now:
        return system_clock
    stands = moment(now)
    return lambda: stands


def settings_of(db: str, demo: bool) -> Settings:
    """The settings with what the command line says of the database; the demonstration has its own folder.

    Raises:
        Refusal: a setting is not what it should be.
    """
    from pydantic import ValidationError

    from bot.settings import Settings

    try:
        settings = Settings()
    except ValidationError as error:
        raise Refusal(_wrong_setting(error)) from None
    except ValueError as error:
        raise Refusal(f"bangfu.toml cannot be read: {error}") from error
    if demo:
        settings.data = settings.data / "demo"
    if db:
        settings.db = db
        settings.data = _beside(db, settings.data)
    return settings


def _wrong_setting(error: ValidationError) -> str:
    """The first thing that is wrong, by its name in the environment; never what was given.

    A name that nobody knows comes first: what else is wrong follows from it.
    """
    found = error.errors(include_input=False, include_context=False, include_url=False)
    first = min(found, key=lambda each: each["type"] != "extra_forbidden")
    name = "__".join(str(part) for part in first["loc"]).upper()
    said = (
        "no such setting"
        if first["type"] == "extra_forbidden"
        else first["msg"].removeprefix("Value error, ")
    )
    return f"BANGFU_{name} (or bangfu.toml): {said}"


def _beside(db: str, folder: Path) -> Path:
    """A SQLite file named on the command line has its key file and pictures beside it."""
    return Path(db.removeprefix("sqlite:///")).parent if db.startswith("sqlite:///") else folder


@contextlib.asynccontextmanager
async def house(db: str, demo: bool, now: str = "") -> AsyncIterator[House]:
    """The house of the command line's options, with the clock it is told."""
    from bot.assemble import open_house

    async with open_house(settings_of(db, demo), clock_of(now), demo=demo) as opened:
        yield opened
