"""The conversation of a leader: an instruction given, the list of those that stand, one looked at."""

from __future__ import annotations

from dataclasses import replace

from handlers import filling, refusals
from handlers.dialog import FormPlay, Record, Rows, Saved
from handlers.forms.model import row as choice_row
from handlers.forms.values import Value
from handlers.instructing import LEVELS, LINES
from handlers.instructions import act, shown
from handlers.instructions.answering import Choice, names
from handlers.instructions.asked import Asked, most_days, of_draft, understand, usual_due
from handlers.instructions.offered import actions
from handlers.instructions.sight import leads, may_give, may_read, owns, posts
from handlers.intent import number_of
from handlers.replies import Option, Reply, Say
from handlers.shown import full_day
from handlers.turn import Turn
from locales import words
from storage.queries import instructions as queries
from storage.queries.instructions import InstructionRow

FORM, PAGE = "instruction", 9
TITLE = words("instruction")
ANSWERERS = "answerers.csv"


async def give(turn: Turn) -> Reply:
    """批 [line] [whom] what [by when] [how pressing]."""
    if not may_give(turn):
        return refusals.not_yours(turn)
    asked = await understand(turn)
    if not asked.choice.all:
        return Say(turn.t("There is nobody here who could be asked. Please tell the county office."))
    play = _with_people(turn, turn.office.plays[FORM], asked.choice)
    reply = await filling.begin(turn, play, _known(turn, asked))
    if not asked.ordered.doubt:
        return reply
    lead = turn.t("Which day is meant by {said}? It has to be one to come.", said=asked.ordered.doubt)
    return reply.preceded_by(lead) if isinstance(reply, Say) else [Say(lead), *reply]


def _with_people(turn: Turn, play: FormPlay, choice: Choice) -> FormPlay:
    """The form with its list of people as it was just found: there is no draft yet to find it by."""

    async def people(_: Turn) -> Rows:
        return _rows(turn, choice)

    return replace(play, files={**play.files, ANSWERERS: people})


def _known(turn: Turn, asked: Asked) -> dict[str, Value]:
    """What was said, and what need not be asked: the only one who answers, the usual day, the usual level."""
    ordered, only = asked.ordered, asked.choice.only
    known: dict[str, Value] = {
        "area": asked.area.code if asked.area else "",
        "day": asked.day.isoformat() if asked.day else "",
        "wanted": asked.wanted,
        "most_days": most_days(turn),
        **({"level": ordered.level} if ordered.level else {}),
    }
    if ordered.line or ordered.text:
        known["line"] = ordered.line or "other"
    if ordered.text:
        known["text"] = ordered.text
    if only is not None and (ordered.line or ordered.text):
        known["to"] = str(only.person_id)
    if not ordered.doubt:
        known["usual_due"] = (ordered.due or usual_due(turn, asked.area)).isoformat()
    return known


async def people(turn: Turn) -> Rows:
    """Who can be asked, for the form as it stands."""
    return _rows(turn, await of_draft(turn))


def _rows(turn: Turn, choice: Choice) -> Rows:
    return [
        choice_row(str(each.person_id), shown.answerer(turn, each), (*names(each), each.unit, each.place))
        for each in choice.all
    ]


async def saved(turn: Turn, record: Record) -> Saved:
    """The receipt."""
    try:
        row = await act.give(turn, record)
    except act.NotYours:
        return Saved(refusals.nothing_to_see(turn))
    t = turn.t
    text = t(
        "Instruction given to {owner}: {about}, {text}; by {due}, {level}. They are told now.",
        owner=shown.owner(turn, row), about=LINES[row.line], text=row.text, due=full_day(t, row.due), level=LEVELS[row.level],
    )  # fmt: skip
    return Saved(Say(f"{text}\n{t('No. {receipt}. Wrong? Send undo.', receipt=row.receipt)}"), row.receipt)


async def instructions(turn: Turn) -> Reply:
    """批示: those that stand; 批示 请… gives one."""
    if turn.intent.rest.strip():
        return await give(turn)
    if not may_give(turn):
        return await tasks(turn) if turn.speaker else refusals.bind_first(turn)
    found = await _given(turn)
    if not found:
        turn.menu = {"1": NEW}
        lead = turn.t("No instruction of yours is open.")
        return Say(lead, options=(Option("1", turn.t("give one"), f"go:{NEW}"),))
    said = _listed(turn, found, turn.t("Your open instructions ({count}):", count=len(found)), mine=False)
    number = str(len(said.options) + 1)
    turn.menu[number] = NEW
    return replace(said, options=(*said.options, Option(number, turn.t("give one"), f"go:{NEW}")))


NEW = "新批示"


async def _given(turn: Turn) -> list[InstructionRow]:
    """What the speaker gave, or has taken over with the post; what waits for an answer first, then by due day."""
    found = await turn.run(queries.standing_of, turn.vault, posts(turn))
    mine = [row for row in found if await leads(turn, row)]
    return sorted(mine, key=lambda row: row.state not in ("answered", "extension"))


async def tasks(turn: Turn) -> Reply:
    """督办: what the speaker has to see to."""
    if turn.speaker is None:
        return refusals.bind_first(turn)
    found = await turn.run(queries.owned_by, turn.vault, turn.speaker.person_id)
    if not found:
        return Say(turn.t("No instruction waits for you."), options=(Option("1", turn.t("menu"), "go:菜单"),))
    return _listed(turn, found, turn.t("You are asked to see to ({count}):", count=len(found)), mine=True)


def _listed(turn: Turn, found: list[InstructionRow], lead: str, *, mine: bool) -> Say:
    page = found[:PAGE]
    turn.menu = {str(n): f"看批示 {row.id}" for n, row in enumerate(page, 1)}
    options = tuple(
        Option(str(n), shown.line(turn, row, mine=mine), f"go:看批示 {row.id}")
        for n, row in enumerate(page, 1)
    )
    more = len(found) - PAGE
    return Say(f"{lead}\n{turn.t('and {count} more', count=more)}" if more > 0 else lead, options=options)


async def show(turn: Turn) -> Reply:
    """看批示 N: the whole of it, with what the speaker may do."""
    number = number_of(turn.intent.rest.strip())
    row = await turn.run(queries.instruction, turn.vault, number) if number else None
    if row is None or not await may_read(turn, row):
        return refusals.not_yours(turn)
    events = await turn.run(queries.history, turn.vault, row.id)
    offered = actions(turn.t, row, owner=owns(turn, row), leader=await leads(turn, row))
    turn.menu = {option.key: option.press.removeprefix("go:") for option in offered}
    return replace(shown.whole(turn, row, events), options=offered)
