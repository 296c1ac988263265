"""A choice is what was typed, or it is said back, or it is asked about."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from handlers.understand import Unclear, Understood
from handlers.understand.choices import Candidate, choose, choose_many, is_none
from handlers.understand.text import clean
from locales import translator

SPOKEN = (
    "石关村 路塘村 庆云村 蔬菜村 走访 项目 产业 开会宣讲 代办 矛盾调解 其他 有 没有 都没有 是 否 满意 基本满意 不满意 一般 上学 看病 住房 饮水"
    " 张三(2组) 张三(5组) 李建国 李建军 一组 二组 在场 不在场 买买提·艾力(12组) 增加 差不多 减少 不清楚"
)
NAMES = SPOKEN.split()
LISTS = st.lists(st.sampled_from(NAMES), min_size=1, max_size=20, unique=True).map(
    lambda names: [Candidate(str(key), name) for key, name in enumerate(names, 1)]
)
SHORT_LISTS = LISTS.map(lambda listed: listed[:9])
TYPED = st.text(max_size=20) | st.lists(
    st.sampled_from([*NAMES, *"0123456789,、 和不没有村组是", "没问题", "都好", "第", "号"]), max_size=5
).map("".join)


@given(LISTS, st.data())
def test_the_number_on_the_screen_is_taken_outright(listed: list[Candidate], data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(listed))
    for typed in (
        one.key,
        one.key.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        f"{one.key}。",
        f" {one.key} ",
    ):
        assert choose(typed, listed) == Understood(one.key)


@given(LISTS, st.data())
def test_a_name_is_taken_outright(listed: list[Candidate], data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(listed))
    assert choose(one.name, listed) == Understood(one.key)
    assert choose(f"{one.key} {one.name}", listed) == Understood(one.key) or len(one.name) < 2


@given(LISTS, TYPED)
def test_what_shares_nothing_with_a_choice_is_said_back_or_asked_about(
    listed: list[Candidate], typed: str
) -> None:
    found = choose(typed, listed)
    if isinstance(found, Understood) and found.echo is None:
        name = next(one.name for one in listed if one.key == found.value)
        numbered = found.value in clean(typed) or set(clean(typed)) & set("一二三四五六七八九十")
        assert numbered or set(typed) & set(name) or is_none(typed)


@given(LISTS, TYPED)
def test_whatever_is_asked_about_can_be_sent_as_it_stands(listed: list[Candidate], typed: str) -> None:
    one, many = choose(typed, listed), choose_many(typed, listed)
    if isinstance(one, Unclear):
        assert all(choose(offer, listed) == Understood(offer) for offer in one.maybe)
    if isinstance(many, Unclear):
        assert all(isinstance(choose_many(offer, listed), Understood) for offer in many.maybe)


@given(LISTS, TYPED)
def test_a_denied_name_is_never_chosen(listed: list[Candidate], typed: str) -> None:
    for one in listed:
        found = choose(f"不是{one.name}", listed)
        assert not isinstance(found, Understood) or found.value != one.key


@given(SHORT_LISTS, st.data(), st.sampled_from([",", "、", " ", "，", "和", "/", ".", ";"]))
def test_several_numbers_are_taken_in_the_order_of_the_screen(
    listed: list[Candidate], data: st.DataObject, joint: str
) -> None:
    some = [one for one in listed if one.name not in ("没有", "都没有")]
    assume(some)
    wanted = data.draw(st.lists(st.sampled_from(some), min_size=1, unique=True))
    found = choose_many(joint.join(one.key for one in wanted), listed)
    assert found == Understood(tuple(one.key for one in listed if one in wanted))


@given(SHORT_LISTS, st.data())
def test_digits_in_one_piece_are_several_numbers_said_back(
    listed: list[Candidate], data: st.DataObject
) -> None:
    some = [one for one in listed if one.name not in ("没有", "都没有")]
    assume(len(some) > 1)
    wanted = data.draw(st.lists(st.sampled_from(some), min_size=2, unique=True))
    found = choose_many("".join(one.key for one in wanted), listed)
    assert isinstance(found, Understood)
    assert found.value == tuple(one.key for one in listed if one in wanted)
    assert found.echo is not None


def test_a_number_that_could_be_two_is_asked_about_when_the_list_is_long() -> None:
    listed = [Candidate(str(key), f"项目{chr(64 + key)}") for key in range(1, 15)]
    for digits, maybe in (("13", ("1,3", "第13项")), ("11", ("1", "第11项"))):
        found = choose_many(digits, listed)
        assert isinstance(found, Unclear)
        assert found.maybe == maybe
    assert choose_many("第13项", listed) == Understood(("13",))


def test_nothing_is_chosen_by_saying_so_where_no_choice_says_it() -> None:
    listed = [Candidate("1", "走访"), Candidate("2", "产业")]
    found = choose_many("没有", listed)
    assert isinstance(found, Understood)
    assert found.value == ()
    assert found.echo is not None
    assert translator("zh_Hans")(found.echo) == "按没有记"


def test_none_and_some_at_once_is_refused() -> None:
    listed = [Candidate("0", "都没有"), Candidate("1", "上学")]
    found = choose_many("0,1", listed)
    assert isinstance(found, Unclear)
    assert found.maybe == ("1",)


def test_other_words_for_a_choice_are_as_good_as_its_name() -> None:
    listed = [Candidate("1", "入户", ("上门", "去家里了")), Candidate("2", "电话", ("phone",))]
    assert choose("上门", listed) == Understood("1")
    assert choose("Phone", listed) == Understood("2")


def test_a_long_list_is_not_asked_about_one_by_one() -> None:
    listed = [Candidate(str(key), f"村{key}组") for key in range(1, 31)]
    assert choose("村", listed) == Unclear(choose("村", listed).reason)  # type: ignore[union-attr]


def test_a_very_long_answer_is_asked_about_at_once() -> None:
    assert isinstance(choose("村" * 100_000, [Candidate("1", "村")]), Unclear)
    assert isinstance(choose_many("1," * 50_000, [Candidate("1", "村")]), Unclear)


@given(
    st.sampled_from(
        ["见到", "看到", "已经", "没有", "一点", "我们", "1", "石关村", "不", "、", "张三(", "第", "的"]
    )
)
def test_a_word_repeated_many_times_is_answered_at_once(word: str) -> None:
    listed = [Candidate("1", "石关村"), Candidate("2", "没有"), Candidate("3", "张三(2组)")]
    for typed in (word * 30, word * 30 + "石关村", "石关村" + word * 19):
        assert isinstance(choose(typed, listed), Understood | Unclear)
        assert isinstance(choose_many(typed, listed), Understood | Unclear)
