"""What is said of a week on site, in both languages."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from handlers.rules.onsite import OnsiteRule, Status, WeekStanding, standing
from handlers.rules.words import LABELS, explain, week_line
from locales import translator
from storage.calendar import Calendar, seed_rows
from storage.values.week import SHANGHAI, Week

CALENDAR = Calendar.of({row["day"]: row["works"] for row in seed_rows()})
ZH, EN = translator("zh_Hans"), translator("en")
MONDAY = date(2026, 11, 16)
WEEK = Week.of(MONDAY)
MON, TUE, WED, THU, FRI, SAT, SUN = WEEK


def at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), SHANGHAI)


def judge(*accepted: date, **said: object) -> WeekStanding:
    return standing(WEEK, CALENDAR, accepted=accepted, **said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("week", "said"),
    [
        (judge(MON, TUE, at=at(TUE)), "本周第2天,已达标"),
        (judge(MON, TUE, WED, at=at(WED)), "本周第3天,已达标"),
        (judge(MON, at=at(FRI)), "本周已1天,还需1天(剩余工作日:周五)"),
        (judge(TUE, at=at(TUE)), "本周已1天,还需1天(剩余工作日:周三、周四、周五)"),
        (judge(at=at(THU)), "本周还未驻村,还需2天(剩余工作日:周四、周五)"),
        (judge(at=at(THU, 20)), "本周还未驻村,还需2天(剩余工作日:周五;周末到村也算)"),
        (judge(MON, at=at(SAT)), "本周已1天,还需1天(已无工作日;周末到村也算)"),
        (judge(MON), "本周已1天,差1天"),
        (judge(), "本周还未驻村,差2天"),
        (judge(TUE, pending=(THU,), at=at(FRI)), "本周已1天,还需1天(剩余工作日:周五);另有1天待核"),
        (judge(absences=(MON, TUE, WED, THU, FRI)), "本周已请假,不作要求"),
        (judge(assigned=(SAT,)), "本周没有工作日,不作要求"),
        (judge(settings=OnsiteRule(required_days=0)), "本周不作要求"),
        (standing(Week.of(date(2026, 2, 16)), CALENDAR, accepted=()), "本周没有工作日,不作要求"),
        (
            standing(Week.of(date(2027, 2, 8)), CALENDAR, accepted=(date(2027, 2, 8), date(2027, 2, 9))),
            "本周第2天,已达标(2027年节假日未导入,按周一至周五计)",
        ),
    ],
)
def test_a_week_is_told_in_one_line(week: WeekStanding, said: str) -> None:
    assert week_line(ZH, week) == said


def test_the_line_is_told_in_english_too() -> None:
    assert week_line(EN, judge(MON, TUE)) == "Day 2 this week, requirement met"
    tight = judge(MON, pending=(TUE,), at=at(FRI))
    assert (
        week_line(EN, tight)
        == "1 so far this week, 1 more needed (workdays left: Fri); 1 more waiting for review"
    )


def test_every_standing_has_its_label() -> None:
    assert [ZH(LABELS[status]) for status in Status] == [
        "已达标",
        "免",
        "正常",
        "紧",
        "工作日内已不可能",
        "未达标",
    ]


def test_a_week_can_be_explained_line_by_line() -> None:
    week = judge(FRI, absences=(MON, TUE, WED, THU))
    assert [ZH(line) for line in explain(week, OnsiteRule())] == [
        "规定每周驻村2天",
        "工作日5天,请假4天,应驻1天",
        "已驻1天,待核0天",
    ]


def test_an_explanation_without_prorating_names_the_rule_only() -> None:
    assert ZH(explain(judge(), OnsiteRule(prorate=False))[0]) == "规定每周驻村2天"
    assert len(explain(judge(), OnsiteRule(prorate=False))) == 2
