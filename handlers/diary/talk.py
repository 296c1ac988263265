"""The conversation of a diary entry: kind, what was said, any problem; the rest is shown for review."""

from __future__ import annotations

import re
from datetime import date

from handlers import filling, refusals
from handlers.dialog import Record, Rows, Saved
from handlers.diary import act
from handlers.duty import has_duty, week_standing
from handlers.forms.values import Value
from handlers.replies import Option, Reply, Say
from handlers.rules.words import week_line
from handlers.shown import full_day
from handlers.turn import Turn
from handlers.understand import Understood
from handlers.understand.choices import is_none
from handlers.understand.dates import read_date
from handlers.understand.numbers import read_number

PEOPLE = re.compile(r"(?:到会|参加|来了|见了?)?(.{1,6}?)(?:多个|个)?(?:人|户代表|名)")
PROBLEM = re.compile(r"(?:^|[ ,。;]+)问题[:：]\s*")
SHORTEST = 2
"""Characters from which words are an entry; the form says the same."""
AT_HOME = frozenset(("入户", "走访"))


async def diary(turn: Turn) -> Reply:
    """日记 [kind] [12人] [day] [village] [what was said] [问题:…]: facts first, in any order, then free words."""
    offered = await act.villages(turn)
    if not offered:
        return refusals.not_yours(turn)
    first, _, after = turn.intent.rest.partition(" ")
    if first in AT_HOME:
        return _at_home(turn, after)
    return await filling.begin(turn, turn.office.plays[act.FORM], _told(turn, offered))


def _at_home(turn: Turn, rest: str) -> Say:
    """A visit to a household has a form of its own."""
    turn.menu = {"1": f"走访 {rest}".strip()}
    return Say(
        turn.t("What was said in a household is logged as a visit; it stands in the diary too."),
        options=(Option("1", turn.t("log a visit"), f"go:{turn.menu['1']}"),),
    )


def _told(turn: Turn, offered: Rows) -> dict[str, Value]:
    """What was said with the command, and the only village."""
    known: dict[str, Value] = {"village": offered[0].name} if len(offered) == 1 else {}
    rest, *problem = PROBLEM.split(turn.intent.rest, maxsplit=1)
    pieces = rest.split()
    while pieces and (fact := _fact(turn, pieces[0], offered)) and fact[0] not in known:
        known |= dict([fact])
        pieces.pop(0)
    words = " ".join(pieces)
    if len(words) >= SHORTEST:
        known["text"] = words
    if problem and problem[0]:
        known["problem"] = None if is_none(problem[0]) else problem[0]
    return known


def _fact(turn: Turn, piece: str, offered: Rows) -> tuple[str, Value] | None:
    """A piece that is a kind, a number of people, a day or a village."""
    form = turn.office.form(act.FORM)
    for kind in form.lists[form.by_name["kind"].choices]:
        if piece in (*kind.label.values(), *kind.words):
            return "kind", kind.name
    for village in offered:
        if len(offered) > 1 and piece in (village.label[""], *village.words):
            return "village", village.name
    return _people(piece) or _day(turn, piece)


def _people(piece: str) -> tuple[str, Value] | None:
    match = PEOPLE.fullmatch(piece)
    found = read_number(match[1]) if match else None
    return ("met", int(found.value)) if isinstance(found, Understood) else None


def _day(turn: Turn, piece: str) -> tuple[str, Value] | None:
    found = read_date(piece, turn.today)
    if isinstance(found, Understood) and isinstance(found.value, date) and found.value <= turn.today:
        return "day", found.value
    return None


async def saved(turn: Turn, record: Record) -> Saved:
    """The receipt: what was noted, what it makes of the week; a problem can be laid down with its household."""
    done = await act.note(turn, record)
    t = turn.t
    people = t(", {count} people", count=done.met) if done.met else ""
    parts = [
        t("Diary saved: {day} {village} {kind}", day=full_day(t, done.day), village=done.village, kind=act.kind_label(turn, done.kind)) + people,
        t("Problem: {text}", text=done.problem) if done.problem else "",
        *done.added,
        t("An entry for an earlier day makes no day on site; for that send late check-in.") if done.late and has_duty(turn) else "",
        week_line(t, await week_standing(turn)) if has_duty(turn) and done.on_site else "",
        t("No. {receipt}. Wrong? Send undo.", receipt=done.receipt),
    ]  # fmt: skip
    said = "\n".join(part for part in parts if part)
    return Saved(Say(said, options=_onward(turn, done)), done.receipt)


def _onward(turn: Turn, done: act.Noted) -> tuple[Option, ...]:
    """A problem of one household is seen to like any other: its visit begins with the words said here."""
    if not done.problem:
        return ()
    turn.menu = {"1": f"记到户 {done.number}"}
    return (Option("1", turn.t("it is a household's: log it there"), f"go:{turn.menu['1']}"),)
