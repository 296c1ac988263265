"""A county of a few rows without a fault, for tests that spoil one cell of it."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from datetime import date

from storage.workbook.model import Cell, Sheets
from storage.workbook.plans import BY_KEY
from storage.workbook.template import make_sheet

Records = dict[str, list[dict[str, Cell]]]
TODAY = date(2026, 11, 19)
VILLAGE = "999901101201"
IDS = ("999901197501010018", "999901198806150024", "99990120180901003X", "999902194512240049")
"""Numbers of nobody, with right check characters (domain.md 6.2)."""

_SPELL: dict[str, Cell] = {"starts": date(2024, 3, 1)}

SMALL: Records = {
    "regions": [
        {"code": "999901", "name": "示范县", "level": "county"},
        {"code": "999901101", "name": "示范办事处", "level": "township", "parent": "999901"},
        {"code": VILLAGE, "name": "石关村", "level": "village", "parent": "999901101", "tags": "省定贫困村"},
    ],
    "profiles": [{"region": VILLAGE, "households": 400, "persons": 1400, "poor_households": 2, "poor_persons": 3}],
    "units": [{"code": "U01", "name": "县城管局", "level": "县直", "region": "999901"}],
    "people": [
        {"code": "G001", "name": "陈天佑", "sex": "男", "phone": "19900000001", "unit": "U01", "rank": "一般干部"},
        {"code": "G002", "name": "李秀英", "sex": "女", "phone": "19900000002", "unit": "U01"},
    ],
    "roles": [
        {"person": "G001", "kind": "helper", "region": VILLAGE, "unit": "U01", **_SPELL},
        {"person": "G002", "kind": "township_leader", "region": "999901101", **_SPELL},
    ],
    "assignments": [{"person": "G001", "village": VILLAGE, "duty": "帮扶责任人", "share": 100, **_SPELL}],
    "households": [
        {"code": "SG001", "village": VILLAGE, "group_no": 2, "category": "低保户", "cause": "因病", "state": "active"},
        {"code": "SG002", "village": VILLAGE, "group_no": 3, "state": "exited", "exited_on": date(2025, 12, 20)},
    ],
    "members": [
        {"household": "SG001", "code": "SG001-1", "name": "张建国", "id_number": IDS[0], "relation": "户主"},
        {"household": "SG001", "code": "SG001-2", "name": "张诗蕊", "id_number": IDS[2], "relation": "之女"},
        {"household": "SG002", "code": "SG002-1", "name": "买买提·艾力", "id_number": IDS[3], "relation": "户主"},
    ],
    "pairings": [
        {"household": "SG001", "helper": "G001", "primary": True, **_SPELL},
        {"household": "SG002", "helper": "G001", "primary": True, **_SPELL},
    ],
    "projects": [
        {"code": "P2601", "name": "马铃薯种植500亩", "village": VILLAGE, "kind": "产业", "state": "building",
         "progress": 80, "approved_fen": 240000, "households": 62, "published_from": date(2026, 3, 2),
         "published_to": date(2026, 3, 12)},
    ],
    "funds": [
        {"code": "F1", "year": 2026, "region": VILLAGE, "source": "fiscal", "step": "received", "amount_fen": 300000,
         "day": date(2026, 3, 20), "industry": True, "direct": True, "published": True},
        {"code": "F2", "year": 2026, "region": VILLAGE, "source": "fiscal", "step": "spent", "amount_fen": 180000.5,
         "day": date(2026, 4, 20), "project": "P2601", "household": "SG001", "unit": "U01"},
    ],
    "grants": [
        {"code": "B1", "household": "SG001", "person": "SG001-2", "kind": "教育补助", "year": 2026, "amount_fen": 1000,
         "paid_on": date(2026, 9, 20), "card_tail": "0123", "personal": False, "note": "小学寄宿"},
    ],
}  # fmt: skip


def small() -> Records:
    """Records of every sheet, to be changed at will."""
    return deepcopy(SMALL)


def sheets_of(records: Mapping[str, list[dict[str, Cell]]]) -> Sheets:
    """The workbook of records."""
    return {BY_KEY[key].title: make_sheet(key, rows) for key, rows in records.items()}
