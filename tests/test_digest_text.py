"""The texts of domain.md 8.2 to 8.4, from figures; the sums listed there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from digest_examples import CUTOFF, DAY, county, money, on_site, shares, tallies, township, village, visits

from handlers.digests.compose import compose, compose_short, is_exceptional
from handlers.digests.facts import DigestFacts, from_json, to_json
from handlers.digests.facts_papers import Behind, MeasuresDue, Publicity
from handlers.digests.registers import Applications
from locales import translator

T = translator("zh_Hans")


def test_the_township_digest_reads_as_the_worked_example() -> None:
    assert compose(T, township()).splitlines() == [
        "【示范办事处 帮扶日报】2026-11-19 周四 第47周 截至18:00",
        "一、驻村 在册137人,核减3(病假2 培训1),应驻134人",
        " 满2天81人(60.4%,上周同日55.2%);1天34人;0天19人",
        " 今日到村46人:石关13 路塘12 庆云9 蔬菜12;待核3",
        " 满2天率:石关23/35 路塘25/39 庆云16/33⚠ 蔬菜17/27",
        " ⚠0天19人只剩1个工作日:城管局8 房管局6 农发行3 人大2",
        " ⚠连续2周未达标4人:城管局3 房管局1",
        " 近4周达标率:88.1% 90.3% 86.6% 91.0%",
        "二、走访 今日27户;本月331/454户(72.9%,上月同日70.5%)",
        " 石关88/118 路塘99/132 庆云73/109⚠ 蔬菜71/95",
        " ⚠超60天未走访6户:庆云3 石关2 蔬菜1",
        "三、问题 结转19+新增4-办结6=在办17",
        " ⚠逾期2:庆云饮水(水务,5天) 路塘路灯(城建,2天)",
        "四、风险 新增2:蔬菜大病自付3.2万1户,石关务工收入降四成1户;限22日前核实",
        "六、资金 财政到位300万元,支出192万元(64.0%,上月同日58.0%)",
        " 产业216万元(72.0%);直接到户147万元,占产业68.1%⚠低于70%,差4.2万元",
        "七、项目 在建6 完工3;⚠停工1:路塘通村路(土地)",
        "八、脱贫 累计585/1350人(43.3%),在档765人",
        "九、质量 补录5 撤回2 集中补录1",
        "回 1驻村 2走访 3问题 4资金 看明细",
    ]


def test_the_village_digest_reads_as_the_worked_example() -> None:
    assert compose(T, village()).splitlines() == [
        "【石关村 帮扶日报】2026-11-19 周四 截至18:00",
        "驻村 应驻35人:满2天23 1天8 0天4(张*、刘*、陈*、周*)",
        "今日到村13人,待核2",
        "走访 今日8户,本月88/118户;未走访30户,监测户先走:李*(3组)",
        "问题 在办5,明日到期1:3组路灯",
        "风险 务工收入降四成1户(5组),限22日前核实",
        "项目 马铃薯500亩完工待验收;辣椒育苗500亩进度80%",
        "回 1驻村 2走访 3问题 4资金 看明细",
    ]


def test_the_county_digest_reads_as_the_worked_example() -> None:
    assert compose(T, county()).splitlines() == [
        "【示范县 帮扶日报】2026-11-19 周四 截至18:00",
        "驻村 在册6800人,核减188,应驻6612人:满2天4011(60.7%,上周同日58.9%) 1天1720 0天881",
        " 低于50%的乡镇3个:甲乡41.2% 乙镇44.0% 丙乡47.5%;连续2周未达标37人",
        "走访 本月16290/22530户(72.3%);超60天未走访112户",
        "问题 结转312+新增41-办结55=在办298;逾期23,其中超7天4:水务2 住建1 教育1",
        "资金 财政到位8600万元,支出5418万元(63.0%);产业6106万元(71.0%)",
        " 直接到户4213万元,占产业69.0%⚠,差61.2万元;双率均低的乡镇5个",
        "项目 在建214 停工9 付款超前进度20点以上6",
        "回 1驻村 2走访 3问题 4资金 看明细",
    ]


def test_the_short_form_fits_an_sms_of_two_segments() -> None:
    said = compose_short(T, township())
    assert said == (
        "【帮扶】11-19示范办事处:驻村满2天81/134人(60%),0天19人;走访331/454户(73%);"
        "在办问题17,逾期2;直接到户68.1%低于70%。详情回 日报"
    )
    assert len(said) <= 2 * 67


@pytest.mark.parametrize("facts", [township(), village(), county()], ids=lambda facts: facts.level)
def test_facts_come_back_from_json_as_they_were_and_give_the_same_bytes(facts: DigestFacts) -> None:
    again = from_json(to_json(facts))
    assert again == facts
    assert compose(T, again) == compose(T, facts)


@pytest.mark.parametrize("facts", [township(), village(), county()], ids=lambda facts: facts.level)
def test_every_word_of_a_digest_is_said_in_english_too(facts: DigestFacts) -> None:
    said = compose(translator("en"), facts)
    assert said.startswith(f"[{facts.area} support digest] 2026-11-19")
    assert "人" not in said.replace("人大", "")


def test_a_day_without_exceptions_says_so() -> None:
    calm = DigestFacts(
        "石关村", "village", DAY, CUTOFF, on_site=on_site(listed=2, required=2, met=2, short=())
    )
    assert not is_exceptional(calm)
    assert "今日无异常" in compose(T, calm).splitlines()
    assert is_exceptional(township())
    assert "今日无异常" not in compose(T, township())


def test_what_bears_a_mark_is_never_called_calm() -> None:
    late = MeasuresDue(open=2, late=(Behind("石关", 1),), long=0, long_days=30, each=())
    known = DigestFacts(
        "示范办事处",
        "township",
        DAY,
        CUTOFF,
        on_site=on_site(listed=2, required=2, met=2, short=()),
        measures=late,
    )
    assert not is_exceptional(known)  # nothing new: it is not sent on a day off
    said = compose(T, known)
    assert "措施 ⚠逾期1:石关1" in said
    assert "今日无异常" not in said


def test_noughts_are_left_out() -> None:
    quiet = replace(
        township(),
        on_site=on_site(exempt=(), listed=134, short=((1, 53), (0, 0)), here_today=0, pending=0),
        visits=visits(today=0),
        problems=None,
        risks=None,
        money=None,
        projects=None,
        exits=None,
        quality=None,
    )
    said = compose(T, quiet)
    assert "在册134人,应驻134人" in said
    assert "0天" not in said
    assert "今日到村" not in said
    assert "今日0户" not in said


def test_a_week_without_workdays_asks_nothing_of_anybody() -> None:
    idle_week = on_site(exempt=tallies(**{"": 137}), required=0, full=0, met=0, short=())
    said = compose(T, replace(township(), on_site=idle_week))
    assert "一、驻村 在册137人,核减137(无工作日137),应驻0人" in said
    assert "满" not in said


def test_whoever_met_a_requirement_made_smaller_by_leave_is_not_said_to_have_two_days() -> None:
    said = compose(T, replace(township(), on_site=on_site(eased=1)))
    assert " 达标81人(60.4%);1天34人;0天19人" in said


def test_a_ratio_of_69_996_per_cent_fails_although_it_reads_70() -> None:
    facts = replace(township(), money=replace(money(100, 0, 0, 0), industry=69_996_000, direct=69_996_000))
    assert "产业69.996万元(70.0%)⚠低于70%,差40元" in compose(T, facts)


def test_a_long_digest_drops_the_least_important_lines_and_says_how_to_get_them() -> None:
    villages = {f"第{n}自然行政村": (40, 100) for n in range(60)}
    facts = township()
    assert facts.on_site
    assert facts.visits
    long = replace(
        facts,
        on_site=replace(
            facts.on_site, places=shares(**villages), today=tallies(**dict.fromkeys(villages, 3))
        ),
        visits=replace(facts.visits, places=shares(**villages)),
    )
    said = compose(T, long)
    assert len(said.encode()) <= 2048
    assert said.splitlines()[-2:] == ["另有5行,回 日报 全部", "回 1驻村 2走访 3问题 4资金 看明细"]
    assert " ⚠0天19人只剩1个工作日:城管局8 房管局6 农发行3 人大2" in said.splitlines()
    assert len(compose(T, long, longest=None).splitlines()) == len(compose(T, facts).splitlines())


def test_the_sums_of_the_worked_example_hold() -> None:
    facts = township()
    seen, walked = facts.on_site, facts.visits
    assert seen
    assert walked
    assert seen.met + sum(count for _, count in seen.short) == seen.required == seen.listed - seen.exempted
    assert sum(tally.count for tally in seen.exempt) == seen.exempted
    assert sum(tally.count for tally in seen.today) == seen.here_today
    assert sum(share.part for share in seen.places) == seen.met
    assert sum(share.whole for share in seen.places) == seen.required
    assert sum(tally.count for tally in seen.idle) == dict(seen.short)[0]
    assert sum(share.part for share in walked.places) == walked.month.part
    assert sum(share.whole for share in walked.places) == walked.month.whole


def test_a_number_stands_once_over_the_blocks_that_share_it() -> None:
    applied = Applications(
        open=2,
        published=0,
        ending=(),
        overdue_count=0,
        overdue=(),
        objections=0,
        each=(),
        used=0,
        quota=None,
        gaps=None,
    )
    posted = Publicity(open=1, objections=0, soon=0, soon_days=2, ends=None, waiting=(), brief=0, each=())
    both = compose(T, replace(township(), applications=applied, publicity=posted)).splitlines()
    assert both[both.index("五、申请 在办2") + 1] == " 公示 公示中1"
    assert "五、公示 公示中1" in compose(T, replace(township(), publicity=posted)).splitlines()
    assert "5. Public notices" not in compose(
        translator("en"), replace(township(), applications=applied, publicity=posted)
    )
