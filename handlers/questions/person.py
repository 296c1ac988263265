"""人 张三: how a cadre's week and month stand, for those to whom it is open; members of households are never found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection

from handlers import refusals
from handlers.digests.read import cutoff_of
from handlers.digests.wording import comma, semicolon
from handlers.questions.answers import Answer, not_understood, understood
from handlers.questions.asked import Asked
from handlers.replies import Reply, Say
from handlers.rules.onsite import OnsiteRule, Status, WeekStanding
from handlers.rules.weeks import own_standing
from handlers.rules.words import LABELS, unit_line
from handlers.shown import clock, full_day, listed, weekday
from handlers.targets import may
from handlers.turn import Turn
from locales import Translate
from storage.queries import areas, questions
from storage.queries.explaining import cadres_named
from storage.queries.people import log_query
from storage.queries.questions import Cadre
from storage.queries.standing import PersonDuty, Together, duty_of
from storage.queries.visits import open_follow_ups
from storage.values.week import Week

OPENS = ("people", "check_in")


async def person(turn: Turn) -> Reply:
    """人 NAME or CODE."""
    asked = understood(turn, turn.intent.rest)
    if not isinstance(asked, Asked):
        return not_understood(turn) if asked is None else Say(turn.t(asked))
    if len(asked.names) != 1:
        return not_understood(turn)
    found = await turn.run(_found, turn, asked)
    await turn.run(
        log_query, contact_id=turn.contact.id, person_id=turn.person_id, kind="ask", scope=_scope(found),
        size=len(found), refused=not found, now=turn.received,
    )  # fmt: skip
    if not found:
        return refusals.not_yours(turn)
    if len(found) > 1:
        return _which(turn, found, asked)
    return await _tell(turn, found[0], asked)


def _found(db: Connection, turn: Turn, asked: Asked) -> list[Cadre]:
    """Those of the name who have the duty today in a place or of a unit that is open to the speaker."""
    named = cadres_named(db, may(turn, *OPENS), asked.names[0], asked.day, asked.day)
    some = (questions.cadre(db, each.person_id, asked.day) for each in named)
    return [each for each in some if each]


def _scope(found: list[Cadre]) -> str:
    return f"查人 {found[0].code}" if found else "查人"


def _which(turn: Turn, found: list[Cadre], asked: Asked) -> Say:
    """Same names: told apart by unit and village."""
    answer = Answer([turn.t("Which one do you mean?")])
    choices = [(f"{each.name}({each.unit} {each.villages[0]})", f"查人 {each.code}") for each in found]
    answer.offer(choices, asked.page, f"查人 {asked.names[0]}", turn.t("more"))
    return answer.said(turn)


async def _tell(turn: Turn, who: Cadre, asked: Asked) -> Say:
    answer = await turn.run(_answer, turn, who, asked)
    said = answer.said(turn)
    turn.menu["为什么"] = turn.menu["why"] = f"为什么 人 {who.code} {Week.of(asked.day)}"
    return said


def _answer(db: Connection, turn: Turn, who: Cadre, asked: Asked) -> Answer:
    t, day, week = turn.t, asked.day, Week.of(asked.day)
    area = areas.areas_at(db, [who.path])[0]
    cutoff = cutoff_of(area, day, turn.now, turn.office)
    rule = OnsiteRule.of(turn.office.parameters, who.path, week.monday)
    duty = duty_of(db, who.id, week.monday, week.sunday, together=rule.by_unit)
    so_far = replace(duty, acts=tuple(act for act in duty.acts if act.day <= day), together=_until(duty, day))
    standing = own_standing(so_far, week, turn.office.calendar, settings=rule, at=cutoff)
    answer = Answer([_heading(t, who, day, cutoff), _week(turn, standing), *_month(t, db, who, day)])
    answer.offer([(t("why"), f"为什么 人 {who.code} {week}"), (t("back"), f"驻村情况 {area.code} 明细")])
    return answer


def _until(duty: PersonDuty, day: date) -> Together | None:
    """The unit's days up to a day."""
    if duty.together is None:
        return None
    return duty.together._replace(accepted=tuple(each for each in duty.together.accepted if each <= day))


def _heading(t: Translate, who: Cadre, day: date, cutoff: datetime) -> str:
    return t(
        "{name} {unit} {villages}, {day} as of {time}",
        name=who.name, unit=who.unit, villages=listed(t, list(who.villages)), day=full_day(t, day), time=clock(cutoff),
    )  # fmt: skip


def _month(t: Translate, db: Connection, who: Cadre, day: date) -> list[str]:
    """Days on site, households visited of those helped, what is to do: nothing of what there is none."""
    month = questions.month_of(db, who.id, day)
    parts = [t("This month: {days} days on site", days=month.days)]
    if month.households:
        share = f"{month.visited}/{month.households}"
        parts.append(t("households visited {share}", share=share))
    total, overdue = open_follow_ups(db, who.id, day)
    late = t(" ({count} overdue)", count=overdue) if overdue else ""
    return [comma(t).join(parts), *([t("To do: {count}", count=total) + late] if total else [])]


def _week(turn: Turn, week: WeekStanding) -> str:
    """本周:要求2天,已驻1天(周二);达标; leave only as exempt, never its kind."""
    t = turn.t
    days = listed(t, [weekday(t, day) for day in week.days])
    done = t("{count} done ({days})", count=len(week.days), days=days) if days else t("none done")
    parts = [t("This week: {required} days asked, {done}", required=week.required, done=done)]
    parts += filter(None, [unit_line(t, week)])
    if week.status is Status.EXEMPT:
        parts = [t("This week: exempt")]
    elif week.absent:
        parts.append(t("excused {count} workdays", count=len(week.absent)))
    if week.pending_days:
        parts.append(t("{count} to be reviewed", count=len(week.pending_days)))
    if week.status is not Status.EXEMPT:
        parts.append(t(LABELS[week.status]))
    return semicolon(t).join(parts)
