"""`bangfu templates check`: the shipped catalogue is clean, and what a provider would refuse is named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from shell import Shell, done

from bot.channels.segments import segments
from bot.templates.catalogue import Catalogue
from bot.templates.check import SIGNATURE, Violation, longest, size, violations
from bot.templates.entry import Template
from bot.templates.longest import NAMES, SAID
from bot.templates.rules import rule_of
from bot.templates.wordings import faults
from handlers.notices import KINDS
from handlers.notices.values import values
from locales import translator

ZH = translator("zh_Hans")


def found(text: str, folder: Path) -> list[Violation]:
    """What is found of the shipped catalogue with an office's file."""
    file = folder / "templates.toml"
    file.write_text(text, "utf-8")
    return list(violations(Catalogue.load(file)))


def test_nothing_of_the_shipped_catalogue_would_be_refused() -> None:
    assert [str(each) for each in violations(Catalogue.load())] == []


def test_every_kind_of_notice_has_its_longest_values() -> None:
    assert set(SAID) == {*KINDS, "call_list", "several", "answer", "answer_elsewhere"}


def test_only_names_places_titles_and_answers_ever_lose_their_end() -> None:
    cut = {
        (each.section, field.text)
        for each in Catalogue.load().templates
        for field in each.fields
        if (rule := rule_of(each.section, field))
        and rule.fitted(said := field.text.format_map(values(ZH, each.kind, SAID[each.kind])))
        != rule.cleaned(said)
    }
    assert cut == {
        ("wechat", "{count}人天数偏紧:{names}"),
        ("wechat", "{count}项:{titles}"),
        ("aliyun", "{text}"),
        ("gateway", "{text}"),
        ("tencent", "{place}"),
        ("tencent", "{who}"),
    }


def test_variants_say_the_same_in_other_words() -> None:
    for each in Catalogue.load().templates:
        assert each.body not in each.variants
        assert each.section != "aliyun" or each.variants or each.kind.startswith("answer")


def test_every_message_by_sms_is_one_segment_with_the_longest_signature() -> None:
    sent = [each for each in Catalogue.load().templates if each.section != "wechat"]
    sizes = {each.where: size(each) for each in sent}
    assert len(sizes) == len(sent) > 100
    assert {where for where, segments in sizes.items() if segments != 1} == set()


def test_segments_are_counted_with_the_signature() -> None:
    (template,) = (each for each in Catalogue.load().templates if each.where == "[tencent.several]")
    long = replace(template, body="村" * 67 + "{1}")
    assert segments("村" * 67 + "7") == 1
    assert size(long, "帮扶") == 2
    assert size(long, SIGNATURE) == 2


@pytest.mark.parametrize("section", ["aliyun", "tencent", "gateway"])
def test_no_message_by_sms_tells_an_amount_or_the_full_name_of_a_household(section: str) -> None:
    for each in Catalogue.load().templates:
        if each.section == section:
            assert "元" not in longest(each)
            assert "户主" not in longest(each)


