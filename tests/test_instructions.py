"""Instructions (D52): who may give and read them, who answers for a post, what stops a reminder, what is sealed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import hamlet
import pytest
from databases import kinds
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, select, update
from township import (
    CITY_BUREAU,
    COUNTY,
    DAY,
    FAR,
    OTHER_TOWNSHIP,
    SHIGUAN,
    TOWNSHIP,
    VAULT,
    WATER_OFFICE,
    Township,
    at,
    township,
    turn,
)

from handlers.instructions.line import read
from handlers.instructions.sight import leads, may_give, may_read
from scheduler.instructions import news
from scheduler.preview import replayed
from storage.queries.instructions import Event, InstructionRow, NewInstruction, give, happen, instruction
from storage.queries.notices import NoticeRow
from storage.queries.posts import Post
from storage.tables import Instruction, InstructionEvent, Role

SAID = "请本周补齐驻村"


@pytest.fixture(params=list(kinds()))
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Township]:
    with township(tmp_path, request.param) as found:
        yield found


def asked(
    db: Connection, giver: int, owner: int, *, due: date = DAY, when: datetime | None = None
) -> InstructionRow:
    """An instruction of the township's leader."""
    post = Post("township_leader", TOWNSHIP, None)
    new = NewInstruction(giver, post, TOWNSHIP, None, owner, "on_site", DAY, SAID, "normal", due)
    number = give(db, VAULT, new, when or at(DAY))
    row = instruction(db, VAULT, number)
    assert row is not None
    return row


def follows(db: Connection, row: InstructionRow, event: Event, when: datetime) -> InstructionRow:
    assert happen(db, VAULT, row, event, when)
    now = instruction(db, VAULT, row.id)
    assert now is not None
    return now


GIVERS = ("township_leader", "county_leader", "county_office", "unit_contact", "unit_leader")
OTHERS = ("township_clerk", "village_officer", "info_officer", "auditor", "department", "donor", "supervisor")
PLACES = {
    "township_leader": TOWNSHIP,
    "township_clerk": TOWNSHIP,
    "village_officer": SHIGUAN,
    "info_officer": SHIGUAN,
}


@pytest.mark.parametrize("kind", [*GIVERS, *OTHERS])
def test_only_leaders_give_instructions(made: Township, kind: str) -> None:
    unit = CITY_BUREAU if kind.startswith("unit") else None
    person = made.office(kind, None if unit else PLACES.get(kind, COUNTY), unit=unit)
    assert bool(may_give(turn(made, person, "instruct"))) == (kind in GIVERS)


@pytest.mark.parametrize(
    ("duty", "gives"), [("helper", False), ("team_member", False), ("team_leader", True)]
)
def test_of_those_on_site_only_who_leads_the_team_gives_instructions(
    made: Township, duty: str, gives: bool
) -> None:
    found = may_give(turn(made, made.cadre("张三", SHIGUAN, duty=duty), "instruct"))
    assert found.paths == (("/9999/999901/999901011/",) if gives else ())


def test_a_household_gives_none(made: Township) -> None:
    home = made.household(SHIGUAN, "李大山")
    assert not may_give(turn(made, None, "instruct", household=home))


async def test_giver_owner_head_and_office_of_the_area_read_it_and_nobody_else(made: Township) -> None:
    leader, owner = made.office("township_leader", TOWNSHIP), made.cadre("张三", SHIGUAN)
    row = asked(made.db, leader, owner)
    readers = [
        leader, owner, made.office("township_clerk", TOWNSHIP), made.office("county_office", COUNTY),
        made.office("unit_contact", None, unit=CITY_BUREAU),
    ]  # fmt: skip
    others = [
        made.cadre("李四", SHIGUAN), made.cadre("王五", SHIGUAN, duty="team_leader"), made.office("auditor", COUNTY),
        made.office("county_leader", COUNTY), made.office("township_leader", OTHER_TOWNSHIP),
        made.office("township_clerk", OTHER_TOWNSHIP), made.office("unit_contact", None, unit=WATER_OFFICE),
        made.office("township_leader", TOWNSHIP), made.cadre("赵六", FAR),
    ]  # fmt: skip
    assert [await may_read(turn(made, person, "instruction"), row) for person in readers] == [True] * len(
        readers
    )
    assert [await may_read(turn(made, person, "instruction"), row) for person in others] == [False] * len(
        others
    )


async def test_who_leaves_the_post_sees_nothing_and_who_has_it_answers_for_it(made: Township) -> None:
    leader, owner = made.office("township_leader", TOWNSHIP), made.cadre("张三", SHIGUAN)
    row = asked(made.db, leader, owner)
    new = made.office("township_leader", TOWNSHIP, name="何新")
    assert not await leads(turn(made, new, "instructions"), row)  # while the giver is in office
    made.db.execute(update(Role).where(Role.person_id == leader).values(ends=DAY - timedelta(days=1)))
    assert await leads(turn(made, new, "instructions"), row)
    assert not await may_read(turn(made, leader, "instructions"), row)


def test_what_was_written_is_nowhere_in_clear(made: Township) -> None:
    leader, owner = made.office("township_leader", TOWNSHIP), made.cadre("张三", SHIGUAN)
    row = asked(made.db, leader, owner)
    follows(made.db, row, Event("answered", owner, "五人已到村"), at(DAY, 10))
    kept = repr(made.db.execute(select(Instruction.__table__)).all()) + repr(
        made.db.execute(select(InstructionEvent.__table__)).all()
    )
    assert "补齐" not in kept and "到村" not in kept  # noqa: PT018 - one thought
    assert SAID.encode() not in made.db.execute(select(Instruction.text_sealed)).scalar_one()


