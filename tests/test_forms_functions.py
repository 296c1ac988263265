"""Every function of an expression by the ODK XForms specification (XPath 1.0 where that says so): a table of cases."""

from __future__ import annotations

import math
from datetime import date, datetime, time
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

import pytest

from handlers.forms.draft import Draft, World
from handlers.forms.evaluate import compiled
from handlers.forms.functions import FUNCTIONS
from handlers.forms.model import Choice, Form, Question, Repeat
from handlers.forms.places import Place
from handlers.forms.scope import Scope
from handlers.forms.state import State
from handlers.forms.values import Value, first, number, settled

NOW = datetime(2026, 11, 19, 18, 30, 5, 250000, tzinfo=ZoneInfo("Asia/Shanghai"))
CITIES = (
    Choice("lz", {"zh_Hans": "柳州", "en": "Liuzhou"}, columns={"province": "gx", "people": "400"}),
    Choice("gl", {"zh_Hans": "桂林", "en": "Guilin"}, columns={"province": "gx", "people": "490"}),
    Choice("cs", {"zh_Hans": "长沙", "en": "Changsha"}, columns={"province": "hn", "people": "1050"}),
)
FORM = Form(
    "f", "1", {"": "F"},
    (
        Question("d", "date"),
        Question("x", "text"),
        Question("n", "integer"),
        Question("many", "select_multiple", choices="cities"),
        Question("one", "select_one", choices="cities"),
        Question("who", "text", trail=("g", "kin", "who")),
        Question("age", "integer", trail=("g", "kin", "age")),
        Question("kin+", "more", trail=("g", "kin", "+")),
        Question("hut", "geopoint", trail=("hut",)),
    ),
    {"cities": CITIES},
    repeats=(Repeat("kin", ("g", "kin"), 5, 8),),
)  # fmt: skip
ANSWERS: dict[str, Value] = {
    "d": date(2026, 11, 3), "n": 12, "many": ("lz", "cs"), "one": "gl", "who[1]": "甲", "age[1]": 40, "kin+[1]": "yes",
    "who[2]": "乙", "age[2]": 7, "kin+[2]": "yes", "who[3]": "丙", "kin+[3]": "no",
}  # fmt: skip


def run(source: str, here: Value = None, language: str = "zh_Hans", at: Place | None = None) -> Value:
    world = World(NOW, language, rng=Random(7))
    state = State(FORM, Draft("f", "1", ANSWERS), world)
    return settled(first(compiled(source)(Scope(state, at or Place((), ()), here))))


