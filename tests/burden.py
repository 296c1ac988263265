"""`make burden`: how much the standard week asks of a cadre. Two on-site days with check-in and check-out, four
visits of which one with a problem, the plan for the next week; step by step, and with a line for each thing.

Counted: messages sent; characters typed (a number of a list is one, a button none); questions put twice.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from acting import Actor, buttons, scene
from databases import Databases

from bot.settings import Settings
from handlers.replies import Say
from storage.values.week import SHANGHAI

Week = Sequence[tuple[str, Sequence[str]]]
"""Local time -> what is sent then."""

STEPS: Week = (
    ("2026-11-17T08:42", ("签到",)),
    ("2026-11-17T10:10", ("走访 高家", "0", "0", "1")),
    ("2026-11-17T11:30", ("走访 汤家", "0", "0", "1")),
    ("2026-11-17T16:40", ("签退",)),
    ("2026-11-19T08:42", ("签到",)),
    ("2026-11-19T10:10", ("走访 李家", "0", "0", "1")),
    ("2026-11-19T11:30", ("走访 文家", "5", "冬季缺水", "1", "0", "1")),
    ("2026-11-19T16:40", ("签退",)),
    ("2026-11-20T17:00", ("下周计划", "24")),
)
LINES: Week = (
    ("2026-11-17T08:42", ("签到",)),
    ("2026-11-17T16:40", ("走访 高家 没问题\n走访 汤家 没问题\n签退", "1")),
    ("2026-11-19T08:42", ("签到",)),
    ("2026-11-19T16:40", ("走访 李家 没问题\n走访 文家 饮水 冬季缺水 不急 0\n签退", "1")),
    ("2026-11-20T17:00", ("下周计划 周二 周四",)),
)
WEEKS = {"steps": STEPS, "lines": LINES}


@dataclass(slots=True)
class Burden:
    """What a week asked. `asked` counts each question of each form; `last` is the last answer."""

    messages: int = 0
    characters: int = 0
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    last: str = ""

    @property
    def twice(self) -> int:
        """How often a question was put again."""
        return sum(count - 1 for count in self.asked.values())

    def hear(self, said: Iterable[Say]) -> None:
        """Count the questions of an answer: each button of a question names its form and itself."""
        standing = {tuple(o.press.split(":")[1:3]) for o in buttons(list(said)) if o.press.startswith("a:")}
        self.asked.update((draft, question) for draft, question in standing if question != "-")


async def play(settings: Settings, week: Week) -> Burden:
    """Play a week as the standing cadre."""
    burden = Burden()
    async with scene(settings) as county:
        cadre = await county.actor("cadre")
        for moment, messages in week:
            county.hands.now = datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)
            for text in messages:
                await _send(cadre, text, burden)
        burden.last = await cadre.hears("我的本周") + await cadre.hears("待办")
    return burden


async def _send(cadre: Actor, text: str, burden: Burden) -> None:
    burden.messages += 1
    burden.characters += len(text.replace("\n", ""))
    burden.hear(await cadre.say(text))


def main() -> None:
    """Print a line for each way."""
    with tempfile.TemporaryDirectory() as folder:
        databases = Databases(Path(folder))
        for name, week in WEEKS.items():
            found = asyncio.run(play(databases.settings("sqlite"), week))
            print(
                f"{name}: {found.messages} messages, {found.characters} characters, {found.twice} asked twice"
            )


if __name__ == "__main__":
    main()
