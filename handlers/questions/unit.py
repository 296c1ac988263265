"""单位 城管局: how a unit's people stand in the area; without a name, the units there are."""

from __future__ import annotations

from sqlalchemy import Connection

from handlers import refusals
from handlers.digests.wording import semicolon
from handlers.questions import figures
from handlers.questions.answers import Answer, heading, log, not_understood, scene_at, understood, which, why
from handlers.questions.asked import Asked
from handlers.replies import Reply, Say
from handlers.targets import Target, may, sees, targets
from handlers.turn import Turn
from locales import words
from storage.queries import questions

OPENS = ("digest", "check_in", "visit")


async def unit(turn: Turn) -> Reply:
    """单位 [name] [place]."""
    asked = understood(turn, turn.intent.rest)
    if not isinstance(asked, Asked):
        return not_understood(turn) if asked is None else Say(turn.t(asked))
    found = await turn.run(targets, asked.names, may(turn, *OPENS))
    if len(found) > 1:
        return which(turn, found, lambda target: f"查单位 {target.code}")
    answer = await turn.run(_answer, turn, found[0], asked) if found else None
    await log(turn, "查单位", found, answer.size if answer else None)
    if answer is None:
        return refusals.not_yours(turn)
    said = answer.said(turn)
    turn.menu |= why(found[0], asked.day)
    return said


def _answer(db: Connection, turn: Turn, target: Target, asked: Asked) -> Answer | None:
    return _glance(db, turn, target, asked) if target.unit else _units(db, turn, target, asked)


def _units(db: Connection, turn: Turn, target: Target, asked: Asked) -> Answer | None:
    """The units of an area by code, each with its people: no order of merit."""
    t, found = turn.t, questions.units_in(db, target.area.path, asked.day)
    if not found:
        return None
    answer = Answer(
        [t("{name}: {count} units, send a number", name=target.name, count=len(found))], len(found)
    )
    choices = [
        (t("{unit}({count} people)", unit=each.name, count=count), f"查单位 {each.code} {target.area.code}")
        for each, count in found
    ]
    answer.offer(choices, asked.page, f"查单位 {target.code}", t("more"))
    return answer


def _glance(db: Connection, turn: Turn, target: Target, asked: Asked) -> Answer | None:
    """The unit's on-site week, visits and problems; None where it has nothing here."""
    t, scene = turn.t, scene_at(db, turn, target, asked.day)
    answer = Answer([heading(t, words("unit"), target, scene)])
    if sees(may(turn, "digest", "check_in"), target) and (told := figures.on_site(t, scene)):
        answer.lines += told.lines
        answer.offer([(t("On site"), f"驻村情况 {target.code}")])
        answer.size += told.size
    if sees(may(turn, "digest", "visit"), target) and (told := figures.visits(t, scene)):
        answer.lines.append(f"{t('Visits')}:{told.lines[0]}")
        answer.offer([(t("Visits"), f"走访进度 {target.code}")])
        answer.size += told.size
    if sees(may(turn, "digest"), target) and (told := figures.problems(t, scene)) and told.size:
        answer.lines.append(f"{t('Problems')}:{semicolon(t).join(told.lines)}")
        answer.offer([(t("Problems"), f"问题督办 {target.code}")])
        answer.size += told.size
    answer.offer([(t("back"), f"查单位 {target.area.code}")])
    return answer if answer.size else None
