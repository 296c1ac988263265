"""The rows of the county of the benches, column by column."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from storage.demo.people_made import FEMALE, MALE, SURNAMES, Numbers
from storage.sealed import Vault
from storage.values.week import SHANGHAI, Week

Row = dict[str, Any]
MATTERS = ("food", "school", "health", "housing", "water", "income", "other")


def region_row(number: int, code: str, name: str, level: str, parent: int | None, path: str) -> Row:
    row = {"id": number, "code": code, "name": name, "level": level, "parent_id": parent, "path": path}
    return {**row, "tags": [], "profile": {}, "valid_from": None, "valid_to": None}


def unit_row(number: int) -> Row:
    return {
        "id": number,
        "code": f"U{number:02d}",
        "name": f"县第{number}局",
        "level": "县直",
        "region_id": 1,
        "matter": "",
    }


def home_row(rng: Random, number: int, village: int, year: int) -> Row:
    exited = rng.random() < 0.43
    return {
        "id": number,
        "code": f"H{number:05d}",
        "village_id": village,
        "group_no": rng.randint(1, 9),
        "category": "扶贫对象户",
        "cause": "因病",
        "state": "exited" if exited else "active",
        "watched": rng.random() < 0.03,
        "exited_on": date(year - 1, 12, 20) if exited else None,
        "marks": [],
    }


def person_row(
    rng: Random,
    vault: Vault,
    numbers: Numbers,
    number: int,
    code: str,
    age: int,
    phone: str | None,
    unit: int | None,
) -> Row:
    male = rng.random() < 0.5
    birth = date(2026 - age, rng.randint(1, 12), rng.randint(1, 28))
    card = numbers.id_number(birth, "男" if male else "女")
    return {
        "id": number,
        "code": code,
        "name": rng.choice(SURNAMES) + rng.choice(MALE if male else FEMALE),
        "sex": "男" if male else "女",
        "birth": birth,
        "phone_sealed": vault.seal(phone) if phone else None,
        "phone_index": vault.index("phone", phone) if phone else None,
        "id_sealed": vault.seal(card),
        "id_index": vault.index("id", card),
        "id_last4_index": vault.index("last4", card[-4:]),
        "unit_id": unit,
        "rank": "一般干部" if unit else "",
        "language": None,
    }


def member_row(household: int, person: int, head: bool) -> Row:
    return {
        "household_id": household,
        "person_id": person,
        "relation": "户主" if head else "其他",
        "is_head": head,
        "labour": "普通劳动力",
        "health": "健康",
        "school": "",
        "starts": date(2014, 5, 1),
        "ends": None,
    }


def project_row(number: int, village: int, state: str, day: date) -> Row:
    return {
        "id": number,
        "code": f"P{number:05d}",
        "name": f"第{number}号项目",
        "village_id": village,
        "kind": "产业",
        "state": state,
        "progress": 50,
        "approved_fen": 30_000_000,
        "households": 40,
        "matter": "income",
        "in_charge": "",
        "note": "",
        "published_from": day,
        "published_to": day,
    }


def fund_row(
    number: int, village: int, year: int, day: date, step: str, fen: int, industry: bool, direct: bool
) -> Row:  # fmt: skip
    return {
        "code": f"F{number:06d}",
        "year": year,
        "region_id": village,
        "source": "fiscal",
        "step": step,
        "amount_fen": fen,
        "day": day,
        "industry": industry,
        "direct": direct,
        "project_id": None,
        "household_id": None,
        "unit_id": None,
        "published": True,
    }


def grant_row(number: int, household: int, kind: str, fen: int, year: int, day: date) -> Row:
    return {
        "code": f"B{number:06d}",
        "household_id": household,
        "person_id": None,
        "kind": kind,
        "year": year,
        "amount_fen": fen,
        "paid_on": day,
        "card_tail": "1234",
        "personal": False,
        "note": "",
    }


def check_in_row(helper: int, village: int, day: date, moment: datetime) -> Row:
    return {
        "person_id": helper,
        "village_id": village,
        "day": day,
        "came_at": moment,
        "left_at": None,
        "work_items": ("visit",),
        "note_sealed": None,
        "source": "said",
        "evidence": "e0",
        "status": "accepted",
        "contact_id": None,
        "saved_at": moment,
        "withdrawn_at": None,
    }


def leave_row(rng: Random, helper: int, week: Week) -> Row:
    return {
        "person_id": helper,
        "kind": rng.choice(("sick", "personal", "training", "annual")),
        "starts": week.monday,
        "ends": week.monday + timedelta(days=4),
        "reason_sealed": None,
        "status": "effective",
        "contact_id": None,
        "saved_at": datetime.combine(week.monday - timedelta(days=3), time(16), SHANGHAI),
        "withdrawn_at": None,
    }


def visit_row(number: int, household: int, village: int, helper: int, moment: datetime) -> Row:
    return {
        "id": number,
        "household_id": household,
        "helper_id": helper,
        "village_id": village,
        "day": moment.date(),
        "manner": "home",
        "met": "head",
        "as_helper": True,
        "form": "visit",
        "version": "bench",
        "answers_sealed": None,
        "text_index": None,
        "late": False,
        "bulk": False,
        "next_visit": None,
        "status": "accepted",
        "contact_id": None,
        "saved_at": moment,
        "withdrawn_at": None,
    }


def follow_up_row(rng: Random, today: date, visit: Row) -> Row:
    closed = rng.random() < 0.8
    opened: date = visit["day"]
    return {
        "visit_id": visit["id"],
        "household_id": visit["household_id"],
        "village_id": visit["village_id"],
        "owner_id": visit["helper_id"],
        "matter": rng.choice(MATTERS),
        "text_sealed": None,
        "urgent": False,
        "opened_on": opened,
        "due": opened + timedelta(days=7),
        "status": "closed" if closed else "open",
        "closed_on": min(opened + timedelta(days=4), today) if closed else None,
    }
