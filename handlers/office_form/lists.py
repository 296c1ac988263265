"""The live lists that a form of an office may ask for: the speaker's households and villages."""

from __future__ import annotations

from handlers.access import reach
from handlers.dialog import Rows
from handlers.forms.model import Row, row
from handlers.shown import household_name
from handlers.turn import Turn
from storage.queries.check_ins import assigned_villages
from storage.queries.households import HouseholdLine, paired, within
from storage.queries.reach import Reach

HOUSEHOLDS = "households.csv"


async def households(turn: Turn) -> Rows:
    """The paired households first, then the others the speaker may log visits for."""
    assert turn.speaker is not None
    own = await turn.run(paired, turn.speaker.person_id, turn.today)
    allowed = (
        reach(turn.speaker, turn.contact, "visit", "W").paths
        or reach(turn.speaker, turn.contact, "profile").paths
    )
    others = await turn.run(within, Reach(paths=allowed)) if allowed else []
    return [_household(turn, line) for line in {line.id: line for line in (*own, *others)}.values()]


def _household(turn: Turn, line: HouseholdLine) -> Row:
    surname = line.head[:1]
    called = (line.head, f"{line.head}家", f"{surname}家", line.code)
    return row(str(line.id), household_name(turn.t, line.head, line.group_no), called, code=line.code)


async def villages(turn: Turn) -> Rows:
    """The villages the speaker is assigned to today."""
    assert turn.speaker is not None
    found = await turn.run(assigned_villages, turn.speaker.person_id, turn.today)
    return [row(str(village.id), village.name, (village.name.removesuffix("村"),)) for village in found]
