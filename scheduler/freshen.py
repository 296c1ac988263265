"""What claimed notices have to say now: the stop conditions at the moment of sending (domain.md 7.7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from handlers.notices import digest
from scheduler import instructions, week_plan
from scheduler.due import BUILD, still_wanted
from scheduler.facts import gather
from scheduler.jobs.digests import figures_of
from scheduler.rules import Rules
from storage.queries.call_list import TOLD, has_calls
from storage.queries.notices import NoticeRow
from storage.queries.requests import still_waiting
from storage.queries.statements import mourners

DIGESTS = frozenset(digest.KINDS.values())

SPARING = frozenset({"record_changed", "request"})
"""Kinds that are no reminders and are not said to a family in mourning (X51); a new account of it is, being its safety."""

MANY = 10_000
"""People of one claim from which on everybody is read: a statement takes no more ids."""

Fresh = Mapping[int, dict[str, Any] | None]
"""Notice id -> what it has to say now, None where nothing any more."""


def freshen(db: Connection, office: Rules, claimed: Sequence[NoticeRow], now: datetime) -> Fresh:
    """What each notice has to say at `now`. Kinds that cannot change are as they were written."""
    reminders = [notice for notice in claimed if notice.kind in BUILD]
    fresh: dict[int, dict[str, Any] | None] = {notice.id: notice.parameters for notice in claimed}
    fresh.update(_reminded(db, office, reminders, now))
    lists = {notice.id: notice.person_id for notice in claimed if notice.kind == TOLD}
    if lists:
        having = has_calls(db, lists.values(), now)
        fresh.update({id_: {} if person in having else None for id_, person in lists.items()})
    asked = {
        notice.id: notice.parameters["request"]
        for notice in claimed
        if notice.kind in ("request", "emergency") and "request" in notice.parameters
    }
    if asked:
        open_ = still_waiting(db, asked.values(), now)
        fresh.update({id_: None for id_, number in asked.items() if number not in open_})
    told = [notice for notice in claimed if notice.kind in instructions.KINDS]
    if told:
        fresh.update(instructions.news(db, office.vault, told, now.date()))
    spared = mourners(db, now) if any(notice.kind in SPARING for notice in claimed) else ()
    fresh.update({n.id: None for n in claimed if n.kind in SPARING and n.person_id in spared})
    digests = [notice for notice in claimed if notice.kind in DIGESTS]
    if digests:
        fresh.update(figures_of(db, digests, now))
    return fresh


def _reminded(
    db: Connection, office: Rules, reminders: Sequence[NoticeRow], now: datetime
) -> dict[int, dict[str, Any] | None]:
    """What reminders have to say now; of one that waited, or is said in its place, since the day it was due."""
    days = week_plan.since(reminders, now)
    found: dict[int, dict[str, Any] | None] = {}
    for day in {None, *days.values()}:
        theirs = [each for each in reminders if days.get((each.person_id, each.kind)) == day]
        kinds = {notice.kind for notice in theirs}
        facts = gather(db, office, now, kinds, _concerned(theirs), day) if theirs else None
        for notice in theirs:
            assert facts is not None
            found[notice.id] = still_wanted(notice.kind, notice.person_id, notice.parameters, facts)
    return found


def _concerned(reminders: Iterable[NoticeRow]) -> set[int] | None:
    """Whom reminders are to, and whom N05 tells a team's leader of; None, everybody, where those are very many."""
    named = (person for notice in reminders for person in notice.parameters.get("people", ()))
    people = {*(notice.person_id for notice in reminders), *named}
    return people if len(people) <= MANY else None
