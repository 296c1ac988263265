"""The conversation of the duty list: who is on duty, their numbers on request, and the clerk's list."""

from __future__ import annotations

from handlers import refusals
from handlers.holiday_duty import act
from handlers.replies import Option, Reply, Say
from handlers.shown import full_day, listed
from handlers.turn import Turn
from locales import Words
from storage.queries.people import reveal


async def duty(turn: Turn) -> Reply:
    """值班: the list; 值班 10月1日 张三: the clerk writes it, several days in one message."""
    if turn.speaker is None:
        return refusals.bind_first(turn)
    return await _written(turn) if turn.intent.rest.strip() else await _shown(turn)


async def _shown(turn: Turn) -> Reply:
    if not act.may_read(turn):
        return refusals.nothing_to_see(turn)
    lines = await act.coming(turn)
    if not lines:
        return _nothing(turn)
    several = len({line.region_id for line in lines}) > 1
    told = []
    for day, people in act.by_day(lines).items():
        names = [f"{line.place}{line.name}" if several else line.name for line in people]
        told.append(turn.t("{day} {names}", day=full_day(turn.t, day), names=listed(turn.t, names)))
    turn.menu = {"1": "值班电话"}
    options = (Option("1", turn.t("phone numbers"), "go:值班电话"),)
    return Say("\n".join([turn.t("On duty:"), *told]), options=options)


def _nothing(turn: Turn) -> Reply:
    if act.township(turn) is not None:
        return Say(
            turn.t(
                "No duty list yet. Send it like this: duty list 10月1日 and the names, a line for each day."
            )
        )
    return Say(turn.t("There is no duty list yet. The township office writes it."))


async def phones(turn: Turn) -> Reply:
    """值班电话: the numbers of those on duty on the first day of the list; the reading is noted."""
    lines = await act.coming(turn)
    if not lines:
        return refusals.not_yours(turn)
    day = min(line.day for line in lines)
    told = []
    for line in (each for each in lines if each.day == day):
        number = await turn.run(
            reveal, turn.vault, reader_id=turn.person_id, subject_id=line.person_id, field="phone",
            reason="on duty on a day off", now=turn.received,
        )  # fmt: skip
        told.append(turn.t("{name}: {phone}", name=line.name, phone=number or "-"))
    return Say("\n".join([full_day(turn.t, day), *told]))


async def _written(turn: Turn) -> Reply:
    region = act.township(turn)
    if region is None:
        return refusals.nothing_to_see(turn)
    table = await act.write(turn, region)
    if isinstance(table, Words):
        return Say(turn.t(table))
    days = [
        turn.t(
            "{day} {names}", day=full_day(turn.t, day), names=listed(turn.t, [each.name for each in people])
        )
        for day, people in sorted(table.days.items())
    ]
    rest = turn.t("Wrong? Send the line of that day again.")
    return Say("\n".join([turn.t("On duty:"), *days, rest]))
