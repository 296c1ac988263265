"""The longest that each kind has to say in earnest: what `bangfu templates check` fills the fields with.

All names are made up; their lengths are those of long names of their sort.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from handlers.digests.facts import DigestFacts
from handlers.digests.roundup.facts import Roundup
from handlers.notices.values import values
from locales import translator
from storage.values.week import SHANGHAI

VILLAGE = "大示范河口移民安置新村"
AREA = "示范哈萨克族蒙古族自治县办事处"
COLLEAGUE = "阿卜杜示范·麦麦提示范"
FAMILY = "欧阳*(12组)"
LABEL = "农村低收入人口动态监测帮扶对象认定与退出结果年度复核"
MONDAY, FRIDAY = date(2026, 12, 21), date(2026, 12, 25)
MOMENT = datetime(2026, 12, 28, 9, tzinfo=SHANGHAI)
WORKDAYS = [date(2026, 12, day).isoformat() for day in range(21, 27)]
"""A week with a moved workday on its Saturday."""
RECEIPT = "ZF261225-123456"

TEAM, DISTRICT = 12, 300
"""People of a team, and of those a county may have to name in one week."""

_REMINDERS: Mapping[str, Mapping[str, Any]] = {
    "N01": {"monday": MONDAY.isoformat(), "required": 6, "done": 0, "need": 6, "certain": False},
    "N04": {"need": 6, "left": WORKDAYS},
    "N05": {"need": 6, "left": WORKDAYS},
    "N05-team": {"people": list(range(TEAM)), "lines": [[COLLEAGUE, VILLAGE, 6]] * TEAM},
    "N07": {"done": 0, "need": 6},
    "N08": {
        "monday": MONDAY.isoformat(),
        "groups": [{"place": VILLAGE, "met": 0, "asked": 1, "people": [[COLLEAGUE, 0, 6, 0]]}] * DISTRICT,
    },
    "N09": {"households": [["欧阳", 12]] * 100},
    **{kind: {"items": [[VILLAGE]] * 3} for kind in ("N02", "N03", "N06")},
    **{kind: {"items": [["欧阳", 12, FRIDAY.isoformat()]] * 100} for kind in ("N10", "N12")},
    **{
        kind: {"items": [[COLLEAGUE, VILLAGE, FRIDAY.isoformat()]] * DISTRICT}
        for kind in ("N12-2", "N12-3", "N21-list")
    },
    **{
        kind: {"items": [[COLLEAGUE, VILLAGE]] * DISTRICT, "weeks": 3, "of": 4} for kind in ("N08-2", "N08-3")
    },
    "N11": {"items": [[LABEL, FRIDAY.isoformat(), "欧阳", 12]] * 40},
    "N13": {"items": [[LABEL, FRIDAY.isoformat(), 12, False, VILLAGE]] * 40},
    **{
        kind: {"items": [["on_site", COLLEAGUE, FRIDAY.isoformat()]] * 20}
        for kind in ("N12-task", "N12-task-2", "N12-task-3")
    },
    "N14": {"items": [["欧阳", 12]] * DISTRICT},
    "N16": {"items": [["欧阳", 12, 9, "2026-12-31"]] * 100},
    "N16-home": {"items": [[9, "2026-12-31"]]},
    "N15": {"items": [[LABEL, "2026-12-25T09:00:00+08:00", LABEL, 123456, "欧阳"]] * 6},
    "N23": {"items": [[FRIDAY.isoformat(), [COLLEAGUE] * 4]] * 8},
    "N23-ask": {"items": [[MONDAY.isoformat(), FRIDAY.isoformat()]]},
    **{
        kind: {
            "items": [[VILLAGE, "突发严重困难户临时救助", "乡镇人民政府审核", FRIDAY.isoformat()]] * DISTRICT
        }
        for kind in ("N12-step", "N12-step-2")
    },
    "N17": {"items": [["欧阳", 12, "初中寄宿", "免学费和生活补助"]] * 100},
    "N17-home": {"items": [["初中寄宿", "保教费和生活费资助"]] * 3},
    "N18": {"items": [[AREA, 1000, 2000]] * 40},
    "N18-own": {"items": [["欧阳", 12]] * 100},
    "N19": {"items": [[2027, False]]},
    "N20": {"items": [[2027]]},
    "N21": {"items": [[VILLAGE, FRIDAY.isoformat()]] * 2},
    "N24": {"items": [["城乡居民基本医疗保险资助"]] * 9},
    "draft": {"items": [["visit"]] * 9},
}

SAID: Mapping[str, Mapping[str, Any]] = {
    **_REMINDERS,
    "digest": {"facts": DigestFacts(AREA, "county", FRIDAY, MOMENT)},
    **{
        kind: {"facts": Roundup("area", AREA, "county", span, first, last, MOMENT)}
        for kind, span, first, last in (
            ("digest_week", "week", date(2026, 12, 21), date(2026, 12, 27)),
            ("digest_month", "month", date(2026, 12, 1), date(2026, 12, 31)),
        )
    },
    "emergency": {"place": VILLAGE, "who": COLLEAGUE},
    "instruction": {
        "giver": COLLEAGUE,
        "level": "important",
        "due": FRIDAY.isoformat(),
        "receipt": "PS261225-123456",
    },
    "instruction_answer": {"owner": COLLEAGUE, "what": "extension", "receipt": "PS261225-123456"},
    "instruction_result": {"what": "extended", "receipt": "PS261225-123456", "due": FRIDAY.isoformat()},
    "new_account": {},
    "call_list": {"count": DISTRICT},
    "correction": {"who": COLLEAGUE, "receipt": RECEIPT},
    "correction_answer": {"receipt": RECEIPT, "state": "expired"},
    "record_changed": {"day": FRIDAY.isoformat()},
    "day_code": {"place": VILLAGE, "code": "8888"},
    "request": {"request": 1, "kind": "retro", "who": COLLEAGUE, "day": FRIDAY.isoformat(), "place": VILLAGE},
    "decided": {"kind": "retro", "day": FRIDAY.isoformat(), "place": VILLAGE, "who": COLLEAGUE, "yes": False},
    "several": {"kinds": list(_REMINDERS), "count": len(_REMINDERS), "said": _REMINDERS},
    "answer": {"text": f"已保存走访:12月25日(周五) {FAMILY},本周已有多次走访,请继续补充\n编号 ZF261225-1003"},
    "answer_elsewhere": {},
}
"""Kind -> parameters."""

NAMES: Mapping[str, tuple[str, ...]] = {
    kind: tuple(values(translator("en"), kind, said)) for kind, said in SAID.items()
}
"""Kind -> the names of the values that its templates may use."""
