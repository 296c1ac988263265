"""批 after a list: a number is the place that stood by it there, not a line of the digest read before."""

from __future__ import annotations

from datetime import datetime

from acting import scene
from databases import Databases

from storage.values.week import SHANGHAI

EVENING = datetime(2026, 11, 12, 19, 5, tzinfo=SHANGHAI)


async def test_a_number_after_a_question_means_the_place_of_that_list_and_what_was_asked(
    databases: Databases,
) -> None:
    async with scene(databases, now=EVENING) as stage:
        leader = await stage.actor("leader")
        await leader.hears("日报")
        assert "2路塘村(" in await leader.hears("驻村情况")
        said = await leader.hears("批 2 请本周补齐")
        assert "路塘村" in said
        assert "石关村" not in said


async def test_after_a_digest_a_number_is_still_a_line_of_it(databases: Databases) -> None:
    async with scene(databases, now=EVENING) as stage:
        leader = await stage.actor("leader")
        await leader.hears("日报")
        said = await leader.hears("批 1 陈天佑 请本周补齐 13日前")
        assert "事项: 驻村" in said
        assert "陈天佑" in said
