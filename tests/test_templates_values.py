"""What a template may say of each kind: short values, from the parameters that notices really have."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.digests.facts import DigestFacts
from handlers.digests.roundup.facts import Roundup
from handlers.notices import KINDS
from handlers.notices.values import AMOUNT, PHONE, values
from handlers.notices.values import KINDS as VALUED
from locales import translator
from storage.values.week import SHANGHAI

ZH = translator("zh_Hans")
DIGEST = DigestFacts(
    "示范办事处", "township", date(2026, 11, 17), datetime(2026, 11, 17, 18, tzinfo=SHANGHAI)
)
WEEK = (date(2026, 11, 16), date(2026, 11, 22), datetime(2026, 11, 23, 9, tzinfo=SHANGHAI))
GROUP = {"place": "石关村", "met": 33, "asked": 35, "people": [["张三", 0, 2, 0], ["李四", 1, 2, 1]]}

SAID: list[tuple[str, dict[str, Any], dict[str, str]]] = [
    (
        "N01",
        {"monday": "2026-11-16", "required": 2, "done": 0, "need": 2, "certain": True},
        {"title": "驻村安排", "week": "11.16-11.22", "start": "11月16日", "end": "11月22日", "until": "2026年11月22日",
         "required": "2", "done": "0", "need": "2"},
    ),
    (
        "N04",
        {"need": 2, "left": ["2026-11-19", "2026-11-20"]},
        {"title": "驻村天数", "need": "2", "left": "2", "days": "周四、周五"},
    ),
    ("N05", {"need": 1, "left": []}, {"title": "驻村吃紧", "need": "1", "left": "0", "days": "周末"}),
    (
        "N05-team",
        {"people": [1, 2], "lines": [["张三", "石关村", 1], ["李四", "石关村", 2]]},
        {"title": "队员驻村", "count": "2", "names": "张三、李四"},
    ),
    ("N07", {"done": 1, "need": 1}, {"title": "驻村差天", "done": "1", "need": "1"}),
    (
        "N08",
        {"monday": "2026-12-28", "groups": [GROUP, GROUP]},
        {"title": "驻村周报", "week": "12.28-1.3", "start": "12月28日", "end": "1月3日", "until": "2027年1月3日",
         "count": "4", "villages": "2"},
    ),
    ("N09", {"households": [["李", 2], ["王", 5]]}, {"title": "本月走访", "count": "2"}),
    ("N02", {"items": [["石关村"]]}, {"title": "签退", "count": "1"}),
    ("N03", {"items": [["石关村"]]}, {"title": "计划驻村", "count": "1"}),
    ("N06", {"items": [["石关村"]]}, {"title": "走访登记", "count": "1"}),
    ("N10", {"items": [["李", 2, "2026-11-20"]]}, {"title": "计划走访", "count": "1"}),
    ("N12", {"items": [["李", 2, "2026-11-20"]]}, {"title": "走访待办", "count": "1"}),
    ("N12-2", {"items": [["张三", "石关村", "2026-11-20"]]}, {"title": "队员待办", "count": "1"}),
    ("N12-3", {"items": [["张三", "石关村", "2026-11-20"]]}, {"title": "辖区待办", "count": "1"}),
    ("N11", {"items": [["养鸡", "2026-11-26", "李", 2]]}, {"title": "措施", "count": "1"}),
    ("N13", {"items": [["低保复核", "2026-11-21", 0, False, ""]]}, {"title": "公示", "count": "1"}),
    (
        "N15",
        {"items": [["家政培训", "2026-11-21T09:00:00+08:00", "村委会", 7, ""]]},
        {"title": "培训", "training": "家政培训", "place": "村委会", "count": "1", "day": "11月21日", "time": "09:00",
         "date": "2026年11月21日"},
    ),
    ("N23", {"items": [["2026-10-01", ["张三"]]]}, {"title": "节假日值班"}),
    ("N23-ask", {"items": [["2026-10-01", "2026-10-07"]]}, {"title": "值班"}),
    ("N14", {"items": [["李", 2]]}, {"title": "未绑定农户", "count": "1"}),
    ("N21", {"items": [["石关村", "2026-12-20"]]}, {"title": "驻村任期", "count": "1"}),
    ("N21-list", {"items": [["张三", "石关村", "2026-12-20"]]}, {"title": "任期到期", "count": "1"}),
    ("N24", {"items": [["低保"]]}, {"title": "补助到账", "count": "1"}),
    ("N13", {"items": [["低保复核公示", "2026-11-21", 2, False, "石关村"]]}, {"title": "公示", "count": "1"}),
    ("draft", {"items": [["visit"]]}, {"title": "未完成的表", "count": "1"}),
    ("N20", {"items": [[2027]]}, {"title": "节假日", "year": "2027"}),
    (
        "N08-2",
        {"items": [["张三", "石关村"]], "weeks": 2, "of": 2},
        {"title": "连续不足", "count": "1", "weeks": "2", "of": "2"},
    ),
    (
        "N08-3",
        {"items": [["张三", "石关村"]], "weeks": 3, "of": 4},
        {"title": "多周不足", "count": "1", "weeks": "3", "of": "4"},
    ),
    (
        "digest",
        {"area": 3, "day": "2026-11-17", "facts": DIGEST},
        {"title": "日报", "area": "示范办事处", "day": "11月17日", "date": "2026年11月17日"},
    ),
    (
        "digest_week",
        {"area": 3, "day": "2026-W47", "facts": Roundup("area", "示范办事处", "township", "week", *WEEK)},
        {"title": "周报", "area": "示范办事处", "stretch": "第47周(11.16-11.22)", "brief": "第47周"},
    ),
    (
        "digest_month",
        {"unit": 3, "day": "2026-11", "facts": Roundup("unit", "县城管局", "", "month", date(2026, 11, 1), *WEEK[1:])},
        {"title": "月报", "area": "县城管局", "stretch": "2026年11月", "brief": "11月"},
    ),
    ("emergency", {"place": "石关村", "who": "李*(2组)"}, {"title": "求助", "place": "石关村", "who": "李*(2组)"}),
    ("new_account", {}, {"title": "新账号"}),
    *(
        (kind, {"items": [["on_site", "张三", "2026-11-20"]]}, {"title": title, "count": "1"})
        for kind, title in (("N12-task", "督办事项"), ("N12-task-2", "他人督办事项"), ("N12-task-3", "已下达的批示"))
    ),
    (
        "instruction",
        {"giver": "何正", "level": "urgent", "due": "2026-11-22", "receipt": "PS261119-0001", "task": "补齐"},
        {"title": "批示", "giver": "何正", "level": "紧急", "due": "11月22日", "date": "2026年11月22日",
         "receipt": "PS261119-0001"},
    ),
    (
        "instruction_answer",
        {"owner": "张三", "what": "answered", "receipt": "PS261119-0001", "text": "19人已补齐"},
        {"title": "批示答复", "owner": "张三", "what": "已办结", "receipt": "PS261119-0001"},
    ),
    (
        "instruction_result",
        {"what": "returned", "due": "2026-11-26", "receipt": "PS261119-0001", "text": "还有1人"},
        {"title": "批示处理结果", "what": "已退回", "due": "11月26日", "receipt": "PS261119-0001"},
    ),
    ("request", {"request": 7, "kind": "retro", "who": "张三", "day": "2026-11-17", "place": "石关村"},
     {"title": "待确认事项", "about": "补签", "who": "张三", "day": "11月17日", "place": "石关村"}),
    ("decided", {"kind": "leave", "who": "张三", "day": "2026-11-17", "place": "", "yes": True},
     {"title": "申请结果", "about": "请假", "day": "11月17日", "answer": "同意"}),
    (
        "N16",
        {"items": [["李", 2, 1, "2026-12-31"], ["王", 5, 2, "2026-12-31"]]},
        {"title": "医保", "count": "2", "people": "3"},
    ),
    ("N12-step", {"items": [["庆云村", "危房改造", "鉴定", "2026-11-20"]]}, {"title": "申请环节", "count": "1"}),
    ("N12-step-2", {"items": [["庆云村", "危房改造", "鉴定", "2026-11-20"]]}, {"title": "申请超期", "count": "1"}),
    ("N17", {"items": [["李", 2, "高中", "生活补助"]]}, {"title": "入学资助", "count": "1"}),
    ("N17-home", {"items": [["高中", "生活补助"]]}, {"title": "入学资助", "stage": "高中", "aid": "生活补助"}),
    ("N18", {"items": [["甲乡", 12, 454], ["乙乡", 3, 30]]}, {"title": "年度复核", "count": "15", "all": "484"}),
    ("N18-own", {"items": [["李", 2]]}, {"title": "年度复核", "count": "1"}),
    ("N19", {"items": [[2026, True]]}, {"title": "年度审计", "year": "2026"}),
    ("N16-home", {"items": [[2, "2026-12-31"]]}, {"title": "医保", "count": "2"}),
    ("day_code", {"place": "石关村", "code": "4821"}, {"title": "今日口令", "place": "石关村", "code": "4821"}),
    ("call_list", {"count": 3}, {"title": "电话名单", "count": "3"}),
    (
        "correction",
        {"who": "张三", "receipt": "ZF261117-1003"},
        {"title": "待批更正", "who": "张三", "receipt": "ZF261117-1003"},
    ),
    (
        "correction_answer",
        {"receipt": "ZF261117-1003", "state": "done"},
        {"title": "更正结果", "receipt": "ZF261117-1003", "outcome": "同意"},
    ),
    ("record_changed", {"day": "2026-11-17"}, {"title": "记录更正", "day": "11月17日"}),
    (
        "several",
        {"kinds": ["N05", "N09"], "count": 2, "said": {"N05": {}, "N09": {}}},
        {"title": "待办提醒", "count": "2", "titles": "驻村吃紧、本月走访"},
    ),
    ("answer", {"text": "已保存走访:11月17日(周二)\n编号 ZF1"}, {"title": "答复", "text": "已保存走访:11月17日(周二)"}),
    ("answer_elsewhere", {}, {"title": "答复"}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "said", "expected"), SAID, ids=[kind for kind, *_ in SAID])
def test_a_kind_says_its_facts_as_short_values(
    kind: str, said: dict[str, Any], expected: dict[str, str]
) -> None:
    assert values(ZH, kind, said) == expected


def test_every_kind_of_notice_has_values() -> None:
    assert (
        set(VALUED)
        == {kind for kind, *_ in SAID}
        == {*KINDS, "call_list", "several", "answer", "answer_elsewhere"}
    )


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("低保 11次共3520元,最近11月10日已发", "低保 11次共*元,最近11月10日已发"),
        ("合计1.2万元", "合计*万元"),
        ("共1,234.50 元", "共* 元"),
        ("您家帮扶人:陈天佑,电话19900000001", "您家帮扶人:陈天佑,电话199****0001"),
        ("编号 QD261117-2828", "编号 QD261117-2828"),
    ],
)
def test_an_answer_by_sms_tells_no_amount_and_no_whole_phone_number(line: str, told: str) -> None:
    assert values(ZH, "answer", {"text": line})["text"] == told


@given(st.text())
def test_whatever_an_answer_says_its_value_is_one_line_without_amounts(text: str) -> None:
    told = values(ZH, "answer", {"text": text})["text"]
    assert "\n" not in told
    assert not AMOUNT.search(told)
    assert not PHONE.search(told)
