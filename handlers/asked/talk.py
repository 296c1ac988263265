"""The conversation: the list, one question with what was said, an answer, a reason where it is a refusal."""

from __future__ import annotations

from handlers import refusals
from handlers.asked import act
from handlers.asking import told
from handlers.intent import number_of
from handlers.notices.requests import ANSWERS, TITLES, choices, outcome, question
from handlers.replies import Option, Reply, Say
from handlers.shown import day_of, masked_name
from handlers.turn import Turn
from locales import words
from storage.queries.leaves import leave_of
from storage.queries.requests import RequestRow

PAGE = 9
TAKEN = frozenset({"emergency", "denied"})
"""What is not agreed to but taken on."""
KINDS_OF_LEAVE = {
    "personal": words("personal leave"), "sick": words("sick leave"), "annual": words("annual leave"),
    "meeting": words("meeting"), "training": words("training"), "trip": words("official trip"),
    "other": words("other leave"), "mourning": words("bereavement leave"),
}  # fmt: skip


async def inbox(turn: Turn) -> Reply:
    """待我确认."""
    if turn.speaker is None:
        return refusals.bind_first(turn)
    found = await act.inbox(turn)
    if not found:
        return Say(turn.t("Nobody waits for an answer of yours."))
    options = []
    for n, row in enumerate(found[:PAGE], 1):
        options.append(Option(str(n), line_of(turn, row), f"go:审批单 {row.id}"))
        turn.menu[str(n)] = f"审批单 {row.id}"
    lead = turn.t("Waiting for your answer ({count}):", count=len(found))
    if len([row for row in found[:PAGE] if row.kind in act.TOGETHER]) > 1:
        lead = f"{lead}\n{turn.t('Leave and late check-ins together: 1-3 agree, all agree.')}"
    return Say(lead, options=tuple(options))


def line_of(turn: Turn, row: RequestRow) -> str:
    """请假:张三 11月17日."""
    what, day = turn.t(TITLES[row.kind]), day_of(turn.t, row.day)
    return turn.t("{what}: {who} {day}", what=what, who=_who(turn, row), day=day)


async def one(turn: Turn) -> Reply:
    """审批单 N: the question with what was said; of one that is settled, the answer and its reason."""
    row = await _row(turn)
    if row is None:
        return refusals.not_yours(turn)
    if row.state in (act.YES, act.NO):
        return _settled(turn, row)
    lines = [question(turn.t, await _facts(turn, row))]
    if row.said and row.asked_id == turn.person_id and row.kind != "emergency":
        lines.append(turn.t("They say: {text}", text=row.said))
    if row.asked_id != turn.person_id:
        return Say(turn.t("No answer yet."))
    options = choices(turn.t, row.kind, row.id)
    turn.menu = {option.key: option.press.removeprefix("go:") for option in options}
    return Say("\n".join(lines), options=options)


def _settled(turn: Turn, row: RequestRow) -> Say:
    lines = [
        turn.t(
            "{what} {day} {place}: {answer}",
            what=turn.t(TITLES[row.kind]),
            day=day_of(turn.t, row.day),
            place=row.place,
            answer=turn.t(outcome(row.kind, row.state == act.YES)),
        )
    ]
    lines += [turn.t("Reason: {text}", text=row.why)] if row.why else []
    return Say("\n".join(lines))


async def agree(turn: Turn) -> Reply:
    """同意 [N] [why]."""
    return await _answer(turn, act.YES)


async def take(turn: Turn) -> Reply:
    """收到 [N]: a call for help is taken; without a number the only one there is."""
    row = await _row(turn)
    if row is None and turn.speaker is not None and not turn.intent.rest:
        calls = [each for each in await act.inbox(turn) if each.kind == "emergency"]
        row = calls[-1] if calls else None
    if row is None or row.kind not in TAKEN or row.asked_id != turn.person_id:
        return Say(turn.t("No call for help waits for you."))
    if not await act.answer(turn, row, act.YES, ""):
        return Say(turn.t("Somebody has taken it already, or it is over."))
    if row.kind == "denied":
        return Say(
            turn.t("Noted: you look into it. What you find you can write down under to look at (待核).")
        )
    return Say(
        turn.t("Noted: you see to {who} of {place}. Nobody else is asked now.", who=row.said, place=row.place)
    )


async def disagree(turn: Turn) -> Reply:
    """不同意 N why: a decision that refuses has a reason (D54)."""
    return await _answer(turn, act.NO)


async def unsure(turn: Turn) -> Reply:
    """不清楚 N."""
    return await _answer(turn, act.UNSURE)


async def _answer(turn: Turn, said: str) -> Reply:
    row = await _row(turn)
    if row is None:
        return await inbox(turn)
    if row.asked_id != turn.person_id:
        return refusals.nothing_to_see(turn)
    why = " ".join(turn.intent.rest.split()[1:])
    if said == act.NO and row.kind in ANSWERS and not why:
        return Say(
            turn.t(
                "Please send the reason in the same message, e.g. disagree {number} the team is short.",
                number=row.id,
            )
        )
    if not await act.answer(turn, row, said, why):
        return Say(turn.t("This was answered already, or it is too late for it."))
    return await _noted(turn, row)


async def _noted(turn: Turn, row: RequestRow) -> Say:
    lead = turn.t(
        "Noted: {what} {who} {day}.",
        what=turn.t(TITLES[row.kind]),
        who=_who(turn, row),
        day=day_of(turn.t, row.day),
    )
    rest = await act.inbox(turn)
    turn.menu = {"1": "待我确认"} if rest else {}
    more = (Option("1", turn.t("{count} more", count=len(rest)), "go:待我确认"),) if rest else ()
    return Say(lead, options=more)


async def _row(turn: Turn) -> RequestRow | None:
    """The question that a number names, or the only one there is."""
    named = turn.intent.rest.split()[:1]
    if named:
        number = number_of(named[0])
        return await act.mine(turn, number) if number is not None else None
    waiting = await act.inbox(turn) if turn.speaker else []
    return waiting[0] if len(waiting) == 1 else None


async def _facts(turn: Turn, row: RequestRow) -> dict[str, object]:
    facts: dict[str, object] = dict(told(row.kind, row.id, _who(turn, row), row.day.isoformat(), row.place))
    leave = await turn.run(leave_of, row.subject_id) if row.kind == "leave" else None
    if leave is not None:
        count = len(turn.office.calendar.workdays_between(leave.starts, leave.ends))
        kind = turn.t(KINDS_OF_LEAVE.get(leave.kind, KINDS_OF_LEAVE["other"]))
        facts |= {"leave": kind, "ends": leave.ends.isoformat(), "count": count}
    return facts


def _who(turn: Turn, row: RequestRow) -> str:
    """A household reads the cadre's name as everywhere; nobody's name is hidden from those who must decide.

    Who calls for help is named as the call names them: a household by its head, masked.
    """
    if row.kind == "emergency":
        return row.said
    return row.who if turn.speaker and turn.speaker.roles else masked_name(row.who)
