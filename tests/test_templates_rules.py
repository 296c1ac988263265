"""What a value of a template may be, section by section, and how it is made to fit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.segments import units
from bot.templates.entry import Field
from bot.templates.rules import BARRED, SMS, WECHAT, rule_of, shortened, type_of

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
CUTTING = [WECHAT["thing"], *SMS.values()]

TAKEN = [
    ("thing", "3户待走访,11月22日前"),
    ("thing", "字" * 20),
    ("phrase", "配送中"),
    ("phrase", "五个汉字呀"),
    ("name", "欧阳娜娜"),
    ("name", "Mary Ann O'Neil-Lee"),
    ("character_string", "QD261117-2828"),
    ("character_string", "x" * 32),
    ("number", "3"),
    ("number", "17.25"),
    ("letter", "ABCdef"),
    ("symbol", "★%"),
    ("time", "15:01"),
    ("time", "15:01:30"),
    ("time", "2019年10月1日 15:01"),
    ("time", "2026-11-17 08:00~2026-11-17 09:30"),
    ("date", "2019年10月1日"),
    ("date", "2019年10月1日 15:01"),
    ("date", "2019年10月1日~2019年10月7日"),
    ("date", "2019年10月"),
    ("date", "10月1日"),
    ("date", "2018-01-01"),
    ("date", "2018/01/01"),
    ("date", "2018.01.01"),
    ("date", "01-01"),
    ("amount", "¥100.50"),
    ("amount", "100元"),
    ("phone_number", "+86-0766-66888866"),
    ("car_number", "粤A8Z888挂"),
    ("const", "已通过"),
]

REFUSED = [
    ("thing", ""),
    ("thing", "字" * 21),
    ("thing", "𠮷" * 11),
    ("thing", "一行\n又一行"),
    ("phrase", "六个汉字以上"),
    ("phrase", "3天"),
    ("name", "十一个字的名字太长了呀呀"),
    ("name", "a" * 21),
    ("character_string", "签到"),
    ("character_string", "x" * 33),
    ("number", "3天"),
    ("number", "1" * 33),
    ("letter", "a1"),
    ("symbol", "abc"),
    ("symbol", "!!!!!!"),
    ("time", "25:00"),
    ("time", "2019年10月1日"),
    ("date", "明天"),
    ("date", "2019年13月1日"),
    ("date", "2019年10月32日"),
    ("date", "11.16-11.22"),
    ("amount", "12345678901"),
    ("phone_number", "电话"),
    ("car_number", "粤A8Z888挂挂"),
    ("const", "字" * 21),
]


@pytest.mark.parametrize(("type_", "value"), TAKEN)
def test_wechat_takes_what_its_types_allow(type_: str, value: str) -> None:
    assert WECHAT[type_].broken(value) is None


@pytest.mark.parametrize(("type_", "value"), REFUSED)
def test_wechat_refuses_what_its_types_do_not_allow(type_: str, value: str) -> None:
    assert WECHAT[type_].broken(value)


def test_every_type_is_tried_both_ways() -> None:
    assert {type_ for type_, _ in TAKEN} == {type_ for type_, _ in REFUSED} == set(WECHAT)


@pytest.mark.parametrize(
    ("key", "type_"),
    [
        ("thing1", "thing"),
        ("character_string12", "character_string"),
        ("thing", None),
        ("1", None),
        ("first1", None),
    ],
)
def test_the_type_of_a_field_is_what_its_key_begins_with(key: str, type_: str | None) -> None:
    assert type_of(key) == type_


@pytest.mark.parametrize(("section", "longest"), [("aliyun", 35), ("tencent", 6), ("gateway", 35)])
def test_variables_by_sms_have_their_longest(section: str, longest: int) -> None:
    rule = rule_of(section, Field("1", ""))
    assert rule.broken("字" * longest) is None
    assert rule.broken("字" * (longest + 1))
    assert rule.broken("") == "empty"


@pytest.mark.parametrize("symbol", ["【", "】", "#", "￥", "★", "①"])
def test_symbols_that_sms_may_not_hold_are_refused_and_left_out(symbol: str) -> None:
    rule = rule_of("aliyun", Field("place", ""))
    assert rule.broken(f"石关{symbol}村")
    assert rule.fitted(f"石关{symbol}村") == "石关 村"


def test_tencent_may_grant_more_and_wechat_grants_only_less() -> None:
    assert rule_of("tencent", Field("1", "", longest=12)).longest == 12
    assert rule_of("wechat", Field("thing1", "", longest=30)).longest == 20
    assert rule_of("wechat", Field("thing1", "", longest=10)).longest == 10
    assert rule_of("aliyun", Field("place", "", longest=50)).longest == 35


@given(ANY)
def test_what_was_made_to_fit_is_empty_or_breaks_no_rule(text: str) -> None:
    for rule in CUTTING:
        value = rule.fitted(text)
        assert not value or rule.broken(value) is None


@given(ANY)
def test_what_fits_already_stays_as_it_is(text: str) -> None:
    line = " ".join("".join(c for c in text if c.isprintable() and c not in BARRED).split())
    for rule in CUTTING:
        if units(line) <= rule.longest:
            assert rule.fitted(line) == line


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("石关村、西沟村、东坡村", "石关村、西沟村…"),
        ("示范办事处的村子们呀", "示范办事处的村…"),
        ("短", "短"),
        ("村村村村村村𠮷村", "村村村村村村…"),
        ("一家👨‍👩‍👧‍👦都在家里", "一家…"),
    ],
)
def test_a_cut_is_between_characters_as_they_are_seen(text: str, cut: str) -> None:
    assert shortened(text, 8) == cut
