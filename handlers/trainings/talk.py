"""The conversation of training: which session, who, and if it is full whether they wait; nothing else is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Connection

from handlers import refusals
from handlers.intent import number_of
from handlers.replies import Option, Reply, Say
from handlers.shown import clock, full_day
from handlers.trainings import act
from handlers.turn import Turn
from storage.queries.trainings import EnrolmentLine, SessionLine, confirm
from storage.queries.trainings import leave as take_back

MANY = 9
WAIT = "候补"
Answer = Callable[[Connection, Sequence[int], int, datetime], int]


async def show(turn: Turn) -> Reply:
    """报名: the open sessions; one of them is chosen by its number."""
    if turn.person_id is None:
        return refusals.bind_first(turn)
    found = (await act.sessions(turn))[:MANY]
    if not found:
        return Say(turn.t("No training takes enrolments today."))
    return _offered(turn, turn.t("Training to enrol for ({count}):", count=len(found)), [
        (_session(turn, each), f"报名单 {each.id}") for each in found
    ])  # fmt: skip


def _session(turn: Turn, each: SessionLine) -> str:
    """家政培训 11月21日(周六)09:00 村委会,已报14/30."""
    count = min(each.enrolled, each.seats)
    return turn.t("{session}, {count}/{seats}", session=_when(turn, each), count=count, seats=each.seats)


def _when(turn: Turn, each: SessionLine) -> str:
    """家政培训 11月21日(周六)09:00 村委会."""
    return turn.t(
        "{title} {day} {time} {place}",
        title=each.title, day=full_day(turn.t, each.starts.date()), time=clock(each.starts), place=each.place,
    )  # fmt: skip


def _offered(turn: Turn, lead: str, lines: list[tuple[str, str]]) -> Say:
    turn.menu = {str(n): command for n, (_, command) in enumerate(lines, 1)}
    options = (Option(str(n), label, f"go:{command}") for n, (label, command) in enumerate(lines, 1))
    return Say(lead, options=tuple(options))


async def one(turn: Turn) -> Reply:
    """报名单 N [person] [候补]: who goes, where more than one may; then it is done."""
    words = turn.intent.rest.split()
    chosen = await act.session(turn, _number(words, 0)) if turn.person_id is not None else None
    if chosen is None:
        return refusals.not_yours(turn)
    people = await act.people(turn)
    who = (
        people[0] if len(people) == 1 else next((e for e in people if e.person_id == _number(words, 1)), None)
    )
    if not people:
        return Say(turn.t("Nobody of your household is old enough for it."))
    if who is None:
        lines = [(each.name, f"报名单 {chosen.id} {each.person_id}") for each in people[:MANY]]
        return _offered(turn, turn.t("Who goes to {title}?", title=chosen.title), lines)
    return await _entered(turn, chosen, who, waits=WAIT in words)


def _number(words: list[str], at: int) -> int:
    """The number at a place of the line; -1, which nothing has, where there is none."""
    found = number_of(words[at]) if at < len(words) else None
    return -1 if found is None else found


async def _entered(turn: Turn, chosen: SessionLine, who: act.Who, *, waits: bool) -> Reply:
    other = await act.clash(turn, chosen, who.person_id)
    if other is not None:
        return Say(
            turn.t("On that day there is {title} already: first reply my enrolments.", title=other.title)
        )
    there = any(e.session.id == chosen.id and e.person_id == who.person_id for e in await act.known(turn))
    if not there and chosen.enrolled >= chosen.seats and not waits:
        return _full(turn, chosen, who)
    return _receipt(turn, await act.enter(turn, chosen, who.person_id), who)


def _full(turn: Turn, chosen: SessionLine, who: act.Who) -> Say:
    """已满,排第3位候补,要排吗?"""
    place = chosen.enrolled - chosen.seats + 1
    lead = turn.t("{title} is full; wait as number {place}?", title=chosen.title, place=place)
    lines = [(turn.t("yes"), f"报名单 {chosen.id} {who.person_id} {WAIT}"), (turn.t("no"), "报名")]
    return _offered(turn, lead, lines)


def _receipt(turn: Turn, done: EnrolmentLine, who: act.Who) -> Say:
    lead = turn.t(
        "Enrolled: {who} for {session}",
        who=who.name, session=_when(turn, done.session),
    )  # fmt: skip
    if done.waits:
        lead = turn.t(
            "Waiting as number {place}: {who} for {title}",
            place=done.waits, who=who.name, title=done.session.title,
        )  # fmt: skip
    rest = turn.t("A reminder comes the day before. Not coming? Reply my enrolments.")
    return Say(f"{lead}\n{rest}")


async def mine(turn: Turn) -> Reply:
    """我的报名, 取消报名: what one has enrolled for; a number takes it back."""
    if turn.person_id is None:
        return refusals.bind_first(turn)
    found = (await act.known(turn))[:MANY]
    if not found:
        return Say(turn.t("You have enrolled for nothing."))
    return _offered(turn, turn.t("Your enrolments; a number takes one back:"), [
        (_mine(turn, each), f"退报名 {each.id}") for each in found
    ])  # fmt: skip


def _mine(turn: Turn, each: EnrolmentLine) -> str:
    session = each.session
    what = turn.t("{title} {day}", title=session.title, day=full_day(turn.t, session.starts.date()))
    who = f" {each.person[:1]}*" if each.person_id != turn.person_id else ""
    waits = turn.t(" (waiting, number {place})", place=each.waits) if each.waits else ""
    return f"{what}{who}{waits}"


async def leave(turn: Turn) -> Reply:
    """退报名 N."""
    if not await _answered(turn, take_back):
        return refusals.not_yours(turn)
    return Say(turn.t("Taken back. The seat goes to the next one."))


async def coming(turn: Turn) -> Reply:
    """来培训 N …: the answer to the reminder of the day before."""
    if not await _answered(turn, confirm):
        return refusals.not_yours(turn)
    return Say(turn.t("Good, see you there."))


async def not_coming(turn: Turn) -> Reply:
    """不来培训 N …: the seat goes to whoever waits."""
    if not await _answered(turn, take_back):
        return refusals.not_yours(turn)
    return Say(turn.t("Thank you for telling. The seat goes to the next one."))


async def _answered(turn: Turn, answer: Answer) -> int:
    """Do something with the enrolments that the line numbers, where they are the speaker's; with how many."""
    numbers = [number for word in turn.intent.rest.split() if (number := number_of(word)) is not None]
    if turn.person_id is None or not numbers:
        return 0
    return await turn.run(answer, numbers, turn.person_id, turn.received)
