"""Expressions: XLSForm's semantics of days, empty values and numbers, and refusals that help."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.forms.checking import Known, check
from handlers.forms.evaluate import compiled, refers_to
from handlers.forms.expression import parse
from handlers.forms.tree import WrongExpression
from handlers.forms.values import Nodes, Value, first, number, pack, settled, text, unpack
from locales import translator

NOW = datetime(2026, 11, 19, 18, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
DAY = date(2026, 11, 19)


@dataclass
class Scope:
    values: dict[str, Value] = field(default_factory=dict)
    here: Value = None
    now: datetime = NOW
    columns: dict[str, Value] = field(default_factory=dict)

    def value(self, name: str) -> Value:
        return self.values[name]

    def nodes(self, name: str) -> Nodes:
        return Nodes((name,), (self.values[name],))

    def column(self, name: str) -> Value:
        return self.columns[name]

    def choice_label(self, question: str, choice: str) -> str:
        return f"{question}:{choice}"


def run(source: str, here: Value = None, columns: dict[str, Value] | None = None, **values: Value) -> Value:
    return settled(first(compiled(source)(Scope(values, here, columns=columns or {}))))


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("-2 - -3", 1),
        ("7 div 2", Decimal("3.5")),
        ("7 mod 3", 1),
        ("-7 mod 3", -1),
        ("0.1 + 0.2 = 0.3", True),
        ("1 < 2 and 2 < 3 or false()", True),
        ("1 = 2 or 2 = 2 and 3 = 4", False),
        ("10 - 3 - 2", 5),
        ("2 >= 2 and 2 <= 2 and not(2 != 2)", True),
        ("'10' > '9'", True),
        ("'abc' = \"abc\"", True),
        ("1 div 0 > 1000000", True),
        ("string(2.50)", "2.5"),
        ("string(3.0)", "3"),
        ("string(0 div 0)", "NaN"),
        ("concat('a', 1, true())", "a1true"),
        ("if(1 > 2, 'x', 'y')", "y"),
        ("coalesce('', 'b')", "b"),
        ("int(-3.7)", -3),
        ("round(2.5)", 3),
        ("round(-2.5)", -2),
        ("round(2.345, 2)", Decimal("2.35")),
        ("min(3, 1, 2) + max(3, 1, 2)", 4),
        ("abs(-4)", 4),
        ("contains('蓄水池', '水')", True),
        ("starts-with('石关村', '石')", True),
        ("string-length('二十三')", 3),
        ("regex('19912345678', '1[0-9]{10}')", True),
        ("regex('x19912345678', '1[0-9]{10}')", False),
    ],
)
def test_an_expression_is_computed_as_xpath_says(source: str, result: Value) -> None:
    assert run(source) == result


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("today()", DAY),
        ("today() - ${d}", 16),
        ("${d} + 30", 20790),
        ("date(${d} + 30)", date(2026, 12, 3)),
        ("date(${d} - 3)", date(2026, 10, 31)),
        ("date(7 + ${d})", date(2026, 11, 10)),
        ("${d} + 7 = '2026-11-10'", True),
        ("now() + 1 > now()", True),
        ("${d} <= today()", True),
        ("${d} > '2026-11-02'", True),
        ("'2026-11-02' < ${d} and ${d} < '2026-11-04'", True),
        ("${d} = '2026-11-03'", True),
        ("date('2026-02-30')", None),
        ("date(date('2028-02-28') + 1)", date(2028, 2, 29)),
        ("date(now()) = today()", True),
        ("now() > today()", True),
        ("int((now() - today()) * 24)", 18),
        ("number(date('1970-01-10'))", 9),
        ("date(9)", date(1970, 1, 10)),
        ("max(${d}, today())", DAY),
        ("string(${d})", "2026-11-03"),
        ("date('2026-12-31') - date('2026-01-01')", 364),
        ("${d} + ''", None),
        ("date(date('9999-12-31') + 5)", None),
    ],
)
def test_days_are_compared_and_counted_as_days(source: str, result: Value) -> None:
    assert run(source, d=date(2026, 11, 3)) == result


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("${x} = ''", True),
        ("${x} != ''", False),
        ("${x} = 0", False),
        ("${x} < 5 or ${x} >= 5", False),
        ("${x} + 1", None),
        ("string-length(${x})", 0),
        ("string(number(${x}))", "NaN"),
        ("if(${x}, 'some', 'none')", "none"),
        ("coalesce(${x}, 'else')", "else"),
        ("count-selected(${x})", 0),
        ("selected(${x}, 'a')", False),
        ("today() > ${x}", False),
        ("not(${x})", True),
    ],
)
def test_an_empty_answer_is_the_empty_text_and_no_number(source: str, result: Value) -> None:
    assert run(source, x=None) == result


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("selected(${x}, 'school')", True),
        ("selected(${x}, 'sch')", False),
        ("count-selected(${x})", 2),
        ("selected-at(${x}, 1)", "water"),
        ("selected-at(${x}, 5)", None),
        ("${x} = 'school water'", True),
        ("jr:choice-name('water', '${x}')", "x:water"),
        ("jr:choice-name(${x}, '${ x }')", "x:school, x:water"),
    ],
)
def test_several_choices_are_read_by_name(source: str, result: Value) -> None:
    assert run(source, x=("school", "water")) == result


def test_a_truth_kept_by_a_calculation_stays_a_truth() -> None:
    assert run("if(${x}, 'y', 'n')", x=False) == "n"
    assert run("${x} = 'false'", x=False) is True
    assert run("${x} = true()", x=False) is False


def test_only_the_branch_that_is_needed_is_computed() -> None:
    assert run("if(true(), 1, ${missing})") == 1
    assert run("true() or ${missing}") is True
    assert run("coalesce('a', ${missing})") == "a"


def test_once_keeps_the_first_value() -> None:
    assert run("once(today())", here=date(2026, 1, 1)) == date(2026, 1, 1)
    assert run("once(today())") == DAY


def test_the_answer_being_checked_and_the_columns_of_a_list_are_seen() -> None:
    assert run(". >= 1 and string-length() = 2", here=12) is True
    assert run("village = ${v} and name != 'x'", columns={"village": "V1", "name": "a"}, v="V1") is True


def test_names_may_hold_dashes_dots_and_chinese() -> None:
    assert refers_to("${户-数} + ${a.b} - jr:choice-name('x', '${c}')") == {"户-数", "a.b", "c"}


@pytest.mark.parametrize(
    ("source", "sentence", "at"),
    [
        ("${a} =", "表达式没有写完", 7),
        ("${a} = = 1", "这里不能写 =", 8),
        ("${b} > 1", "没有叫 b 的题目", 1),
        ("a > 1", "请写 ${a},不写 a", 1),
        ("yes", "yes 不是题目,也不是列表的列;文字请加引号", 1),
        ("foo(1)", "没有 foo() 这个函数", 1),
        ("selected(${a})", "这个函数写作 selected(answer, name),这里给了1个参数", 1),
        ("1 + if(true(), 1)", "这个函数写作 if(condition, then, else),这里给了2个参数", 5),
        ("${a} ＝ 1", "＝ 是全角符号,请写 =", 6),
        ("selected（${a}, 'x')", "（ 是全角符号,请写 (", 9),
        ("'open", "引号 ' 没有成对", 1),
        ("$a > 1", "题目要写成 ${name},带花括号", 1),
        ("(1 + 2", "表达式没有写完", 7),
        ("if(true() 1, 2)", "1 前面少了 ,", 11),
        (". > 1", "这里没有 . 所指的答案,请写 ${name}", 1),
        ("regex(${a}, '[')", "regex() 的规则有误: unterminated character set at position 0", 1),
        ("jr:choice-name(${a}, '${zz}')", "没有叫 zz 的题目", 1),
        ("@id = 1", "不能读取 @id 这样的属性", 1),
        ("/ + 1", "这里不能写 +", 3),
        ("${a}[1", "表达式没有写完", 7),
        ("1 And 2", "这里不能写 And", 3),
        ("#", "这里不能写 #", 1),
        ("(" * 90 + "1" + ")" * 90, "表达式太长或嵌套太深,请拆成几个 calculate 行", 81),
        ("1" + "+1" * 300, "表达式太长或嵌套太深,请拆成几个 calculate 行", 404),
        ("1" * 17000, "表达式超过16000个字符", 16000),
    ],
)
def test_a_wrong_expression_is_refused_with_its_place_in_plain_words(
    source: str, sentence: str, at: int
) -> None:
    with pytest.raises(WrongExpression) as refused:
        check(source, Known({"a"}))
    assert translator("zh_Hans")(refused.value.what) == sentence
    assert refused.value.at == at


@given(st.text(max_size=60) | st.text("${}()'\"<>=!+-*.,/ abandordivmod1x", max_size=60))
def test_any_text_is_an_expression_or_is_refused_at_a_place_in_it(source: str) -> None:
    assert 1 <= (refused_at(source) or 1) <= len(source) + 1


def refused_at(source: str) -> int | None:
    try:
        parse(source)
    except WrongExpression as refused:
        return refused.at
    return None


VALUES: st.SearchStrategy[Value] = (
    st.none()
    | st.integers()
    | st.booleans()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.text()
    | st.dates()
    | st.datetimes(datetime.fromisoformat("2000-01-01"), timezones=st.just(ZoneInfo("Asia/Shanghai")))
    | st.lists(st.text()).map(tuple)
)


@given(VALUES)
def test_a_value_survives_json(value: Value) -> None:
    assert unpack(pack(value)) == value
    assert text(unpack(pack(value))) == text(value)


@given(st.integers(-(10**15), 10**15) | st.decimals(-(10**9), 10**9, places=4))
def test_a_number_written_out_reads_as_the_same_number(value: Value) -> None:
    assert number(text(value)) == value


@given(
    VALUES,
    VALUES,
    st.sampled_from(["=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod", "and", "or"]),
)
def test_no_operator_fails_on_any_values(left: Value, right: Value, operator: str) -> None:
    text(run(f"${{a}} {operator} ${{b}}", a=left, b=right))
