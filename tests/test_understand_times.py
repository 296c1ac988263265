"""Times, moments, amounts in a unit: what can be written is read back, and what is asked back can be sent."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understand import Unclear, Understood
from handlers.understand.amounts import read_amount, unit_asked
from handlers.understand.clock import read_time
from handlers.understand.matching import Candidate
from handlers.understand.moments import read_moment
from handlers.understand.people import by_person

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = st.builds(
    datetime.combine, st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.times(), tzinfo=st.just(SHANGHAI)
)
HOUR, MINUTE = st.integers(0, 23), st.integers(0, 59)
TIMELIKE = st.text(
    st.sampled_from("0123456789点时分半刻差:上下午早晚夜凌晨中昨今明前天周一二三十月日号 小"), max_size=12
)
UNITS = st.sampled_from(
    ["亩", "斤", "公斤", "吨", "里", "公里", "元", "户", "人", "头", "天", "岁", "件", "个月"]
)


@given(HOUR, MINUTE)
def test_a_clock_of_24_hours_is_read_outright(hour: int, minute: int) -> None:
    for typed in (f"{hour:02d}:{minute:02d}", f"{hour:02d}：{minute:02d}"):
        assert read_time(typed) == Understood(time(hour, minute))


@given(HOUR, MINUTE)
def test_a_time_in_words_with_its_part_of_the_day_is_that_time(hour: int, minute: int) -> None:
    part = (
        "凌晨"
        if hour < 5
        else "上午"
        if 6 <= hour < 12
        else "中午"
        if hour == 12
        else "下午"
        if 13 <= hour < 18
        else "晚上"
    )
    spoken = cn2an.an2cn(hour % 12 or 12 if hour else 0, "low").replace("二", "两", hour % 12 == 2)
    found = read_time(f"{part}{spoken}点{cn2an.an2cn(minute, 'low')}分" if minute else f"{part}{spoken}点")
    possible = (
        [found.value] if isinstance(found, Understood) else [time.fromisoformat(one) for one in found.maybe]
    )
    assert time(hour, minute) in possible or hour == 5


@given(HOUR, MINUTE)
def test_a_time_without_its_part_of_the_day_is_said_back_or_asked_back(hour: int, minute: int) -> None:
    found = read_time(f"{hour}点{minute}分")
    if isinstance(found, Understood):
        assert found.value == time(hour, minute)
        assert found.echo is not None or hour > 12 or hour == 0
    else:
        assert f"{hour:02d}:{minute:02d}" in found.maybe


@given(NOW, st.integers(1, 500))
def test_hours_and_minutes_ago_are_counted(now: datetime, count: int) -> None:
    start = now.replace(second=0, microsecond=0)
    for typed, span in (
        (f"{count}小时前", timedelta(hours=count)),
        (f"{count}分钟前", timedelta(minutes=count)),
    ):
        found = read_moment(typed, now)
        assert isinstance(found, Understood)
        assert found.value == start - span
        assert found.echo is not None


@given(NOW, st.dates(date(1990, 1, 1), date(2050, 1, 1)), HOUR, MINUTE)
def test_a_moment_in_full_is_read_outright(now: datetime, day: date, hour: int, minute: int) -> None:
    written = datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)
    assert read_moment(f"{written:%Y-%m-%d %H:%M}", now) == Understood(written)
    assert read_moment(f"{written:%Y-%m-%dT%H:%M}", now) == Understood(written)


@given(st.text(max_size=40) | TIMELIKE, NOW, st.sampled_from(["past", "future"]))
def test_any_text_is_a_time_or_asked_back_with_times_that_can_be_sent(
    typed: str, now: datetime, towards: str
) -> None:
    clock, moment = read_time(typed), read_moment(typed, now, towards=towards)  # type: ignore[arg-type]
    for offer in clock.maybe if isinstance(clock, Unclear) else ():
        assert isinstance(read_time(offer), Understood)
    for offer in moment.maybe if isinstance(moment, Unclear) else ():
        assert isinstance(read_moment(offer, now), Understood)


@given(st.integers(0, 10**6), UNITS)
def test_an_amount_in_the_unit_asked_for_is_read_back(number: int, unit: str) -> None:
    for typed in (f"{number}{unit}", f"{number} {unit}", f"{number}"):
        found = read_amount(typed, unit)
        assert isinstance(found, Understood), (typed, found)
        assert found.value == number


@given(
    st.integers(1, 10**4),
    st.sampled_from(
        [
            ("斤", "公斤", "0.5"),
            ("公斤", "吨", "0.001"),
            ("里", "公里", "0.5"),
            ("分", "亩", "0.1"),
            ("角", "元", "0.1"),
            ("公顷", "亩", "15"),
        ]
    ),
)
def test_another_unit_of_the_kind_is_reckoned_over_and_said_back(
    number: int, units: tuple[str, str, str]
) -> None:
    typed, unit, ratio = units
    found = read_amount(f"{number}{typed}", unit)
    assert isinstance(found, Understood)
    assert found.value == number * Decimal(ratio)
    assert found.echo is not None


@given(
    st.integers(1, 10**4),
    st.sampled_from(
        [("人", "户"), ("户", "人"), ("斤", "亩"), ("亩", "公里"), ("元", "斤"), ("头", "户"), ("岁", "天")]
    ),
)
def test_a_unit_of_another_kind_is_never_taken(number: int, units: tuple[str, str]) -> None:
    found = read_amount(f"{number}{units[0]}", units[1])
    assert isinstance(found, Unclear)
    assert found.impossible


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("耕地面积(亩)", "亩"),
        ("养了几头?", "头"),
        ("收入多少元？", "元"),
        ("纯收入（元/年）", "元"),
        ("几个人?", "人"),
        ("叫什么名字?", ""),
        ("备注(选填)", ""),
    ],
)
def test_the_unit_is_the_one_the_question_names(label: str, unit: str) -> None:
    assert unit_asked(label) == unit


@given(st.text(max_size=30), UNITS)
def test_any_text_is_an_amount_or_asked_back(typed: str, unit: str) -> None:
    assert isinstance(read_amount(typed, unit), Understood | Unclear)


SURNAMES = "王李张赵周吴郑冯陈买"
VILLAGERS = [
    Candidate(str(n), f"{surname}{given}({group}组,{age}岁)")
    for n, (surname, given, group, age) in enumerate(
        [(s, g, n % 3 + 1, 30 + n * 7 + len(g)) for n, s in enumerate(SURNAMES) for g in ("伟", "秀英")], 1
    )
]


@given(
    st.sampled_from(VILLAGERS),
    st.sampled_from(["{surname}家", "老{surname}", "{surname}大爷", "{surname}大妈家"]),
)
def test_a_family_named_by_its_surname_is_among_those_found(one: Candidate, called: str) -> None:
    surname, group = one.name[0], one.name.split("(")[1][0]
    found = by_person(called.format(surname=surname), VILLAGERS)
    assert one in found
    assert all(each.name[0] == surname for each in found)
    assert one in by_person(f"{group}组{called.format(surname=surname)}", VILLAGERS)
    assert by_person(f"9组{called.format(surname=surname)}", VILLAGERS) == []


@given(st.sampled_from(VILLAGERS))
def test_a_name_with_group_and_age_is_one_person(one: Candidate) -> None:
    name, _, rest = one.name.partition("(")
    group, age = rest.rstrip("岁)").split("组,")
    assert by_person(f"{group}组{age}岁的{name}", VILLAGERS) == [one]
