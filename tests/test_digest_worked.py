"""The digests of domain.md 8.2 to 8.4 from records that give their figures, line by line; the sums listed there."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from databases import kinds
from digest_examples import CUTOFF, DAY
from sqlalchemy import Connection, insert
from sync_databases import connected
from township import calendar
from worked_county import QUOTA, worked_county
from worked_records import LONG_AGO
from worked_township import worked_township

from handlers.digests.collect import collect
from handlers.digests.compose import compose
from handlers.digests.facts import DigestFacts
from handlers.digests.lines import LONGEST
from locales import translator
from storage.parameters import Parameters, Setting
from storage.tables import PublicNotice

T = translator("zh_Hans")

TOWNSHIP = """
【示范办事处 帮扶日报】2026-11-19 周四 第47周 截至18:00
一、驻村 在册137人,核减3(病假2 培训1),应驻134人
 满2天81人(60.4%,上周同日55.2%);1天34人;0天19人
 今日到村46人:石关13 路塘12 庆云9 蔬菜12;待核3
 满2天率:石关23/35 路塘25/39 庆云16/33⚠ 蔬菜17/27
 ⚠0天19人只剩1个工作日:城管局8 房管局6 农发行3 人大2
 ⚠连续2周未达标4人:城管局3 房管局1
 近4周达标率:88.1% 90.3% 86.6% 91.0%
二、走访 今日27户;本月331/454户(72.9%,上月同日70.5%)
 石关88/118 路塘99/132 庆云73/109⚠ 蔬菜71/95
 ⚠超60天未走访6户:庆云3 石关2 蔬菜1
三、问题 结转19+新增4-办结6=在办17
 ⚠逾期2:庆云饮水(水务,5天) 路塘路灯(城建,2天)
 需求新增3,对接2,待认领9
四、风险 新增2:蔬菜大病自付3.2万1户,石关务工收入降四成1户;限22日前核实
五、申请 在办23,公示中5(20日到期2);⚠超时1:庆云危房鉴定
 应享未享8户:教育5 医保资助3
六、资金 财政到位300万元,支出192万元(64.0%,上月同日58.0%)
 产业216万元(72.0%);直接到户147万元,占产业68.1%⚠低于70%,差4.2万元
七、项目 在建6 完工3;⚠停工1:路塘通村路(土地)
八、脱贫 累计585/1350人(43.3%),在档765人
九、质量 补录5 撤回2 集中补录1
十、批示 未办结3,逾期0;明日计划到村41人、走访33户
回 1驻村 2走访 3问题 4资金 看明细"""

VILLAGE = """
【石关村 帮扶日报】2026-11-19 周四 截至18:00
驻村 应驻35人:满2天23 1天8 0天4(张*、刘*、陈*、周*)
今日到村13人,待您确认2人(回21)
走访 今日8户,本月88/118户;未走访30户,监测户先走:李*(3组);⚠超60天未走访2户
问题 在办5,明日到期1:3组路灯
风险 务工收入降四成1户(5组),限22日前核实
公示 低保复核第5天/共7天,21日结束,无异议
项目 马铃薯500亩完工待验收;辣椒育苗500亩进度80%
明日 计划到村9人、走访11户
回 1驻村 2走访 3问题 4资金 看明细"""

COUNTY = """
【示范县 帮扶日报】2026-11-19 周四 截至18:00
驻村 在册6800人,核减188,应驻6612人:满2天4011(60.7%,上周同日58.9%) 1天1720 0天881
 低于50%的乡镇3个:甲乡41.2% 乙镇44.0% 丙乡47.5%;连续2周未达标37人
走访 本月16290/22530户(72.3%);超60天未走访112户
风险 新增17(急2:丁镇住房1户,戊乡上学1户)
问题 结转312+新增41-办结55=在办298;逾期23,其中超7天4:水务2 住建1 教育1
申请 在办640,公示中88,异议3;识别规模已用97.1%
应享未享146户:教育61 医保52 住房33
资金 财政到位8600万元,支出5418万元(63.0%);产业6106万元(71.0%)
 直接到户4213万元,占产业69.0%⚠,差61.2万元;双率均低的乡镇5个
