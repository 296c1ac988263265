"""The conversation of those who look: the code of the day, the list of what to look at."""

from __future__ import annotations

from handlers import refusals
from handlers.access import reach
from handlers.day_code import day_code
from handlers.intent import number_of
from handlers.replies import Option, Reply, Say
from handlers.roles import kinds
from handlers.rules.flags import PATTERNS, basis
from handlers.shown import day_of
from handlers.turn import Turn
from storage.queries.flags import FlagRow, answer, flag, looked, open_flags, own_flags
from storage.queries.people import log_query
from storage.queries.requests import OFFICERS

LOOKERS = frozenset({"auditor", "inspector", "county_office", "township_clerk", "township_leader"})
"""Who looks at patterns: the township, the county office, those who inspect."""
PAGE = 9


async def code(turn: Turn) -> Reply:
    """今日口令: for the officers of a village; who looked is written down (X03)."""
    roles = turn.speaker.roles if turn.speaker else ()
    villages = {role.region_id: role.region for role in roles if role.kind in OFFICERS and role.region_id}
    if not villages:
        return refusals.not_yours(turn)
    await turn.run(
        log_query, contact_id=turn.contact.id, person_id=turn.person_id, kind="day_code",
        scope=",".join(map(str, villages)), size=len(villages), refused=False, now=turn.received,
    )  # fmt: skip
    lines = [
        turn.t("{place}: {code}, for today only", place=name, code=day_code(turn.vault, village, turn.today))
        for village, name in villages.items()
    ]
    return Say("\n".join(lines))


def _looked_after(turn: Turn) -> tuple[str, ...]:
    return reach(turn.speaker, turn.contact, "check_in").paths if kinds(turn) & LOOKERS else ()


async def flags(turn: Turn) -> Reply:
    """待核: patterns nobody has looked at yet, for those who look; else one's own. They are no verdicts."""
    paths = _looked_after(turn)
    if paths:
        found = await turn.run(open_flags, turn.vault, paths, PAGE)
        title = turn.t("To look at. These are patterns, not findings:")
    elif turn.person_id is not None and kinds(turn):
        found = await turn.run(own_flags, turn.vault, turn.person_id, PAGE)
        title = turn.t("About your records. A person looks at it; nothing is taken off by it:")
    else:
        return refusals.not_yours(turn)
    if not found:
        return Say(turn.t("Nothing to look at."))
    turn.menu = {str(n): f"核实单 {each.id}" for n, each in enumerate(found, 1)}
    options = [Option(str(n), _line(turn, each), f"go:核实单 {each.id}") for n, each in enumerate(found, 1)]
    return Say(title, options=tuple(options))


async def one(turn: Turn) -> Reply:
    """核实单 N: what was found and the figures, for those who look and for the person."""
    found = await _flag(turn)
    if found is None:
        return refusals.not_yours(turn)
    lines = _told(turn, found)
    if found.state == "looked":
        return Say(
            "\n".join([*lines, turn.t("Looked at: {note}", note=found.note or turn.t("nothing wrong"))])
        )
    if found.person_id == turn.person_id:
        how = turn.t("If you want to say something about it: answer {number} and the words", number=found.id)
        return Say("\n".join([*lines, turn.t("A person will look at it; nothing was taken off."), how]))
    turn.menu = {"1": f"看过 {found.id}", "2": "待核"}
    return Say(
        "\n".join([*lines, turn.t("With a note: looked at {number} and the note", number=found.id)]),
        options=(
            Option("1", turn.t("looked at, nothing wrong"), f"go:看过 {found.id}"),
            Option("2", turn.t("the list"), "go:待核"),
        ),
    )


def _told(turn: Turn, found: FlagRow) -> list[str]:
    t = turn.t
    figures = basis(found.pattern, found.facts)
    return [
        _line(turn, found),
        t("Place: {place}", place=found.village),
        *([t("Rests on: {figures}", figures=figures)] if figures else []),
        *([t("The person says: {text}", text=found.answer)] if found.answer else []),
    ]


async def answered(turn: Turn) -> Reply:
    """答复 N WORDS: what the person looked at has to say."""
    found = await _flag(turn)
    words_ = " ".join(turn.intent.rest.split()[1:])
    if found is None or found.person_id != turn.person_id:
        return refusals.not_yours(turn)
    if not words_:
        return Say(
            turn.t("Send the number and the words, e.g. answer {number} we came in one car.", number=found.id)
        )
    if found.state == "looked":
        return Say(turn.t("This has been looked at already."))
    await turn.run(answer, turn.vault, found.id, words_, turn.received)
    return Say(turn.t("Noted. Whoever looks at it reads it."))


async def done(turn: Turn) -> Reply:
    """看过 N [note]."""
    found = await _flag(turn)
    if found is None or found.person_id == turn.person_id or turn.person_id is None:
        return refusals.not_yours(turn)
    note = " ".join(turn.intent.rest.split()[1:])
    await turn.run(looked, turn.vault, found.id, turn.person_id, note, turn.received)
    rest = await flags(turn)
    assert isinstance(rest, Say)
    return rest.preceded_by(turn.t("Noted."))


async def _flag(turn: Turn) -> FlagRow | None:
    """The one that a number names: the speaker's own, or of a place they look after."""
    named = turn.intent.rest.split()[:1]
    number = number_of(named[0]) if named else None
    found = await turn.run(flag, turn.vault, number) if number is not None else None
    if found is None:
        return None
    inside = any(found.path.startswith(path) for path in _looked_after(turn))
    return found if inside or found.person_id == turn.person_id else None


def _line(turn: Turn, found: FlagRow) -> str:
    what = turn.t(PATTERNS[found.pattern])
    return turn.t("{who} {day}: {what}", who=found.name, day=day_of(turn.t, found.day), what=what)