def test_whoever_comes_second_changes_nothing(made: Township) -> None:
    leader, owner = made.office("township_leader", TOWNSHIP), made.cadre("张三", SHIGUAN)
    row = asked(made.db, leader, owner)
    assert happen(made.db, VAULT, row, Event("withdrawn", leader), at(DAY, 10))
    assert not happen(made.db, VAULT, row, Event("answered", owner, "好了"), at(DAY, 11))


def notice(kind: str, person: int, row: InstructionRow, what: str) -> NoticeRow:
    said = {"number": row.id, "what": what}
    return NoticeRow(1, "k", kind, person, said, False, at(DAY), at(DAY), at(DAY, 23), 0)


def test_notices_are_looked_at_again_when_they_are_sent(made: Township) -> None:
    leader, owner = made.office("township_leader", TOWNSHIP), made.cadre("张三", SHIGUAN)
    row = asked(made.db, leader, owner)

    def told(kind: str, person: int, what: str) -> str | None:
        found = news(made.db, VAULT, [notice(kind, person, row, what)], DAY)[1]
        return None if found is None else found["text"] or found["task"]

    assert told("instruction", owner, "given") == SAID
    assert told("instruction", leader, "given") is None  # somebody else sees to it
    done = follows(made.db, row, Event("answered", owner, "五人已到村"), at(DAY, 10))
    assert told("instruction", owner, "given") is None
    assert told("instruction_answer", leader, "answered") == "五人已到村"
    follows(made.db, done, Event("accepted", leader), at(DAY, 11))
    assert told("instruction_answer", leader, "answered") is None
    assert told("instruction_result", owner, "accepted") == SAID


def test_what_is_taken_back_before_anybody_heard_of_it_is_never_mentioned(made: Township) -> None:
    leader, owner = made.office("township_leader", TOWNSHIP), made.cadre("张三", SHIGUAN)
    row = follows(made.db, asked(made.db, leader, owner), Event("withdrawn", leader), at(DAY, 10))
    assert news(made.db, VAULT, [notice("instruction_result", owner, row, "withdrawn")], DAY) == {1: None}


KINDS = ("N12-task", "N12-task-2", "N12-task-3")


@pytest.mark.parametrize("kind", list(kinds()))
async def test_the_ladder_goes_from_owner_to_head_to_leader_on_workdays_until_it_is_answered(
    kind: str, tmp_path: Path
) -> None:
    village = replace(hamlet.Village(), vault=VAULT)
    async with hamlet.opened(kind, tmp_path) as (_, database):

        def plant(db: Connection) -> None:
            for number, name in ((1, "何正"), (2, "张三"), (3, "联络人")):
                hamlet.person(db, number, name, unit=hamlet.UNIT if number > 1 else None)
            hamlet.office(db, 1, "township_leader", hamlet.TOWNSHIP)
            hamlet.office(db, 3, "unit_contact", None, hamlet.UNIT)
            hamlet.assign(db, 2, hamlet.SHIGUAN)
            late = asked(db, 1, 2, due=date(2026, 11, 11), when=hamlet.at("2026-11-05 10:00"))
            early = asked(db, 1, 2, due=date(2026, 11, 13), when=hamlet.at("2026-11-05 11:00"))
            follows(db, early, Event("answered", 2, "好了"), hamlet.at("2026-11-12 20:00"))
            assert late.state == "open"

        def ladder(db: Connection) -> list[tuple[str, str, int, int]]:
            found = replayed(db, village, KINDS, date(2026, 11, 5), date(2026, 11, 24))
            return [
                (f"{each.not_before:%m-%d}", each.kind, each.person_id, len(each.parameters["items"]))
                for each in found
            ]

        await database.run(plant)
        assert await database.run(ladder) == [
            ("11-09", "N12-task", 2, 2),  # half time of both: Sunday the 8th and Monday the 9th
            ("11-10", "N12-task", 2, 1),
            ("11-11", "N12-task", 2, 1),
            ("11-12", "N12-task", 2, 2),
            ("11-16", "N12-task-2", 3, 1),  # three days over is a Saturday; the other one is answered
            ("11-18", "N12-task-3", 1, 1),
        ]


@pytest.mark.parametrize(
    ("said", "line", "text", "due", "level"),
    [
        ("3 请本周补齐 22日前", "problems", "请本周补齐", date(2026, 11, 22), ""),
        ("三、 请本周补齐 周五前 重要", "problems", "请本周补齐", date(2026, 11, 20), "important"),
        ("走访 请月底前补齐 紧急", "visits", "请月底前补齐", date(2026, 11, 30), "urgent"),
        ("4 请核实", "risks", "请核实", None, ""),
        ("请三天内办结", "", "请三天内办结", date(2026, 11, 22), ""),
        ("请完成第3期 22", "", "请完成第3期 22", None, ""),
    ],
)
def test_a_line_says_what_whom_and_until_when(
    said: str, line: str, text: str, due: date | None, level: str
) -> None:
    found = read(said, DAY, numbered=True)
    assert (found.line, found.text, found.due, found.level) == (line, text, due, level)


@pytest.mark.parametrize("said", ["1 补齐 昨天前", "1 补齐 18号前", "1 补齐 2月30日前"])
def test_a_day_that_is_over_or_does_not_exist_is_asked_and_never_guessed(said: str) -> None:
    found = read(said, DAY, numbered=True)
    assert found.due is None
    assert found.doubt


def test_four_is_money_where_the_digest_shows_no_numbers_before_its_blocks() -> None:
    assert read("4 请核实", DAY, numbered=False).line == "money"


@given(st.text(max_size=40))
def test_any_line_is_read_without_a_fault(said: str) -> None:
    found = read(said, DAY, numbered=True)
    assert found.due is None or found.due >= DAY
