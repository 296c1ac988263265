"""Short questions about an area or a unit: figures first, then by number to places, people and back (D50)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from handlers import refusals
from handlers.digests.scene import Scene
from handlers.questions import figures, listing
from handlers.questions.answers import Answer, heading, log, not_understood, scene_at, understood, which, why
from handlers.questions.asked import WEEK, Asked, last_of
from handlers.questions.figures import Told
from handlers.replies import Option, Reply, Say
from handlers.targets import Target, above, may, sees, targets
from handlers.turn import Turn
from locales import Translate, Words, words
from storage.queries.reach import Reach


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a place or a unit.

    `word`: what its command lines begin with. `opens`: the resources that open its figures, `names` those that open
    more than counts in its details. `topic`: what 为什么 then explains; the days on site where it is empty.
    """

    word: str
    title: Words
    opens: tuple[str, ...]
    names: tuple[str, ...]
    tell: Callable[[Translate, Scene, Asked], Told | None]
    details: Callable[[Translate, Scene, Asked, bool], list[str]] | None = None
    topic: str = ""


ON_SITE = Question(
    "驻村情况", words("On site"), ("digest", "check_in"), ("people", "check_in"),
    tell=lambda t, scene, asked: figures.on_site(t, scene),
    details=lambda t, scene, asked, named: listing.by_unit(t, scene, named),
)  # fmt: skip
VISITS = Question(
    "走访进度", words("Visits"), ("digest", "visit"), ("visit",),
    tell=lambda t, scene, asked: figures.visits(t, scene),
    details=lambda t, scene, asked, named: listing.households(t, scene, named),
    topic="走访",
)  # fmt: skip
PROBLEMS = Question(
    "问题督办", words("Problems"), ("digest",), ("digest",),
    tell=lambda t, scene, asked: figures.problems(t, scene),
    details=lambda t, scene, asked, named: listing.open_problems(t, scene, asked.late),
    topic="问题",
)  # fmt: skip
COMPARE = Question(
    "对比", words("Comparison"), ("digest",), (),
    tell=lambda t, scene, asked: figures.compare(t, scene, asked.span or WEEK),
)  # fmt: skip


async def on_site(turn: Turn) -> Reply:
    """驻村 [place or unit] [day] [明细]."""
    return await _ask(turn, ON_SITE)


async def visits(turn: Turn) -> Reply:
    """走访 [place or unit] [day] [明细]."""
    return await _ask(turn, VISITS)


async def problems(turn: Turn) -> Reply:
    """问题 [逾期] [place or unit] [明细]."""
    return await _ask(turn, PROBLEMS)


async def compare(turn: Turn) -> Reply:
    """对比 [上周|上月] [place or unit]."""
    return await _ask(turn, COMPARE)


async def ranking(turn: Turn) -> Say:
    """排名: there is none (11.1); what there is instead."""
    options = (
        Option("1", turn.t("who needs help on site"), "go:驻村情况"),
        Option("2", turn.t("visits by place"), "go:走访进度"),
        Option("3", turn.t("against last week"), "go:对比 上周"),
    )
    return Say(
        turn.t(
            "Bangfu ranks nobody: places differ, and of few people one or two turn a rate. What you can see:"
        ),
        options=options,
    )


async def knows_on_site(turn: Turn, spoken: str) -> bool:
    """Whether what was said names a place or a unit that the speaker may ask about."""
    return await _knows(turn, ON_SITE, spoken)


async def knows_visits(turn: Turn, spoken: str) -> bool:
    """The same for visits."""
    return await _knows(turn, VISITS, spoken)


async def _knows(turn: Turn, question: Question, spoken: str) -> bool:
    asked = understood(turn, spoken)
    if not isinstance(asked, Asked) or not asked.names:
        return False
    return bool(await turn.run(targets, asked.names, may(turn, *question.opens)))


async def _ask(turn: Turn, question: Question) -> Reply:
    asked = understood(turn, turn.intent.rest)
    if asked is None:
        return not_understood(turn)
    if isinstance(asked, Words):
        return Say(turn.t(asked))
    if question is not COMPARE:
        asked = replace(asked, day=last_of(asked.span, asked.day))
    allowed = may(turn, *question.opens)
    found = await turn.run(targets, asked.names, allowed)
    if len(found) > 1:
        return which(turn, found, lambda target: line(question, target, asked))
    answer = await turn.run(_answer, turn, question, found[0], asked, allowed) if found else None
    await log(turn, question.word, found, answer.size if answer else None)
    if answer is None:
        return refusals.not_yours(turn)
    said = answer.said(turn)
    turn.menu |= why(found[0], asked.day, question.topic)
    return said


def _answer(
    db: Connection, turn: Turn, question: Question, target: Target, asked: Asked, allowed: Reach
) -> Answer | None:
    scene = scene_at(db, turn, target, asked.day)
    title = heading(turn.t, question.title, target, scene)
    if asked.listed or asked.late:
        answer = _list(turn, question, target, scene, asked)
    else:
        answer = _figures(turn, question, target, scene, asked)
    if answer is None:
        return None
    answer.lines.insert(0, title)
    back = _back(db, question, target, asked, allowed)
    answer.offer([(turn.t("back"), back)] if back else [])
    return answer


def _figures(turn: Turn, question: Question, target: Target, scene: Scene, asked: Asked) -> Answer | None:
    told = question.tell(turn.t, scene, asked)
    if told is None:
        return None
    answer = Answer(list(told.lines), told.size)
    places = [
        (label, line(question, replace_area(target, code), asked)) for code, label in told.places.items()
    ]
    answer.offer(places, asked.page, line(question, target, asked), turn.t("more"))
    if question.details and told.size:
        answer.offer([(turn.t("names and details"), line(question, target, replace(asked, listed=True)))])
    return answer


def replace_area(target: Target, code: str) -> Target:
    """The same question of a place below, by its code."""
    return replace(target, area=replace(target.area, code=code))


def _list(turn: Turn, question: Question, target: Target, scene: Scene, asked: Asked) -> Answer | None:
    """明细: people by number, whose week one may look into; else lines."""
    named = sees(may(turn, *question.names), target)
    if question is ON_SITE and named and listing.is_personal(scene):
        return _people(turn, target, scene, asked)
    lines = question.details(turn.t, scene, asked, named) if question.details else []
    return Answer(lines, len(lines)) if lines else None


def _people(turn: Turn, target: Target, scene: Scene, asked: Asked) -> Answer | None:
    people = listing.people(turn.t, scene)
    answer = Answer([turn.t("{count} people on the list:", count=len(people))], len(people))
    choices = [(label, f"查人 {name}") for name, label in people]
    answer.offer(choices, asked.page, line(ON_SITE, target, asked), turn.t("more"))
    return answer if people else None


def _back(db: Connection, question: Question, target: Target, asked: Asked, allowed: Reach) -> str:
    """The command line one step up: from a list to its figures, from a place to the one above."""
    if asked.listed or asked.late:
        return line(question, target, replace(asked, listed=False, late=False))
    wider = above(db, target, allowed)
    return line(question, wider, asked) if wider else ""


def line(question: Question, target: Target, asked: Asked) -> str:
    """The command line of a question."""
    day = "" if asked.span and question is COMPARE else asked.day.isoformat()
    span = asked.span if question is COMPARE else ""
    parts = (
        question.word,
        span,
        target.code,
        day,
        "逾期" if asked.late else "",
        "明细" if asked.listed else "",
    )
    return " ".join(filter(None, parts))
