"""Ledgers of households: the card (L01), the village book (L02), the income sheet (L09), the pairing list (L10)."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.ledgers.gather import records
from handlers.ledgers.gather.export import Export
from handlers.ledgers.gather.said import LISTED, STATES, yes
from storage.ledgers.model import Ledger, Page, Row
from storage.queries import ledgers_homes
from storage.queries.ledgers_homes import HomeRow, MemberRow
from storage.queries.ledgers_window import Window


def card(ledger: Ledger, export: Export) -> Iterator[Page]:
    """一户一卡: the household with its members, visits, problems and benefits."""
    homes, members, visits, problems, grants = ledger.tables
    yield Page.of(homes, home_rows(export))
    yield Page.of(members, member_rows(export))
    window = _homes_window(export)
    if export.sees("visit", window):
        yield Page.of(visits, records.visit_rows(export, window, by_home=True))
        yield Page.of(problems, records.problem_rows(export, window, by_home=True))
    if export.sees("benefit", window):
        yield Page.of(grants, grant_rows(export))


def village(ledger: Ledger, export: Export) -> Iterator[Page]:
    """一村一册: every household, everybody in them, and what was written in the diary of the village."""
    homes, members, diary = ledger.tables
    yield Page.of(homes, home_rows(export))
    yield Page.of(members, member_rows(export))
    if export.see("check_in"):
        yield Page.of(diary, records.village_diary_rows(export))


def income(ledger: Ledger, export: Export) -> Iterator[Page]:
    """增收台账: who is on it and what was paid; the columns of income are for the office to fill."""
    yield Page.of(ledger.tables[0], home_rows(export))


def pairing(ledger: Ledger, export: Export) -> Iterator[Page]:
    """结对帮扶名单."""
    yield Page.of(ledger.tables[0], pair_rows(export))


def _homes_window(export: Export) -> Window:
    """The households the reader may see the card of; a person's are those paired with them."""
    return export.window("profile")


def home_rows(export: Export) -> Iterator[Row]:
    """The lines of the households. What was paid is shown to whoever may see benefits."""
    window = _homes_window(export)
    sees_money = export.sees("benefit", window)
    for row in ledgers_homes.homes(export.db, window, export.reader_id):
        yield _home(export, row, export.masks(window), sees_money)


def _home(export: Export, row: HomeRow, masked: bool, sees_money: bool) -> Row:
    return {
        "township": row.township, "village": row.village, "group_no": row.group_no, "code": row.code,
        "head": export.member(row.head, masked), "persons": row.persons, "labour": row.labour,
        "category": row.category, "cause": row.cause, "state": STATES.get(row.state, row.state),
        "watched": yes(row.watched), "exited_on": row.exited_on, "marks": LISTED.join(row.marks),
        "helper": row.helper, "unit": row.unit, "visits": row.visits, "visited_on": row.visited_on,
        "open": row.open, "paid": row.paid if sees_money else None,
    }  # fmt: skip


def member_rows(export: Export) -> Iterator[Row]:
    """The members of the households."""
    window = _homes_window(export)
    for row in ledgers_homes.members(export.db, window):
        yield _member(export, row, export.masks(window))


def _member(export: Export, row: MemberRow, masked: bool) -> Row:
    who = row.person_id
    return {
        "township": row.township, "village": row.village, "group_no": row.group_no, "code": row.code,
        "name": export.member(row.name, masked), "relation": row.relation, "sex": row.sex,
        "birth": None if masked else row.birth,
        "id": export.sealed(who, row.id_sealed, "id", "id"),
        "phone": export.sealed(who, row.phone_sealed, "phone", "phone"),
        "labour": row.labour, "health": export.guarded(who, row.health, "secret", "health"), "school": row.school,
    }  # fmt: skip


def grant_rows(export: Export) -> Iterator[Row]:
    """The benefits of the households."""
    window = _homes_window(export)
    for row in ledgers_homes.grants(export.db, window, export.reader_id):
        names = {"head": row.head, "person": row.person}
        shown = {key: export.member(name, export.masks(window)) for key, name in names.items()}
        yield {**row._asdict(), **shown}


def pair_rows(export: Export) -> Iterator[Row]:
    """Who helps whom."""
    window = export.window("pairing")
    masked = export.masks(window)
    for row in ledgers_homes.pairs(export.db, window):
        yield {
            "unit": row.unit, "helper": row.helper, "rank": row.rank,
            "phone": export.sealed(row.helper_id, row.phone_sealed, "phone", "phone"),
            "township": row.township, "village": row.village, "group_no": row.group_no, "code": row.code,
            "head": export.member(row.head, masked), "persons": row.persons, "category": row.category,
            "primary": yes(row.primary), "starts": row.starts,
        }  # fmt: skip
