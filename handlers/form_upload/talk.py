"""The conversation of a form that was sent: what is wrong with it, or 试填 and 发布. For the county office alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping

from handlers import filling, refusals, roles
from handlers.dialog import FormPlay, Record, Rows, Saved
from handlers.form_upload import act
from handlers.forms.findings import FormRefused
from handlers.forms.model import Form, said
from handlers.publishing import TRIAL, VersionTaken
from handlers.replies import Option, Reply, Say, as_list
from handlers.turn import Turn
from locales import words

TITLE = words("trial of a form")
SHOWN = 15
"""Things wrong with a form that are told at once."""


async def sent(turn: Turn) -> Reply:
    """A workbook arrived, or somebody asks how to send one."""
    if not _is_office(turn):
        return [Say(turn.t("A file is not needed here and was not looked at.")), *await _standing(turn)]
    if not turn.files:
        return Say(
            turn.t("Send the form as a workbook (.xlsx) here: it is checked, tried out, then put in force.")
        )
    try:
        found = await act.read_sent(turn)
    except FormRefused as refused:
        return Say(_wrong(turn, refused))
    remarks = [remark.said(turn.t) for remark in found.form.remarks][:SHOWN]
    title, version = said(found.form.title, turn.language), found.form.version
    lead = turn.t("The form {title} can be played (version {version}).", title=title, version=version)
    return _next(turn, found.word, "\n".join([lead, *remarks]))


def _wrong(turn: Turn, refused: FormRefused) -> str:
    found = [finding.said(turn.t) for finding in refused.findings]
    more = turn.t("and {count} more", count=len(found) - SHOWN) if len(found) > SHOWN else ""
    lead = turn.t("This form cannot be played yet ({count} to mend):", count=len(found))
    end = turn.t("Mend them and send the file again. Nothing was changed.")
    return "\n".join(line for line in (lead, *found[:SHOWN], more, end) if line)


def _next(turn: Turn, word: str, lead: str) -> Say:
    """What can be done with a form that was sent."""
    turn.menu = {"1": f"试填 {word}", "2": f"发布表单 {word}", "3": f"放弃表单 {word}"}
    labels = (turn.t("try it out"), turn.t("put it in force"), turn.t("Discard"))
    options = (
        Option(key, label, f"go:{turn.menu[key]}") for key, label in zip(turn.menu, labels, strict=True)
    )
    return Say(lead, options=tuple(options))


async def try_out(turn: Turn) -> Reply:
    """试填: the form is played whole and saved nowhere."""
    form = turn.office.forms.get((TRIAL, turn.intent.rest))
    if form is None or not _is_office(turn):
        return await sent(turn)
    return await filling.begin_version(turn, turn.office.plays[TRIAL], form, {})


async def tried(turn: Turn, record: Record) -> Saved:
    """The end of a trial."""
    assert turn.filled is not None
    form, _ = turn.filled
    return Saved(_next(turn, form.version, turn.t("The trial is over; nothing was saved.")))


async def publish(turn: Turn) -> Reply:
    """发布: the form is in force from now on; drafts end with the version they began with."""
    form = await act.sent_before(turn, turn.intent.rest) if _is_office(turn) else None
    if form is None:
        return await sent(turn)
    title = said(form.title, turn.language)
    try:
        done = await act.put_in_force(turn, form)
    except FormRefused as refused:
        return Say(_wrong(turn, refused))
    except VersionTaken:
        return Say(_taken(turn, form))
    if not done.changed:
        return Say(turn.t("{title} is in force in this version already.", title=title))
    return Say(turn.t("In force from now on: {title}, version {version}.", title=title, version=form.version))


def _taken(turn: Turn, form: Form) -> str:
    return turn.t(
        "Version {version} is there already with other content. Write another one on the settings sheet.",
        version=form.version,
    )


async def drop(turn: Turn) -> Reply:
    """The form that was sent is left alone."""
    return Say(turn.t("Given up. Nothing was changed."))


def _is_office(turn: Turn) -> bool:
    return "county_office" in roles.kinds(turn) and turn.contact.household_id is None


async def _standing(turn: Turn) -> list[Say]:
    """The question that stands, said again."""
    if turn.speaker is None:
        return as_list(refusals.bind_first(turn))
    if turn.draft is None or turn.draft.state != "active":
        return []
    return as_list(await filling.take_up(turn, turn.draft))


def play_of(plays: Iterable[FormPlay], own: Mapping[str, Callable[[Turn], Awaitable[Rows]]]) -> FormPlay:
    """How a form is tried out: with the live lists of every dialog, the office's `own` first; saved nowhere."""
    files = {name: rows for play in plays for name, rows in play.files.items()}
    return FormPlay(TRIAL, TITLE, None, tried, {**files, **own})
