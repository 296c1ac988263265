"""待电话 as its officers see it: whose list it is, a number only for whom the card allows it, what came of a call."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select, update
from township import CUTOFF, FAR, LUTANG, SHIGUAN, TOWNSHIP, VAULT, Township, township, turn

from handlers import notices
from handlers.call_list import talk
from handlers.replies import Reply, Say
from storage.queries.call_list import TOLD
from storage.queries.notices import NewNotice, add_notices
from storage.tables import AuditEntry, Member, Notice, Person, QueryEntry

NEUTRAL = "没有查到您可查看的记录"


class Listed:
    """A cadre 张三 and the head of a household, 李大山, of 石关; nobody reached them."""

    def __init__(self, made: Township) -> None:
        self.made, self.cadre = made, made.cadre("张三", SHIGUAN)
        home = made.household(SHIGUAN, "李大山", group=2)
        self.head = made.db.execute(select(Member.person_id).where(Member.household_id == home)).scalar_one()
        for person, number in ((self.cadre, "19900000011"), (self.head, "19900000012")):
            phone = {"phone_sealed": VAULT.seal(number)}
            made.db.execute(update(Person).where(Person.id == person).values(**phone))
        unreached(made.db, self.cadre, "N05")
        unreached(made.db, self.head, "new_account")

    def code(self, person: int) -> str:
        code: str = self.made.db.execute(select(Person.code).where(Person.id == person)).scalar_one()
        return code


def unreached(db: Connection, person: int, kind: str) -> None:
    key, over = f"{kind}:{person}", CUTOFF + timedelta(hours=3)
    add_notices(db, [NewNotice(key, kind, person, {}, CUTOFF, over)], CUTOFF)
    db.execute(update(Notice).where(Notice.key == key).values(state="to_phone", reason="no such number"))


@pytest.fixture
def listed(tmp_path: Path) -> Iterator[Listed]:
    with township(tmp_path) as made:
        yield Listed(made)


def text(reply: Reply) -> str:
    assert isinstance(reply, Say)
    return reply.text


def labels(reply: Reply) -> list[tuple[str, str]]:
    assert isinstance(reply, Say)
    return [(option.label, option.press) for option in reply.options]


def state(listed: Listed, person: int) -> Any:  # noqa: ANN401 - a row
    asked = select(Notice.state, Notice.phoned_by).where(Notice.person_id == person)
    return tuple(listed.made.db.execute(asked).one())


@pytest.mark.parametrize(
    ("kind", "region"),
    [("info_officer", SHIGUAN), ("village_officer", SHIGUAN), ("township_clerk", TOWNSHIP)],
)
async def test_the_officers_of_the_place_see_who_is_to_be_phoned(
    listed: Listed, kind: str, region: int
) -> None:
    asking = turn(listed.made, listed.made.office(kind, region), "call_list")
    said = await talk.show(asking)
    cadre, head = listed.code(listed.cadre), listed.code(listed.head)
    assert text(said) == "待打电话(2人):"
    assert labels(said) == [
        ("张三 本周驻村", f"go:打给 {cadre}"),
        ("李*(2组) 家里新绑定的账号", f"go:打给 {head}"),
    ]
    assert asking.menu == {"1": f"打给 {cadre}", "2": f"打给 {head}"}
    logged = listed.made.db.execute(select(QueryEntry.kind, QueryEntry.scope, QueryEntry.size)).all()
    assert [(kind, size) for kind, _, size in logged] == [("call_list", 2)]


@pytest.mark.parametrize(
    ("kind", "region"), [("team_leader", SHIGUAN), ("township_leader", TOWNSHIP), ("county_office", 1)]
)
async def test_nobody_else_has_the_list(listed: Listed, kind: str, region: int) -> None:
    person = listed.made.office(kind, region)
    assert text(await talk.show(turn(listed.made, person, "call_list"))) == NEUTRAL
    code = listed.code(listed.head)
    for command, asked in (("call_one", talk.one), ("call_done", talk.done), ("call_vain", talk.in_vain)):
        assert text(await asked(turn(listed.made, person, command, code))) == NEUTRAL
    assert state(listed, listed.head) == ("to_phone", None)


@pytest.mark.parametrize("village", [LUTANG, FAR])
async def test_an_officer_of_another_village_can_neither_see_nor_settle_it(
    listed: Listed, village: int
) -> None:
    person, code = listed.made.office("village_officer", village), listed.code(listed.head)
    assert text(await talk.show(turn(listed.made, person, "call_list"))) == "没有要打的电话,消息都送到了。"
    for command, asked in (("call_one", talk.one), ("call_done", talk.done), ("call_vain", talk.in_vain)):
        assert text(await asked(turn(listed.made, person, command, code))) == NEUTRAL
    assert state(listed, listed.head) == ("to_phone", None)
    assert listed.made.db.execute(select(AuditEntry.id)).all() == []


async def test_whoever_may_see_the_card_gets_the_number_and_that_is_written_down(listed: Listed) -> None:
    clerk = listed.made.office("township_clerk", TOWNSHIP)
    code = listed.code(listed.head)
    said = await talk.one(turn(listed.made, clerk, "call_one", code.lower()))
    assert text(said) == "请打电话给李*(2组),说一下:家里新绑定的账号。\n电话:19900000012"
    assert labels(said) == [("已打电话", f"go:已电话 {code}"), ("打不通", f"go:打不通 {code}")]
    read = listed.made.db.execute(select(AuditEntry.reader_id, AuditEntry.subject_id, AuditEntry.field)).all()
    assert [tuple(row) for row in read] == [(clerk, listed.head, "phone")]


async def test_an_information_officer_is_told_whom_and_looks_the_number_up_in_the_village(
    listed: Listed,
) -> None:
    officer = listed.made.office("info_officer", SHIGUAN)
    for person in (listed.head, listed.cadre):
        said = await talk.one(turn(listed.made, officer, "call_one", listed.code(person)))
        assert "1990000" not in text(said)
    assert listed.made.db.execute(select(AuditEntry.id)).all() == []


async def test_who_was_told_is_off_the_list_and_it_stands_who_phoned(listed: Listed) -> None:
    officer = listed.made.office("info_officer", SHIGUAN)
    said = await talk.done(turn(listed.made, officer, "call_done", listed.code(listed.head)))
    assert text(said).startswith("已记:李*(2组) 已电话通知。")
    assert [label for label, _ in labels(said)] == ["张三 本周驻村"]
    assert state(listed, listed.head) == ("phoned", officer)
    again = await talk.done(turn(listed.made, officer, "call_done", listed.code(listed.head)))
    assert text(again) == NEUTRAL


async def test_who_did_not_take_the_call_stays_with_the_count_beside_the_name(listed: Listed) -> None:
    officer, code = listed.made.office("info_officer", SHIGUAN), listed.code(listed.cadre)
    for _ in range(2):
        said = await talk.in_vain(turn(listed.made, officer, "call_vain", code))
    assert text(said).startswith("已记:张三 打不通,仍在名单上。")
    assert labels(said)[0][0] == "张三 本周驻村(打不通2次)"
    assert state(listed, listed.cadre) == ("to_phone", None)


async def test_a_long_list_shows_its_beginning_and_how_many_follow(listed: Listed) -> None:
    for n in range(10):
        unreached(listed.made.db, listed.made.cadre(f"王{n}", SHIGUAN), "N09")
    said = await talk.show(turn(listed.made, listed.made.office("info_officer", SHIGUAN), "call_list"))
    assert text(said) == "待打电话(12人):\n后面还有3人。"
    assert len(labels(said)) == talk.PAGE


async def test_what_is_over_is_not_phoned_about(listed: Listed) -> None:
    officer, later = listed.made.office("info_officer", SHIGUAN), CUTOFF + timedelta(hours=4)
    said = await talk.show(turn(listed.made, officer, "call_list", now=later))
    assert text(said) == "没有要打的电话,消息都送到了。"


def test_of_every_notice_it_can_be_said_what_the_call_is_about() -> None:
    assert talk.ABOUT.keys() == notices.KINDS.keys() - {TOLD}, "the word of the list never stands on it"
