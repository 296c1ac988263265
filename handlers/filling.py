"""A form being filled in: the draft row, the engine's step, and the act of the dialog it belongs to.

begin ──> ask ──> ask … ──> review ──> act ──> receipt
           └── an act that cannot take the record asks again (Amend); nothing is lost
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from handlers.dialog import Amend, FormPlay
from handlers.forms import draft as drafts
from handlers.forms.answer import MAX_PHOTOS
from handlers.forms.draft import Draft, NeedsFile, World
from handlers.forms.engine import start, step
from handlers.forms.meant import Confirm, Meant, Resume
from handlers.forms.model import LAST_SAVED, Form
from handlers.forms.outcome import Asked, Finished, Left, Line, Outcome, Reviewed
from handlers.forms.play import say
from handlers.forms.values import Value, names, unpack
from handlers.mending import CORRECTION, REASON, compared, form_of, kept_answers, play_of, title_of, worded
from handlers.replies import Option, Reply, Say, as_list
from handlers.turn import Turn
from locales import Words
from storage.queries.answers import last_answers
from storage.queries.drafts import DraftRow, add_draft, keep_draft, open_drafts, set_draft_state
from storage.queries.people import phone_of

Played = TypeVar("Played")


async def begin(turn: Turn, play: FormPlay, given: Mapping[str, Value]) -> Reply:
    """Begin a form with what is known already; with nothing left to ask it is saved at once."""
    form = turn.office.form(play.form)
    return await begin_version(turn, play, form, given)


async def begin_version(turn: Turn, play: FormPlay, form: Form, given: Mapping[str, Value]) -> Reply:
    """The same in a certain version of the form; what is known and an office's version does not ask is passed over."""
    known = {name: value for name, value in given.items() if name in form.by_name}
    draft, outcome = await in_world(turn, play, form, lambda world: start(form, world, known))
    if isinstance(outcome, Finished):
        turn.filled = form, outcome.title
        try:
            saved = await play.save(turn, outcome.record)
            return [*as_list(saved.reply), *await _interrupted(turn)]
        except Amend as amend:
            draft, outcome = await _asked_again(turn, play, form, draft, amend)
    return say(outcome, turn.t, (await _added(turn, draft)).id, play.submit)


async def reopen(turn: Turn, draft: Draft, receipt: str) -> Reply:
    """Begin to put a saved record right, at the summary of what it holds or with the first open question."""
    turn.draft = await _added(turn, draft, receipt)
    return await go_on(turn, Resume())


async def _added(turn: Turn, draft: Draft, corrects: str | None = None) -> DraftRow:
    body = drafts.to_json(draft)
    number = await turn.run(
        add_draft, turn.vault, contact_id=turn.contact.id, person_id=turn.person_id,
        form=draft.form, version=draft.version, body=body, now=turn.now, corrects=corrects,
    )  # fmt: skip
    return DraftRow(number, draft.form, draft.version, "active", body, None, turn.now, corrects)


async def go_on(turn: Turn, meant: Meant) -> Reply:
    """Take one step with the draft that stands."""
    assert turn.draft is not None
    play, (form, before) = play_of(turn, turn.draft), standing(turn)
    draft, outcome = await in_world(turn, play, form, lambda world: step(form, before, meant, world))
    if await _corrects_nothing(turn, before, meant):
        draft, outcome = await in_world(turn, play, form, lambda world: step(form, before, Resume(), world))
    if isinstance(outcome, Finished):
        return await _act(turn, play, form, before, draft, outcome)
    if isinstance(outcome, Left):
        return await _leave(turn, draft, outcome)
    turn.at_end(
        keep_draft, turn.vault, turn.draft.id, body=drafts.to_json(draft), state="active", now=turn.now
    )
    return await _told(turn, outcome)


