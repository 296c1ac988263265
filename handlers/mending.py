"""Putting saved records right, as the forms engine plays it: the record's own form, with the reason asked.

A draft whose row says which receipt it `corrects` plays the form of that record in its version, begun at
its summary, with the questions of the form `correction` behind it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from handlers.dialog import FormPlay, Kept, Mending
from handlers.forms.draft import Draft
from handlers.forms.model import Form
from handlers.forms.outcome import Outcome, Reviewed, Text
from handlers.forms.values import Value, pack
from handlers.office import Office
from handlers.replies import Option, Say
from handlers.turn import Turn
from locales import words
from storage.queries.corrections import NewCorrection
from storage.queries.drafts import DraftRow
from storage.values.receipt import Receipt

CORRECTION = "correction"
"""The form that asks why a record is put right."""

REASON = "correction_reason"
"""Its question, named apart from those that an office may write."""


KINDS = {"QD": words("check-in"), "ZF": words("visit"), "QJ": words("leave"), "RJ": words("diary")}
REASONS = {
    "mistake": words("a mistake"),
    "duplicate": words("entered twice"),
    "changed": words("things have changed"),
    "other": words("another reason"),
    "fresh": words("taken back the same day"),
}
"""Why a record was corrected."""


def play_of(turn: Turn, row: DraftRow) -> FormPlay:
    """What a draft plays: its form's dialog, or the correction with the live lists of that dialog."""
    own = turn.office.plays[row.form]
    if row.corrects is None:
        return own
    return replace(turn.office.plays[CORRECTION], files=own.files)


def form_of(turn: Turn, row: DraftRow) -> Form:
    """The form of a draft in the version it began with."""
    form = turn.office.form(row.form, row.version)
    return form if row.corrects is None or row.form == CORRECTION else with_reason(turn.office, form)


def with_reason(office: Office, form: Form) -> Form:
    """A form with the questions of the correction behind its own."""
    more = office.form(CORRECTION)
    return replace(
        form, questions=(*form.questions, *more.questions), lists={**form.lists, **more.lists}, review=True
    )


def title_of(turn: Turn, row: DraftRow) -> str:
    """What a draft is called: 走访, or 更正 ZF261117-1003."""
    if row.corrects is None:
        return turn.t(turn.office.plays[row.form].title)
    return turn.t("correction of {receipt}", receipt=row.corrects)


def mendable(office: Office) -> dict[str, tuple[FormPlay, Mending]]:
    """Prefix of a receipt -> the form of its records and how they are put right."""
    return {p.mending.prefix: (p, p.mending) for p in office.plays.values() if p.mending}


def receipt_of(prefix: str, kept: Kept) -> str:
    """The number of a record."""
    return str(Receipt(prefix, kept.day, kept.id))


def answers_of(form: Form, kept: Kept) -> dict[str, Value]:
    """A record's answers as a draft's: what could be left out and was not kept was answered with nothing.

    A question that must be answered and was not relevant stays open: it is asked when it becomes so.
    """
    optional: dict[str, Value] = {q.name: None for q in form.questions if q.is_asked and not q.required}
    return {**optional, **{name: value for name, value in kept.answers.items() if name in form.by_name}}


def new_correction(
    turn: Turn,
    prefix: str,
    kept: Kept,
    *,
    reason: str,
    after: Mapping[str, Value] | None = None,
    lines: Sequence[tuple[str, str, str]] = (),
) -> NewCorrection:
    """A correction of a record to be kept: new answers, or none where it is taken back."""
    before = {name: pack(value) for name, value in kept.answers.items() if value not in (None, ())}
    written = {name: pack(value) for name, value in (after or {}).items() if value not in (None, ())}
    changed = [name for name in {**before, **written} if before.get(name) != written.get(name)]
    days = turn.office.parameters.value("correct.answer_days", kept.village_path, turn.today)
    return NewCorrection(
        receipt_of(prefix, kept), prefix, kept.id, kept.owner_id, kept.village_id,
        "withdraw" if after is None else "change", changed if after is not None else (), before, written, lines, reason,
        turn.received + timedelta(days=days),
    )  # fmt: skip


async def kept_answers(turn: Turn, row: DraftRow) -> Draft:
    """The summary of a record as it was saved, for a draft that corrects it."""
    form = form_of(turn, row)
    receipt = Receipt.parse(row.corrects or "")
    found = mendable(turn.office).get(receipt.prefix) if row.form != CORRECTION else None
    kept = await found[1].load(turn, receipt.serial) if found else None
    answers = answers_of(form, kept) if kept else {}
    return Draft(row.form, row.version, answers=answers, phase="review")


def compared(outcome: Outcome, before: Mapping[str, Text]) -> tuple[Outcome, bool]:
    """The summary with what was there before (没有 → 饮水), and whether anything but the reason is new.

    Args:
        before: question -> how its old answer was shown.
    """
    if not isinstance(outcome, Reviewed):
        return outcome, False
    changed = [
        line for line in outcome.lines if line.question != REASON and before.get(line.question) != line.shown
    ]
    names = {line.question for line in changed}
    lines = tuple(
        replace(line, shown=_arrow(before.get(line.question), line.shown)) if line.question in names else line
        for line in outcome.lines
    )
    return replace(outcome, lines=lines), bool(changed) or bool(
        before.keys() - {x.question for x in outcome.lines}
    )


def _arrow(old: Text | None, new: Text) -> Text:
    return words("{old} → {new}", old=words("none") if old is None else old, new=new)


def worded(turn: Turn, said: Say, *, changed: bool) -> Say:
    """The summary of a correction: 提交 in place of 保存, and nothing to submit while nothing is changed."""
    first, *rest = said.options
    if changed:
        return replace(said, options=(Option(first.key, turn.t("Submit"), first.press), *rest))
    hint = turn.t("Send edit and the number of what was wrong, e.g. edit 2.")
    return replace(said, text=f"{said.text}\n{hint}", options=tuple(rest))