CASES: dict[str, list[tuple[str, Value]]] = {
    "if": [("if(1 > 2, 'a', 'b')", "b"), ("if('', 1, 2)", 2), ("if(${x} = '', 'none', ${x})", "none")],
    "coalesce": [("coalesce('', 'b')", "b"), ("coalesce(${x}, ${n}, 3)", 12), ("coalesce('', '')", None)],
    "once": [("once(5)", 5)],
    "not": [("not(1 = 1)", False), ("not('')", True), ("not(0)", True)],
    "true": [("true()", True)],
    "false": [("false() or 0", False)],
    "boolean": [("boolean('false')", True), ("boolean('')", False), ("boolean(0)", False), ("boolean(number('x'))", False),
                ("boolean(${kin})", True), ("boolean(${kin}[age > 90])", False)],
    "boolean-from-string": [("boolean-from-string('true')", True), ("boolean-from-string('1')", True),
                            ("boolean-from-string(1)", True), ("boolean-from-string('yes')", False)],
    "checklist": [("checklist(1, 2, true(), false(), 3)", True), ("checklist(3, -1, 1, 1)", False), ("checklist(-1, 0, 0)", True)],
    "weighted-checklist": [("weighted-checklist(3, 5, 1, 2, 0, 9, 1, 2)", True), ("weighted-checklist(5, -1, 1, 2)", False)],
    "number": [("number('12.5')", Decimal("12.5")), ("number(' 7 ')", 7), ("number('')", None), ("number('1e3')", None),
               ("number('1970-01-03')", 2), ("number(true())", 1), ("number('2026-11-19T12:00:00.000+08:00') * 2 mod 2", 1)],
    "int": [("int(-3.7)", -3), ("int('9.9')", 9), ("int('x')", None)],
    "round": [("round(2.5)", 3), ("round(-2.5)", -2), ("round(1234.567, 1)", Decimal("1234.6")), ("round(1250, -2)", 1300)],
    "floor": [("floor(-1.5)", -2), ("floor(2.9)", 2)],
    "ceiling": [("ceiling(-1.5)", -1), ("ceiling(2.1)", 3)],
    "sum": [("sum(/f/g/kin[age != '']/age)", 47), ("sum(${age})", None), ("sum(${kin}[age > 90]/age)", 0)],
    "min": [("min(3, 1, 2)", 1), ("min(${kin}[age > 1]/age)", 7), ("min(3, 'x')", None)],
    "max": [("max(3, 1, 2)", 3), ("max(${kin}[age > 1]/age)", 40), ("max(${d}, today())", date(2026, 11, 19))],
    "abs": [("abs(-4.5)", Decimal("4.5"))],
    "random": [("random() < 1 and random() >= 0", True)],
    "pow": [("pow(2, 10)", 1024), ("pow(9, 0.5)", 3), ("pow(2, -1)", Decimal("0.5")), ("pow(0, 0)", 1)],
    "sqrt": [("sqrt(16)", 4), ("sqrt(-1)", None)],
    "exp": [("exp(0)", 1)],
    "exp10": [("exp10(3)", 1000)],
    "log": [("round(log(10), 4)", Decimal("2.3026")), ("log(0)", None)],
    "log10": [("log10(1000)", 3)],
    "pi": [("round(pi(), 4)", Decimal("3.1416"))],
    "sin": [("sin(0)", 0)],
    "cos": [("cos(0)", 1)],
    "tan": [("tan(0)", 0)],
    "asin": [("round(asin(1), 4)", Decimal("1.5708")), ("asin(2)", None)],
    "acos": [("acos(1)", 0)],
    "atan": [("round(atan(1), 4)", Decimal("0.7854"))],
    "atan2": [("round(atan2(1, -1), 4)", Decimal("2.3562"))],
    "string": [("string(3.0)", "3"), ("string(${d})", "2026-11-03"), ("string(1 div 0)", "Infinity"), ("string(false())", "false")],
    "string-length": [("string-length('二十三')", 3), ("string-length(${x})", 0)],
    "concat": [("concat('a', 1, ${who})", "a1甲乙丙"), ("concat('a')", "a")],
    "join": [("join(', ', ${who})", "甲, 乙, 丙"), ("join('-', 'a', 'b', ${n})", "a-b-12")],
    "contains": [("contains('蓄水池', '水')", True), ("contains('a', '')", True)],
    "starts-with": [("starts-with('石关村', '石')", True), ("starts-with('', 'a')", False)],
    "ends-with": [("ends-with('石关村', '村')", True), ("ends-with('a', 'ba')", False)],
    "substr": [("substr('hello', 1, 3)", "el"), ("substr('hello', 2)", "llo"), ("substr('hello', -2)", "lo"), ("substr('a', 5)", None)],
    "substring": [("substring('12345', 2, 3)", "234"), ("substring('12345', 2)", "2345"), ("substring('12345', 1.5, 2.6)", "234"),
                  ("substring('12345', 0 div 0, 3)", None), ("substring('12345', 0, 3)", "12")],
    "substring-before": [("substring-before('1999/04/01', '/')", "1999"), ("substring-before('a', 'x')", None)],
    "substring-after": [("substring-after('1999/04/01', '/')", "04/01"), ("substring-after('a', 'x')", None)],
    "translate": [("translate('bar', 'abc', 'ABC')", "BAr"), ("translate('--aaa--', 'abc-', 'ABC')", "AAA")],
    "normalize-space": [("normalize-space('  a   b ')", "a b")],
    "regex": [("regex('19912345678', '1[0-9]{10}')", True), ("regex('x1', '[0-9]')", False)],
    "uuid": [("string-length(uuid())", 36), ("string-length(uuid(8))", 8)],
    "digest": [("digest('abc', 'SHA-1', 'hex')", "a9993e364706816aba3e25717850c26c9cd0d89d"),
               ("digest('abc', 'MD5')", "kAFQmDzST7DWlj99KOF/cg=="), ("digest('abc', 'CRC')", None)],
    "base64-encode": [("base64-encode('abc')", "YWJj")],
    "base64-decode": [("base64-decode('YWJj')", "abc"), ("base64-decode('5p+z5bee')", "柳州"), ("base64-decode('%')", None)],
    "today": [("today()", date(2026, 11, 19))],
    "now": [("now() > today()", True)],
    "date": [("date('2026-02-30')", None), ("date(9)", date(1970, 1, 10)), ("date(today() + 30)", date(2026, 12, 19))],
    "date-time": [("date-time('2026-11-19T08:00:00+08:00') < now()", True), ("date-time('x')", None)],
    "decimal-date-time": [("decimal-date-time('1970-01-02T12:00:00Z')", Decimal("1.5")),
                          ("round(decimal-date-time('1970-01-02'), 3)", Decimal("0.667")), ("decimal-date-time('')", None)],
    "decimal-time": [("decimal-time('12:00:00.000+08:00')", Decimal("0.5")), ("decimal-time('18:00')", Decimal("0.75"))],
    "format-date": [("format-date('2026-03-05', '%Y/%y %m %n %d %e')", "2026/26 03 3 05 5"), ("format-date(${d}, '%b%a')", "11月周二"),
                    ("format-date('', '%Y')", None)],
    "format-date-time": [("format-date-time(now(), '%H:%M:%S.%3 %h')", "18:30:05.250 18")],
    "add-date": [("add-date('2026-01-31', 0, 1)", date(2026, 2, 28)), ("add-date('2026-01-31', 1, 0, 1)", date(2027, 2, 1)), ("add-date('2026-01-31', 0, 0, 1, 0, 0)", date(2026, 2, 1)), ("format-date-time(add-date('2026-01-31', 0, 0, 0, 25, 30), '%Y-%m-%d %H:%M')", "2026-02-01 01:30"), ("add-date('2026-01-31', 0, 0, 0, 99999999999999)", None)],
    "difference-in-days": [("difference-in-days('2026-01-31', '2026-03-02')", 30), ("difference-in-days('2026-03-02', '2026-01-31')", -30)],
    "difference-in-weeks": [("difference-in-weeks('2026-01-01', '2026-01-14')", 1), ("difference-in-weeks('2026-01-14', '2026-01-01')", -1)],
    "difference-in-years": [("difference-in-years('2020-05-02', '2026-05-01')", 5), ("difference-in-years('', '2026-05-01')", None)],
    "cht:difference-in-days": [("cht:difference-in-days('2026-01-31', '2026-02-01')", 1)],
    "cht:difference-in-weeks": [("cht:difference-in-weeks('2026-01-01', '2026-01-15')", 2)],
    "cht:difference-in-months": [("cht:difference-in-months('2026-01-31', '2026-03-30')", 1)],
    "cht:difference-in-years": [("cht:difference-in-years('2020-05-02', '2026-05-02')", 6)],
    "difference-in-months": [("difference-in-months('2026-01-31', '2026-03-30')", 1), ("difference-in-months('', '2026-03-30')", None)],
    "selected": [("selected(${many}, 'lz')", True), ("selected(${many}, 'l')", False), ("selected('a b', 'b')", True)],
    "count-selected": [("count-selected(${many})", 2), ("count-selected('')", 0)],
    "selected-at": [("selected-at(${many}, 1)", "cs"), ("selected-at(${many}, 2)", None), ("selected-at(${many}, -1)", None)],
    "jr:choice-name": [("jr:choice-name(${one}, '${one}')", "桂林"), ("jr:choice-name('cs', '/f/one')", "长沙")],
    "jr:itext": [("jr:itext('cities-2')", "长沙"), ("jr:itext(instance('cities')/root/item[name = ${one}]/itextId)", "桂林")],
    "pulldata": [("pulldata('cities', 'people', 'name', 'lz')", "400"), ("pulldata('cities', 'people', 'name', 'zz')", None)],
    "count": [("count(${kin})", 3), ("count(/f/g/kin[age > 10])", 1), ("count(instance('cities')/root/item[province = 'gx'])", 2),
              ("count(${who} | ${age})", 6)],
    "count-non-empty": [("count-non-empty(${age})", 2)],
    "position": [("${kin}[position() = 2]/who", "乙"), ("position(${kin}[who = '丙'])", 3)],
    "last": [("${kin}[last()]/who", "丙"), ("${kin}[2]/who", "乙")],
    "index": [("index(${kin})", 3)],
    "indexed-repeat": [("indexed-repeat(${who}, ${kin}, 2)", "乙"), ("indexed-repeat(${who}, ${kin}, 9)", None)],
    "current": [("instance('cities')/root/item[name = current()/../one]/label", None)],
    "instance": [("instance('cities')/root/item[people > 450][province = 'gx']/label", "桂林"),
                 ("instance('cities')/root/item[3]/name", "cs")],
    "randomize": [("join('', randomize(${who}, 42)) = join('', randomize(${who}, 42))", True), ("count(randomize(${who}))", 3)],
    "distance": [("distance('0 0; 0 1') > 111319 and distance('0 0; 0 1') < 111320", True), ("distance('')", 0), ("distance('x')", None)],
    "area": [("round(area('0 0; 0 1; 1 1; 1 0; 0 0') div 1000000, 0)", 12391), ("area('0 0; 1 1')", 0)],
}  # fmt: skip


