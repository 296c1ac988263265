"""The projects: six under way, three finished, one stopped (domain.md 8.2), one planned; and two villages more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from storage.demo.days import on
from storage.demo.people_made import make_name
from storage.demo.places import FS, HC, LT, QY, SC, SG, Record, Village


@dataclass(frozen=True, slots=True)
class Work:
    """A project; `approved` in yuan, `notice` the first and last day of its notice as (month, day)."""

    number: int
    name: str
    village: Village
    kind: str
    state: str
    progress: int
    approved: int | float
    households: int
    matter: str
    notice: tuple[tuple[int, int], tuple[int, int]] | None
    note: str = ""


MARCH = ((3, 2), (3, 12))
APRIL = ((4, 7), (4, 17))

WORKS = (
    Work(1, "马铃薯种植500亩", SG, "产业", "building", 80, 240_000, 62, "income", MARCH),
    Work(2, "辣椒育苗500亩", SG, "产业", "building", 65, 200_000, 48, "income", MARCH),
    Work(3, "农村危房改造17户", SG, "民生", "finished", 100, 175_800, 17, "housing", APRIL),
    Work(4, "人饮管网改造", SG, "基础设施", "building", 45, 80_000, 38, "water", APRIL),
    Work(5, "天麻种繁基地", LT, "产业", "building", 55, 2_500_000, 90, "income", MARCH),
    Work(6, "路塘通村路", LT, "基础设施", "stopped", 35, 580_000, 132, "road", APRIL, "一事一议通村水泥路3公里;土地未落实,停工"),
    Work(7, "林下生态鸡养殖", QY, "产业", "building", 70, 450_000, 56, "income", MARCH),
    Work(8, "路塘村文化活动室", LT, "基础设施", "planned", 0, 150_000, 132, "other", None, "待批复后公示"),
    Work(9, "背街小巷硬化12500平方米", QY, "基础设施", "finished", 100, 1_889_000, 109, "road", MARCH),
    Work(10, "大棚蔬菜", SC, "产业", "building", 75, 600_000, 60, "income", MARCH),
    Work(11, "移民后期扶持176户", SC, "民生", "finished", 100, 34_515, 176, "housing", APRIL),
    Work(12, "泥碎公路硬化", FS, "基础设施", "building", 30, 560_000, 20, "road", APRIL, "2.8公里"),
    Work(13, "人饮水池3口", FS, "基础设施", "building", 60, 89_667, 35, "water", APRIL),
    Work(14, "蜜枣加工点", HC, "产业", "building", 50, 320_000, 96, "income", MARCH),
    Work(15, "枣园管护培训", HC, "产业", "finished", 100, 40_000, 60, "income", APRIL),
)  # fmt: skip


def project_code(number: int, today: date) -> str:
    """P and the year, then the number."""
    return f"P{today:%y}{number:02d}"


def project_records(today: date) -> list[Record]:
    """The records of the sheet 项目."""
    rng = Random("in charge")  # noqa: S311 - it must be the same each time
    return [_record(work, make_name(rng, "男", "陈" if work.number == 1 else None), today) for work in WORKS]


def _record(work: Work, in_charge: str, today: date) -> Record:
    first, last = _notice(work, today)
    return {
        "code": project_code(work.number, today),
        "name": work.name,
        "village": work.village.code,
        "kind": work.kind,
        "state": work.state,
        "progress": work.progress,
        "approved_fen": work.approved,
        "households": work.households,
        "matter": work.matter,
        "in_charge": in_charge,
        "note": work.note,
        "published_from": first,
        "published_to": last,
    }


def _notice(work: Work, today: date) -> tuple[date | None, date | None]:
    """The days of the notice. While it is running its first day stands and its last would be moved before it."""
    if work.notice is None:
        return None, None
    first, last = (on(today, *day) for day in work.notice)
    return first, max(first, last)
