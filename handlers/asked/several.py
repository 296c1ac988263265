"""1-5同意, 全部同意 (D54): several of the list answered at once; the answer names what was done and what was left."""

from __future__ import annotations

from dataclasses import dataclass, field

from handlers import refusals
from handlers.asked import act
from handlers.asked.talk import line_of
from handlers.intent import number_of
from handlers.notices.requests import ANSWERS
from handlers.replies import Option, Reply, Say
from handlers.turn import Turn
from storage.queries.requests import RequestRow


@dataclass(slots=True)
class Outcome:
    """Lines by their numbers on the list: answered, and left with the reason why."""

    done: list[str] = field(default_factory=list)
    left: dict[str, list[str]] = field(default_factory=dict)

    def leave(self, why: str, what: str) -> None:
        self.left.setdefault(why, []).append(what)


async def answer(turn: Turn) -> Reply:
    """逐项答复 是|否 1:12,2:13 [why]."""
    said, _, rest = turn.intent.rest.strip().partition(" ")
    pairs, _, why = rest.partition(" ")
    if turn.speaker is None or said not in ("是", "否"):
        return refusals.not_yours(turn)
    outcome = Outcome()
    for pair in pairs.split(","):
        place, _, number = pair.partition(":")
        row = await act.mine(turn, number_of(number) or 0)
        await _one(turn, outcome, place, row, act.YES if said == "是" else act.NO, why)
    return await _told(turn, outcome, said == "是")


async def _one(turn: Turn, outcome: Outcome, place: str, row: RequestRow | None, said: str, why: str) -> None:
    if row is None or row.asked_id != turn.person_id:
        outcome.leave(turn.t("not on the list"), place)
        return
    what = f"{place}{line_of(turn, row)}"
    if row.kind not in act.TOGETHER:
        outcome.leave(turn.t("to be looked at one by one"), what)
    elif said == act.NO and row.kind in ANSWERS and not why:
        outcome.leave(turn.t("a refusal needs its reason, e.g. 2 disagree, the team is short"), what)
    elif await act.answer(turn, row, said, why):
        outcome.done.append(what)
    else:
        outcome.leave(turn.t("answered already, or too late"), what)


async def _told(turn: Turn, outcome: Outcome, yes: bool) -> Say:
    t = turn.t
    count, what = len(outcome.done), _joined(outcome.done)
    agreed = t("Agreed, {count}: {what}", count=count, what=what)
    lines = [agreed if yes else t("Not agreed, {count}: {what}", count=count, what=what)][: bool(count)]
    lines += [
        t("Left, {count}, {why}: {what}", count=len(what), why=why, what=_joined(what))
        for why, what in outcome.left.items()
    ]
    rest = await act.inbox(turn)
    turn.menu = {"1": "待我确认"} if rest else {}
    more = (Option("1", t("{count} more", count=len(rest)), "go:待我确认"),) if rest else ()
    return Say("\n".join(lines), options=more)


def _joined(what: list[str]) -> str:
    return ";".join(what)
