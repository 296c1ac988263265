"""The catalogue: what the office's file changes, and how a notice fills a template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.templates.building import HOLDS, PARTS, CatalogueProblem, Place, built
from bot.templates.catalogue import Catalogue
from bot.templates.check import size
from bot.templates.entry import Template
from bot.templates.rules import WECHAT, rule_of
from handlers.notices import KINDS

N01 = {"monday": "2026-11-16", "required": 2, "done": 1, "need": 1, "certain": True}
N09 = {"households": [["李", 2], ["王", 5]]}
ANSWERS = {
    "wechat": set(),
    "aliyun": {"answer", "answer_elsewhere"},
    "tencent": {"answer_elsewhere"},  # its variables are too short for an answer
    "gateway": {"answer", "answer_elsewhere"},
}


def loaded(folder: Path, text: str) -> Catalogue:
    """The catalogue with an office's file of this text."""
    file = folder / "templates.toml"
    file.write_text(text, "utf-8")
    return Catalogue.load(file)


def problem(folder: Path, text: str) -> str:
    """The one line that an office reads of its file."""
    with pytest.raises(CatalogueProblem) as raised:
        loaded(folder, text)
    line = str(raised.value)
    assert "\n" not in line
    return line


@pytest.mark.parametrize(("section", "answers"), ANSWERS.items())
def test_every_kind_of_notice_has_a_template_in_every_section(section: str, answers: set[str]) -> None:
    kinds = {each.kind for each in Catalogue.load().templates if each.section == section}
    assert kinds == {*KINDS, "call_list", "several", *answers}


def test_as_shipped_nothing_has_an_id_and_so_nothing_is_sent() -> None:
    catalogue = Catalogue.load()
    assert not [each for each in catalogue.templates if each.id]
    assert catalogue.fills("aliyun", "N01", N01) == []


def test_an_office_without_a_file_has_the_shipped_catalogue(tmp_path: Path) -> None:
    assert Catalogue.load(tmp_path / "absent.toml").templates == Catalogue.load().templates


def test_with_an_id_a_notice_by_aliyun_is_filled_by_name(tmp_path: Path) -> None:
    (filled,) = loaded(tmp_path, '[aliyun.N01]\nid = "SMS_1"').fills("aliyun", "N01", N01)
    assert (filled.kind, filled.id, filled.way) == ("N01", "SMS_1", "template")
    assert filled.values == {
        "start": "11月16日", "end": "11月22日", "required": "2", "done": "1", "need": "1",
    }  # fmt: skip
    assert filled.wording == (
        "您本周（11月16日至11月22日）应驻村2天，已驻村1天，还需1天。到村后请回复“签到”。"
    )


def test_by_tencent_the_values_stand_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    (filled,) = loaded(tmp_path, '[tencent.N01]\nid = "1"').fills("tencent", "N01", N01)
    assert list(filled.values) == ["1", "2", "3", "4", "5"]
    assert list(filled.values.values()) == ["11月16日", "11月22日", "2", "1", "1"]


def test_the_order_is_the_wordings_even_where_a_file_lists_the_fields_otherwise(tmp_path: Path) -> None:
    catalogue = loaded(
        tmp_path,
        '[tencent.N07]\nid = "1"\nbody = "驻村{1}天差{2}天"\nfields = { 2 = "{need}", 1 = "{done}" }',
    )
    (filled,) = catalogue.fills("tencent", "N07", {"done": 1, "need": 2})
    assert list(filled.values.items()) == [("1", "1"), ("2", "2")]


def test_in_wechat_the_template_is_tried_first_and_the_subscription_second(tmp_path: Path) -> None:
    catalogue = loaded(tmp_path, '[wechat.N01]\nid = "T"\nsubscription.id = "S"')
    first, second = catalogue.fills("wechat", "N01", N01)
    assert [(first.id, first.way), (second.id, second.way)] == [("T", "template"), ("S", "subscription")]
    assert first.values == second.values
    assert first.wording.splitlines()[0] == "工作安排提醒"
    assert "截止日期:2026年11月22日" in first.wording


def test_a_way_without_an_id_is_left_out(tmp_path: Path) -> None:
    catalogue = loaded(tmp_path, '[wechat.N01.subscription]\nid = "S"')
    assert [filled.way for filled in catalogue.fills("wechat", "N01", N01)] == ["subscription"]


