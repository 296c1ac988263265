"""What can be done with public notices: read those that are open, and say what came of one that has ended."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.access import reach
from handlers.dialog import Amend, Record, Rows
from handlers.forms.model import row
from handlers.forms.values import text
from handlers.turn import Turn
from locales import words
from storage.queries.public_notices import NoticeLine, add_result, open_on, to_answer
from storage.values.receipt import Receipt

PREFIX = "GS"
RESOURCE = "public_notice"
GONE = words("This one has its result already.")


@dataclass(frozen=True, slots=True)
class Noted:
    """A result as it was saved."""

    receipt: str
    notice: NoticeLine
    objections: int


async def readable(turn: Turn) -> list[NoticeLine]:
    """The notices that are open today in one's own areas and above them."""
    return await turn.run(open_on, reach(turn.speaker, turn.contact, RESOURCE), turn.today, turn.received)


def may_tell(turn: Turn) -> bool:
    """Whether the speaker says what came of notices anywhere."""
    return bool(reach(turn.speaker, turn.contact, RESOURCE, "W"))


async def unanswered(turn: Turn) -> list[NoticeLine]:
    """The notices without a result whose result the speaker may say, the running ones too."""
    may = reach(turn.speaker, turn.contact, RESOURCE, "W")
    return await turn.run(to_answer, may, turn.today, turn.received) if may else []


async def ended(turn: Turn) -> Rows:
    """Those that are over, as choices; the last day still counts, so it must be past."""
    found = [each for each in await unanswered(turn) if each.ends < turn.today]
    return [row(str(each.id), label(turn, each), (each.title,)) for each in found]


def label(turn: Turn, each: NoticeLine) -> str:
    """石关村低保复核; the place is left out where one has a village only."""
    title = each.title.removesuffix("公示")
    own = {role.path for role in turn.speaker.roles} if turn.speaker else set()
    return title if own == {each.path} else f"{each.place}{title}"


async def keep(turn: Turn, record: Record) -> Noted:
    """Save a result.

    Raises:
        Amend: it has one by now, or is out of the speaker's reach.
    """
    assert turn.speaker is not None
    chosen = int(text(record["notice"]))
    found = next((e for e in await unanswered(turn) if e.id == chosen and e.ends < turn.today), None)
    objections = int(record.get("objections") or 0)
    if found is None:
        raise Amend("notice", GONE)
    saved = await turn.run(
        add_result, found.id, turn.speaker.person_id, objections, turn.contact.id, turn.today, turn.received
    )
    if saved is None:
        raise Amend("notice", GONE)
    return Noted(str(Receipt(PREFIX, turn.today, saved)), found, objections)