@pytest.mark.parametrize(("source", "result"), [case for cases in CASES.values() for case in cases])
def test_a_function_gives_what_the_specification_says(source: str, result: Value) -> None:
    assert run(source) == result


def test_every_function_has_its_cases() -> None:
    assert set(CASES) == set(FUNCTIONS)


IN_SECOND = Place(("g", "kin", "age"), (2,))


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("${who}", "乙"),
        ("../who", "乙"),
        ("position(..)", 2),
        ("index(${kin})", 2),
        ("count(${kin})", 3),
        ("count(../../kin)", 3),
        ("sum(${age})", 7),
        ("${kin}[position() < position(current()/..)]/who", "甲"),
        ("indexed-repeat(${who}, ${kin}, position(..) - 1)", "甲"),
        ("/f/g/kin[1]/who", "甲"),
        ("//who", "甲"),
        ("../../../n + 1", 13),
        ("current()/../who", "乙"),
        ("instance('cities')/root/item[people > current()/../../../n]/name", "lz"),
    ],
)
def test_a_name_within_a_repeat_means_the_same_iteration(source: str, result: Value) -> None:
    assert run(source, at=IN_SECOND) == result


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("${who} = '乙'", True),
        ("${who} != '乙'", True),
        ("${age} > 39", True),
        ("${age} > 40", False),
        ("${who}", "甲"),
        ("not(${age} = 8)", True),
    ],
)
def test_a_comparison_with_several_places_holds_where_it_holds_of_any(source: str, result: Value) -> None:
    assert run(source) == result


def test_a_word_of_the_day_follows_the_language() -> None:
    assert run("format-date('2026-03-05', '%b %a')", language="en") == "Mar Thu"


def test_a_time_is_compared_by_its_place_in_the_day() -> None:
    assert run(". < '09:00' or decimal-time(.) < 0.4", here=time(8, 42)) is True
    assert number(time(12)) == Decimal("0.5")


def test_what_is_drawn_with_a_seed_is_always_the_same() -> None:
    assert run("join('', randomize(${who}, 1))") == run("join('', randomize(${who}, 1))")
    orders = {run(f"join('', randomize(${{who}}, {seed}))") for seed in range(1, 60)}
    assert len(orders) == math.factorial(3)
