"""更正 [编号]: one's own last records, take one back or change it, say why; done, or waiting for an answer."""

from __future__ import annotations

from dataclasses import replace

from handlers import filling, refusals
from handlers.corrections import act
from handlers.corrections.found import Found
from handlers.dialog import Record, Saved
from handlers.duty import has_duty, week_standing
from handlers.forms.draft import Draft
from handlers.forms.values import text
from handlers.mending import CORRECTION, REASON, answers_of
from handlers.replies import Option, Reply, Say
from handlers.rules.words import week_line
from handlers.shown import listed
from handlers.turn import Turn
from locales import words
from storage.values.receipt import Receipt

TITLE = words("correction")


async def correct(turn: Turn) -> Reply:
    """更正 [编号]: which record, and what is to be done with it."""
    if turn.speaker is None:
        return refusals.bind_first(turn)
    if not turn.intent.rest.strip():
        return _listed(turn, await act.latest(turn))
    found = await _asked_for(turn)
    return _what(turn, found) if isinstance(found, Found) else found


def _listed(turn: Turn, found: list[Found]) -> Say:
    if not found:
        return Say(
            turn.t("You have no record to correct."), options=(Option("1", turn.t("menu"), "go:菜单"),)
        )
    lines = {str(n): f"更正 {each.receipt}" for n, each in enumerate(found, 1)}
    turn.menu = lines
    options = [
        Option(n, turn.t("{kind} {about} {receipt}", kind=each.kind, about=each.kept.about, receipt=each.receipt), f"go:{line}")
        for (n, line), each in zip(lines.items(), found, strict=True)
    ]  # fmt: skip
    return Say(turn.t("Which record?"), options=tuple(options))


async def _asked_for(turn: Turn) -> Found | Say:
    """The record of the receipt that was sent, or why it cannot be corrected."""
    if turn.speaker is None:
        return refusals.bind_first(turn)
    try:
        receipt = Receipt.parse(turn.intent.rest)
    except ValueError:
        return Say(
            turn.t("A record number looks like ZF261119-0012. Send correct alone to see your last ones.")
        )
    found = await act.find(turn, receipt)
    if found is None:
        return refusals.nothing_to_see(turn)
    why = await act.why_not(turn, found)
    return Say(turn.t(why)) if why else found


def _what(turn: Turn, found: Found) -> Say:
    turn.menu = {"1": f"更正撤回 {found.receipt}", "2": f"更正内容 {found.receipt}"}
    turn.menu_first = True
    return Say(
        turn.t("{kind} {receipt} ({about}). What do you want?", kind=found.kind, receipt=found.receipt, about=found.kept.about),
        options=(
            Option("1", turn.t("take it back"), f"go:{turn.menu['1']}"),
            Option("2", turn.t("change it"), f"go:{turn.menu['2']}"),
        ),
    )  # fmt: skip


async def take_back(turn: Turn) -> Reply:
    """更正撤回 编号: why?"""
    found = await _asked_for(turn)
    if not isinstance(found, Found):
        return found
    form = turn.office.form(CORRECTION)
    return await filling.reopen(turn, Draft(form.name, form.version), found.receipt)


async def change(turn: Turn) -> Reply:
    """更正内容 编号: the record's own summary, to be changed as before saving."""
    found = await _asked_for(turn)
    if not isinstance(found, Found):
        return found
    form = turn.office.form(found.play.form, found.kept.version)
    draft = Draft(form.name, form.version, answers=answers_of(form, found.kept), phase="review")
    return await filling.reopen(turn, draft, found.receipt)


async def saved(turn: Turn, record: Record) -> Saved:
    """The correction that a draft was: in effect, or waiting.

    Raises:
        Amend: the new answers may not be.
    """
    assert turn.draft is not None
    turn.intent = replace(turn.intent, rest=turn.draft.corrects or "")
    found = await _asked_for(turn)
    if not isinstance(found, Found):
        return Saved(found)
    taken_back = turn.draft.form == CORRECTION
    try:
        lines = [] if taken_back else await filling.differences(turn)
        done = await act.submit(turn, found, text(record[REASON]), None if taken_back else record, lines)
    except act.NobodyToAsk:
        return Saved(Say(turn.t("Nobody in the register can agree to it. Tell the township office.")))
    return Saved(await _said(turn, done, taken_back=taken_back), done.receipt)


async def _said(turn: Turn, done: act.Submitted, *, taken_back: bool) -> Say:
    t, found = turn.t, done.found
    if done.names:
        return Say(
            t(
                "Sent: correction of {kind} {receipt}. {names} will answer within {days} days; until then it stands as it was.",
                kind=found.kind, receipt=found.receipt, names=listed(t, list(done.names)), days=done.days,
            )
        )  # fmt: skip
    lead = (
        words("Taken back: {kind} {receipt} ({about})")
        if taken_back
        else words("Corrected: {kind} {receipt} ({about})")
    )
    line = week_line(t, await week_standing(turn)) if has_duty(turn) else ""
    said = t(lead, kind=found.kind, receipt=done.receipt, about=found.kept.about)
    return Say("\n".join(part for part in (said, line) if part))
