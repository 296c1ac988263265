"""Asking as a leader does, in the township of the tests with a week of work, for the tests of questions (D50)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from township import DAY, LUTANG, MONDAY, SHIGUAN, WATER_OFFICE, Township, turn
from township_filled import work

from handlers.house import vocabulary
from handlers.replies import Reply, Say, as_list
from handlers.turn import Turn

NEUTRAL = "没有查到您可查看的记录"


def filled(empty: Township) -> Township:
    """The week of `township_filled.work`, six households in 石关, one in 路塘, problems, money."""
    work(empty)
    helper = empty.cadre("郑八", LUTANG, unit=WATER_OFFICE)
    homes = [empty.household(SHIGUAN, f"钱{n}", group=n, helper=helper) for n in range(1, 7)]
    empty.household(LUTANG, "陈三")
    seen = empty.visit(homes[0], SHIGUAN, helper, MONDAY)
    empty.visit(homes[1], SHIGUAN, helper, MONDAY - timedelta(days=7))
    empty.problem(seen, homes[0], SHIGUAN, helper, MONDAY, due=DAY - timedelta(days=1))
    empty.problem(seen, homes[0], SHIGUAN, helper, MONDAY, matter="school")
    empty.fund(SHIGUAN, "received", 60, industry=True)
    empty.project("马铃薯500亩", SHIGUAN)
    return empty


async def ask(made: Township, person: int | None, line: str, **how: object) -> tuple[Say, Turn]:
    """A line of somebody to the command that those who ask mean by it."""
    asking = turn(made, person, "", **how)  # type: ignore[arg-type]
    meant = vocabulary(asks=True).read(line)
    assert meant is not None, line
    asking.typed = asking.text = line
    asking.intent = meant
    handler: Callable[[Turn], Awaitable[Reply]] = vocabulary().commands[meant.name].handler
    (said,) = as_list(await handler(asking))
    return said, asking


async def told(made: Township, person: int | None, line: str, **how: object) -> list[str]:
    return (await ask(made, person, line, **how))[0].text.splitlines()
