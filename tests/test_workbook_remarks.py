"""The contradictions of domain.md 6.3 that a workbook can hold are remarked on and kept as they are."""

from __future__ import annotations

import pytest
from small_county import TODAY, VILLAGE, sheets_of, small

from storage.workbook import check
from storage.workbook.model import Cell
from storage.workbook.report import plain, say

COUNTY = "999901"

OF_A_VILLAGE: list[tuple[dict[str, Cell], str, str]] = [
    ({"arable_mu": 238, "sown_mu": 580}, "播种面积(亩)", "is more than 2 harvests a year on 238 mu"),
    ({"illness_share": 49.5, "poor_persons": 310, "poor_households": 165}, "因病致贫占比(%)",
     "is not the share of any whole number of 310 persons"),
    ({"products": "玉米、薯类、金银花", "planned_products": "银耳"}, "规划产业", "names what is not among the products: 银耳"),
    ({"poor_households": 48, "poor_persons": 48}, "贫困户数",
     "is the number of persons as well: which of the two was counted?"),
    ({"poverty_rate": 14.8, "poor_persons": 184, "poor_households": 60}, "贫困发生率(%)",
     "is not 13.1, as 184 of 1400 would be"),
    ({"net_income_fen": 2180, "output_fen": 740000}, "人均纯收入(元)", "times all persons is more than the whole output"),
]  # fmt: skip

OF_A_CITY: list[tuple[dict[str, Cell], str, str]] = [
    ({"provincial_villages": 298, "provincial_key": 231, "provincial_other": 126}, "省定贫困村数",
     "is not the sum of its parts, 357"),
    ({"marked_villages": 441, "national_villages": 84, "provincial_villages": 298, "municipal_villages": 60},
     "重点村数", "is not the sum of its parts, 442"),
    ({"marked_villages": 441, "mountain_villages": 57, "mountain_marked": 19, "grid_villages": 549},
     "农网改造村数", "is more than the number of villages, 479"),
    ({"marked_villages": 441, "mountain_villages": 57, "mountain_marked": 19, "exit_villages": 470},
     "计划出列村数", "is not the number of villages, 479"),
]  # fmt: skip

QUIET: list[dict[str, Cell]] = [
    {"arable_mu": 238, "sown_mu": 476},
    {"illness_share": 49.4, "poor_persons": 310, "poor_households": 165},
    {"illness_share": 50, "poor_persons": 310, "poor_households": 165},
    {"products": "传统农业、金银花", "planned_products": "金银花种植"},
    {"poverty_rate": 13.1, "poor_persons": 184, "poor_households": 60},
    {"marked_villages": 441, "national_villages": 84, "provincial_villages": 298, "municipal_villages": 59},
    {"marked_villages": 441, "mountain_villages": 57, "mountain_marked": 19, "grid_villages": 479},
]


def remarks_on(region: str, profile: dict[str, Cell]) -> list[tuple[str, str]]:
    records = small()
    records["profiles"] = [{"region": region, "households": 400, "persons": 1400, **profile}]
    checked = check(sheets_of(records), today=TODAY)
    assert checked.register is not None
    return [(finding.column, say(finding.reason, plain)) for finding in checked.remarks]


@pytest.mark.parametrize(("profile", "column", "said"), OF_A_VILLAGE)
def test_a_village_that_contradicts_itself_is_remarked_on(
    profile: dict[str, Cell], column: str, said: str
) -> None:
    assert remarks_on(VILLAGE, profile) == [(column, said)]


@pytest.mark.parametrize(("profile", "column", "said"), OF_A_CITY)
def test_sums_of_a_wider_region_that_do_not_add_up_are_remarked_on(
    profile: dict[str, Cell], column: str, said: str
) -> None:  # fmt: skip
    assert remarks_on(COUNTY, profile) == [(column, said)]


@pytest.mark.parametrize("profile", QUIET)
def test_figures_that_fit_are_not_remarked_on(profile: dict[str, Cell]) -> None:
    assert remarks_on(COUNTY, profile) == []


@pytest.mark.parametrize(
    ("name", "note", "approved", "said"),
    [
        ("两个硬化5.504公里", "", 40_000, ["is 7267 yuan a kilometre: far from what roads cost"]),
        ("通村路", "水泥路3公里", 3_000_000, ["is 1000000 yuan a kilometre: far from what roads cost"]),
        ("通村路", "水泥路3公里", 580_000, []),
        ("背街小巷硬化12500平方米", "", 1_889_000, []),
    ],
)
def test_a_road_that_costs_next_to_nothing_or_too_much_is_remarked_on(
    name: str, note: str, approved: int, said: list[str]
) -> None:  # fmt: skip
    records = small()
    records["projects"][0].update(name=name, note=note, approved_fen=approved)
    records["funds"] = records["funds"][:1]
    assert [say(f.reason, plain) for f in check(sheets_of(records), today=TODAY).remarks] == said


def test_a_township_that_is_not_the_sum_of_its_villages_is_remarked_on() -> None:
    records = small()
    records["profiles"].append({"region": "999901101", "persons": 1401, "households": 400})
    remarks = check(sheets_of(records), today=TODAY).remarks
    assert [(f.row, f.column, say(f.reason, plain)) for f in remarks] == [
        (3, "总人口", "is not the sum of its parts, 1400")
    ]


def test_the_poorest_part_with_a_lower_rate_than_the_whole_is_remarked_on() -> None:
    records = small()
    records["regions"][1]["tags"] = "集中连片地区"
    records["profiles"] = [
        {"region": COUNTY, "poverty_rate": 14.8},
        {"region": "999901101", "poverty_rate": 13.1},
    ]
    remarks = check(sheets_of(records), today=TODAY).remarks
    assert [(f.column, say(f.reason, plain)) for f in remarks] == [
        ("贫困发生率(%)", "is lower than that of the whole, 14.8")
    ]


def test_figures_that_contradict_one_another_are_kept_as_they_are() -> None:
    records = small()
    records["profiles"][0].update(arable_mu=238, sown_mu=580)
    register = check(sheets_of(records), today=TODAY).register
    assert register is not None
    assert register["profiles"][0].values["sown_mu"] == 580