async def _told(turn: Turn, outcome: Outcome) -> Say:
    """The message for an outcome; the summary of a correction says what it was before."""
    assert turn.draft is not None
    if turn.draft.corrects is None or not isinstance(outcome, Reviewed) or outcome.which:
        return say(outcome, turn.t, turn.draft.id, turn.office.plays[turn.draft.form].submit)
    before = await _summary(turn, await kept_answers(turn, turn.draft))
    outcome, changed = compared(outcome, {name: line.shown for name, line in before.items()})
    return worded(turn, say(outcome, turn.t, turn.draft.id), changed=changed or turn.draft.form == CORRECTION)


async def _corrects_nothing(turn: Turn, draft: Draft, meant: Meant) -> bool:
    """Whether the correction of a record is to be sent that says what it said before."""
    assert turn.draft is not None
    mends = turn.draft.corrects is not None and turn.draft.form != CORRECTION
    return mends and draft.phase == "review" and isinstance(meant, Confirm) and not await differences(turn)


async def _summary(turn: Turn, draft: Draft) -> dict[str, Line]:
    """Question -> its line in the summary of some answers to the form that stands."""
    assert turn.draft is not None
    play, form = play_of(turn, turn.draft), form_of(turn, turn.draft)
    _, outcome = await in_world(turn, play, form, lambda world: step(form, draft, Resume(), world))
    return {line.question: line for line in outcome.lines} if isinstance(outcome, Reviewed) else {}


async def differences(turn: Turn) -> list[tuple[str, str, str]]:
    """Label, old and new, as they are read, of every answer that the draft of a correction changes."""
    assert turn.draft is not None
    old = await _summary(turn, await kept_answers(turn, turn.draft))
    new = await _summary(turn, drafts.from_json(turn.draft.body))
    none, t = turn.t("none"), turn.t
    shown = {
        name: (t(line.label), *(t(each[name].shown) if name in each else none for each in (old, new)))
        for name, line in {**old, **new}.items()
        if name != REASON
    }
    return [(label, was, now) for label, was, now in shown.values() if was != now]


async def take_up(turn: Turn, row: DraftRow) -> Reply:
    """Say again where a parked or resting draft stands, and go on with it; only one stands at a time."""
    if turn.draft and turn.draft.id != row.id:
        await park(turn)
    turn.draft = replace(row, state="active")
    return await go_on(turn, Resume())


def place_for_photos(form: Form, draft: Draft) -> str | None:
    """The question that keeps pictures, when one comes while another question stands; None if there is none."""
    standing = form.find(draft.at)
    if standing is not None and standing.type == "image":
        return None
    places = (q.name for q in form.questions if q.type == "image" and q.name in form.lone)
    return next(places, None)


async def attach(turn: Turn, question: str) -> Reply:
    """Keep pictures sent in between with the record; what was asked still stands."""
    assert turn.draft is not None
    draft = drafts.from_json(turn.draft.body)
    kept = tuple(dict.fromkeys((*names(draft.answers.get(question)), *turn.photos)))[:MAX_PHOTOS]
    draft = replace(draft, answers={**draft.answers, question: kept}, defaulted=draft.defaulted - {question})
    turn.draft = replace(turn.draft, body=drafts.to_json(draft))
    again = await go_on(turn, Resume())
    lead = turn.t(
        "The photo is kept with this record ({count} of at most {most}).", count=len(kept), most=MAX_PHOTOS
    )
    return again.preceded_by(lead) if isinstance(again, Say) else again


def standing(turn: Turn) -> tuple[Form, Draft]:
    """The form and the draft that the turn's draft row holds."""
    assert turn.draft is not None
    return form_of(turn, turn.draft), drafts.from_json(turn.draft.body)


async def in_world(turn: Turn, play: FormPlay, form: Form, move: Callable[[World], Played]) -> Played:
    """Run a pure function of a form's world, loading the live lists it turns out to need."""
    facts = await _facts(turn, form) if form.wants_facts else {}
    world = World(now=turn.now, language=turn.language, facts=facts, rng=turn.office.rng)
    while True:
        try:
            return move(world)
        except NeedsFile as needed:
            rows = await play.files[needed.filename](turn)
            world = replace(world, files={**world.files, needed.filename: rows})


