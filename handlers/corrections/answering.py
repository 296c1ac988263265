"""Agreeing to a correction or not: by the numbers of the notice, or from the list of what waits."""

from __future__ import annotations

from handlers import filling, refusals
from handlers.corrections import act, tell
from handlers.corrections.found import Found
from handlers.corrections.found import record as load
from handlers.dialog import Amend, Record, Saved
from handlers.forms.values import Value, text, unpack
from handlers.intent import number_of
from handlers.mending import KINDS, REASONS
from handlers.replies import Option, Reply, Say
from handlers.turn import Turn
from locales import words
from storage.queries.corrections import CorrectionRow, approvers, correction, decide, waiting

FORM = "refusal"
TITLE = words("answer to a correction")
BECAME = {
    "done": words("That correction is in effect already: {receipt}."),
    "refused": words("That correction was not agreed to: {receipt}."),
    "expired": words("Nobody answered that correction in time: {receipt} stays as it was."),
}
"""What an old number or button is told of its correction."""


async def agree(turn: Turn) -> Reply:
    """同意更正 N: it comes into effect now."""
    row = await _to_answer(turn, number_of(turn.intent.rest))
    if not isinstance(row, CorrectionRow):
        return row
    found = await load(turn, row.prefix, row.record_id)
    if found is None:
        await _settle(turn, row, "refused", "")
        return Say(turn.t("The record was taken back meanwhile; there is nothing left to correct."))
    try:
        await act.apply(turn, found.mending, found.kept, _answers(row))
    except Amend as amend:
        return Say(turn.t("It cannot be changed like that any more: {why}", why=amend.why))
    await tell.household(turn, row.id, found.kept)
    await _settle(turn, row, "done", "")
    return Say(
        turn.t(
            "Agreed: the correction of {receipt} by {who} is in effect.", receipt=row.receipt, who=row.person
        )
    )


def _answers(row: CorrectionRow) -> dict[str, Value] | None:
    """The new answers; None where the record is taken back."""
    return {name: unpack(value) for name, value in row.after.items()} if row.change == "change" else None


async def refuse(turn: Turn) -> Reply:
    """不同意更正 N: why not, if one wants to say."""
    number, _, why = turn.intent.rest.strip().partition(" ")
    row = await _to_answer(turn, number_of(number))
    if not isinstance(row, CorrectionRow):
        return row
    known: dict[str, Value] = {"number": row.id, **({"why": why} if why else {})}
    return await filling.begin(turn, turn.office.plays[FORM], known)


async def refused(turn: Turn, record: Record) -> Saved:
    """The record stays as it was; who asked hears it."""
    row = await _to_answer(turn, int(text(record["number"])))
    if not isinstance(row, CorrectionRow):
        return Saved(row)
    await _settle(turn, row, "refused", text(record.get("why")))
    return Saved(
        Say(
            turn.t(
                "Not agreed: {receipt} stays as it was. {who} is told.", receipt=row.receipt, who=row.person
            )
        )
    )


async def _settle(turn: Turn, row: CorrectionRow, state: str, why: str) -> None:
    assert turn.speaker is not None
    await turn.run(decide, turn.vault, row.id, state, by=turn.speaker.person_id, why=why, now=turn.received)
    await tell.answered(turn, row, agreed=state == "done", why=bool(why))


async def _to_answer(turn: Turn, number: int | None) -> CorrectionRow | Say:
    """A correction that waits for the speaker, or what became of it; nothing to see for anybody else."""
    row = await turn.run(correction, turn.vault, number) if number and turn.speaker else None
    if row is None or not await _may_answer(turn, row):
        return refusals.not_yours(turn)
    if row.state == "waiting" and row.until > turn.received:
        return row
    state = "expired" if row.state == "waiting" else row.state
    return Say(turn.t(BECAME[state], receipt=row.receipt))


async def _may_answer(turn: Turn, row: CorrectionRow) -> bool:
    return turn.person_id in await turn.run(approvers, row.village_path, turn.today, row.person_id)


async def waiting_list(turn: Turn) -> Reply:
    """待审批: what waits for the speaker's answer, each to be looked at by its number."""
    if turn.speaker is None:
        return refusals.bind_first(turn)
    rows = [row for row in await turn.run(waiting, turn.vault, turn.received) if await _may_answer(turn, row)]
    if not rows:
        return Say(
            turn.t("Nothing waits for your answer."), options=(Option("1", turn.t("menu"), "go:菜单"),)
        )
    turn.menu = {str(n): f"看更正 {row.id}" for n, row in enumerate(rows, 1)}
    options = [
        Option(n, _line(turn, row), f"go:{turn.menu[n]}") for n, row in zip(turn.menu, rows, strict=True)
    ]
    return Say(turn.t("Waiting for your answer:"), options=tuple(options))


async def not_together(turn: Turn) -> Reply:
    """全部同意 after that list (D54): a correction changes a record, so each is looked at."""
    listed = await waiting_list(turn)
    lead = turn.t("Corrections change records; please look at them one by one. Nothing was done.")
    return listed.preceded_by(lead) if isinstance(listed, Say) and turn.menu else listed


def _line(turn: Turn, row: CorrectionRow) -> str:
    return turn.t("{who}: {kind} {receipt}", who=row.person, kind=KINDS[row.prefix], receipt=row.receipt)


async def show(turn: Turn) -> Reply:
    """看更正 N: old and new, for whoever may answer and whoever asked."""
    number = number_of(turn.intent.rest)
    row = await turn.run(correction, turn.vault, number) if number and turn.speaker else None
    asked = row is not None and row.person_id == turn.person_id
    if row is None or not (asked or await _may_answer(turn, row)):
        return refusals.not_yours(turn)
    t = turn.t
    head = t("{line}, reason: {reason}", line=_line(turn, row), reason=REASONS[row.reason])
    state = "expired" if row.state == "waiting" and row.until <= turn.received else row.state
    why = [t("Why not: {why}", why=row.why)] if row.why else []
    if state in BECAME:
        why.insert(0, t(BECAME[state], receipt=row.receipt))
    found = await load(turn, row.prefix, row.record_id)
    lines = [head, *_differences(turn, row, found), *why]
    return Say("\n".join(lines), options=() if asked or state != "waiting" else _answers_offered(turn, row))


def _answers_offered(turn: Turn, row: CorrectionRow) -> tuple[Option, ...]:
    turn.menu = {"1": f"同意更正 {row.id}", "2": f"不同意更正 {row.id}"}
    labels = {"1": turn.t("agree"), "2": turn.t("do not agree")}
    return tuple(Option(n, labels[n], f"go:{line}") for n, line in turn.menu.items())


def _differences(turn: Turn, row: CorrectionRow, found: Found | None) -> list[str]:
    """饮水: 没有 → 冬季缺水, a line for each answer that is to change; of what is taken back, which record."""
    if row.change == "withdraw":
        return [turn.t("To be taken back: {about}", about=found.kept.about)] if found else []
    return [turn.t("{label}: {old} → {new}", label=label, old=old, new=new) for label, old, new in row.lines]
