"""申诉 (M12): a cadre does not agree with how a day was counted; the township looks and decides, with a reason."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from handlers import refusals
from handlers.asking import ask, until
from handlers.duty import has_duty
from handlers.replies import Reply, Say
from handlers.shown import full_day
from handlers.turn import Turn
from handlers.understand import Understood
from handlers.understand.dates import read_date
from storage.queries.check_ins import Village, add_check_in, assigned_villages, check_ins_of
from storage.queries.requests import NewRequest, asked_about, township_of
from storage.values.week import SHANGHAI

BACK = timedelta(days=60)
"""How far back a day may be objected to: that of two monthly reports."""


async def dispute(turn: Turn) -> Reply:
    """申诉 DAY WORDS: what was, in one's own words."""
    if not has_duty(turn):
        return refusals.not_yours(turn)
    assert turn.speaker is not None
    spoken = turn.intent.rest.split(maxsplit=1)
    said = read_date(spoken[0], turn.today) if spoken else None
    if (
        not isinstance(said, Understood)
        or len(spoken) < 2
        or not turn.today - BACK <= said.value <= turn.today
    ):
        return Say(turn.t("Send the day and what was: objection 17 Nov I was there, no signal."))
    me, day = turn.speaker.person_id, said.value
    acts = await turn.run(check_ins_of, me, day, day, withdrawn=True)
    away = await _not_met(turn, me, day)
    if any(act.status == "accepted" for act in acts) and not away:
        return Say(turn.t("{day} counts already.", day=full_day(turn.t, day)))
    if any(
        row.state == "waiting" for row in await turn.run(asked_about, turn.vault, me, day, day, ("dispute",))
    ):
        return Say(turn.t("Your objection about {day} is being looked at.", day=full_day(turn.t, day)))
    village = _village(await turn.run(assigned_villages, me, day), spoken[1])
    if village is None:
        return Say(turn.t("On {day} you had no village to be on site in.", day=full_day(turn.t, day)))
    subject = acts[-1].id if acts else await _waiting_day(turn, village, day)
    people = [
        person
        for person in await turn.run(township_of, village.path, turn.today)
        if person not in (me, *away)
    ]
    new = NewRequest("dispute", subject, me, day, village.name, spoken[1], until(turn))
    if not await ask(turn, people, new, turn.speaker.name):
        return Say(turn.t("Nobody of the township is on the register; please tell the county office."))
    return Say(
        turn.t(
            "Your objection about {day} is with the township. You will hear what is decided, and why.",
            day=full_day(turn.t, day),
        )
    )


async def _not_met(turn: Turn, me: int, day: date) -> list[int]:
    """Who looked for the speaker that day and did not meet them: they do not decide about it."""
    found = await turn.run(asked_about, turn.vault, me, day, day, ("look",))
    return [row.asked_id for row in found if row.state == "no"]


def _village(assigned: list[Village], text: str) -> Village | None:
    """The village that the words name, else the first."""
    named = [village for village in assigned if village.name.removesuffix("村") in text]
    return next(iter(named or assigned), None)


async def _waiting_day(turn: Turn, village: Village, day: date) -> int:
    assert turn.speaker is not None
    noon = datetime.combine(day, time(12), SHANGHAI)
    return await turn.run(
        add_check_in, turn.vault, person_id=turn.speaker.person_id, village_id=village.id, came_at=noon, day=day,
        items=(), note="", source="retro", status="pending", contact_id=turn.contact.id, now=turn.received,
    )  # fmt: skip