def test_the_office_says_its_own_words_with_the_values_of_the_kind(tmp_path: Path) -> None:
    catalogue = loaded(
        tmp_path,
        '[wechat.N09]\nid = "T"\ntitle = "走访提醒"\n'
        'fields.number1 = { label = "户数", text = "{count}" }\nfields.phrase2 = { label = "状态", text = "待走访" }',
    )
    (filled,) = catalogue.fills("wechat", "N09", N09)
    assert filled.values == {"number1": "2", "phrase2": "待走访"}
    assert filled.wording == "走访提醒\n户数:2\n状态:待走访"


def test_what_the_office_does_not_use_is_not_sent(tmp_path: Path) -> None:
    catalogue = loaded(tmp_path, '[aliyun.N01]\nid = "SMS_1"\nunused = true')
    assert catalogue.fills("aliyun", "N01", N01) == []
    assert catalogue.known("aliyun", "SMS_1") is None


def test_a_kind_that_has_no_template_there_is_not_sent(tmp_path: Path) -> None:
    assert loaded(tmp_path, "").fills("wechat", "answer", {"text": "好"}) == []


def test_whoever_reads_another_language_gets_it_where_something_is_approved_in_it(tmp_path: Path) -> None:
    catalogue = loaded(
        tmp_path,
        '[aliyun.N09]\nid = "SMS_1"\n'
        '[aliyun."N09.en"]\nid = "SMS_2"\nbody = "Not visited this month: ${count} households."\n'
        '[aliyun.N01]\nid = "SMS_3"',
    )
    assert [filled.id for filled in catalogue.fills("aliyun", "N09", N09, "en")] == ["SMS_2"]
    assert [filled.id for filled in catalogue.fills("aliyun", "N09", N09)] == ["SMS_1"]
    (filled,) = catalogue.fills("aliyun", "N01", N01, "en")
    assert filled.values["start"] == "11月16日"


def test_several_reminders_are_counted_and_named(tmp_path: Path) -> None:
    said = {"kinds": ["N01", "N09"], "count": 2, "said": {"N01": N01, "N09": N09}}
    (filled,) = loaded(tmp_path, '[aliyun.several]\nid = "SMS_1"').fills("aliyun", "several", said)
    assert filled.wording == "您有2项工作待办：驻村安排、本月走访。详情请回复“我的本周”。"


def test_a_template_is_known_by_its_id(tmp_path: Path) -> None:
    catalogue = loaded(tmp_path, '[wechat.N01]\nid = "T"')
    known = catalogue.known("wechat", "T")
    assert known is not None
    assert (known.kind, known.way) == ("N01", "template")
    assert catalogue.known("aliyun", "T") is None
    assert catalogue.known("wechat", "") is None


def test_kinds_may_share_a_template_for_accounts_have_few(tmp_path: Path) -> None:
    catalogue = loaded(tmp_path, '[wechat.N04]\nid = "T"\n[wechat.N05]\nid = "T"')
    said = {"need": 1, "left": ["2026-11-20"]}
    assert [catalogue.fills("wechat", kind, said)[0].id for kind in ("N04", "N05")] == ["T", "T"]


def test_a_long_name_is_cut_kindly(tmp_path: Path) -> None:
    catalogue = loaded(tmp_path, '[tencent.emergency]\nid = "1"')
    (filled,) = catalogue.fills("tencent", "emergency", {"who": "陈天佑", "place": "大示范河口移民安置新村"})
    assert filled.values == {"1": "大示范河口…", "2": "陈天佑"}


def test_a_value_that_cannot_be_made_to_fit_closes_that_way_and_no_other(tmp_path: Path) -> None:
    catalogue = loaded(
        tmp_path,
        '[wechat.N01]\nid = "T"\nfields.phrase1 = "还需{need}天"\n'
        '[wechat.N01.subscription]\nid = "S"\nfields.thing1 = "还需{need}天"',
    )
    assert [filled.id for filled in catalogue.fills("wechat", "N01", N01)] == ["S"]


@given(who=st.text(max_size=60), place=st.text(max_size=60))
def test_whatever_is_said_no_invalid_value_is_sent(who: str, place: str) -> None:
    for section in ("wechat", "aliyun", "tencent", "gateway"):
        for filled in WITH_IDS.fills(section, "emergency", {"who": who, "place": place}):
            known = WITH_IDS.known(section, filled.id)
            assert known is not None
            assert not [f for f in known.fields if rule_of(section, f).broken(filled.values[f.key])]


def with_ids() -> Catalogue:
    """The shipped catalogue as if all of it were approved."""
    templates = Catalogue.load().templates
    return Catalogue(replace(each, id=f"{each.kind}-{each.way}") for each in templates)


