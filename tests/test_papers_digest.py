"""The lines of a digest about public notices, measures and training (domain.md 8.1 to 8.4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import databases
import digest_examples
import pytest
from sqlalchemy import insert
from township import CUTOFF, DAY, LUTANG, SHIGUAN, TOWNSHIP, Township, township
from township_filled import figures

from handlers.digests.compose import compose
from handlers.digests.facts import DigestFacts, from_json, to_json
from handlers.digests.facts_papers import Posted, Publicity, Session, Sessions
from locales import translator
from storage.tables import Enrolment, Measure, MeasureReport, NoticeResult, PublicNotice, Training

T = translator("zh_Hans")


@pytest.fixture(params=list(databases.kinds()))
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Township]:
    """A township with two notices that run, one without its result, two measures overdue, a session."""
    with township(tmp_path, request.param) as here:
        plant(here)
        yield here


def day(n: int) -> date:
    return DAY + timedelta(days=n)


def plant(here: Township) -> None:
    db, owner = here.db, here.cadre("张三", SHIGUAN)
    for id_, region, posted, ends, objections in (
        (1, SHIGUAN, -5, 2, 0), (2, TOWNSHIP, -1, 9, 2), (3, LUTANG, -9, -2, 0), (4, LUTANG, -9, -2, 0), (5, LUTANG, -1, 2, 0),
    ):  # fmt: skip
        row = {
            "id": id_,
            "code": f"GS{id_}",
            "region_id": region,
            "kind": "低保",
            "title": "低保复核",
            "result": "",
        }
        db.execute(
            insert(PublicNotice).values(**row, posted=day(posted), ends=day(ends), objections=objections)
        )
    said = {"notice_id": 4, "person_id": owner, "day": DAY, "objections": 0, "status": "accepted"}
    db.execute(insert(NoticeResult).values(**said, saved_at=CUTOFF - timedelta(hours=1)))
    for id_, village, due in ((1, SHIGUAN, -9), (2, LUTANG, -70), (3, LUTANG, 20), (4, LUTANG, -3)):
        row = {
            "id": id_,
            "code": f"CS{id_}",
            "village_id": village,
            "owner_id": owner,
            "kind": "产业",
            "what": "养鸡",
        }
        goal = {"goal": 50.0, "unit": "只", "state": "open", "reached": 0.0}
        db.execute(insert(Measure).values(**row, **goal, due=day(due)))
    done = {"measure_id": 4, "person_id": owner, "day": DAY, "kind": "done", "status": "accepted"}
    db.execute(insert(MeasureReport).values(**done, saved_at=CUTOFF - timedelta(hours=1)))
    starts = datetime.combine(day(2), datetime.min.time(), CUTOFF.tzinfo).replace(hour=9)
    row = {
        "id": 1,
        "code": "PX1",
        "region_id": SHIGUAN,
        "kind": "",
        "title": "家政培训",
        "place": "村委会",
        "seats": 30,
    }
    db.execute(insert(Training).values(**row, starts=starts, opens=day(-9), closes=day(1)))
    for saved in (CUTOFF - timedelta(hours=2), CUTOFF + timedelta(hours=2)):
        row = {
            "training_id": 1,
            "person_id": here.person("某人"),
            "said_by": owner,
            "status": "accepted",
            "answer": "",
        }
        db.execute(insert(Enrolment).values(**row, saved_at=saved))


def lines(facts: DigestFacts, *heads: str) -> list[str]:
    return [line for line in compose(T, facts, None).splitlines() if line.startswith(heads)]


def test_the_township_counts_what_runs_what_ends_and_what_waits_by_place(made: Township) -> None:
    assert lines(figures(made), "五", "七", "十") == [
        "五、公示 公示中3(21日到期2),异议2;⚠公示期不足1;⚠到期未登记结果1:路塘1",
        "七、措施 ⚠逾期2:路塘1 石关1",
        "十、培训 21日家政培训报名1/30",
    ], "what was saved after the cut-off is of the next digest"


def test_the_village_names_its_own_with_their_days(made: Township) -> None:
    assert lines(figures(made, SHIGUAN), "公示", "措施", "培训") == [
        "公示 低保复核第5天/共7天,21日结束,无异议",
        "措施 进行中1;⚠逾期1:养鸡(11月10日到期)",
        "培训 21日家政培训报名1/30",
    ]
    assert lines(figures(made, LUTANG), "公示") == [
        "公示 低保复核第1天/共3天,21日结束,无异议;⚠低保复核已到期,待登记结果"
    ]


def test_the_county_counts_only(made: Township) -> None:
    assert lines(figures(made, 1), "公示", "措施", "培训") == [
        "公示 公示中3,异议2;⚠公示期不足1;⚠到期未登记结果1",
        "措施 逾期2,其中超60天1",
    ]


def test_the_worked_lines_of_the_village_and_the_figures_survive_being_kept() -> None:
    posted = Posted("低保复核", 5, 7, date(2026, 11, 21), 0, over=False)
    publicity = Publicity(1, 0, 1, 2, date(2026, 11, 21), (), 0, (posted,))
    sessions = Sessions((Session(date(2026, 11, 21), "家政培训", 14, 30),))
    facts = replace(digest_examples.village(), publicity=publicity, sessions=sessions)
    assert from_json(to_json(facts)) == facts
    assert lines(facts, "公示", "培训") == [
        "公示 低保复核第5天/共7天,21日结束,无异议",
        "培训 21日家政培训报名14/30",
    ]
    assert lines(digest_examples.village(), "公示", "措施", "培训") == [], "noughts are left out"
