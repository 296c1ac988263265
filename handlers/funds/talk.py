"""Ask about money: one's own area at once, others by name; numbers lead to places and projects (D40)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from handlers import refusals
from handlers.funds import act, said
from handlers.funds.answers import (
    Answer,
    Books,
    OneProject,
    OtherYears,
    Payments,
    SomeProjects,
    Totals,
    Unpublished,
    Vouchers,
    Which,
    is_refusal,
    size,
)  # fmt: skip
from handlers.funds.asked import SOURCES, WHATS, Asked, read
from handlers.funds.books import books
from handlers.funds.sight import Sight, sight_of
from handlers.replies import Option, Reply, Say
from handlers.turn import Turn
from storage.queries.people import log_query

Lines = Sequence[tuple[str, str]]
"""Labels, and the command lines they stand for."""


async def funds(turn: Turn) -> Reply:
    """资金 [place, project or source] [year] [明细|公示|单据]."""
    asked = read(turn.intent.rest, turn.today.year)
    sight = sight_of(turn)
    answer = await turn.run(_answer, turn, sight, asked)
    return _say(turn, asked, answer)


def _answer(db: Connection, turn: Turn, sight: Sight, asked: Asked) -> Answer:
    """Look it up and note that it was asked."""
    answer = act.look_up(db, sight, asked, turn.today, turn.office.parameters)
    log_query(
        db, contact_id=turn.contact.id, person_id=turn.person_id, kind="funds", scope=_logged(asked, answer),
        size=size(answer), refused=is_refusal(answer), now=turn.received,
    )  # fmt: skip
    return answer


def _logged(asked: Asked, answer: Answer) -> str:
    """What was asked, for the query log. Long numbers that somebody typed by mistake are not kept."""
    word = answer.view.name if isinstance(answer, Totals) else re.sub("[0-9]", "#", asked.word or "")[:40]
    return " ".join(filter(None, (word, asked.source, str(asked.year or ""), asked.what)))


def _say(turn: Turn, asked: Asked, answer: Answer) -> Say:
    t = turn.t
    match answer:
        case Totals():
            turn.menu["为什么"] = _line(answer.view.code, replace(asked, what="books"))
            return _offer(turn, asked, said.totals(t, answer), _onward(asked, answer), answer.own)
        case Books():
            turn.keep_numbers()
            return Say(books(t, answer))
        case OneProject():
            return Say(said.project(t, answer.project))
        case SomeProjects(notices=True):
            return Say(said.notices(t, answer))
        case SomeProjects():
            return _offer(turn, asked, t("Which project?"), _lines_of(answer, asked))
        case Payments():
            return Say(said.payments(t, answer))
        case Vouchers():
            return Say(said.vouchers(t, answer))
        case Which():
            return _offer(
                turn, asked, t("Which area?"), [(a.name, _line(a.code, asked)) for a in answer.areas]
            )
        case OtherYears():
            return Say(said.other_years(t, answer))
        case Unpublished():
            return Say(t("This project has not been published yet, nothing can be told."))
    return _refused(turn, asked)


def _refused(turn: Turn, asked: Asked) -> Say:
    if turn.speaker is None and turn.contact.household_id is None and asked == Asked():
        return Say(
            turn.t("Send funds and a village, e.g. funds 石关村, for what is published. More after binding.")
        )
    return refusals.nothing_to_see(turn)


def _onward(asked: Asked, found: Totals) -> Lines:
    if found.places:
        return [(place.name, _line(place.code, asked)) for place, _ in found.places]
    return [(each.name, f"资金 {each.code}") for each in found.projects]


def _lines_of(found: SomeProjects, asked: Asked) -> Lines:
    return [(f"{each.village} {each.name}", f"资金 {each.code}") for each in found.projects]


def _line(code: str, asked: Asked) -> str:
    """The command for the same question about a place."""
    source = next((word for word, source in SOURCES.items() if source == asked.source), None)
    what = next((word for word, what in WHATS.items() if what == asked.what != "totals"), None)
    return " ".join(filter(None, ("资金", code, source, what, str(asked.year or ""))))


def _offer(turn: Turn, asked: Asked, text: str, lines: Lines, words: Sequence[str] = ()) -> Say:
    """Choices, nine at a time, then 更多; `words` are asked for by themselves."""
    page = lines[(asked.page - 1) * act.SHOWN : asked.page * act.SHOWN]
    options = [Option(str(n), label, f"go:{line}") for n, (label, line) in enumerate(page, 1)]
    if len(lines) > asked.page * act.SHOWN:
        onward = f"{_line(asked.word or '', asked)} 第{asked.page + 1}页"
        options.append(Option("更多", "更多", f"go:{onward}"))
    options += [Option(str(n), word, f"go:资金 {word}") for n, word in enumerate(words, len(page) + 1)]
    return Say(text, options=tuple(options))