@pytest.mark.parametrize(
    ("text", "where", "field", "rule"),
    [
        ('[wechat.N01]\nfields = { thing1 = "一二三四五六七八九十一二三四五六七八九十一", thing2 = "x" }',
         "[wechat.N01]", "thing1", "21 characters, 20 allowed"),
        ('[wechat.N09]\nfields = { phrase1 = "{count}户", thing2 = "x" }',
         "[wechat.N09]", "phrase1", "1 to 5 Chinese characters and nothing else: not"),
        ('[wechat.N09]\nfields = { number1 = "{count}户", thing2 = "x" }', "[wechat.N09]", "number1", "not digits"),
        ('[wechat.N01]\nfields = { date1 = "{week}", thing2 = "x" }', "[wechat.N01]", "date1", "not a date"),
        ('[wechat.N01]\nfields = { time1 = "{until}", thing2 = "x" }', "[wechat.N01]", "time1", "not a time"),
        ('[wechat.emergency]\nfields = { character_string1 = "{who}", thing2 = "x" }',
         "[wechat.emergency]", "character_string1", "ASCII"),
        ('[wechat.emergency]\nfields = { name1 = "{who}", thing2 = "x" }', "[wechat.emergency]", "name1", "a name"),
        ('[wechat.N01]\nfields = { thing1 = "", thing2 = "x" }', "[wechat.N01]", "thing1", "empty"),
        ('[wechat.N01]\nfields = { thing1 = "x" }', "[wechat.N01]", "fields", "2 to 5 fields"),
        ('[wechat.N01]\nfields = { thing1 = "x", thing2 = "x", thing3 = "x", thing4 = "x", thing5 = "x", thing6 = "x" }',
         "[wechat.N01]", "fields", "2 to 5 fields"),
        ('[wechat.N09.subscription]\nfields = { phrase1 = "{count}户", thing2 = "x" }',
         "[wechat.N09.subscription]", "phrase1", "Chinese characters"),
        ('[aliyun.N05-team]\nbody = "队员：${names}，请关心。"', "[aliyun.N05-team]", "names", "35 allowed"),
        ('[aliyun.N09]\nbody = "还有${count}户。"\nfields.count = "#{count}"',
         "[aliyun.N09]", "count", "holds #"),
        ('[aliyun.N09]\nbody = "【帮扶】还有${count}户。"', "[aliyun.N09]", "body", "symbols 【 】"),
        ('[aliyun.N09]\nbody = "还有${count}户未走访★"', "[aliyun.N09]", "body", "symbols ★"),
        ('[aliyun.N09]\nbody = "还有${count}户\\n未走访"', "[aliyun.N09]", "body", "symbols \n"),
        ('[aliyun.N09]\nbody = "还有${count}户未走访😀"', "[aliyun.N09]", "body", "symbols 😀"),
        ('[aliyun.N09]\nbody = "還有${count}户未走访"', "[aliyun.N09]", "body", "traditional characters 還"),
        ('[aliyun.N09]\nbody = "还有${count}户，电话19900001234"', "[aliyun.N09]", "body", "a mobile number"),
        ('[aliyun.N09]\nbody = "还有${count}户，请加微信群"', "[aliyun.N09]", "body", "a contact 加微信"),
        ('[aliyun.N09]\nbody = "还有${count}户，拒收请回复R"', "[aliyun.N09]", "body", "a way to opt out"),
        ('[aliyun.N09]\nbody = "还有${count}户，回T退"', "[aliyun.N09]", "body", "a way to opt out"),
        ('[aliyun.N09]\nbody = "党委通知：还有${count}户"', "[aliyun.N09]", "body", "the subject 党"),
        ('[aliyun.N09]\nbody = "慈善募捐：还有${count}户"', "[aliyun.N09]", "body", "the subject 募捐"),
        ('[aliyun.N09]\nbody = "问卷：还有${count}户"', "[aliyun.N09]", "body", "the subject 问卷"),
        ('[aliyun.N09]\nbody = "小额贷款：还有${count}户"', "[aliyun.N09]", "body", "the subject 贷款"),
        ('[aliyun.N09]\nvariants = ["走访★${count}"]', "[aliyun.N09]", "variants[0]", "symbols ★"),
        ('[aliyun.N07]\nbody = "已驻${done}${need}天"', "[aliyun.N07]", "body", "variables side by side"),
        ('[aliyun.N07]\nbody = "已驻${done} ${need}天"', "[aliyun.N07]", "body", "variables side by side"),
        ('[aliyun.N09]\nbody = "${count}：${title}。"', "[aliyun.N09]", "body", "nothing but variables"),
        ('[aliyun.N09]\nbody = "${count}户，还有${count}户"', "[aliyun.N09]", "body", "count more than once"),
        ('[aliyun.N09]\nbody = "还有${id}户"\nfields.id = "{count}"',
         "[aliyun.N09]", "body", "variable name 'id'"),
        ('[aliyun.N09]\nbody = "还有${1}户"\nfields.1 = "{count}"',
         "[aliyun.N09]", "body", "variable name '1'"),
        ('[aliyun.N09]\nbody = "见www.example.cn/${count}"', "[aliyun.N09]", "body", "a variable in a link"),
        (f'[aliyun.N09]\nbody = "还有${{count}}户{"村" * 500}"', "[aliyun.N09]", "body", "1 to 500 allowed"),
        (f'[aliyun.digest]\nbody = "${{area}}{"村" * 480}"', "[aliyun.digest]", "body", "over 500"),
        ('[aliyun.N09]\nbody = "已到账${count}元"', "[aliyun.N09]", "body", "an amount of money"),
        ('[tencent.digest]\nfields.1 = "{area}"', "[tencent.digest]", "1", "15 characters, 6 allowed"),
        ('[tencent.N07]\nbody = "已驻{2}天，差{1}天"', "[tencent.N07]", "body", "number them from {1}"),
        ('[tencent.N09]\nbody = "【村】还有{1}户"', "[tencent.N09]", "body", "symbols 【 】"),
        ('[tencent.N09]\nbody = "还有{1}户，{"', "[tencent.N09]", "body", "symbols {"),
        ('[gateway.several]\nbody = "待办：{titles}"\nfields.titles = { text = "{titles}", longest = 10 }',
         "[gateway.several]", "titles", "10 allowed"),
    ],
)  # fmt: skip
def test_what_a_provider_would_refuse_is_named(
    tmp_path: Path, text: str, where: str, field: str, rule: str
) -> None:
    lines = [each for each in found(text, tmp_path) if each.where == where and each.field == field]
    assert any(rule in f"{each.rule}; {each.mend}" for each in lines), [str(each) for each in lines]


def test_a_card_that_would_not_be_shown_whole_is_named(tmp_path: Path) -> None:
    (line,) = found(f'[wechat.N01]\ntitle = "{"村" * 700}"\nsubscription.title = "x"', tmp_path)
    assert (line.field, line.rule) == ("fields", "over 2048 bytes")


def test_a_longer_variable_that_tencent_has_granted_is_no_violation(tmp_path: Path) -> None:
    assert not found('[tencent.digest]\nfields.1 = { text = "{area}", longest = 20 }', tmp_path)


