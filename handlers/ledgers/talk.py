"""The conversation: which ledgers one may have, of which area and month, and the link that opens it."""

from __future__ import annotations

from handlers import refusals
from handlers.ledgers import act
from handlers.ledgers.asked import Request, read
from handlers.ledgers.gather.export import See
from handlers.links import link_to
from handlers.replies import Option, Reply, Say
from handlers.turn import Turn
from locales import Words, words
from storage.ledgers.model import Ledger
from storage.ledgers.period import Period
from storage.queries.areas import Area
from storage.queries.links import Target
from storage.queries.people import log_query

MOST = 20
SPANS = {
    "week": words("This ledger is of one week, e.g. 2026-W47."),
    "month": words("This ledger is of one month, e.g. 2026-11."),
}


async def ledgers(turn: Turn) -> Reply:
    """台账 [which] [when] [where]."""
    if turn.speaker is None:
        return refusals.bind_first(turn)
    if turn.contact.household_id is not None:
        return refusals.nothing_to_see(turn)
    see = act.sight(turn.speaker)
    offered = act.offered(see)
    asked = read(turn.intent.rest, turn.today)
    if not offered or (asked.ledger and asked.ledger not in offered):
        return await _refused(turn, asked)
    return await _chosen(turn, asked.ledger, asked, see) if asked.ledger else _list(turn, offered)


async def _refused(turn: Turn, asked: Request) -> Say:
    """The neutral refusal, noted."""
    scope = f"{asked.ledger.key if asked.ledger else ''} {asked.place}".strip()
    await turn.run(
        log_query, contact_id=turn.contact.id, person_id=turn.person_id, kind="ledger", scope=scope, size=0,
        refused=True, now=turn.received,
    )  # fmt: skip
    return refusals.nothing_to_see(turn)


def _list(turn: Turn, offered: list[Ledger]) -> Say:
    lines = {ledger.title: f"台账 {ledger.title}" for ledger in offered}
    lead = turn.t("Ledgers you may have. A number makes one; say the month or place behind it:")
    return _offer(turn, lead, lines)


async def _chosen(turn: Turn, ledger: Ledger, asked: Request, see: See) -> Say:
    period = asked.period or Period.for_ledger(ledger, turn.today)
    if not period.suits(ledger):
        return Say(turn.t(_span(ledger)))
    found = await turn.run(act.areas_meant, ledger, see, asked.place)
    if not found:
        return await _refused(turn, asked)
    return (
        _which(turn, ledger, found, period) if len(found) > 1 else await _link(turn, ledger, found[0], period)
    )


def _span(ledger: Ledger) -> Words:
    return SPANS[ledger.span]


def _which(turn: Turn, ledger: Ledger, found: list[Area | None], period: Period) -> Say:
    lines = {area.name: _command(ledger, period, area) for area in found[:MOST] if area}
    return _offer(turn, turn.t("Which area?"), lines)


def _command(ledger: Ledger, period: Period, area: Area | None) -> str:
    return " ".join(filter(None, ("台账", ledger.title, area.code if area else "", period.name)))


async def _link(turn: Turn, ledger: Ledger, area: Area | None, period: Period) -> Say:
    """The link, where a server is there to open it."""
    t = turn.t
    assert turn.speaker is not None
    title = act.asked_of(turn.speaker, area, period)
    told = f"{ledger.title} {title.office} {period.label}"
    if not turn.office.site:
        return Say(t("{ledger}: files come from the chat server, which does not run here. The office can use bangfu export.", ledger=told))  # fmt: skip
    opens = Target("ledger", ledger.key, area.id if area else None, period.name)
    lines = [told, *await link_to(turn, opens)]
    before = {
        t("the one before: {period}", period=period.before.label): _command(ledger, period.before, area)
    }
    return _offer(turn, "\n".join(lines), {**before, t("other ledgers"): "台账"})


def _offer(turn: Turn, lead: str, lines: dict[str, str]) -> Say:
    """Labels with the commands they stand for, numbered."""
    turn.menu = {str(n): line for n, line in enumerate(lines.values(), 1)}
    return Say(
        lead, tuple(Option(str(n), label, f"go:{line}") for n, (label, line) in enumerate(lines.items(), 1))
    )
