"""Links that open something once: what the conversation says of them, and what is noted when one is used."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from handlers.turn import Turn
from storage.queries.ledgers_audit import note_download
from storage.queries.links import LASTS, LinkRow, Target, issue_link, use_link
from storage.queries.people import log_query, phone_of
from storage.queries.turns import ContactRow

STAFF = ContactRow(0, "", None, None, "", None, None, 0, None)
"""A contact of nobody's household: what links open is for the work, whatever else a person may be."""


async def link_to(turn: Turn, opens: Target) -> list[str]:
    """The lines that hand a new link to the speaker: its terms, its address. A server has to be there to open it."""
    assert turn.speaker is not None
    word = await turn.run(
        issue_link, turn.vault, turn.office.rng, person_id=turn.speaker.person_id, contact_id=turn.contact.id,
        opens=opens, now=turn.received,
    )  # fmt: skip
    return [await _terms(turn), f"{turn.office.site}/{opens.kind}?key={word}"]


async def _terms(turn: Turn) -> str:
    minutes = int(LASTS.total_seconds() // 60)
    assert turn.speaker is not None
    if await turn.run(phone_of, turn.vault, turn.speaker.person_id):
        return turn.t(
            "Good for {minutes} minutes, opens once; it asks for the last 4 digits of your phone:",
            minutes=minutes,
        )
    return turn.t("Good for {minutes} minutes, opens once; do not pass it on:", minutes=minutes)


def taken(db: Connection, link: LinkRow, scope: str, size: int, now: datetime) -> bool:
    """Use a link up and write down who took what; False if it was used already.

    Args:
        scope: of which area and period.
        size: its rows; of a page, its figures are one.
    """
    if not use_link(db, link.id, now):
        return False
    opens = link.opens
    note_download(db, link.person_id, f"{opens.kind}:{opens.name}", f"{scope}, {size} rows", now)
    log_query(
        db, contact_id=None, person_id=link.person_id, kind=opens.kind, scope=f"{opens.name} {scope}", size=size,
        refused=False, now=now,
    )  # fmt: skip
    return True
