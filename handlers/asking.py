"""Asking somebody to decide or to bear witness: the question is written down and said once, to few."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from handlers.turn import Turn
from storage.queries.notices import NewNotice, add_notices
from storage.queries.requests import NewRequest, RequestRow
from storage.queries.requests import ask as write_requests
from storage.values.week import SHANGHAI

NOTICE, ANSWER = "request", "decided"


def until(turn: Turn) -> datetime:
    """Until when a question can be answered (parameter requests.hours)."""
    hours: int = turn.office.parameters.value("requests.hours", "/", turn.today)
    return turn.received + timedelta(hours=hours)


async def ask(
    turn: Turn, people: Sequence[int], new: NewRequest, who: str, facts: Mapping[str, Any] | None = None
) -> int:
    """Write the questions and a notice for each; how many people are asked.

    Args:
        who: the name of the one it is about, as those asked may read it.
        facts: what the notice says beside it, plain and without free text.
    """
    numbers = await turn.run(write_requests, turn.vault, people, new, turn.received)
    notices = [
        NewNotice(
            key=f"{NOTICE}:{number}", kind=NOTICE, person_id=person, not_before=turn.received, expires=new.expires,
            parameters={**told(new.kind, number, who, new.day.isoformat(), new.place), **(facts or {})},
        )
        for person, number in numbers.items()
    ]  # fmt: skip
    await turn.run(add_notices, notices, turn.received)
    return len(notices)


def told(kind: str, number: int, who: str, day: str, place: str) -> dict[str, Any]:
    """What a notice says of a question."""
    return {"request": number, "kind": kind, "who": who, "day": day, "place": place}


async def answered(turn: Turn, row: RequestRow, *, yes: bool) -> None:
    """The one it is about hears the answer; the reason stands in the question itself."""
    if row.about_id == turn.person_id:
        return
    said = {
        **told(row.kind, row.id, row.who, row.day.isoformat(), row.place),
        "yes": yes,
        "why": bool(row.why),
    }
    notice = NewNotice(
        key=f"{ANSWER}:{row.id}", kind=ANSWER, person_id=row.about_id, parameters=said,
        not_before=turn.received, expires=end_of_tomorrow(turn),
    )  # fmt: skip
    await turn.run(add_notices, [notice], turn.received)


def end_of_tomorrow(turn: Turn) -> datetime:
    """Midnight after tomorrow: how long an answer is worth telling."""
    return datetime.combine(turn.received.date() + timedelta(days=2), datetime.min.time(), SHANGHAI)
