"""The demonstration's people as the chat page shows them: who they are, and what they can do here."""

from __future__ import annotations

from collections.abc import Sequence

from bot.channels.webchat import DemoPerson, People
from locales import Words, words
from storage.database import Database
from storage.demo.cards import standing_people

WHAT: dict[str, Words] = {
    "cadre": words("helper of four households, 石关村: check in, log a visit, my week"),
    "member": words("team member in 石关村 and 路塘村: check in, leave, visits"),
    "officer": words("village clerk of 石关村: the village's funds, visits and digest"),
    "household": words("a household of 石关村: my benefits, my helper"),
    "clerk": words("township clerk: duty list, notice results, applications, call list"),
    "leader": words("township leader: daily digest, funds"),
    "county": words("county office: digest of the county, funds"),
    "auditor": words("auditor: funds and vouchers of the county"),
    "donor": words("donor: where my money went"),
}
STRANGER = words("somebody the bot does not know yet: try to bind, or to ask")


def people_of(database: Database) -> People:
    """Asks for the standing people, and a stranger."""

    async def people() -> Sequence[DemoPerson]:
        known = await database.read(standing_people)
        return [
            *(DemoPerson(key, name, WHAT[key], who) for key, name, who in known),
            DemoPerson("stranger", "陌生人", STRANGER),
        ]

    return people
