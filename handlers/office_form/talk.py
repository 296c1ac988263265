"""The conversation of an office's own forms: which there are, one filled in, its receipt."""

from __future__ import annotations

from collections.abc import Iterable

from handlers import refusals, reports
from handlers.dialog import FormPlay, Record, Saved
from handlers.forms.model import Form, said
from handlers.office_form import act, lists
from handlers.publishing import TRIAL
from handlers.replies import Option, Reply, Say
from handlers.turn import Turn
from locales import Words

MOST = 9
FILES = {"households.csv": lists.households, "villages.csv": lists.villages}
"""The live lists a form of an office may ask for."""


async def forms(turn: Turn) -> Reply:
    """表单: the forms of the office, numbered."""
    if not may_fill(turn):
        return refusals.bind_first(turn) if turn.speaker is None else refusals.not_yours(turn)
    found = offered(turn)
    if not found:
        return Say(turn.t("The office has put no form of its own in force."))
    turn.menu = {str(n): f"填写 {form.name}" for n, form in enumerate(found[:MOST], 1)}
    options = [
        Option(str(n), said(form.title, turn.language), f"go:填写 {form.name}")
        for n, form in enumerate(found[:MOST], 1)
    ]
    return Say(turn.t("Forms of the office. A number begins one:"), options=tuple(options))


async def fill(turn: Turn) -> Reply:
    """填写, a form's title or name, and answers if one likes: 填写 危房排查 李家 有裂缝."""
    rest = turn.intent.rest.strip()
    form = named(turn, rest)
    title, _, line = (rest, "", "") if form else rest.partition(" ")
    form = form or named(turn, title)
    if form is None or not may_fill(turn):
        return await forms(turn)
    return await reports.begin(turn, turn.office.plays[form.name], line, {}, f"填写 {title}")


def may_fill(turn: Turn) -> bool:
    """Whoever works for the office; not a household."""
    return turn.speaker is not None and turn.contact.household_id is None


def offered(turn: Turn) -> list[Form]:
    """The forms of the office in force, in the order of their titles."""
    own = (turn.office.form(name) for name in turn.office.current if turn.office.is_own(name))
    return sorted(own, key=lambda form: said(form.title, turn.language))


def named(turn: Turn, typed: str) -> Form | None:
    """The form with this title or name."""
    wanted = typed.strip().casefold()
    return next(
        (f for f in offered(turn) if wanted in {t.casefold() for t in (f.name, *f.title.values())}), None
    )


async def saved(turn: Turn, record: Record) -> Saved:
    """The receipt, with what the form calls the record."""
    assert turn.filled is not None
    form, title = turn.filled
    receipt = await act.keep(turn, form, record, title)
    called = said(form.title, turn.language)
    lead = (
        turn.t("Saved: {form} {title}", form=called, title=title)
        if title
        else turn.t("Saved: {form}", form=called)
    )
    number = turn.t("No. {receipt}. Wrong? Send undo.", receipt=receipt)
    return Saved(Say(f"{lead}\n{number}"), receipt)


def plays_of(forms: Iterable[Form]) -> dict[str, FormPlay]:
    """How an office's forms are played, by their names."""
    return {form.name: play_of(form) for form in forms if form.name != TRIAL}


def play_of(form: Form) -> FormPlay:
    """How a form of an office is played; its title is said as it is written."""
    title = Words(said(form.title, "zh_Hans").replace("{", "{{").replace("}", "}}"))
    return FormPlay(form.name, title, None, saved, FILES)
