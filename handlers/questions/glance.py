"""村 方山坪: a village at a glance, each line as far as it is open to whoever asks; of an area, its places."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from handlers import refusals
from handlers.digests.blocks import project_counts
from handlers.digests.facts import Share
from handlers.digests.gather_money import money_facts, project_facts
from handlers.digests.scene import Scene
from handlers.digests.wording import WARNING, comma, money, rate, semicolon
from handlers.questions import figures
from handlers.questions.answers import Answer, heading, log, not_understood, scene_at, understood, which, why
from handlers.questions.asked import Asked
from handlers.replies import Reply, Say
from handlers.shown import listed
from handlers.targets import Target, above, may, sees, targets
from handlers.turn import Turn
from locales import Translate, Words, words
from storage.queries import questions
from storage.queries.reach import Reach

ON_SITE, VISITS, PROBLEMS, FUNDS = ("digest", "check_in"), ("digest", "visit"), ("digest",), ("fund",)
OPENS = ("digest", "check_in", "visit", "fund")
"""What a line of the glance may rest on; who reaches none of these sees no village."""
POSTS = {
    "first_secretary": words("first secretary"),
    "team_leader": words("team leader"),
    "village_officer": words("village officer"),
}
"""Whose names are shown: those that a village answers by."""
PROFILE: Mapping[str, Words] = {
    "altitude_m": words("altitude {value} m"),
    "area_km2": words("{value} km²"),
    "seat_km": words("{value} km to the township"),
    "groups": words("{value} groups"),
    "households": words("{value} households"),
    "persons": words("{value} persons"),
    "labour": words("labour force {value}"),
    "migrants": words("away for work {value}"),
    "arable_mu": words("arable land {value} mu"),
    "net_income_fen": words("income per head {value}"),
    "collective_fen": words("collective income {value}"),
    "water_households": words("{value} households short of water"),
}
"""Figures of the profile in the order of domain.md 2.2, as far as an answer has room."""
MOST_PRODUCTS = 5


async def village(turn: Turn) -> Reply:
    """村 [place]."""
    asked = understood(turn, turn.intent.rest)
    if not isinstance(asked, Asked):
        return not_understood(turn) if asked is None else Say(turn.t(asked))
    allowed = may(turn, *OPENS)
    found = [each for each in await turn.run(targets, asked.names, allowed) if each.unit is None]
    if len(found) > 1:
        return which(turn, found, lambda target: f"查村 {target.code}")
    await log(turn, "查村", found, len(found) or None)
    if not found:
        return refusals.not_yours(turn)
    target = found[0]
    answer = await turn.run(_answer, turn, target, asked, allowed)
    said = answer.said(turn)
    turn.menu |= why(target, asked.day)
    return said


def _answer(db: Connection, turn: Turn, target: Target, asked: Asked, allowed: Reach) -> Answer:
    if target.area.level == "village":
        answer = _glance(db, turn, target, asked)
    else:
        answer = _places(db, turn, target, asked)
    wider = above(db, target, allowed)
    answer.offer([(turn.t("back"), f"查村 {wider.code}")] if wider else [])
    return answer


def _places(db: Connection, turn: Turn, target: Target, asked: Asked) -> Answer:
    found = questions.places_below(db, target.area.path, asked.day)
    answer = Answer(
        [turn.t("{name}: {count} places, send a number", name=target.name, count=len(found))], len(found)
    )
    choices = [(each.name, f"查村 {each.code}") for each in found]
    answer.offer(choices, asked.page, f"查村 {target.code}", turn.t("more"))
    return answer


def _glance(db: Connection, turn: Turn, target: Target, asked: Asked) -> Answer:
    t, scene = turn.t, scene_at(db, turn, target, asked.day)
    lines = [
        heading(t, words("at a glance"), target, scene),
        *_profile(t, questions.profile_of(db, target.area.id)),
    ]
    if sees(may(turn, "digest"), target):
        lines.append(_families(t, questions.families(db, target.area.id, asked.day)))
    if sees(may(turn, "people"), target):
        lines += _posts(t, questions.posts_in(db, target.area.id, tuple(POSTS), asked.day))
    answer = Answer(lines)
    for opens, title, word, tell in _BLOCKS:
        if sees(may(turn, *opens), target) and (told := tell(t, scene)):
            answer.lines.append(f"{t(title)}:{told}")
            answer.offer([(t(title), f"{word} {target.code}")])
    return answer


def _profile(t: Translate, profile: Mapping[str, Any]) -> list[str]:
    parts = [t(said, value=_value(t, key, profile[key])) for key, said in PROFILE.items() if profile.get(key)]
    products = profile.get("products") or []
    lines = [comma(t).join(parts)] if parts else []
    return [
        *lines,
        *([t("Products: {products}", products=listed(t, products[:MOST_PRODUCTS]))] if products else []),
    ]


def _value(t: Translate, key: str, value: float) -> str:
    """Money in yuan, other figures without a needless .0."""
    return money(t, int(value)) if key.endswith("_fen") else f"{value:g}"


def _families(t: Translate, found: questions.Families) -> str:
    return t(
        "On the register: {households} households, {persons} persons, {watched} watched; {helpers} helpers",
        households=found.households, persons=found.persons, watched=found.watched, helpers=found.helpers,
    )  # fmt: skip


def _posts(t: Translate, found: Sequence[tuple[str, str]]) -> list[str]:
    """第一书记:郭伟;队长:白强;村文书:傅娟."""
    told = [
        f"{t(label)}:{listed(t, [name for kind, name in found if kind == post])}"
        for post, label in POSTS.items()
        if any(kind == post for kind, _ in found)
    ]
    return [semicolon(t).join(told)] if told else []


def _on_site(t: Translate, scene: Scene) -> str:
    told = figures.on_site(t, scene)
    return semicolon(t).join(told.lines[:2]) if told else ""


def _visits(t: Translate, scene: Scene) -> str:
    told = figures.visits(t, scene)
    return told.lines[0] if told else ""


def _problems(t: Translate, scene: Scene) -> str:
    """在办4,⚠逾期1."""
    cases = figures.cases_of(scene)
    still, late = figures.still_open(scene, cases), figures.still_open(scene, cases, late=True)
    parts = [t("open {count}", count=len(still))]
    return comma(t).join([*parts, *([f"{WARNING}{t('overdue {count}', count=len(late))}"] if late else [])])


def _funds(t: Translate, scene: Scene) -> str:
    """财政到位60万元,支出31.2万元(52.0%);在建2 完工1."""
    funds, projects = money_facts(scene), project_facts(scene)
    parts = []
    if funds:
        received, spent = money(t, funds.received), money(t, funds.spent)
        told = t("fiscal received {received}, spent {spent}", received=received, spent=spent)
        parts.append(f"{told}({rate(Share('', funds.spent, funds.received))})")
    if projects:
        stopped = [t("stopped {count}", count=len(projects.stopped))] if projects.stopped else []
        parts.append(" ".join([*project_counts(t, projects), *stopped]))
    return semicolon(t).join(filter(None, parts))


_BLOCKS: Sequence[tuple[tuple[str, ...], Words, str, Callable[[Translate, Scene], str]]] = (
    (ON_SITE, words("On site"), "驻村情况", _on_site),
    (VISITS, words("Visits"), "走访进度", _visits),
    (PROBLEMS, words("Problems"), "问题督办", _problems),
    (FUNDS, words("Funds"), "资金", _funds),
)
"""What opens a line, its title, the word that leads on from it, and what it tells."""
