"""A region that asks for a shortest stay: the day waits until the check-out, and counts if it was long enough."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from databases import Databases, Hands, open_copy
from voices import AtDesk

from bot.channels.terminal.who import speaker_named
from bot.desk import Desk
from storage.queries.parameters import put
from storage.values.week import SHANGHAI


@pytest.mark.parametrize(("hour", "line"), [(11, "另有1天待核"), (16, "本周已1天")])
async def test_a_day_counts_once_its_stay_was_long_enough(databases: Databases, hour: int, line: str) -> None:
    hands = Hands(datetime(2026, 11, 17, 9, tzinfo=SHANGHAI))
    async with open_copy(databases, hands=hands) as house:
        await house.database.run(put, "onsite.min_hours", None, date(2026, 1, 1), None, 4, "test")
        desk = Desk(house.database, await house.office(), hands)
        cadre = AtDesk(house, desk, await house.database.run(speaker_named, house.vault, "cadre", True))
        assert "另有1天待核" in (await cadre.say("m1", {"text": "签到"}))[0].text
        hands.now = hands.now.replace(hour=hour)
        await cadre.say("m2", {"text": "签退"})
        assert line in (await cadre.say("m3", {"text": "本周"}))[0].text
