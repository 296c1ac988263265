"""What corrections have changed of a round-up since it was issued (domain.md 8.5, T15): old and new side by side."""

from __future__ import annotations

from handlers.digests.facts import Share
from handlers.digests.roundup.facts import Change, Changes, Roundup


def between(issued: Roundup, again: Roundup) -> Changes | None:
    """The figures that would be others today; None where all stand. The issued one stays as it is."""
    old, new = headline(issued), headline(again)
    items = tuple(
        Change(name, old.get(name, NOUGHT), new.get(name, NOUGHT))
        for name in dict.fromkeys([*old, *new])
        if old.get(name, NOUGHT) != new.get(name, NOUGHT)
    )
    return Changes(str(issued.stretch), items) if items else None


NOUGHT = Share("", 0, 0)


def headline(of: Roundup) -> dict[str, Share]:
    """The figures that are compared, by name; a whole of 0 is a plain count, money is in fen."""
    counts = {
        "visits": of.walks.visits if of.walks else 0,
        "households": of.walks.households if of.walks else 0,
        "new": of.tickets.new if of.tickets else 0,
        "closed": of.tickets.closed if of.tickets else 0,
        "received": of.purse.received if of.purse else 0,
        "spent": of.purse.spent if of.purse else 0,
        "out": of.leaving.people if of.leaving else 0,
    }
    found = {name: Share("", count, 0) for name, count in counts.items() if count}
    return {"met": of.attendance.met, **found} if of.attendance else found