WITH_IDS = with_ids()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[wechat", "templates.toml: "),
        ("[dingtalk.N01]", "templates.toml: no section dingtalk; there are wechat, aliyun"),
        ("wechat = 1", "templates.toml [wechat]: not a table"),
        ("[wechat]\nN01 = 1", "templates.toml [wechat]: N01 = 1; write a table"),
        ("[aliyun.N99]", "templates.toml [aliyun.N99]: no kind N99; there are N01"),
        ('[aliyun."N01.fr"]', "templates.toml [aliyun.N01.fr]: no language fr; there are zh_Hans, en"),
        ('[aliyun.N01]\ncode = "SMS_1"', "templates.toml [aliyun.N01]: no key code; there are id,"),
        ("[aliyun.N01]\nid = 5", 'templates.toml [aliyun.N01]: id = 5; write a text in "quotes"'),
        ('[aliyun.N01]\nvariants = "x"', "[aliyun.N01]: variants = 'x'; write a list"),
        ("[aliyun.N01]\nvariants = [1]", "[aliyun.N01]: variant 1; write a text"),
        ('[aliyun.N01]\nbody = ""', '[aliyun.N01]: no body; write body = "…"'),
        ('[wechat.answer]\nfields.thing1 = "{text}"', "[wechat.answer]: no title; write title"),
        ('[aliyun.N01]\nbody = "应驻${days}天"', "[aliyun.N01]: no value days; there are title, week"),
        ('[aliyun.N01]\nfields.start = "{week"', "[aliyun.N01]: '{week' has a brace too many or too few"),
        ('[aliyun.N01]\nfields.start = "{week.real}"', "[aliyun.N01]: no value week.real"),
        ('[aliyun.N01]\nfields.start = "{week!r}"', "[aliyun.N01]: '{week!r}' holds more than names"),
        ('[aliyun.N01]\nfields.start = "{week:>9}"', "[aliyun.N01]: '{week:>9}' holds more than names"),
        ('[aliyun.N01]\nfields.start = "{start}"', "do not have the same variables: done, end, need, required"),
        ('[aliyun.N09]\nvariants = ["走访"]', "do not have the same variables: count"),
        ('[wechat.N01]\nfields.first = "{week}"', "[wechat.N01]: first is no field; a type and a number"),
        ('[wechat.N01]\nfields.thing1 = { txt = "x" }', "[wechat.N01]: no key txt; there are label, text"),
        ('[wechat.N01]\nfields.thing1 = { longest = "9" }', "[wechat.N01]: longest = '9'; write a number"),
        ("[wechat.N01]\nfields.thing1 = 1", "[wechat.N01]: not a table"),
        ('[aliyun.N01.subscription]\nid = "S"', "[aliyun.N01.subscription]: there are no subscriptions by SMS"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_file_is_one_line_with_its_place_and_the_way_to_mend_it(
    tmp_path: Path, text: str, said: str
) -> None:
    assert said in problem(tmp_path, text)


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / "templates.toml"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CatalogueProblem, match=r"templates\.toml: cannot be read; save it as UTF-8"):
        Catalogue.load(file)


def test_the_words_of_a_problem_name_all_types_of_fields(tmp_path: Path) -> None:
    assert all(type_ in problem(tmp_path, '[wechat.N01]\nfields.x = "y"') for type_ in WECHAT)


WILD = st.recursive(
    st.one_of(
        st.text(max_size=5), st.booleans(), st.integers(), st.sampled_from(["{count}", "${count}", "{", "1"])
    ),
    lambda below: st.one_of(
        st.lists(below, max_size=3),
        st.dictionaries(st.sampled_from([*HOLDS, *PARTS, "thing1", "1", "count"]), below, max_size=5),
    ),
    max_leaves=12,
)
TABLES = st.dictionaries(st.sampled_from([*HOLDS]), WILD, max_size=4)


def outcome(own: Mapping[str, Any], at: Place) -> list[Template] | str:
    """The templates of a table, or the line that says why there are none."""
    try:
        return list(built({}, own, at))
    except CatalogueProblem as problem:
        return str(problem)


@given(
    own=TABLES,
    section=st.sampled_from(["wechat", "aliyun", "tencent", "gateway"]),
    kind=st.sampled_from(["N09", "N09.en", "N99"]),
)
def test_whatever_a_table_holds_it_is_a_template_or_one_line(
    own: Mapping[str, Any], section: str, kind: str
) -> None:
    made = outcome(own, Place(Path("templates.toml"), section, kind))
    assert "\n" not in made if isinstance(made, str) else all(size(each) != 0 for each in made)
