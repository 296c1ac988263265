"""What the offices list of a few households: insurance of the coming year, applications, gaps, needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from storage.demo.days import ago
from storage.demo.homes import Home
from storage.demo.places import LT, SG, Record
from storage.demo.standing import HOUSEHOLD

LISTED = (HOUSEHOLD, "SG002", "FS001", "FS002", "FS003", "FS004")
"""Households of which a list is there; of the others nothing is known, so nobody is asked."""
UNPAID = (f"{HOUSEHOLD}-3", "FS002-1", "FS003-1", "FS003-2")
EXEMPT = ("FS004-1",)
UNKNOWN = ("SG002-3",)


def insurance_records(homes: Sequence[Home], today: date) -> Iterator[Record]:
    """The records of the sheet 参保, for the year after this one."""
    for home in homes:
        for someone in home.members if home.code in LISTED else ():
            state = _state(someone.code)
            yield {
                "person": someone.code,
                "year": today.year + 1,
                "state": state,
                "paid_on": ago(today, 20) if state == "paid" else None,
                "known_on": ago(today, 3),
            }


def _state(code: str) -> str:
    if code in UNPAID:
        return "unpaid"
    return "exempt" if code in EXEMPT else "unknown" if code in UNKNOWN else "paid"


APPLIED: tuple[tuple[str, str, str, str, int, int | None, str, tuple[int, int] | None], ...] = (
    (HOUSEHOLD, "危房改造", "村公示", "village", 17, 3, "乡镇审核", (-3, 3)),
    ("QY003", "危房改造", "鉴定", "township", 30, -4, "村公示", None),
    ("LT005", "低保", "乡镇审核", "township", 12, 6, "县审批", None),
    ("FS002", "教育补助", "县审批", "county", 40, 9, "发放", None),
)
"""(household, kind, step, holder, opened so many days ago, step due in so many days, next step, notice)."""
LACKING = (("SG003", "教育补助"), ("LT009", "医保资助"), ("QY004", "医保资助"))
NEEDED: tuple[tuple[str, str, str | None, int, int | None, bool], ...] = (
    ("助学", SG.code, "SG004", 1, None, True),
    ("销路", SG.code, None, 25, 1, True),
    ("技术", LT.code, "LT003", 20, None, False),
)
"""(kind, village, household, opened so many days ago, matched so many days ago, public)."""


def application_records(today: date) -> Iterator[Record]:
    """The records of the sheet 申请; none is decided yet."""
    for number, (home, kind, step, holder, opened, due, then, notice) in enumerate(APPLIED, 1):
        first, last = (today + timedelta(days=each) for each in notice) if notice else (None, None)
        yield {
            "code": f"SQ{today:%y}{number:03d}", "household": home, "kind": kind, "step": step, "holder": holder,
            "step_due": None if due is None else today + timedelta(days=due), "next_step": then,
            "published_from": first, "published_to": last, "opened_on": ago(today, opened),
        }  # fmt: skip


def gap_records(today: date) -> Iterator[Record]:
    """The records of the sheet 应享未享."""
    for number, (home, kind) in enumerate(LACKING, 1):
        yield {"code": f"YX{today:%y}{number:03d}", "household": home, "kind": kind, "since": ago(today, 7)}


def need_records(today: date) -> Iterator[Record]:
    """The records of the sheet 需求."""
    for number, (kind, place, home, opened, matched, public) in enumerate(NEEDED, 1):
        yield {
            "code": f"XQ{today:%y}{number:03d}", "kind": kind, "village": place, "household": home, "public": public,
            "opened_on": ago(today, opened), "matched_on": None if matched is None else ago(today, matched),
        }  # fmt: skip