项目 在建214 停工9 付款超前进度20点以上6
人员 缺帮扶责任人户12,缺第一书记村1,缺信息员村3
批示 未办结21,逾期2;明日到期事项64
回 1驻村 2走访 3问题 4资金 看明细"""


def own_notice(village: int) -> dict[str, Any]:
    """低保复核: posted on the 14th, so that its first of seven days is the 15th and it ends on the 21st (M4)."""
    posted, ends = date(2026, 11, 14), date(2026, 11, 21)
    notice = {"code": "GS1", "kind": "低保", "title": "低保复核公示", "objections": 0, "result": ""}
    return {**notice, "region_id": village, "posted": posted, "ends": ends}


def figures(db: Connection, area: int, **values: int) -> DigestFacts:
    """The figures of an area at the cut-off, with some parameters for everywhere (`identify__quota`)."""
    settings = [
        Setting(name.replace("__", "."), "/", LONG_AGO, None, value) for name, value in values.items()
    ]
    return collect(
        db, area_id=area, day=DAY, cutoff=CUTOFF, calendar=calendar(), parameters=Parameters(settings)
    )


@pytest.mark.parametrize("kind", [*kinds()])
def test_the_records_of_the_township_give_the_worked_digests_of_it_and_of_its_village(
    kind: str, tmp_path: Path
) -> None:
    scene = worked_township()
    with connected(kind, tmp_path) as db:
        scene.records.write(db)
        township = figures(db, scene.township)
        # The township of the example counts its notices with the applications; that of the village is its own.
        db.execute(insert(PublicNotice).values(own_notice(scene.villages["石关村"])))
        village = figures(db, scene.villages["石关村"])
    said = compose(T, township)
    assert said == TOWNSHIP.strip()
    assert compose(T, village) == VILLAGE.strip()
    assert len(said.splitlines()) == 24
    assert len(said.encode()) <= LONGEST
    assert sums(township) == {}
    assert village.publicity is not None
    [posted] = village.publicity.each
    assert (posted.ends - DAY).days == posted.days - posted.day == 2


def test_the_records_of_the_county_give_the_worked_digest(tmp_path: Path) -> None:
    scene = worked_county()
    with connected("sqlite", tmp_path) as db:
        scene.records.write(db)
        found = figures(db, scene.county, identify__quota=QUOTA)
    assert compose(T, found) == COUNTY.strip()
    assert sums(found) == {}


def sums(facts: DigestFacts) -> dict[str, tuple[int, int]]:
    """Sums of the figures that do not come out, with both sides; none where all do (domain.md 8.2, 8.4)."""
    seen, walked, found = facts.on_site, facts.visits, facts.problems
    assert seen is not None
    assert walked is not None
    assert found is not None
    short = dict(seen.short)
    sides = {
        "due": (seen.met + sum(short.values()), seen.listed - seen.exempted),
        "excused": (sum(each.count for each in seen.exempt), seen.exempted),
        "here today": (sum(each.count for each in seen.today), seen.here_today),
        "met by place": (sum(each.part for each in seen.places), seen.met),
        "due by place": (sum(each.whole for each in seen.places), seen.required),
        "visited by place": (sum(each.part for each in walked.places), walked.month.part),
        "households by place": (sum(each.whole for each in walked.places), walked.month.whole),
        "open": (found.carried + found.new - found.closed, found.open),
    }
    if facts.risks:
        sides["urgent"] = (sum(each.households for each in facts.risks.items), facts.risks.new)
    if seen.idle:
        sides["idle by unit"] = (sum(each.count for each in seen.idle), short[0])
    if facts.applications and facts.applications.gaps:
        gaps = facts.applications.gaps
        used, quota = facts.applications.used, facts.applications.quota
        sides["per mille of the limit"] = (round(1000 * used / quota), 971) if quota else (0, 0)
        sides["gaps"] = (sum(each.count for each in gaps.kinds), gaps.households)
    return {name: both for name, both in sides.items() if both[0] != both[1]}
