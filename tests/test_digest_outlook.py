"""The lines 批示 and 明日 of a digest, from records, as they stood at the cut-off (domain.md 8.1 to 8.4, X50)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from databases import kinds
from township import CUTOFF, DAY, LUTANG, SHIGUAN, TOWNSHIP, VAULT, Township, at, calendar, township

from handlers.digests import county, village
from handlers.digests import township as townships
from handlers.digests.collect import collect
from handlers.digests.facts import DigestFacts, Outlook, from_json, to_json
from locales import translator
from storage.parameters import Parameters
from storage.queries.instructions import Event, NewInstruction, give, happen, instruction
from storage.queries.plans import keep_plan
from storage.queries.posts import Post
from storage.tables import Visit

T = translator("zh_Hans")
TOMORROW = DAY + timedelta(days=1)


@pytest.fixture(params=list(kinds()))
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Township]:
    with township(tmp_path, request.param) as found:
        yield found


def asked(made: Township, owner: int, giver: int, due: date, when: datetime, region: int = TOWNSHIP) -> int:
    """An instruction of the township's leader."""
    post = Post("township_leader", TOWNSHIP, None)
    new = NewInstruction(giver, post, region, None, owner, "on_site", DAY, "请本周补齐", "normal", due)
    return give(made.db, VAULT, new, when)


def follows(made: Township, number: int, what: str, by: int, when: datetime, due: date | None = None) -> None:
    row = instruction(made.db, VAULT, number)
    assert row is not None
    assert happen(made.db, VAULT, row, Event(what, by, "好", due), when)


def outlook_of(made: Township, area: int = TOWNSHIP, cutoff: datetime = CUTOFF) -> Outlook | None:
    found = collect(
        made.db, area_id=area, day=cutoff.date(), cutoff=cutoff, calendar=calendar(), parameters=Parameters()
    )
    assert from_json(to_json(found)) == found
    return found.outlook


def test_instructions_count_as_they_stood_at_the_cut_off(made: Township) -> None:
    leader, owner = made.office("township_leader", TOWNSHIP), made.cadre("张三", SHIGUAN)
    late = asked(made, owner, leader, DAY - timedelta(days=1), at(DAY, 8))
    asked(made, owner, leader, TOMORROW, at(DAY, 9), SHIGUAN)
    asked(made, owner, leader, TOMORROW, at(DAY, 19))  # after the cut-off
    done = asked(made, owner, leader, TOMORROW, at(DAY, 8), LUTANG)
    follows(made, done, "answered", owner, at(DAY, 10))
    follows(made, done, "accepted", leader, at(DAY, 11))
    assert outlook_of(made) == Outlook(2, 1, TOMORROW, True, 0, 0, 1)
    follows(made, late, "extension", owner, at(DAY, 19), TOMORROW)
    follows(made, late, "extended", leader, at(DAY, 20), TOMORROW)
    assert outlook_of(made) == Outlook(2, 1, TOMORROW, True, 0, 0, 1)
    assert outlook_of(made, SHIGUAN) == Outlook(1, 0, TOMORROW, True, 0, 0, 1)
    assert outlook_of(made, LUTANG) is None


def test_what_is_answered_waits_for_the_leader_and_is_not_overdue(made: Township) -> None:
    leader, owner = made.office("township_leader", TOWNSHIP), made.cadre("张三", SHIGUAN)
    number = asked(made, owner, leader, DAY - timedelta(days=2), at(DAY, 8))
    follows(made, number, "answered", owner, at(DAY, 10))
    assert outlook_of(made) == Outlook(1, 0, TOMORROW, True, 0, 0, 0)


def test_plans_and_visits_of_the_next_workday_are_counted_once_and_not_of_who_is_away(made: Township) -> None:
    one, two, three = (made.cadre(name, SHIGUAN) for name in ("张三", "李四", "王五"))
    made.assign(one, LUTANG)
    for person in (one, two, three):
        keep_plan(made.db, person, DAY - timedelta(days=3), [DAY, TOMORROW], at(DAY, 9))
    made.away(three, DAY, TOMORROW)
    homes = [made.household(SHIGUAN, name, helper=one) for name in ("赵甲", "钱乙")]
    for home in (*homes, homes[0]):
        number = made.visit(home, SHIGUAN, one, DAY - timedelta(days=5))
        made.db.execute(Visit.__table__.update().where(Visit.id == number).values(next_visit=TOMORROW))  # type: ignore[attr-defined]
    made.visit(homes[1], SHIGUAN, two, DAY)  # somebody was there since
    assert outlook_of(made) == Outlook(0, 0, TOMORROW, True, 2, 1, 0)


def test_before_days_off_the_next_workday_is_named_and_what_falls_due_until_then_counts(
    made: Township,
) -> None:
    leader, owner = made.office("township_leader", TOWNSHIP), made.cadre("张三", SHIGUAN)
    friday = TOMORROW
    for due in (friday + timedelta(days=1), friday + timedelta(days=3), friday + timedelta(days=4)):
        asked(made, owner, leader, due, at(DAY, 8))
    keep_plan(made.db, owner, friday + timedelta(days=3), [friday + timedelta(days=3)], at(DAY, 9))
    found = outlook_of(made, cutoff=CUTOFF + timedelta(days=1))
    assert found == Outlook(3, 0, date(2026, 11, 23), False, 1, 0, 2)
    assert lines("township", found) == ["十、批示 未办结3,逾期0;23日(周一)计划到村1人"]


def lines(level: str, found: Outlook) -> list[str]:
    form = {"township": townships, "county": county, "village": village}[level].FORM
    facts = DigestFacts("示范办事处", level, DAY, CUTOFF, outlook=found)
    return [line.text for line in form.body(T, facts)[1:]]


def test_the_lines_of_the_examples_are_reproduced() -> None:
    assert lines("township", Outlook(3, 0, TOMORROW, True, 41, 33, 0)) == [
        "十、批示 未办结3,逾期0;明日计划到村41人、走访33户"
    ]
    assert lines("village", Outlook(0, 0, TOMORROW, True, 9, 11, 0)) == ["明日 计划到村9人、走访11户"]
    assert lines("county", Outlook(21, 2, TOMORROW, True, 0, 0, 64)) == ["批示 未办结21,逾期2;明日到期事项64"]
    assert lines("county", Outlook(0, 0, TOMORROW, True, 0, 0, 5)) == ["明日到期事项5"]


def test_noughts_are_left_out() -> None:
    assert lines("village", Outlook(2, 1, TOMORROW, True, 0, 0, 0)) == ["批示 未办结2,逾期1"]
    assert lines("township", Outlook(0, 0, TOMORROW, True, 0, 5, 1)) == ["十、明日计划走访5户"]
    assert lines("county", Outlook(0, 0, TOMORROW, True, 3, 3, 0)) == []
