"""Drafts: 继续 takes the newest up again, 草稿 lists them, 删除草稿 gives one up."""

from __future__ import annotations

from handlers import filling
from handlers.forms.meant import Confirm
from handlers.forms.model import said
from handlers.intent import number_of
from handlers.mending import form_of, title_of
from handlers.replies import Option, Reply, Say, as_list
from handlers.shown import clock, day_of
from handlers.turn import Turn
from storage.queries.drafts import DraftRow, draft_of, open_drafts, set_draft_state

LONGEST_OTHER = 60
"""Characters of what is to be done instead: a command and what it is about."""

LONGEST_PLACE = 12
"""Characters of the question that a draft stands at, in the list."""

BECAME = {
    "saved": "That was saved already: {receipt}.",
    "cancelled": "That form was given up; nothing was saved. Begin again from the menu.",
    "expired": "That form was not touched for a week and has been put away. Begin again from the menu.",
    "parked": "That form is put aside. Send continue to go on with it.",
    "active": "That question is answered already. Now it stands here:",
}
"""What an old button is told of its question (product.md, 'Stale-button safety')."""


async def resume(turn: Turn) -> Reply:
    """Go on with the draft named by its number in the list, or the newest."""
    waiting = await _mine(turn)
    row = _numbered(waiting, turn.intent.rest)
    return await filling.take_up(turn, row) if row else _listed(turn, waiting)


async def show(turn: Turn) -> Reply:
    """The list of drafts, each to be taken up by its number, also while a question stands."""
    listed = _listed(turn, await _mine(turn))
    turn.menu_first = bool(turn.menu)
    return listed


def _listed(turn: Turn, waiting: list[DraftRow]) -> Say:
    if not waiting:
        return Say(turn.t("There is nothing unfinished."), options=(Option("1", turn.t("menu"), "go:菜单"),))
    turn.menu = {str(n): f"继续 {n}" for n in range(1, len(waiting) + 1)}
    options = tuple(Option(str(n), _line(turn, row), f"go:继续 {n}") for n, row in enumerate(waiting, 1))
    return Say(turn.t("Unfinished:"), options=options)


def _line(turn: Turn, row: DraftRow) -> str:
    """走访,停在问题,今天09:42: what it is, where it stands, when it was last touched."""
    day = turn.t("today") if row.updated_at.date() == turn.today else day_of(turn.t, row.updated_at.date())
    return turn.t(
        "{form}, at {place}, {day} {time}",
        form=title_of(turn, row), place=_place(turn, row), day=day, time=clock(row.updated_at),
    )  # fmt: skip


def _place(turn: Turn, row: DraftRow) -> str:
    """The question that stands by its short name, or the summary."""
    question = form_of(turn, row).find(row.body.get("at"))
    if question is None:
        return turn.t("the summary")
    asked = said(question.short or question.label, turn.language)
    return asked if len(asked) <= LONGEST_PLACE else f"{asked[:LONGEST_PLACE]}…"


async def drop(turn: Turn) -> Reply:
    """Give up the draft named by its number, or the newest."""
    waiting = await _mine(turn)
    row = _numbered(waiting, turn.intent.rest)
    if row is None:
        return _listed(turn, waiting)
    await turn.run(set_draft_state, row.id, "cancelled", turn.now)
    if turn.draft and turn.draft.id == row.id:
        turn.draft = None
    return Say(turn.t("Given up: {form}. Nothing was saved.", form=title_of(turn, row)))


async def save_all(turn: Turn) -> Reply:
    """全部保存 N N: the forms of one message that stand at their summary, saved one after another."""
    numbers = [number for word in turn.intent.rest.split() if (number := number_of(word))]
    told: list[Say] = []
    for row in sorted(await _mine(turn), key=lambda each: each.id):
        if row.body.get("phase") == "review" and row.id in numbers:
            turn.draft = row
            told += as_list(await filling.go_on(turn, Confirm()))
    return _merged(told) if told else _listed(turn, await _mine(turn))


def _merged(told: list[Say]) -> list[Say]:
    """What was said of each, without what was still waiting at that moment."""
    return [each for each in told if not any(option.press == "go:继续" for option in each.options)] or told


async def put_aside(turn: Turn) -> Reply:
    """Park the draft that stands; the house then does the rest of the line (handlers.conversation)."""
    await filling.park(turn)
    return ()


async def ask_to_resume(turn: Turn) -> Reply:
    """A draft was silent for long and a bare word came: go on with it, or give it up?"""
    assert turn.draft is not None
    turn.menu, turn.menu_first = {"1": "继续", "2": "删除草稿"}, True
    title = title_of(turn, turn.draft)
    return Say(
        turn.t("You have begun: {form}. Go on?", form=title),
        options=(Option("1", turn.t("go on"), "go:继续"), Option("2", turn.t("discard it"), "go:删除草稿")),
    )


async def ask_to_switch(turn: Turn) -> Reply:
    """Another form was asked for inside this one: park it first?"""
    assert turn.draft is not None
    other = turn.intent.rest[:LONGEST_OTHER]
    line = f"先办 {other}"
    turn.menu, turn.menu_first = {"1": line, "2": "继续"}, True
    title = title_of(turn, turn.draft)
    return Say(
        turn.t(
            "You are filling in: {form}. Put it aside for now and do {other}?",
            form=title,
            other=other,
        ),
        options=(Option("1", turn.t("put aside"), f"go:{line}"), Option("2", turn.t("no, go on"), "go:继续")),
    )


async def saved_already(turn: Turn) -> Reply:
    """保存了吗 [number]: what the same answer sent once more after saving means."""
    row = await turn.run(
        draft_of, turn.vault, number_of(turn.intent.rest) or 0, turn.contact.id, turn.person_id
    )
    if row is None or row.state != "saved":
        return await resume(turn)
    return Say(
        turn.t(BECAME["saved"], receipt=row.receipt or ""), options=(Option("1", turn.t("menu"), "go:菜单"),)
    )


async def stale(turn: Turn) -> Reply:
    """A button of a question that no longer stands: what became of it, and where things stand now."""
    row = await turn.run(draft_of, turn.vault, turn.intent.draft or 0, turn.contact.id, turn.person_id)
    if row is None:
        return Say(
            turn.t("That button is from another conversation."),
            options=(Option("1", turn.t("menu"), "go:菜单"),),
        )
    lead = turn.t(BECAME[row.state], receipt=row.receipt or "")
    if row.state != "active":
        return Say(lead)
    now = await filling.take_up(turn, row)
    return now.preceded_by(lead) if isinstance(now, Say) else now


async def _mine(turn: Turn) -> list[DraftRow]:
    return await turn.run(open_drafts, turn.vault, turn.contact.id, turn.person_id)


def _numbered(waiting: list[DraftRow], word: str) -> DraftRow | None:
    number = number_of(word) if word else 1
    return waiting[number - 1] if number and number <= len(waiting) else None
