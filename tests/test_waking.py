"""Whoever writes is there again: what was tried in vain for them, or stands on the call list, is said."""

from __future__ import annotations

from datetime import timedelta

import pytest
from acting import WORKDAY
from databases import Databases, Hands, kinds, open_copy
from hamlet import Post
from sqlalchemy import Connection, select

from bot.assemble import House
from bot.channels.base import Incoming
from bot.desk import Desk
from bot.waking import Waking
from storage.demo.cards import standing_people
from storage.queries import notices
from storage.queries.contacts import settle_at
from storage.queries.notices import NewNotice
from storage.tables import Notice


def to_phone(db: Connection, person: int) -> None:
    """A notice for somebody that nobody could be told."""
    told = NewNotice(
        f"new_account:{person}", "new_account", person, {}, WORKDAY, WORKDAY + timedelta(days=1), urgent=True
    )
    notices.add_notices(db, [told], WORKDAY)
    notices.record_to_phone(db, [db.execute(select(Notice.id)).scalars().all()[-1]], "nobody there")


async def person_of(house: House, key: str) -> int:
    return next(id_ for name, _, id_ in await house.database.read(standing_people) if name == key)


@pytest.mark.parametrize("kind", [*kinds()])
async def test_who_writes_hears_what_stands_on_the_call_list_and_only_their_own(
    kind: str, databases: Databases
) -> None:
    async with open_copy(databases, kind, Hands(WORKDAY)) as house:
        office, post = await house.office(), Post()
        cadre, leader = await person_of(house, "cadre"), await person_of(house, "leader")
        for who, address in ((cadre, "o-cadre"), (leader, "o-leader")):
            await house.database.run(settle_at, house.vault, "wechat", address, who, WORKDAY)
        await house.database.run(to_phone, cadre)
        waking = Waking(house, office, post)
        receive = waking.after(Desk(house.database, office, house.clock).receive)
        await receive(Incoming("wechat", "o-leader", "1", WORKDAY, "菜单"))
        await waking.settled()
        assert post.errands == []
        await receive(Incoming("wechat", "o-cadre", "2", WORKDAY, "菜单"))
        await waking.settled()
        assert [errand.to.person_id for errand in post.errands] == [cadre]
        await receive(Incoming("wechat", "o-cadre", "3", WORKDAY, "菜单"))
        await waking.settled()
        assert len(post.errands) == 1
