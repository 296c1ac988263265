"""Several reports in one message, a line each: every line is done, and what has to be looked at is saved with one word.

签到                     已签到 …
走访 高家 没问题    ->   请核对: …
走访 李家 没问题         请核对: …   1全部保存 2逐条看
"""

from __future__ import annotations

from dataclasses import replace

from handlers import filling
from handlers.house import vocabulary_of
from handlers.intent import lines_of
from handlers.replies import Option, Reply, Say, as_list
from handlers.turn import Turn
from handlers.understand.text import clean
from storage.queries.drafts import DraftRow, open_drafts


async def batch(turn: Turn) -> Reply:
    """Do each line as if it had been sent alone."""
    before = {row.id for row in await _open(turn)}
    said: list[Say] = []
    for line in lines_of(turn, vocabulary_of(turn)):
        said += await _done(turn, line)
    begun = [row for row in await _open(turn) if row.id not in before]
    turn.menu, turn.draft = {}, None
    ready = sorted(row.id for row in begun if row.body.get("phase") == "review")
    if len(ready) < 2 or len(ready) < len(begun):
        return await _asking(turn, said, begun)
    return _together(turn, said, ready)


async def _open(turn: Turn) -> list[DraftRow]:
    return await turn.run(open_drafts, turn.vault, turn.contact.id, turn.person_id)


async def _done(turn: Turn, line: str) -> list[Say]:
    turn.typed, turn.text = line, clean(line)
    vocabulary = vocabulary_of(turn)
    found = vocabulary.read(line)
    assert found is not None
    turn.intent = found
    return as_list(await vocabulary.commands[found.name].handler(turn))


async def _asking(turn: Turn, said: list[Say], begun: list[DraftRow]) -> Reply:
    """Something is still to be asked: the lines are told, then the first form goes on; the others wait for it."""
    if len(begun) < 2:
        return said
    first = min(begun, key=lambda row: (row.body.get("phase") == "review", row.id))
    quiet = [replace(each, options=(), moves=()) for each in said]
    turn.draft = max(begun, key=lambda row: row.id)
    return [*quiet, *as_list(await filling.take_up(turn, first))]


def _together(turn: Turn, said: list[Say], ready: list[int]) -> list[Say]:
    """All that is to be looked at, and one question at its end."""
    turn.menu = {"1": f"全部保存 {' '.join(map(str, ready))}", "2": "草稿"}
    turn.menu_first = True
    options = (
        Option("1", turn.t("save all"), f"go:{turn.menu['1']}"),
        Option("2", turn.t("one by one"), "go:草稿"),
    )
    quiet = [replace(each, options=(), moves=()) for each in said]
    return [*quiet[:-1], replace(quiet[-1], options=options)]
