"""What a leave does: it shrinks the on-site requirement of its weeks, at once or when somebody has agreed (M18).

Who agrees is the parameter leave.approval of the region; nobody by default. Until then the days are asked
as before. Where nobody could be asked the leave is in effect at once: a gap in the register holds nobody up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from handlers.asking import ask, until
from handlers.dialog import Amend, Record
from handlers.forms.model import said
from handlers.forms.values import text
from handlers.shown import day_of
from handlers.turn import Turn
from locales import words
from storage.queries.leaves import add_leave, end_leave, leaves_of, unask_leave, withdraw_leave
from storage.queries.requests import NewRequest, leaders_of, township_of
from storage.values.receipt import Receipt

PREFIX = "QJ"


@dataclass(frozen=True, slots=True)
class Noted:
    """A leave as it was saved; both days count. `asked`: how many people have to agree first, 0 for none.

    `gap`: who should have been asked and is not on the register, as a key of `GAPS`; empty where all is well.
    """

    receipt: str
    kind: str
    starts: date
    ends: date
    workdays: int
    asked: int = 0
    gap: str = ""


GAPS = {
    "leader": words("No team leader or first secretary is on the register: the township was asked instead."),
    "nobody": words(
        "Nobody who could agree is on the register, so it is in effect; please tell the township office."
    ),
}


def limits(turn: Turn) -> dict[str, int]:
    """The office's rules that the form asks by (parameters leave.*)."""
    names = ("back_days", "sick_back_days", "max_days")
    return {name: turn.office.parameters.value(f"leave.{name}", "/", turn.today) for name in names}


async def take_leave(turn: Turn, record: Record) -> Noted:
    """Save a leave.

    Raises:
        Amend: it overlaps another leave.
    """
    assert turn.speaker is not None
    starts, ends, kind = record["starts"], record["ends"], text(record["kind"])
    same = await turn.run(leaves_of, turn.speaker.person_id, starts, ends, "effective", "waiting")
    if same:
        receipt = str(Receipt(PREFIX, same[0].starts, same[0].id))
        day = day_of(turn.t, max(starts, same[0].starts))
        raise Amend(
            "starts", words("On {day} you are on leave already ({receipt}).", day=day, receipt=receipt)
        )
    workdays = len(turn.office.calendar.workdays_between(starts, ends))
    who, gap = await _who_agrees(turn, starts, workdays)
    reason = text(record.get("reason"))
    number = await turn.run(
        add_leave, turn.vault, person_id=turn.speaker.person_id, kind=kind, starts=starts, ends=ends,
        reason=reason, contact_id=turn.contact.id, now=turn.received, status="waiting" if who else "effective",
    )  # fmt: skip
    if who:
        new = NewRequest("leave", number, turn.speaker.person_id, starts, "", reason, until(turn))
        facts = {"leave": label(turn, kind), "ends": ends.isoformat(), "count": workdays}
        await ask(turn, who, new, turn.speaker.name, facts)
    return Noted(str(Receipt(PREFIX, starts, number)), kind, starts, ends, workdays, len(who), gap)


async def _who_agrees(turn: Turn, day: date, workdays: int) -> tuple[list[int], str]:
    """The leaders of the team, or of longer leave and where there are none the township; never oneself.

    And the gap in the register, if somebody who should be asked is missing.
    """
    assert turn.speaker is not None
    me, duties = turn.speaker.person_id, [role for role in turn.speaker.roles if role.duty]
    value = partial(turn.office.parameters.value, path=duties[0].path if duties else "/", day=day)
    level = value("leave.approval")
    if level == "none":
        return [], ""
    found: list[int] = []
    by_leader = level == "team_leader" and workdays <= value("leave.approval_days")
    if by_leader:
        for village in [role.region_id for role in duties if role.region_id]:
            found += await turn.run(leaders_of, village, turn.today)
    others = [person for person in dict.fromkeys(found) if person != me]
    if others or not duties:
        return others, "" if others else "nobody"
    township = [person for person in await turn.run(township_of, duties[0].path, turn.today) if person != me]
    gap = "" if not by_leader or me in found else "leader"
    return township, gap if township else "nobody"


def label(turn: Turn, kind: str) -> str:
    """A kind of leave as the form calls it."""
    form = turn.office.form("leave")
    kinds = form.lists[form.by_name["kind"].choices]
    return next(said(each.label, turn.language) for each in kinds if each.name == kind)


async def drop_waiting(turn: Turn) -> bool:
    """Take back what nobody has agreed to yet and would touch today or a later day; whether there was any."""
    assert turn.speaker is not None
    later = turn.today + timedelta(days=366)
    found = await turn.run(leaves_of, turn.speaker.person_id, turn.today, later, "waiting")
    for each in found:
        await turn.run(unask_leave, each.id)
    return bool(found)


async def come_back(turn: Turn) -> bool:
    """End today's leave yesterday (one that began today is taken back); False if there is none."""
    assert turn.speaker is not None
    today = await turn.run(leaves_of, turn.speaker.person_id, turn.today, turn.today)
    for leave in today:
        if leave.starts == turn.today:
            await turn.run(withdraw_leave, leave.id, turn.received)
        else:
            await turn.run(end_leave, leave.id, turn.today - timedelta(days=1))
    return bool(today)