def test_a_value_whose_end_may_be_lost_is_no_violation(tmp_path: Path) -> None:
    assert not found('[tencent.digest]\nfields.1 = { text = "{area}", cuts = true }', tmp_path)


def test_a_line_says_what_where_and_how_to_mend_it(tmp_path: Path) -> None:
    (line,) = found('[tencent.digest]\nfields.1 = "{area}"', tmp_path)
    assert str(line) == (
        "[tencent.digest] 1: 1 to 6 characters: 15 characters, 6 allowed: '示范哈萨克族蒙古族自治县办事处'; "
        "take a shorter value, or set `longest` where Tencent has granted more"
    )


@pytest.mark.parametrize("kind", SAID)
def test_the_names_that_a_kind_has_are_those_of_its_values(kind: str) -> None:
    assert tuple(values(ZH, kind, SAID[kind])) == NAMES[kind]


def test_a_wording_without_variables_is_no_wording_of_variables() -> None:
    assert not list(faults("aliyun", "有新账号可以查看您家的信息。"))


def template_named(where: str) -> Template:
    """One of the shipped."""
    return next(each for each in Catalogue.load().templates if each.where == where)


def test_the_longest_wording_is_what_would_be_sent() -> None:
    assert longest(template_named("[tencent.N09]")) == "您本月还有100户未走访，走访后请回复“走访”登记。"


def test_check_says_that_all_is_well_with_exit_code_0(tmp_path: Path) -> None:
    said = done(Shell(tmp_path).run("templates", "check"))
    assert said == f"{len(Catalogue.load().templates)} templates, all within the rules\n"


def test_check_names_each_violation_and_exits_with_1(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text('[wechat.N09]\nfields = { phrase1 = "{count}户", number2 = "{count}户" }', "utf-8")
    result = Shell(tmp_path).run("templates", "check", "--file", str(file))
    assert result.exit_code == 1
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == [
        "[wechat.N09] phrase1",
        "[wechat.N09] number2",
    ]
    assert result.stderr == "2 to mend\n"


def test_check_reads_the_file_of_the_data_folder(tmp_path: Path) -> None:
    (tmp_path / "templates.toml").write_text("[dingtalk.N01]", "utf-8")
    result = Shell(tmp_path).run("templates", "check")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("templates.toml: no section dingtalk")


def test_check_refuses_a_file_that_is_not_there(tmp_path: Path) -> None:
    result = Shell(tmp_path).run("templates", "check", "--file", "absent.toml")
    assert (result.exit_code, result.stderr) == (1, "no file absent.toml\n")


def test_list_shows_section_kind_way_id_and_segments(tmp_path: Path) -> None:
    (tmp_path / "templates.toml").write_text('[aliyun.N09]\nid = "SMS_9"', "utf-8")
    lines = done(Shell(tmp_path).run("templates", "list")).splitlines()
    assert "aliyun\tN09\ttemplate\tSMS_9\t1" in lines
    assert "wechat\tN01\tsubscription\t-\t-" in lines


WECHAT = f'app_id = "wx1"\napp_secret = "s"\ntoken = "t0ken"\naes_key = "{"k" * 43}"\n'
SMS = 'signature = "帮扶"\npath_secret = "abcdefghijklmnopqrstuvwxyz"\n'
ALIYUN = '[sms.aliyun]\naccess_key_id = "a"\naccess_key_secret = "b"\n'
GATEWAY = '[sms.gateway]\nurl = "https://sms.example.cn/send"\n'


@pytest.mark.parametrize(
    ("blocks", "sections"),
    [
        ("", set()),
        (f"[wechat]\n{WECHAT}", {"wechat"}),
        (f"[sms]\n{SMS}{ALIYUN}", {"aliyun"}),
        (f"[sms]\n{SMS}{GATEWAY}", set()),
        (f"[sms]\n{SMS}{GATEWAY}templates_only = true\n", {"gateway"}),
    ],
)
def test_a_channel_that_is_switched_on_must_have_its_ids(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, blocks: str, sections: set[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bangfu.toml").write_text(blocks, "utf-8")
    result = Shell(tmp_path).run("templates", "check")
    lines = [line for line in result.stdout.splitlines() if "no id for" in line]
    assert {line.split("]")[0].removeprefix("[") for line in lines} == sections
    assert result.exit_code == bool(sections)


def test_a_kind_with_an_id_or_out_of_use_is_not_named_as_lacking_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bangfu.toml").write_text(f"[wechat]\n{WECHAT}", "utf-8")
    (tmp_path / "templates.toml").write_text('[wechat.N01]\nid = "T"\n[wechat.N04]\nunused = true', "utf-8")
    (line,) = Shell(tmp_path).run("templates", "check").stdout.splitlines()
    assert line.startswith("[wechat]: no id for N05, N05-team,")


def test_the_example_of_the_howto_would_be_taken(tmp_path: Path) -> None:
    page = Path(__file__).parents[1] / "docs/howto/templates.md"
    example = page.read_text("utf-8").split("```toml\n")[1].split("```")[0]
    assert not found("\n".join(line.removeprefix("   ") for line in example.splitlines()), tmp_path)
