"""What the demonstration's offices keep beside the register: notices, measures, training, duty at New Year.

Seen from Monday 16 November they are those of domain.md 8.3: 低保复核 ends on the 21st, training is on that day.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from storage.demo.places import LT, QY, SG, TOWNSHIP, Record
from storage.demo.standing import CADRE
from storage.queries.upsert import Values
from storage.values.week import SHANGHAI

SESSION = "PX01"
"""The session that people have enrolled for."""

ENROLLED = tuple(f"SG{number:03d}-1" for number in range(20, 34))
"""Fourteen heads of households of 石关村."""


def _day(today: date, days: int) -> date:
    return today + timedelta(days=days)


def notice_records(today: date) -> list[Record]:
    """The records of the sheet 公示: two open, one with its result, one that waits for it."""
    rows = (
        ("GS01", SG.code, "低保", "低保复核", -2, 5, None),
        ("GS02", TOWNSHIP, "资金", "衔接资金使用", -1, 9, None),
        ("GS03", LT.code, "项目", "通村路建设", -20, -10, "clear"),
        ("GS04", QY.code, "危房", "危房改造对象", -9, -2, None),
    )
    return [
        {"code": code, "region": region, "kind": kind, "title": title, "posted": _day(today, posted),
         "ends": _day(today, ends), "objections": 0, "result": result}
        for code, region, kind, title, posted, ends, result in rows
    ]  # fmt: skip


def measure_records(today: date, paired: Mapping[str, str]) -> list[Record]:
    """The records of the sheet 措施: each household's helper answers for it; one is overdue."""
    rows = (
        ("CS01", SG.code, "SG002", CADRE, "产业", "养鸡", 50, "只", 40, 20),
        ("CS02", SG.code, None, "G003", "饮水", "修水窖", 3, "口", 10, 1),
        ("CS03", LT.code, "LT001", paired["LT001"], "就业培训", "外出务工", 1, "人", -6, 0),
        ("CS04", QY.code, "QY001", paired["QY001"], "产业", "种辣椒", 2, "亩", 60, 2),
    )
    return [
        {"code": code, "village": village, "household": household, "owner": owner, "kind": kind, "what": what,
         "goal": goal, "unit": unit, "due": _day(today, due), "state": "open", "reached": reached, "done_on": None}
        for code, village, household, owner, kind, what, goal, unit, due, reached in rows
    ]  # fmt: skip


def training_records(today: date) -> list[Record]:
    """The records of the sheet 培训."""
    rows = (
        (SESSION, SG.code, "职业技能", "家政培训", "村委会", 5, "9:00", 30),
        ("PX02", TOWNSHIP, "实用技术", "辣椒种植", "办事处会议室", 12, "14:30", 20),
    )
    return [
        {"code": code, "region": region, "kind": kind, "title": title, "place": place, "day": _day(today, day),
         "hour": hour, "seats": seats, "opens": _day(today, -7), "closes": _day(today, day - 1)}
        for code, region, kind, title, place, day, hour, seats in rows
    ]  # fmt: skip


def duty_records(today: date) -> list[Record]:
    """The records of the sheet 节假日值班: two of the township at New Year."""
    return [
        {"region": TOWNSHIP, "day": date(today.year + 1, 1, 1), "person": person} for person in ("T01", "T03")
    ]


def enrolments(today: date, people: Mapping[str, int], session: int) -> list[Values]:
    """The rows of those who have enrolled, each speaking for themselves."""
    row = {"training_id": session, "status": "accepted", "answer": "", "contact_id": None}
    at = datetime.combine(today - timedelta(days=3), datetime.min.time(), SHANGHAI).replace(hour=10)
    moments = {"saved_at": at, "answered_at": None, "withdrawn_at": None}
    mine = (people[code] for code in ENROLLED)
    return [{**row, **moments, "person_id": person, "said_by": person} for person in mine]
