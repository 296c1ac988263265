"""The demonstration county has the figures of domain.md 6 and the money of 8.2, and nobody in it is real."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import date
from functools import cache
from typing import Any

import pytest

from storage.demo.county import sheets
from storage.demo.people_made import FEMALE, MALE, SURNAMES
from storage.demo.places import FOUR, VILLAGES
from storage.demo.standing import CADRE, CADRE_HOUSEHOLDS, HOUSEHOLD, MEMBER, OFFICER, STANDING
from storage.values.id_number import IdNumber
from storage.values.money import Money, percent, share_at_least
from storage.values.phone import Phone
from storage.workbook import check
from storage.workbook.report import plain, say

TODAY = date(2026, 11, 19)
DAYS = [TODAY, date(2026, 1, 5), date(2026, 3, 1), date(2027, 8, 31), date(2028, 2, 29)]
SPECIAL = {"张伟", "买买提·艾力", "阿依夏·吐尔逊", "艾尔肯·买买提", "古丽娜·买买提", "李𠮷祥"}

Rows = list[dict[str, Any]]


@cache
def county(today: date = TODAY) -> dict[str, Rows]:
    """The register of the demonstration, as the check lets it through."""
    checked = check(sheets(today), today=today)
    assert checked.register is not None, checked.refusals[:5]
    return {sheet: [entry.values for entry in checked.register[sheet]] for sheet in checked.register}


def in_villages(sheet: str, key: str, today: date = TODAY) -> dict[str, Rows]:
    groups: dict[str, Rows] = defaultdict(list)
    for row in county(today)[sheet]:
        groups[row[key]].append(row)
    return groups


def members_by_village() -> Counter[str]:
    home = {row["code"]: row["village"] for row in county()["households"]}
    return Counter(home[row["household"]] for row in county()["members"])


def test_the_four_villages_have_the_households_persons_helpers_and_exits_of_the_papers() -> None:
    households = in_villages("households", "village")
    persons = members_by_village()
    homes = {row["code"]: row for row in county()["households"]}
    out = Counter(
        homes[m["household"]]["village"]
        for m in county()["members"]
        if homes[m["household"]]["state"] == "exited"
    )
    first = {row["person"]: row["village"] for row in reversed(county()["assignments"])}
    helpers = Counter(first.values())
    found = [(len(households[v.code]), persons[v.code], helpers[v.code], out[v.code]) for v in FOUR]
    assert found == [(118, 351, 36, 150), (132, 396, 40, 176), (109, 322, 33, 139), (95, 281, 28, 120)]
    assert [sum(column) for column in zip(*found, strict=True)] == [454, 1350, 137, 585]


def test_the_other_two_villages_have_theirs() -> None:
    households, persons = in_villages("households", "village"), members_by_village()
    assert [(len(households[v.code]), persons[v.code]) for v in VILLAGES[4:]] == [(30, 97), (165, 310)]
    profiles = {row["region"]: row for row in county()["profiles"]}
    fang, hou = (profiles[v.code] for v in VILLAGES[4:])
    keys = (
        "households",
        "persons",
        "labour",
        "migrants",
        "poor_households",
        "poor_persons",
        "arable_mu",
        "sown_mu",
    )
    assert [fang[key] for key in keys] == [65, 247, 72, 40, 30, 97, 238, 580]
    assert [hou[key] for key in ("persons", "poor_households", "poor_persons", "area_km2")] == [
        3355,
        165,
        310,
        32,
    ]


def test_the_helpers_are_of_four_units_and_of_the_ranks_of_the_papers() -> None:
    four = {village.code for village in FOUR}
    bound = {row["person"] for row in county()["assignments"] if row["village"] in four}
    helpers = [row for row in county()["people"] if row["code"] in bound]
    assert len(helpers) == 137
    assert Counter(row["rank"] for row in helpers) == {"副县级": 1, "正科级": 8, "副科级": 9, "一般干部": 119}
    units = {row["code"]: row["name"] for row in county()["units"]}
    assert {units[row["unit"]] for row in helpers} == {"县人大", "县城管局", "县房管局", "县农发行"}


def test_every_household_has_one_primary_helper_and_every_helper_three_to_five() -> None:
    now = [row for row in county()["pairings"] if row["primary"] and row.get("ends") is None]
    assert sorted(row["household"] for row in now) == sorted(row["code"] for row in county()["households"])
    assert set(Counter(row["helper"] for row in now).values()) == {3, 4, 5}
    assert [row["household"] for row in now if row["helper"] == CADRE] == list(CADRE_HOUSEHOLDS)


def test_each_village_has_its_people_in_charge() -> None:
    kinds: dict[str, set[str]] = defaultdict(set)
    for row in county()["roles"]:
        kinds[row["region"]].add(row["kind"])
    everybody = {
        "helper",
        "first_secretary",
        "team_leader",
        "team_member",
        "village_officer",
        "info_officer",
        "supervisor",
    }
    assert all(kinds[village.code] == everybody for village in VILLAGES)
    assert {row["kind"] for row in county()["roles"]} >= {
        "township_clerk", "township_leader", "county_office", "county_leader", "auditor", "donor", "department",
    }  # fmt: skip


def test_the_standing_persons_are_who_they_are_said_to_be() -> None:
    kinds: dict[str, set[str]] = defaultdict(set)
    for row in county()["roles"]:
        kinds[row["person"]].add(row["kind"])
    assert (kinds[CADRE], kinds[MEMBER], kinds[OFFICER]) == (
        {"helper"},
        {"helper", "team_member"},
        {"village_officer"},
    )
    assert [kinds[STANDING[name]] for name in ("leader", "county", "auditor", "donor")] == [
        {"township_leader"}, {"county_office"}, {"auditor"}, {"donor"},
    ]  # fmt: skip
    days = {
        who: [r["village"] for r in county()["assignments"] if r["person"] == who]
        for who in (CADRE, MEMBER, OFFICER)
    }
    assert days == {CADRE: [FOUR[0].code], MEMBER: [FOUR[0].code, FOUR[1].code], OFFICER: []}
    family = [row for row in county()["members"] if row["household"] == HOUSEHOLD]
    assert (family[0]["code"], family[0]["relation"], len(family)) == (STANDING["household"], "户主", 4)
    assert family[3]["school"] == "小学寄宿"


def test_id_numbers_are_of_no_area_and_right_and_everybodys_own() -> None:
    numbers = [row["id_number"] for row in county()["people"] if row["id_number"]]
    assert len(numbers) == len(set(numbers)) == len(county()["people"]) - 1
    assert all(IdNumber(number).number.startswith("9999") for number in numbers)


def test_phones_are_of_no_one_and_each_has_one_owner() -> None:
    phones = [row["phone"] for row in county()["people"] if row["phone"]]
    assert len(phones) == len(set(phones))
    assert all(re.fullmatch(r"1990000\d{4}", phone) and Phone.parse(phone) for phone in phones)
    cadres = {row["person"] for row in county()["roles"]}
    assert all(row["phone"] for row in county()["people"] if row["code"] in cadres)


def test_every_name_is_put_together_from_the_two_pools() -> None:
    names = {row["name"] for row in county()["people"]} - SPECIAL
    assert all(name[0] in SURNAMES and name[1:] in (*MALE, *FEMALE) for name in names)


def test_hard_names_are_among_them() -> None:
    homes = {row["code"]: row["village"] for row in county()["households"]}
    people = {row["code"]: row["name"] for row in county()["people"]}
    same = [
        homes[m["household"]]
        for m in county()["members"]
        if people[m["code"]] == "张伟" and m["relation"] == "户主"
    ]
    assert same == [FOUR[2].code] * 3
    assert {"买买提·艾力", "李𠮷祥"} <= set(people.values())


def test_ages_fit_the_places_in_the_family() -> None:
    births = {row["code"]: row["birth"] for row in county()["people"]}
    for member in county()["members"]:
        age = (TODAY - births[member["code"]]).days // 365
        assert age >= 20 if member["relation"] in ("户主", "配偶") else age >= 0
        if member["school"] not in ("", "非在校"):
            assert 3 <= age <= 22


def sums(today: date, villages: set[str], year: int) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in county(today)["funds"]:
        if row["region"] in villages and row["year"] == year:
            found[f"{row['source']} {row['step']}"] += row["amount_fen"]
            found[row["step"]] += row["amount_fen"]
            if row["source"] == "fiscal" and row["step"] == "received":
                found["industry"] += row["amount_fen"] * row["industry"]
                found["direct"] += row["amount_fen"] * (row["industry"] and row["direct"])
    return found


@pytest.mark.parametrize("today", DAYS)
def test_the_money_of_the_four_villages_gives_the_ratios_of_the_digest_on_any_day(today: date) -> None:
    found = sums(today, {village.code for village in FOUR}, today.year)
    wan = {key: Money(found[key]).wan() for key in ("fiscal received", "fiscal spent", "industry", "direct")}
    assert wan == {"fiscal received": "300", "fiscal spent": "192", "industry": "216", "direct": "147"}
    assert percent(found["direct"], found["industry"]) == "68.1%"
    assert not share_at_least(found["direct"], found["industry"], 70)


def test_the_money_of_one_village_is_that_of_the_answer_example() -> None:
    found = sums(TODAY, {FOUR[0].code}, 2026)
    keys = (
        "received",
        "fiscal received",
        "paired received",
        "social received",
        "spent",
        "industry",
        "direct",
    )
    assert [Money(found[key]).wan() for key in keys] == ["86.5", "60", "20", "6.5", "51.9", "43.2", "29.4"]


def test_projects_are_as_many_in_each_state_as_the_digest_says() -> None:
    four = {village.code for village in FOUR}
    own = [row for row in county()["projects"] if row["village"] in four]
    assert Counter(row["state"] for row in own) == {"building": 6, "finished": 3, "stopped": 1, "planned": 1}
    assert [row["name"] for row in own if row["state"] == "stopped"] == ["路塘通村路"]
    kept_back = [(row["state"], row["village"]) for row in own if row["published_from"] is None]
    assert kept_back == [("planned", FOUR[1].code)]
    assert len([row for row in own if row["village"] == FOUR[0].code]) == 4


def test_the_potatoes_are_those_of_the_answer_example() -> None:
    project = county()["projects"][0]
    paid = sum(row["amount_fen"] for row in county()["funds"] if row["project"] == project["code"])
    assert (project["name"], project["approved_fen"], paid) == ("马铃薯种植500亩", 24_000_000, 18_000_000)
    assert (project["progress"], project["households"], project["in_charge"][0]) == (80, 62, "陈")
    assert (project["published_from"], project["published_to"]) == (date(2026, 3, 2), date(2026, 3, 12))
    paid_to = [
        r["household"] for r in county()["funds"] if r["project"] == project["code"] and r["household"]
    ]
    assert len(paid_to) == 62


@pytest.mark.parametrize("today", DAYS)
def test_there_are_three_years_of_data_and_nothing_lies_in_the_future(today: date) -> None:
    found = county(today)
    assert {row["year"] for row in found["funds"]} == {today.year - 2, today.year - 1, today.year}
    assert {row["year"] for row in found["grants"]} == {today.year - 2, today.year - 1, today.year}
    assert all(row["day"] <= today for row in found["funds"])
    assert all(row["paid_on"] <= today for row in found["grants"] if row["paid_on"])


def test_the_standing_household_was_paid_what_the_example_says() -> None:
    own = [row for row in county()["grants"] if row["household"] == HOUSEHOLD and row["year"] == 2026]
    seen = [row for row in own if not row["personal"] and row["paid_on"]]
    assert Counter(row["kind"] for row in own) == {
        "低保": 11,
        "教育补助": 1,
        "残疾人护理补贴": 1,
        "危房改造": 1,
    }
    assert sum(row["amount_fen"] for row in seen) == 452_000
    assert [row["kind"] for row in own if row["paid_on"] is None] == ["危房改造"]
    assert {row["card_tail"] for row in seen} == {"1234"}


def test_most_households_were_paid_something_and_two_grants_are_personal() -> None:
    paid = {row["household"] for row in county()["grants"] if row["year"] == 2026 and row["paid_on"]}
    assert len(paid) > 0.8 * len(county()["households"])
    assert sum(row["personal"] for row in county()["grants"]) == 2


def test_the_check_remarks_on_what_contradicts_itself_in_the_papers() -> None:
    checked = check(sheets(TODAY), today=TODAY)
    assert (checked.refusals, checked.warnings) == ([], [])
    assert [f"{f.column} {say(f.reason, plain)}" for f in checked.remarks] == [
        "播种面积(亩) is more than 2 harvests a year on 238 mu",
        "规划产业 names what is not among the products: 银耳",
        "因病致贫占比(%) is not the share of any whole number of 310 persons",
    ]


def test_the_same_day_gives_the_same_workbook() -> None:
    assert sheets(TODAY) == sheets(TODAY)
