"""The figures of the worked examples of domain.md 8.2 to 8.4."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from handlers.digests.facts import (
    DigestFacts,
    Exits,
    Family,
    Money,
    OnSite,
    Problem,
    Problems,
    ProjectLine,
    Projects,
    Quality,
    Risk,
    Risks,
    Share,
    Tally,
    Visits,
)
from storage.values.week import SHANGHAI

DAY = date(2026, 11, 19)
CUTOFF = datetime(2026, 11, 19, 18, tzinfo=SHANGHAI)
WAN = 10**6


def tallies(**counts: int) -> tuple[Tally, ...]:
    return tuple(Tally(name, count) for name, count in counts.items())


def shares(**parts: tuple[int, int]) -> tuple[Share, ...]:
    return tuple(Share(name, *part) for name, part in parts.items())


def on_site(**changes: object) -> OnSite:
    base = OnSite(
        listed=137,
        exempt=(),
        required=134,
        full=2,
        met=81,
        eased=0,
        short=((1, 34), (0, 19)),
        before=None,
        here_today=0,
        today=(),
        pending=0,
        places=(),
        workdays_left=1,
        idle=(),
        idle_names=(),
        repeated=(),
        repeated_weeks=2,
        series=(),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def visits(**changes: object) -> Visits:
    base = Visits(
        today=0,
        month=Share("", 331, 454),
        before=None,
        places=(),
        neglected_days=60,
        neglected=(),
        waiting=(),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def problems(carried: int, new: int, closed: int, **changes: object) -> Problems:
    base = Problems(carried, new, closed, overdue_count=0, overdue=(), long_days=7, long=(), due_tomorrow=())
    return replace(base, **changes)  # type: ignore[arg-type]


def money(received: int, spent: int, industry: int, direct: int, **changes: object) -> Money:
    base = Money(
        received * WAN,
        spent * WAN,
        before=None,
        industry=industry * WAN,
        direct=direct * WAN,
        industry_percent=70,
        direct_percent=70,
        weak_places=0,
        early=0,
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def township() -> DigestFacts:
    return DigestFacts(
        "示范办事处",
        "township",
        DAY,
        CUTOFF,
        on_site=on_site(
            exempt=tallies(sick=2, training=1),
            before=Share("", 74, 134),
            here_today=46,
            today=tallies(石关村=13, 路塘村=12, 庆云村=9, 蔬菜村=12),
            pending=3,
            places=shares(石关村=(23, 35), 路塘村=(25, 39), 庆云村=(16, 33), 蔬菜村=(17, 27)),
            idle=tallies(城管局=8, 房管局=6, 农发行=3, 人大=2),
            repeated=tallies(城管局=3, 房管局=1),
            series=tuple(Share("", met, 134) for met in (118, 121, 116, 122)),
        ),
        visits=visits(
            today=27,
            before=Share("", 320, 454),
            places=shares(石关村=(88, 118), 路塘村=(99, 132), 庆云村=(73, 109), 蔬菜村=(71, 95)),
            neglected=tallies(庆云村=3, 石关村=2, 蔬菜村=1),
        ),
        problems=problems(
            19,
            4,
            6,
            overdue_count=2,
            overdue=(Problem("庆云村", 1, "water", "水务", 5), Problem("路塘村", 1, "路灯", "城建", 2)),
        ),
        risks=Risks(
            2,
            (Risk("蔬菜村", 1, "大病自付3.2万", 1), Risk("石关村", 5, "务工收入降四成", 1)),
            date(2026, 11, 22),
        ),
        money=money(300, 192, 216, 147, before=Share("", 174 * WAN, 300 * WAN)),
        projects=Projects(
            6, 3, (ProjectLine("路塘村", "通村路", "stopped", 40, "土地"),), ahead=0, ahead_points=20, each=()
        ),
        exits=Exits(585, 1350),
        quality=Quality(late=5, withdrawn=2, bulk=1),
    )


def village() -> DigestFacts:
    return DigestFacts(
        "石关村",
        "village",
        DAY,
        CUTOFF,
        on_site=on_site(
            listed=36,
            required=35,
            met=23,
            short=((1, 8), (0, 4)),
            here_today=13,
            pending=2,
            idle=tallies(城管局=4),
            idle_names=("张*", "刘*", "陈*", "周*"),
        ),
        visits=visits(today=8, month=Share("", 88, 118), waiting=(Family("李*", 3),)),
        problems=problems(5, 1, 1, due_tomorrow=(Problem("石关村", 3, "路灯", "", 0),)),
        risks=Risks(1, (Risk("石关村", 5, "务工收入降四成", 1),), date(2026, 11, 22)),
        projects=Projects(
            1,
            1,
            (),
            ahead=0,
            ahead_points=20,
            each=(
                ProjectLine("石关村", "马铃薯500亩", "finished", 100, ""),
                ProjectLine("石关村", "辣椒育苗500亩", "building", 80, ""),
            ),
        ),
    )


def county() -> DigestFacts:
    names = {"甲乡": (412, 1000), "乙镇": (440, 1000), "丙乡": (475, 1000), "丁镇": (700, 1000)}
    stopped = tuple(ProjectLine("", f"项目{n}", "stopped", 0, "") for n in range(9))
    return DigestFacts(
        "示范县",
        "county",
        DAY,
        CUTOFF,
        on_site=on_site(
            listed=6800,
            required=6612,
            met=4011,
            before=Share("", 589, 1000),
            short=((1, 1720), (0, 881)),
            places=shares(**names),
            repeated=tallies(甲乡=30, 丁镇=7),
        ),
        visits=visits(month=Share("", 16290, 22530), neglected=tallies(甲乡=100, 丁镇=12)),
        problems=problems(312, 41, 55, overdue_count=23, long=tallies(水务=2, 住建=1, 教育=1)),
        money=money(8600, 5418, 6106, 4213, weak_places=5),
        projects=Projects(214, 0, stopped, ahead=6, ahead_points=20, each=()),
    )


def walked() -> DigestFacts:
    """The worked example of the township with the visits of the last weeks and a correction."""
    facts = township()
    assert facts.visits
    weeks = tuple(Share("", count, 454) for count in (96, 120, 88, 131))
    return replace(facts, visits=replace(facts.visits, weeks=weeks), quality=Quality(5, 2, 1, 2))


def large() -> DigestFacts:
    """The county of twenty townships, one of them tiny."""
    facts = county()
    assert facts.on_site
    assert facts.visits
    names = {f"第{n}示范乡": (100 + n, 330) for n in range(19)}
    places = shares(**names, 小乡=(1, 3))
    seen = replace(facts.on_site, places=places, today=tallies(**dict.fromkeys(names, 40)))
    return replace(facts, on_site=seen, visits=replace(facts.visits, places=places))
