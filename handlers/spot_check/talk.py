"""The conversation of a sample: where and how many, who came out, and only after a yes it is sent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from handlers import refusals
from handlers.intent import number_of
from handlers.replies import Option, Reply, Say
from handlers.rules.lots import lots
from handlers.shown import clock, day_of, listed
from handlers.spot_check import act
from handlers.spot_check.act import Drawn
from handlers.targets import Target, targets
from handlers.turn import Turn
from handlers.understand import Understood
from handlers.understand.numbers import read_number
from locales import words
from storage.queries import samples
from storage.queries.check_ins import Seen
from storage.queries.questions import places_below
from storage.queries.samples import DrawRow

USUAL, MOST, PAGE = 3, 10, 9
KEPT = timedelta(days=30)
"""How far back the draws are listed."""
_COUNT = re.compile(r"(.*?)([0-9]{1,2}|(?<!\S)[一二两三四五六七八九十]{1,2})\s*(?:个人|人|名|个)?")
_CODE = re.compile(r"[0-9]{3}$")
_LAST = re.compile(r"(.+?)([0-9]{1,2}|[一二两三四五六七八九十]{1,2})(?:个人|人|名)")
STATES = {
    "shown": words("not sent yet"), "sent": words("sent"), "dropped": words("not sent"),
    "replaced": words("not sent, others drawn"),
}  # fmt: skip


async def spot_check(turn: Turn) -> Reply:
    """抽查 [place or unit] [how many]: who would be asked about; nothing is sent before a yes."""
    allowed = act.looked_after(turn)
    if not allowed:
        return refusals.not_yours(turn)
    names, wanted = read(turn.intent.rest)
    found = await turn.run(targets, names, allowed) if len(names) <= 2 else []  # a place and a unit
    if not found:
        return refusals.nothing_to_see(turn)
    if wanted is None and not names:
        return await _proposal(turn, found[0])
    if len(found) > 1:
        return _which(turn, found[:PAGE], wanted or USUAL)
    return await _drawn(turn, found[0], max(1, min(wanted or USUAL, MOST)))


def read(rest: str) -> tuple[list[str], int | None]:
    """石关村 3人 -> names and how many; a code of a place is no number of people."""
    said = rest.replace(",", " ").replace("、", " ").strip()
    found = None if _CODE.search(said) else _COUNT.fullmatch(said)
    found = found or _LAST.fullmatch(said)
    if found is None:
        return said.split(), None
    count = read_number(found[2])
    return found[1].split(), int(count.value) if isinstance(count, Understood) else None


async def _proposal(turn: Turn, target: Target) -> Say:
    """抽查 alone: the whole area and its places, with how many could be drawn in each."""
    people = await act.candidates(turn, target)
    if not people:
        return _nobody(turn, target)
    choices = [(target.name, len(people), target.code)]
    for place in await turn.run(places_below, target.area.path, turn.today):
        count = sum(each.path.startswith(place.path) for each in people)
        within = Target(place, target.unit)
        choices += [(place.name, count, within.code)] if count else []
    lines = [
        (turn.t("{place}, {count} of {pool} people", place=name, count=min(USUAL, pool), pool=pool), f"抽查 {code} {min(USUAL, pool)}")
        for name, pool, code in choices[:PAGE]
    ]  # fmt: skip
    return _offered(turn, turn.t("Draw where, and how many? Or send: spot check, place, number."), lines)


def _which(turn: Turn, found: Sequence[Target], wanted: int) -> Say:
    return _offered(
        turn, turn.t("Which one do you mean?"), [(each.name, f"抽查 {each.code} {wanted}") for each in found]
    )


def _nobody(turn: Turn, target: Target) -> Say:
    return Say(
        turn.t(
            "{place}: nobody to draw today. Who is on leave, excused, confirmed already or was drawn this week is left out.",
            place=target.name,
        )
    )


async def _drawn(turn: Turn, target: Target, wanted: int) -> Say:
    try:
        found = await act.draw(turn, target, wanted)
    except act.DrewEnough:
        return _enough(turn)
    return _asked_back(turn, found) if found else _nobody(turn, target)


def _enough(turn: Turn, shown: DrawRow | None = None) -> Say:
    lead = turn.t(
        "{count} lists were drawn today and not sent, so no other is drawn: the lot shall fall, not be picked.",
        count=act.MOST_UNSENT,
    )
    return _offered(turn, lead, _choices(turn, shown)) if shown else Say(lead)


def _choices(turn: Turn, row: DrawRow, *, others: bool = False) -> list[tuple[str, str]]:
    return [
        (turn.t("send"), f"抽查发送 {row.id}"),
        *([(turn.t("draw others"), f"抽查换人 {row.id}")] if others else []),
        (turn.t("do not send"), f"抽查作罢 {row.id}"),
    ]


def _asked_back(turn: Turn, found: Drawn) -> Say:
    """将抽查… 3人(从今日签到的13人中随机抽),现在发送?"""
    row = found.row
    said = turn.t(
        "Drawn by lot from {pool} people of {place} who checked in today: {names}. Ask their villages now?",
        pool=len(row.pool), place=" ".join(filter(None, (row.area, row.unit))), names=_names(turn, found.people),
    )  # fmt: skip
    return _offered(turn, said, _choices(turn, row, others=len(row.pool) > len(row.drawn)))


def _names(turn: Turn, people: Sequence[Seen]) -> str:
    return listed(turn.t, [turn.t("{who} ({place})", who=each.name, place=each.village) for each in people])


async def send(turn: Turn) -> Reply:
    """抽查发送 N: now the villages are asked."""
    row = await _own(turn)
    if row is None:
        return refusals.not_yours(turn)
    asked = await act.send(turn, row)
    if asked is None:
        return _as_it_stands(turn, row)
    if not asked:
        return Say(
            turn.t(
                "Nobody was asked: their villages have no officer on the register, or it was settled meanwhile."
            )
        )
    return Say(
        turn.t(
            "Sent about {names}. Their villages are asked; answers stand in the records. Draw no. {number}, seed {seed}.",
            names=_names(turn, asked), number=row.id, seed=row.seed,
        )
    )  # fmt: skip


async def others(turn: Turn) -> Reply:
    """抽查换人 N: that list is put aside, and stays in the records; another one is drawn."""
    row = await _own(turn)
    if row is None:
        return refusals.not_yours(turn)
    if row.state != samples.SHOWN or row.day != turn.today:
        return _as_it_stands(turn, row)
    try:
        found = await act.redraw(turn, row)
    except act.DrewEnough:
        return _enough(turn, row)
    if found is None:
        return _offered(turn, turn.t("Nobody else could be drawn today."), _choices(turn, row))
    return _asked_back(turn, found).preceded_by(turn.t("Drawn anew; the first list stays in the records."))


async def drop(turn: Turn) -> Reply:
    """抽查作罢 N."""
    row = await _own(turn)
    if row is None:
        return refusals.not_yours(turn)
    if not await turn.run(samples.decide_draw, row.id, samples.DROPPED, turn.received):
        return _as_it_stands(turn, row)
    return Say(turn.t("Not sent; nobody was asked."))


def _as_it_stands(turn: Turn, row: DrawRow) -> Say:
    """An old button: what became of its list."""
    day, state = day_of(turn.t, row.day), turn.t(STATES[row.state])
    return Say(turn.t("The draw of {day}: {state}. For a new one send spot check.", day=day, state=state))


async def _own(turn: Turn) -> DrawRow | None:
    return await act.own_draw(turn, number_of(turn.intent.rest.strip()))


async def record(turn: Turn) -> Reply:
    """抽查记录: who drew from how many, with which seed, what became of it; drawn again it gives the same names."""
    allowed = act.looked_after(turn)
    if not allowed or turn.person_id is None:
        return refusals.not_yours(turn)
    since = turn.today - KEPT
    rows = await turn.run(
        samples.draws_seen, allowed.paths, allowed.unit_ids, turn.person_id, since, PAGE
    )  # fmt: skip
    if not rows:
        return Say(turn.t("No samples were drawn in the last 30 days."))
    return Say("\n".join([turn.t("Samples of the last 30 days:"), *(_line(turn, row) for row in rows)]))


def _line(turn: Turn, row: DrawRow) -> str:
    t = turn.t
    same = lots(row.seed, row.pool, row.wanted) == row.drawn
    return t(
        "{day} {time} {who}: {place}, {count} of {pool}, {state}; seed {seed}, {check}",
        day=day_of(t, row.day), time=clock(row.drawn_at), who=row.who, place=" ".join(filter(None, (row.area, row.unit))),
        count=len(row.drawn), pool=len(row.pool), state=t(STATES[row.state]), seed=row.seed,
        check=t("drawn again the same") if same else t("drawn again NOT the same"),
    )  # fmt: skip


def _offered(turn: Turn, lead: str, lines: Sequence[tuple[str, str]]) -> Say:
    turn.menu = {str(n): command for n, (_, command) in enumerate(lines, 1)}
    options = (Option(str(n), label, f"go:{command}") for n, (label, command) in enumerate(lines, 1))
    return Say(lead, options=tuple(options))
