"""The lines of an explanation: each record once, with what it counts for."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from handlers.notices.requests import TITLES
from handlers.rules.flags import PATTERNS, basis
from handlers.rules.onsite import WeekStanding
from handlers.shown import clock, day_of, full_day, listed, weekday
from handlers.turn import Turn
from locales import words
from storage.queries.check_ins import CheckInRow, check_ins_of
from storage.queries.explaining import VisitLine
from storage.queries.flags import FlagRow, flags_of
from storage.queries.leaves import leaves_of
from storage.queries.requests import asked_about
from storage.values.receipt import Receipt
from storage.values.week import Week

EVIDENCE = {
    "e0": words("own statement"), "e1": words("code of the day"), "e2": words("location"), "e3": words("photo"),
    "e4": words("confirmed in the village"),
}  # fmt: skip
SOURCES = {
    "said": words("check-in"),
    "visit": words("by a visit"),
    "diary": words("by the diary"),
    "retro": words("check-in afterwards"),
}
STATES = {
    "accepted": words("counts"),
    "pending": words("waits for review"),
    "withdrawn": words("does not count"),
}
ANSWERS = {
    "yes": words("yes"), "no": words("no"), "unsure": words("not known"), "waiting": words("no answer yet"),
}  # fmt: skip
MANNERS = {
    "home": words("at home"),
    "phone": words("by phone"),
    "village": words("in the village"),
    "comfort": words("comfort visit"),
}


def of_calendar(turn: Turn, week: Week) -> list[str]:
    """Holidays on weekdays and moved workdays of the week; that the year is not known, if so."""
    calendar, t = turn.office.calendar, turn.t
    off = [weekday(t, day) for day in week if day.weekday() < 5 and not calendar.works(day)]
    moved = [weekday(t, day) for day in week if day.weekday() >= 5 and calendar.works(day)]
    return [
        *([t("Holidays: {days}", days=listed(t, off))] if off else []),
        *([t("Moved workdays: {days}", days=listed(t, moved))] if moved else []),
    ]


async def of_acts(turn: Turn, person: int, week: Week, standing: WeekStanding) -> list[str]:
    """Every act of the week: where, when, by what, and whether its day counts."""
    acts = await turn.run(check_ins_of, person, week.monday - timedelta(days=1), week.sunday, withdrawn=True)
    return [_act(turn, act, standing) for act in acts if act.day in week or act.overnight] or [
        turn.t("No records.")
    ]


def _act(turn: Turn, act: CheckInRow, standing: WeekStanding) -> str:
    t = turn.t
    counts = t(STATES[act.status])
    if act.status == "accepted" and act.day in standing.week and act.day not in standing.days:
        counts = t("not assigned there that day, does not count")
    night = t(", night confirmed") if act.overnight else ""
    return t(
        "{day} {village} {time} {source}, {evidence}{night}: {counts} ({receipt})",
        day=full_day(t, act.day), village=act.village, time=clock(act.came_at), source=t(SOURCES[act.source]),
        evidence=t(EVIDENCE[act.evidence]), night=night, counts=counts, receipt=Receipt("QD", act.day, act.id),
    )  # fmt: skip


async def of_leave(turn: Turn, person: int, week: Week) -> list[str]:
    """Leave in effect, and leave that waits for somebody to agree."""
    t, found = turn.t, list[str]()
    for status, word in (
        ("effective", words("in effect")),
        ("waiting", words("not agreed to yet, does not count")),
    ):
        for each in await turn.run(leaves_of, person, week.monday, week.sunday, status):
            found.append(
                t(
                    "Leave {starts} to {ends}: {state}",
                    starts=day_of(t, each.starts), ends=day_of(t, each.ends), state=t(word),
                )
            )  # fmt: skip
    return found


async def of_answers(turn: Turn, person: int, week: Week) -> list[str]:
    """What others were asked about the week, and what they said."""
    kinds = ("retro", "tap", "overnight", "spot", "look", "dispute")
    found = await turn.run(asked_about, turn.vault, person, week.monday, week.sunday, kinds)
    t = turn.t
    return [
        t(
            "{what} {day}: {answer}",
            what=t(TITLES[row.kind]),
            day=day_of(t, row.day),
            answer=t(ANSWERS[row.state]),
        )
        + (t(" ({why})", why=row.why) if row.why else "")
        for row in found
    ]


async def of_flags(turn: Turn, person: int, week: Week) -> list[str]:
    """What a person will look at: the one it is about may see it, with the figures it rests on."""
    found = await turn.run(flags_of, turn.vault, person, week.monday, week.sunday)
    return [_flag(turn, each) for each in found]


def _flag(turn: Turn, each: FlagRow) -> str:
    t, figures = turn.t, basis(each.pattern, each.facts)
    what = (
        t("{what} ({figures})", what=PATTERNS[each.pattern], figures=figures)
        if figures
        else t(PATTERNS[each.pattern])
    )
    if each.state == "open":
        return t(
            "A person will look at {day}: {what}. Nothing was taken off.", day=day_of(t, each.day), what=what
        )
    note = each.note or t("nothing wrong")
    return t("{day}: {what}. Looked at: {note}", day=day_of(t, each.day), what=what, note=note)


def visit(turn: Turn, each: VisitLine) -> str:
    """One visit as it counts."""
    t = turn.t
    marks = [t("written down late")] if each.late else []
    marks += [t("written down in bulk")] if each.bulk else []
    return t(
        "{day} {helper} {manner}: {counts} ({receipt})",
        day=full_day(t, each.day), helper=each.helper, manner=listed(t, [t(MANNERS[each.manner]), *marks]),
        counts=t(STATES["accepted" if each.status == "accepted" else "withdrawn"]), receipt=Receipt("ZF", each.day, each.id),
    )  # fmt: skip


def counted(turn: Turn, counts: Counter[tuple[str, str]]) -> list[str]:
    """How many acts of an area count, by evidence."""
    t = turn.t
    return [
        t(
            "{evidence}: {count} records, {counts}",
            evidence=t(EVIDENCE[evidence]),
            count=number,
            counts=t(STATES[status]),
        )
        for (status, evidence), number in sorted(counts.items())
    ] or [t("No records.")]
