"""What the dialogs of training and of the duty list do with what is typed, on a township made by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from township import LUTANG, SHIGUAN, TOWNSHIP, Township, at, township, turn

from handlers.holiday_duty import talk as duty
from handlers.replies import Reply, as_list
from handlers.trainings import talk as trainings
from storage.tables import Enrolment, HolidayDuty, Training

DAY = date(2026, 9, 28)
NOW = at(DAY, 9)
"""Monday before National Day."""


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Township]:
    with township(tmp_path) as here:
        yield here


def text(reply: Reply) -> str:
    return "\n".join(each.text for each in as_list(reply))


def listed(made: Township) -> list[tuple[str, int]]:
    rows = made.db.execute(select(HolidayDuty.day, HolidayDuty.person_id).order_by(HolidayDuty.id))
    return [(f"{day:%m-%d}", person) for day, person in rows]


async def write(made: Township, clerk: int, said: str) -> str:
    return text(await duty.duty(turn(made, clerk, "duty_list", said, now=NOW)))


async def test_the_clerk_writes_several_days_in_one_message_and_a_day_said_again_is_replaced(
    made: Township,
) -> None:
    clerk = made.office("township_clerk", TOWNSHIP)
    first, second = made.cadre("张三", SHIGUAN), made.cadre("李四", LUTANG)
    assert await write(made, clerk, "10月1日 张三、李四 值班 10月2日 李四") == (
        "值班:\n10月1日(周四) 张三、李四\n10月2日(周五) 李四\n写错了重发那一天就行"
    )
    await write(made, clerk, "10月2日 张三")
    assert listed(made) == [("10-01", first), ("10-01", second), ("10-02", first)]


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("张三 10月1日", "请先写日期再写姓名,如 值班 10月1日 张三"),
        ("10月1日", "10月1日谁值班?"),
        ("10月1日 张三 10月2日", "10月2日谁值班?"),
        ("9月29日 张三", "9月29日要上班,值班表只排放假的日子"),
        ("10月1日 张三 某某", "本乡镇没有叫某某的干部,请看看名字或编码"),
        ("10月1日 王五", "有几个人叫王五,请改发编码(P102、P103)"),
    ],
)
async def test_a_line_that_cannot_be_taken_says_why_and_nothing_is_written(
    made: Township, said: str, answer: str
) -> None:
    clerk = made.office("township_clerk", TOWNSHIP)
    for name, village in (("王五", SHIGUAN), ("王五", LUTANG), ("张三", SHIGUAN)):
        made.cadre(name, village)
    assert (await write(made, clerk, said)).startswith(answer[:12])
    assert listed(made) == []


async def test_nobody_but_the_clerk_writes_the_list_and_a_household_does_not_read_it(made: Township) -> None:
    leader, cadre = made.office("township_leader", TOWNSHIP), made.cadre("张三", SHIGUAN)
    home = made.household(SHIGUAN, "李大山")
    for person in (leader, cadre):
        assert await write(made, person, "10月1日 张三") == "没有查到您可查看的记录"
    head = made.person("李大山", None)
    read = await duty.duty(turn(made, head, "duty_list", household=home, now=NOW))
    assert text(read) == "没有查到您可查看的记录"


def session(made: Township, id_: int, starts: datetime, seats: int = 1) -> None:
    row = {
        "id": id_,
        "code": f"PX{id_}",
        "region_id": SHIGUAN,
        "kind": "",
        "title": f"培训{id_}",
        "place": "村委会",
    }
    days = {"opens": date(2026, 9, 1), "closes": starts.date()}
    made.db.execute(insert(Training).values(**row, **days, starts=starts, seats=seats))


async def test_a_full_session_is_offered_as_a_place_to_wait_for_and_an_answer_is_needed(
    made: Township,
) -> None:
    session(made, 1, at(date(2026, 9, 30)))
    first, second = made.cadre("张三", SHIGUAN), made.cadre("李四", SHIGUAN)

    async def enrol(person: int, said: str) -> str:
        return text(await trainings.one(turn(made, person, "enrol_one", said, now=NOW)))

    assert (await enrol(first, "1")).startswith("已报名:张三 培训1 9月30日(周三)09:00 村委会")
    assert await enrol(second, "1") == "培训1已满,排第1位候补,要排吗?"
    assert made.db.execute(select(Enrolment.person_id)).scalars().all() == [first]
    assert (await enrol(second, f"1 {second} 候补")).startswith("已排候补第1位:李四 培训1")
    assert (await enrol(second, "1")).startswith("已排候补第1位"), "once is enough"
    told = await trainings.mine(turn(made, second, "enrolments", now=NOW))
    assert [option.label for option in as_list(told)[0].options] == ["培训1 9月30日(周三)(候补第1)"]


async def test_two_sessions_of_one_day_and_numbers_of_others_are_refused(made: Township) -> None:
    session(made, 1, at(date(2026, 9, 30)), 5)
    session(made, 2, at(date(2026, 9, 30), 15), 5)
    first, second = made.cadre("张三", SHIGUAN), made.cadre("李四", LUTANG)
    await trainings.one(turn(made, first, "enrol_one", "1", now=NOW))
    again = await trainings.one(turn(made, first, "enrol_one", "2", now=NOW))
    assert text(again) == "当天已报了培训1,要改请先回 取消报名"
    number = str(made.db.execute(select(Enrolment.id)).scalar_one())
    for answer in (trainings.leave, trainings.coming, trainings.not_coming):
        assert text(await answer(turn(made, second, "x", number, now=NOW))) == "没有查到您可查看的记录"
    stranger = await trainings.one(turn(made, second, "enrol_one", "1", now=NOW))
    assert text(stranger) == "没有查到您可查看的记录", "not of the village"
    assert text(await trainings.coming(turn(made, first, "x", number, now=NOW))) == "好的,到时见"
