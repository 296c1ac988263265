"""Where the demonstration happens: one county, three townships, six villages.

The four villages of 示范办事处 share out the township's figures (domain.md F01, F02) by an invented split,
given in domain.md 6.2; 方山坪村 and 侯村 have the profiles of F08 to F18.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from storage.workbook.model import Cell

Record = Mapping[str, Cell]

COUNTY = "999901"
TOWNSHIP = "999901101"


@dataclass(frozen=True, slots=True)
class Village:
    """A village of the register: households and persons in it, helpers, persons who have left poverty."""

    code: str
    name: str
    short: str
    township: str
    households: int
    persons: int
    helpers: int
    exited: int
    groups: int


SG = Village("999901101201", "石关村", "SG", TOWNSHIP, 118, 351, 36, 150, 8)
LT = Village("999901101202", "路塘村", "LT", TOWNSHIP, 132, 396, 40, 176, 9)
QY = Village("999901101203", "庆云村", "QY", TOWNSHIP, 109, 322, 33, 139, 7)
SC = Village("999901101204", "蔬菜村", "SC", TOWNSHIP, 95, 281, 28, 120, 6)
FS = Village("999901102201", "方山坪村", "FS", "999901102", 30, 97, 6, 0, 4)
HC = Village("999901103201", "侯村", "HC", "999901103", 165, 310, 33, 0, 25)

FOUR = (SG, LT, QY, SC)
VILLAGES = (*FOUR, FS, HC)
TOWNSHIPS = {TOWNSHIP: "示范办事处", FS.township: "铁厂乡", HC.township: "凌笪乡"}
TAGS = {"LT": "省定贫困村", "FS": "国定贫困村、高寒山区村", "HC": "市定贫困村"}

PROFILES: Mapping[str, Record] = {
    "SG": {
        "altitude_m": 1420, "area_km2": 11.2, "seat_km": 6, "hamlets": 5, "households": 412, "persons": 1489,
        "labour": 812, "migrants": 355, "arable_mu": 2130, "sown_mu": 3240, "cash_mu": 1060,
        "phone_households": 398, "water_households": 18, "water_persons": 61, "party_members": 42,
        "products": "马铃薯、辣椒、玉米", "planned_products": "马铃薯、辣椒", "collective_fen": 32000,
    },
    "LT": {
        "altitude_m": 1510, "area_km2": 14.6, "seat_km": 9, "hamlets": 7, "households": 455, "persons": 1672,
        "labour": 905, "migrants": 410, "arable_mu": 2460, "sown_mu": 3600, "cash_mu": 880,
        "phone_households": 431, "water_households": 26, "water_persons": 92, "party_members": 38,
        "products": "玉米、天麻", "planned_products": "天麻", "collective_fen": 21000,
        "road": "一事一议通村水泥路3公里,在建", "hazards": "滑坡",
    },
    "QY": {
        "altitude_m": 1380, "area_km2": 9.8, "seat_km": 4, "hamlets": 4, "households": 386, "persons": 1394,
        "labour": 760, "migrants": 322, "arable_mu": 1820, "sown_mu": 2700, "cash_mu": 700,
        "phone_households": 375, "water_households": 33, "water_persons": 118, "party_members": 35,
        "products": "玉米、生态鸡", "planned_products": "生态鸡", "collective_fen": 18000,
    },
    "SC": {
        "altitude_m": 1290, "area_km2": 6.4, "seat_km": 2, "hamlets": 3, "households": 340, "persons": 1205,
        "labour": 688, "migrants": 240, "arable_mu": 1540, "sown_mu": 2950, "cash_mu": 2100,
        "phone_households": 338, "water_households": 4, "water_persons": 13, "party_members": 40,
        "products": "蔬菜", "planned_products": "大棚蔬菜", "collective_fen": 56000,
    },
    "FS": {
        "altitude_m": 1200, "area_km2": 12, "seat_km": 15, "households": 65, "persons": 247,
        "labour": 72, "migrants": 40, "arable_mu": 238, "sown_mu": 580, "cash_mu": 140, "grain_kg": 390,
        "output_fen": 740000, "farm_output_fen": 300000, "net_income_fen": 2180, "collective_fen": 0,
        "power": "户户通电", "phone_households": 32, "schools": 0, "clinics": 0, "water_households": 35,
        "water_persons": 123, "water_animals": 700, "road": "泥碎公路2.8公里,20户78人出行",
        "hazards": "旱灾、泥石流、山体滑坡", "products": "玉米、薯类、金银花、干果、劳务输出", "planned_products": "银耳",
    },
    "HC": {
        "area_km2": 32, "hamlets": 11, "persons": 3355, "illness_share": 49.5, "party_branches": 5,
        "party_members": 91, "family_farms": 7, "cooperatives": 6, "products": "林果、枣、蜜枣",
        "planned_products": "枣", "heritage": "省级文物保护单位祠堂1处", "digital": "较落后",
    },
}  # fmt: skip
"""Figures of the four villages other than those of the register are invented."""

TOGETHER = ("households", "persons", "labour", "migrants", "water_households", "water_persons")


def regions() -> list[Record]:
    """The records of the sheet 区域."""
    county: Record = {"code": COUNTY, "name": "示范县", "level": "county", "parent": None}
    townships: list[Record] = [
        {"code": code, "name": name, "level": "township", "parent": COUNTY}
        for code, name in TOWNSHIPS.items()
    ]
    return [county, *townships, *map(_region, VILLAGES)]


def _region(village: Village) -> Record:
    tags = TAGS.get(village.short, "")
    return {
        "code": village.code,
        "name": village.name,
        "level": "village",
        "parent": village.township,
        "tags": tags,
    }


def profiles() -> list[Record]:
    """The records of the sheet 村情: the six villages, and the township of the four as their sum."""
    villages = [_profile(village) for village in VILLAGES]
    keys = (*TOGETHER, "poor_households", "poor_persons", "exited_persons")
    sums = {key: sum(_number(record, key) for record in villages[: len(FOUR)]) for key in keys}
    return [{"region": TOWNSHIP, **sums}, *villages]


def _profile(village: Village) -> Record:
    counts = {
        "poor_households": village.households,
        "poor_persons": village.persons,
        "groups": village.groups,
    }
    exited = {"exited_persons": village.exited} if village.exited else {}
    return {"region": village.code, **counts, **exited, **PROFILES[village.short]}


def _number(record: Record, key: str) -> int:
    value = record.get(key)
    return value if isinstance(value, int) else 0
