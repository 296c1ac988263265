"""Measures, training, duty on holidays: who hears when, and what stops it (N11, N15, N23)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import databases
import pytest
from hamlet import VAULT, Post, at, excuse, lines, opened, person
from matters_scene import NAMES, VILLAGE, furnish
from papers_scene import enrolled, measure, on_duty, relative, session
from sqlalchemy import Connection

from handlers.notices import say
from handlers.notices.sorts import wants
from locales import translator
from scheduler.preview import replayed
from scheduler.tick import tick
from storage.database import Database
from storage.queries.holiday_duties import keep_duty
from storage.queries.measures import DONE, LATER, PROGRESS, NewReport, add_report, of_owner, withdraw_report
from storage.queries.preferences import Wish
from storage.queries.reach import Reach
from storage.queries.trainings import confirm, enrol, enrolments_of, leave, open_sessions

KINDS = list(databases.kinds())
T = translator("zh_Hans")


async def month(database: Database, kind: str, first: str, last: str) -> list[tuple[str, int, list[object]]]:
    """(moment, person, items) of a kind."""
    span = date.fromisoformat(first), date.fromisoformat(last)
    found = await database.read(lambda db: list(replayed(db, VILLAGE, (kind,), *span)))
    return [(f"{each.not_before:%m-%d %H:%M}", each.person_id, each.parameters["items"]) for each in found]


def report(
    conn: Connection, kind: str, moment: str, due: str | None = None, amount: float | None = None
) -> int:
    new = NewReport(1, 1, kind, amount, date.fromisoformat(due) if due else None, "天气" if due else "")
    return add_report(conn, VAULT, new, None, at(moment).date(), at(moment))


@pytest.mark.parametrize("kind", KINDS)
async def test_a_measure_is_named_a_week_and_a_day_before_it_is_due_until_it_is_done(
    kind: str, tmp_path: Path
) -> None:
    async with opened(kind, tmp_path) as (_, database):
        await database.run(furnish)
        await database.run(measure, 1, "2026-11-26")
        item = ["养鸡", "2026-11-26", "李", 2]
        assert await month(database, "N11", "2026-11-01", "2026-11-30") == [
            ("11-19 08:30", 1, [item]), ("11-25 08:30", 1, [item]),
        ]  # fmt: skip
        assert say(T, "N11", {"items": [item]}).text == "措施“养鸡”李*(2组)11月26日到期。回 措施 更新"
        number = await database.run(report, DONE, "2026-11-20 10:00")
        assert len(await month(database, "N11", "2026-11-01", "2026-11-30")) == 1
        await database.run(withdraw_report, number, at("2026-11-20 11:00"))
        assert len(await month(database, "N11", "2026-11-01", "2026-11-30")) == 2, (
            "taken back: it is open again"
        )


@pytest.mark.parametrize("kind", KINDS)
async def test_a_later_day_moves_the_reminders_and_a_later_import_does_not_undo_it(
    kind: str, tmp_path: Path
) -> None:
    async with opened(kind, tmp_path) as (_, database):
        await database.run(furnish)
        await database.run(measure, 1, "2026-11-26", "修水窖", None)
        await database.run(report, LATER, "2026-11-18 10:00", "2026-12-10")
        await database.run(report, PROGRESS, "2026-11-18 11:00", None, 20.0)
        (found,) = await database.read(of_owner, 1, at("2026-11-19 08:00"))
        assert (found.due, found.reached, found.head) == (date(2026, 12, 10), 20.0, "")
        assert [m for m, _, _ in await month(database, "N11", "2026-11-01", "2026-12-20")] == [
            "12-03 08:30", "12-09 08:30",
        ]  # fmt: skip
        (before,) = await database.read(of_owner, 1, at("2026-11-17 08:00"))
        assert (before.due, before.reached) == (date(2026, 11, 26), 0.0), "as it was known then"


@pytest.mark.parametrize("kind", KINDS)
async def test_those_with_a_seat_are_asked_the_evening_before_and_an_answer_stops_it(
    kind: str, tmp_path: Path
) -> None:
    async with opened(kind, tmp_path) as (_, database):
        await database.run(furnish)
        await database.run(session, 1, "2026-11-21 09:00")
        for id_ in (21, 22, 23):
            await database.run(person, id_, f"村民{id_}")
        await database.run(enrolled, 1, 21, 22, 23)
        asked = await month(database, "N15", "2026-11-01", "2026-11-30")
        assert [(moment, who) for moment, who, _ in asked] == [("11-20 18:00", 21), ("11-20 18:00", 22)], (
            "23 waits"
        )
        message = say(T, "N15", {"items": asked[0][2]})
        assert message.text == "明天09:00村委会家政培训"
        assert [(o.key, o.label, o.press) for o in message.options] == [
            ("1", "来", "go:来培训 1"), ("2", "不来", "go:不来培训 1"),
        ]  # fmt: skip
        now = at("2026-11-20 12:00")
        assert await database.run(confirm, [2], 22, now) == 1
        assert await database.run(confirm, [1], 22, now) == 0, "nobody answers for a stranger"
        assert await database.run(leave, [1], 21, now) == 1
        assert [who for _, who, _ in await month(database, "N15", "2026-11-01", "2026-11-30")] == [23], (
            "moved up"
        )


@pytest.mark.parametrize("kind", KINDS)
async def test_who_comes_after_the_last_seat_waits_in_order_and_nobody_is_enrolled_twice(
    kind: str, tmp_path: Path
) -> None:
    async with opened(kind, tmp_path) as (_, database):
        await database.run(furnish)
        await database.run(session, 1, "2026-11-21 09:00", 1)
        await database.run(relative, 31, 1, "王芳")
        now = at("2026-11-19 10:00")
        (chosen,) = await database.read(open_sessions, Reach(paths=("/9999/999901/999901011/",)), now)
        first = await database.run(enrol, chosen, 10_001, 10_001, None, now)
        second = await database.run(enrol, chosen, 31, 10_001, None, now)
        again = await database.run(enrol, chosen, 31, 10_001, None, now)
        assert (first.waits, second.waits, again.id) == (0, 1, second.id)
        assert [each.person_id for each in await database.read(enrolments_of, 10_001, now)] == [10_001, 31]
        assert await database.read(open_sessions, Reach(paths=("/9999/999901/999901012/",)), now) == []
        assert await database.read(open_sessions, Reach(paths=("/9999/",)), at("2026-11-21 09:00")) == []


async def test_whoever_asked_for_silence_is_not_asked_about_training() -> None:
    day = date(2026, 11, 20)
    assert wants(Wish(), "N15", day)
    assert not wants(Wish(off=frozenset({"trainings"})), "N15", day)
    assert wants(Wish(off=frozenset({"onsite"})), "N23", day), "duty is no wish"


@pytest.mark.parametrize("kind", KINDS)
async def test_the_duty_list_is_asked_for_before_the_eve_and_told_on_it(kind: str, tmp_path: Path) -> None:
    async with opened(kind, tmp_path) as (_, database):
        await database.run(furnish)
        asked = await month(database, "N23-ask", "2026-09-01", "2026-10-10")
        assert [(m, NAMES[who - 1], items) for m, who, items in asked] == [
            ("09-23 09:00", "钱进", [["2026-09-25", "2026-09-27"]]),
            ("09-29 09:00", "钱进", [["2026-10-01", "2026-10-07"]]),
        ]  # fmt: skip
        await database.run(on_duty, 3, "2026-10-01")
        await database.run(keep_duty, 2, date(2026, 10, 2), [3, 5])
        assert len(await month(database, "N23-ask", "2026-09-28", "2026-10-10")) == 0
        told = await month(database, "N23", "2026-09-28", "2026-10-10")
        table = [["2026-10-01", ["钱进"]], ["2026-10-02", ["钱进", "周凯"]]]
        assert told == [("09-30 09:00", who, table) for who in (1, 2, 3, 5)], "on site, and those on the list"
        assert say(T, "N23", {"items": table}).text.startswith(
            "节假日值班:10月1日(周四)钱进;10月2日(周五)钱进、周凯。"
        )


async def test_a_weekend_is_no_holiday_and_leave_keeps_the_list_away(tmp_path: Path) -> None:
    assert VILLAGE.calendar.holiday_after(date(2026, 11, 20)) == ()
    assert VILLAGE.calendar.holiday_after(date(2026, 10, 1)) == (), "a day off is no eve"
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(furnish)
        await database.run(on_duty, 3, "2026-10-01")
        await database.run(excuse, 1, "2026-09-30", "2026-09-30")
        sent = await tick(database, VILLAGE, Post(), at("2026-09-30 09:00"))
    assert [name for _, kind, name in lines(sent) if kind == "N23"] == ["王芳", "钱进"]