async def _facts(turn: Turn, form: Form) -> dict[str, Value]:
    """What a form asks of who speaks, and what they answered in it the last time."""
    facts: dict[str, Value] = {"deviceid": f"bangfu:{turn.contact.channel}"}
    if turn.speaker is None:
        return facts
    facts["username"] = turn.speaker.name
    facts["phonenumber"] = await turn.run(phone_of, turn.vault, turn.speaker.person_id)
    last = await turn.run(last_answers, turn.vault, form.name, turn.speaker.person_id)
    return {**facts, **{f"{LAST_SAVED}{name}": unpack(value) for name, value in last.items()}}


async def _act(
    turn: Turn, play: FormPlay, form: Form, before: Draft, draft: Draft, finished: Finished
) -> Reply:
    assert turn.draft is not None
    turn.filled = form, finished.title
    try:
        saved = await play.save(turn, finished.record)
    except Amend as amend:
        again, outcome = await _asked_again(turn, play, form, before, amend)
        await _keep(turn, again, "active")
        return await _told(turn, outcome)
    await _keep(turn, draft, "saved", saved.receipt)
    if saved.receipt and len(turn.text) == 1:
        # `1` sent twice saves once (domain.md 7.0 "idempotence"): it must not pick 1 of the menu either.
        turn.menu.setdefault(turn.text, f"保存了吗 {turn.draft.id}")
    return [*as_list(saved.reply), *await _parked(turn)]


async def _asked_again(
    turn: Turn, play: FormPlay, form: Form, draft: Draft, amend: Amend
) -> tuple[Draft, Outcome]:
    """The question (or, without one, the summary) once more, with the reason in front."""
    if amend.question:
        draft = replace(draft, phase="asking", at=amend.question, editing=True)
    draft, outcome = await in_world(turn, play, form, lambda world: step(form, draft, Resume(), world))
    return draft, _with_problem(outcome, amend.why)


def _with_problem(outcome: Outcome, why: Words) -> Outcome:
    if isinstance(outcome, Asked):
        return replace(outcome, problem=why, strike=1)
    return replace(outcome, problem=why) if isinstance(outcome, Reviewed) else outcome


async def _leave(turn: Turn, draft: Draft, left: Left) -> Reply:
    assert turn.draft is not None
    title = title_of(turn, turn.draft)
    if left.kind == "later":
        await _keep(turn, draft, "parked")
        lead = turn.t("Kept for later: {form}. Send continue to go on.", form=title)
        return Say(lead, options=(Option("1", turn.t("menu"), "go:菜单"),))
    await _keep(turn, draft, "cancelled")
    lead = turn.t("Given up: {form}. Nothing was saved.", form=title)
    turn.menu = {"1": "菜单"}
    return [Say(lead, options=(Option("1", turn.t("menu"), "go:菜单"),)), *await _parked(turn)]


async def _keep(turn: Turn, draft: Draft, state: str, receipt: str | None = None) -> None:
    assert turn.draft is not None
    await turn.run(
        keep_draft, turn.vault, turn.draft.id, body=drafts.to_json(draft), state=state, now=turn.now, receipt=receipt
    )  # fmt: skip


async def _parked(turn: Turn) -> list[Say]:
    """After something is finished: the form that was put aside for it, if there is one."""
    waiting = await turn.run(open_drafts, turn.vault, turn.contact.id, turn.person_id, 1)
    if not waiting:
        return []
    title = title_of(turn, waiting[0])
    turn.menu = {"1": "继续"}
    return [
        Say(turn.t("You had begun: {form}.", form=title), options=(Option("1", turn.t("go on"), "go:继续"),))
    ]


async def _interrupted(turn: Turn) -> list[Say]:
    """What was being filled in when a command came between, said again; it still stands."""
    if turn.draft is None or turn.draft.state != "active":
        return []
    return as_list(await take_up(turn, turn.draft))


async def park(turn: Turn) -> None:
    """Put the draft that stands aside."""
    if turn.draft and turn.draft.state == "active":
        await turn.run(set_draft_state, turn.draft.id, "parked", turn.now)
