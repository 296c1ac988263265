"""How instructions are shown: a line in a list, the whole with its history."""

from __future__ import annotations

from handlers.instructing import LEVELS, LINES
from handlers.replies import Say
from handlers.shown import clock, day_of, full_day
from handlers.turn import Turn
from locales import Words, words
from storage.queries.answerers import Answerer
from storage.queries.instructions import EventRow, InstructionRow

POSTS = {
    "township_clerk": words("clerk"), "township_leader": words("leader"), "unit_contact": words("contact"),
    "unit_leader": words("leader"), "team_leader": words("team leader"), "first_secretary": words("first secretary"),
    "village_officer": words("village officer"),
}  # fmt: skip

EVENTS = {
    "given": words("given to {owner}, due {due}"),
    "passed": words("passed on to {owner}"),
    "answered": words("done: {text}"),
    "extension": words("asks for time until {due}: {text}"),
    "extended": words("more time given, due {due}"),
    "refused": words("no more time given"),
    "returned": words("sent back, due {due}: {text}"),
    "accepted": words("accepted"),
    "withdrawn": words("was taken back"),
}


def answerer(turn: Turn, each: Answerer) -> str:
    """县城管局 张三(联络人), 石关村 李四(队长)."""
    where = each.unit if each.kind in ("unit_contact", "unit_leader") or not each.place else each.place
    post = turn.t(POSTS[each.kind]) if each.kind in POSTS else each.unit if where != each.unit else ""
    name = turn.t("{who}({post})", who=each.name, post=post) if post else each.name
    return f"{where} {name}" if where else name


def owner(turn: Turn, row: InstructionRow) -> str:
    """县城管局 张三."""
    return f"{row.owner_unit} {row.owner}".strip()


def line(turn: Turn, row: InstructionRow, *, mine: bool) -> str:
    """驻村:请本周补齐 11月22日 县城管局 张三 待认可; of one's own tasks without the owner."""
    t = turn.t
    what = f"{t(LINES[row.line])}:{short(row.text)}"
    who = "" if mine else owner(turn, row)
    return " ".join(filter(None, (what, day_of(t, row.due), who, state(turn, row))))


def short(text: str) -> str:
    """The first words of an instruction."""
    return text if len(text) <= SHORT else f"{text[: SHORT - 1]}…"


SHORT = 16


def state(turn: Turn, row: InstructionRow) -> str:
    """待办, 逾期2天, 申请延期, 待认可, 已办结, 已撤回."""
    t, late = turn.t, (turn.today - row.due).days
    if row.state in ("open", "returned", "extension") and late > 0:
        more = t(STATES["extension"]) if row.state == "extension" else ""
        return f"{more}⚠{t('overdue by {days} d', days=late)}"
    return t(STATES[row.state])


STATES: dict[str, Words] = {
    "open": words("to be done"), "extension": words("asks for more time"), "answered": words("to be accepted"),
    "returned": words("sent back"), "closed": words("done and accepted"), "withdrawn": words("was taken back"),
}  # fmt: skip


def whole(turn: Turn, row: InstructionRow, events: list[EventRow]) -> Say:
    """The instruction and what became of it."""
    t = turn.t
    about = t(LINES[row.line])
    if row.line_day is not None:
        about = t(
            "{what} ({area}, digest of {day})", what=about, area=row.region, day=day_of(t, row.line_day)
        )
    elif row.region:
        about = t("{what} ({area})", what=about, area=row.region)
    lines = [
        t("Instruction {receipt}, {level}: {text}", receipt=row.receipt, level=LEVELS[row.level], text=row.text),
        t("About: {about}", about=about),
        t("To: {owner}; by {due}; {state}", owner=owner(turn, row), due=full_day(t, row.due), state=state(turn, row)),
        *(_event(turn, each) for each in events),
    ]  # fmt: skip
    return Say("\n".join(lines))


def _event(turn: Turn, each: EventRow) -> str:
    t = turn.t
    due = day_of(t, each.due) if each.due else ""
    said = t(EVENTS[each.what], owner=each.owner, due=due, text=each.text)
    return f"{day_of(t, each.at.date())} {clock(each.at)} {each.person} {said}"
