"""The standard week of a cadre stays within what was aimed at."""

from __future__ import annotations

import pytest
from burden import LINES, STEPS, Week, play
from databases import Databases


@pytest.mark.parametrize(
    ("week", "messages", "characters"), [(STEPS, 24, 60), (LINES, 8, 100)], ids=["steps", "lines"]
)
async def test_the_standard_week_asks_no_more_than_was_aimed_at_and_nothing_twice(
    databases: Databases, week: Week, messages: int, characters: int
) -> None:
    burden = await play(databases.settings("sqlite"), week)
    assert burden.messages <= messages
    assert burden.characters <= characters
    assert burden.twice == 0
    assert "本周第2天,已达标" in burden.last
    assert "本月走访4/4户" in burden.last
    assert "饮水:冬季缺水" in burden.last
