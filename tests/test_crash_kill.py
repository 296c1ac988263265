"""kill -9 between any two steps: what was acknowledged stands once, and the retry hears the same words.

A child process plays a conversation on a SQLite file and is killed; the same file is then opened again and
the messages that got no answer are sent once more, with their ids.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import shutil
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection as Pipe

import pytest
from acting import VISIT, WORKDAY, count_rows, scene, words_of
from databases import Databases
from sqlalchemy import Engine, event
from voices import PIXEL

from bot.channels.base import Incoming
from bot.desk import Desk, TurnFailed
from bot.settings import Settings
from handlers.office import Office
from storage.database import Database
from storage.photos import PhotoStore

FORK = multiprocessing.get_context("fork")
"""The child inherits what is imported and read already: a start costs milliseconds."""

END = -1
"""The number of no message: the child came to its end."""

LAST = 24
"""About as many steps as the message that saves a visit takes."""

PHOTO = "photo"
VISIT_WITH_PHOTO = (*VISIT[:-1], "改12", PHOTO, "完成", "1")


@dataclass(slots=True)
class Stand:
    """What a child needs to speak as a helper on one database file."""

    settings: Settings
    office: Office
    who: int
    texts: Sequence[str]

    def message(self, number: int) -> Incoming:
        text = self.texts[number]
        photos = (PhotoStore(self.settings.photos_path).put(PIXEL),) if text == PHOTO else ()
        said = "" if photos else text
        return Incoming("terminal", "me", f"m{number}", WORKDAY, said, photos=photos, who=self.who)


class Fuse:
    """Kills the process after so many steps: statements, commits, answers given; never with 0."""

    def __init__(self, steps: int) -> None:
        self.steps, self.burnt = steps, 0

    def burn(self, *_: object) -> None:
        self.burnt += 1
        if self.burnt == self.steps:
            os.kill(os.getpid(), signal.SIGKILL)

    def lay(self) -> None:
        """Before every statement and every commit of this process."""
        for step in ("before_cursor_execute", "commit"):
            event.listen(Engine, step, self.burn)


async def talk(stand: Stand, since: int, answered: Callable[[int, str], None]) -> None:
    """Send the messages from number `since` on, each when the one before is answered."""
    async with Database(stand.settings.database_url, stand.office.vault) as database:
        desk = Desk(database, stand.office, lambda: WORKDAY)
        for number in range(since, len(stand.texts)):
            try:
                answered(number, words_of(await desk.receive(stand.message(number))))
            except TurnFailed:
                answered(number, "failed")


def child(stand: Stand, steps: int, pipe: Pipe) -> None:
    """The process that is killed. What it has written to the pipe was acknowledged."""
    fuse = Fuse(steps)
    fuse.lay()

    def answered(number: int, said: str) -> None:
        fuse.burn()  # committed, and not yet spoken
        pipe.send_bytes(json.dumps([number, said]).encode())
        fuse.burn()

    asyncio.run(talk(stand, 0, answered))
    pipe.send_bytes(json.dumps([END, str(fuse.burnt)]).encode())
    os._exit(0)


def heard_from(pipe: Pipe) -> dict[int, str]:
    """Everything acknowledged before the end."""
    heard = {}
    while True:
        try:
            number, said = json.loads(pipe.recv_bytes())
        except EOFError:
            return heard
        heard[number] = said


def killed_after(stand: Stand, steps: int) -> dict[int, str]:
    """What a child acknowledged before it was killed; one that was not says how many steps there were."""
    ours, theirs = FORK.Pipe(duplex=False)
    process = FORK.Process(target=child, args=(stand, steps, theirs))
    process.start()
    theirs.close()
    heard = heard_from(ours)
    process.join()
    assert process.exitcode == (-signal.SIGKILL if steps else 0)
    return heard


async def gone_on(stand: Stand, heard: dict[int, str]) -> tuple[dict[int, str], dict[str, int]]:
    """The house started again: what was not answered is sent once more, then all of it yet again."""
    said: dict[int, str] = {}
    await talk(stand, len(heard), lambda number, text: said.update({number: text}))
    again: dict[int, str] = {}
    await talk(stand, 0, lambda number, text: again.update({number: text}))
    assert {**heard, **said} == again
    async with Database(stand.settings.database_url, stand.office.vault) as database:
        return again, await database.read(count_rows)


async def prepared(databases: Databases, who: str, texts: Sequence[str]) -> Stand:
    """Somebody about to begin, on a copy of the county that is itself to be copied."""
    async with scene(databases) as county:
        actor = await county.actor(who)
        assert actor.who is not None
        return Stand(county.house.settings, county.office, actor.who, texts)


@contextmanager
def copied(stand: Stand) -> Iterator[Stand]:
    """The same on a database file of its own."""
    data = stand.settings.data.with_name(f"{stand.settings.data.name}-killed")
    shutil.copytree(stand.settings.data, data)
    yield replace(stand, settings=Settings(data=data))
    shutil.rmtree(data)


def chosen(steps: int, far: int, near: int) -> list[int]:
    """Every `far`-th step, and of the last ones, among which the records are saved, every `near`-th."""
    return [*range(1, steps - LAST, far), *range(max(1, steps - LAST), steps + 1, near)]


PLAYS = [
    pytest.param("G007", ("签到 走访", "签退"), 2, 2, id="check-in"),
    pytest.param("G008", VISIT_WITH_PHOTO, 11, 2, id="visit"),
    pytest.param("G009", ("请假", "病假", "明天", "后天", "跳过", "撤回"), 9, 3, id="leave"),
]


@pytest.mark.parametrize(("who", "texts", "far", "near"), PLAYS)
def test_a_kill_at_any_step_loses_nothing_acknowledged_and_doubles_nothing(
    databases: Databases, who: str, texts: Sequence[str], far: int, near: int
) -> None:
    begun = asyncio.run(prepared(databases, who, texts))
    with copied(begun) as stand:
        whole = killed_after(stand, 0)
        steps = int(whole.pop(END))
        _, rows = asyncio.run(gone_on(stand, whole))
    assert "failed" not in whole.values()
    for step in chosen(steps, far, near):
        with copied(begun) as stand:
            heard = killed_after(stand, step)
            assert asyncio.run(gone_on(stand, heard)) == (whole, rows), f"killed at step {step} of {steps}"
