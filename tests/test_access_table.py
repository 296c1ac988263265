"""Who reaches what: domain.md 1.2 (money: D40) written out role by role, against the one door."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.access import reach
from storage.queries.reach import Reach
from storage.queries.speakers import RoleHeld, SpeakerRow
from storage.queries.turns import ContactRow

TODAY = date(2026, 11, 17)
ME, UNIT, HOME = 7, 70, 700
VILLAGE, TOWNSHIP, COUNTY = "/9999/999901/99990111/", "/9999/999901/", "/9999/"
PLACES = {"village": VILLAGE, "township": TOWNSHIP, "county": COUNTY}

EXPECTED = {
    "household": """
        R own: profile visit pairing benefit payment
        R village: fund project public_notice training
    """,
    "info_officer": """
        R village: fund project call_list public_notice training holiday_duty
    """,
    "helper": """
        R paired: profile visit pairing benefit payment
        W paired: profile visit
        R self: check_in
        W self: check_in duty
        R village: fund project public_notice training holiday_duty
    """,
    "team_member": """
        R village: profile pairing fund project public_notice training holiday_duty
        W village: visit
        R paired: payment
        R self: check_in
        W self: check_in duty
    """,
    "team_leader": """
        R village: profile visit pairing benefit fund project payment plan voucher digest people public_notice training holiday_duty
        W village: pairing
        R self: check_in
        W self: check_in duty
    """,
    "village_officer": """
        R village: profile visit check_in pairing benefit fund project payment plan voucher digest people call_list public_notice training holiday_duty
        W village: profile visit public_notice
    """,
    "supervisor": """
        R village: check_in fund project voucher public_notice
    """,
    "township_clerk": """
        R township: profile visit check_in pairing benefit fund project payment plan voucher digest people call_list public_notice training holiday_duty
        R township, logged: secret
        W township: profile pairing people public_notice holiday_duty
    """,
    "township_leader": """
        R township: visit check_in pairing fund project digest people public_notice training holiday_duty
        R township, masked: profile plan
    """,
    "county_office": """
        R county: profile visit check_in pairing benefit fund project plan voucher digest people public_notice training holiday_duty
        R county, logged: secret payment
        W county: profile pairing people
        X county: pairing
    """,
    "county_leader": """
        R county: fund project digest public_notice holiday_duty
        R county, masked: plan
    """,
    "department": """
        R unit: fund project plan voucher matter
    """,
    "unit_contact": """
        R unit: visit check_in pairing fund project voucher digest people
        R unit, masked: payment
    """,
    "auditor": """
        R county: visit check_in pairing fund project plan voucher digest people public_notice
        R county, masked: profile
        R county, logged: benefit payment
    """,
    "donor": """
        R unit: fund project voucher
        R unit, masked: payment
    """,
    "admin": "",
    "nobody has heard of": "",
}
"""Verb, whose, what comes with it: resources. What is not written is refused."""

ALIKE = {"first_secretary": "team_leader", "unit_leader": "unit_contact", "inspector": "auditor"}
RESOURCES = (
    "profile", "secret", "visit", "check_in", "duty", "pairing", "benefit", "fund", "project", "payment", "plan",
    "voucher", "digest", "matter", "people", "public_notice", "training",
    "holiday_duty", "a resource that is none",
)  # fmt: skip
ROLES = (*EXPECTED, *ALIKE)
SCOPES = {
    "own": Reach(household_id=HOME),
    "paired": Reach(helper_id=ME, day=TODAY),
    "self": Reach(person_id=ME),
    "unit": Reach(unit_ids=(UNIT,)),
    **{level: Reach(paths=(path,)) for level, path in PLACES.items()},
}


def expected(role: str) -> dict[tuple[str, str], Reach]:
    """(resource, verb) -> what the role reaches."""
    found = {}
    for line in EXPECTED[ALIKE.get(role, role)].strip().splitlines():
        head, _, resources = line.strip().partition(": ")
        verb, _, scope = head.partition(" ")
        whose, _, how = scope.partition(", ")
        base = SCOPES[whose]
        for resource in resources.split():
            found[resource, verb] = Reach(
                base.paths, base.helper_id, base.household_id, base.unit_ids, base.person_id, base.day,
                masked=how == "masked", logged=how == "logged",
            )  # fmt: skip
    return found


def level_of(role: str) -> str:
    """Where somebody of that role holds it."""
    found = [line for line in EXPECTED[ALIKE.get(role, role)].split() if line.strip(",:") in PLACES]
    return found[0].strip(",:") if found else "village"


def contact(home: int | None = None, path: str = VILLAGE) -> ContactRow:
    return ContactRow(1, "terminal", ME, home, path if home else "", None, None, 0, None)


def held(kind: str, level: str, path: str | None = None) -> RoleHeld:
    return RoleHeld(kind, 1, PLACES[level] if path is None else path, "", level, UNIT, duty=False)


def speaker(*roles: RoleHeld) -> SpeakerRow:
    return SpeakerRow(ME, "G001", "陈天佑", None, UNIT, roles, TODAY)


def reached(role: str, resource: str, verb: str) -> Reach:
    """What one role alone reaches."""
    if role == "household":
        return reach(speaker(), contact(HOME), resource, verb)
    return reach(speaker(held(role, level_of(role))), contact(), resource, verb)


@pytest.mark.parametrize("verb", ["R", "W", "X"])
@pytest.mark.parametrize("role", ROLES)
def test_a_role_reaches_what_the_table_says_and_nothing_else(role: str, verb: str) -> None:
    table = expected(role)
    found = {resource: reached(role, resource, verb) for resource in RESOURCES}
    assert found == {resource: table.get((resource, verb), Reach()) for resource in RESOURCES}


@pytest.mark.parametrize("resource", RESOURCES)
def test_whoever_is_nobody_or_holds_no_role_reaches_nothing(resource: str) -> None:
    for verb in "RWX":
        assert not reach(None, contact(), resource, verb)
        assert not reach(speaker(), contact(), resource, verb)


ABOVE = [
    (role, level)
    for role in ROLES
    for level in ("township", "county")
    if role != "household" and len(PLACES[level]) < len(PLACES[level_of(role)])
]


@pytest.mark.parametrize(("role", "level"), ABOVE)
def test_a_role_held_above_its_level_does_not_open_what_lies_around(role: str, level: str) -> None:
    for resource in RESOURCES:
        assert not reach(speaker(held(role, level)), contact(), resource).paths


def test_a_role_without_a_region_or_a_unit_opens_none_instead_of_all() -> None:
    for role in ROLES:
        nowhere = SpeakerRow(
            ME, "", "", None, None, (RoleHeld(role, None, "", "", "", None, duty=False),), TODAY
        )
        for resource in RESOURCES:
            found = reach(nowhere, contact(HOME, path=""), resource)
            assert not found.paths
            assert not found.unit_ids


def test_a_path_that_begins_alike_is_another_place() -> None:
    found = reach(speaker(held("village_officer", "village")), contact(), "fund")
    assert found.covers(VILLAGE)
    assert not found.covers(TOWNSHIP)
    assert not found.covers("/9999/999901/999901110/")
    assert not found.covers("/9999/999901/9999011/")


@given(st.lists(st.sampled_from([role for role in ROLES if role != "household"]), max_size=4), st.booleans())
def test_several_roles_reach_what_each_of_them_reaches_and_no_more(roles: list[str], at_home: bool) -> None:
    everybody = speaker(*(held(role, level_of(role)) for role in roles))
    for resource in RESOURCES:
        for verb in "RWX":
            together = reach(everybody, contact(HOME if at_home else None), resource, verb)
            alone = [reached(role, resource, verb) for role in (*roles, *(("household",) if at_home else ()))]
            assert {*together.paths} == {path for each in alone for path in each.paths}
            assert {*together.unit_ids} == {unit for each in alone for unit in each.unit_ids}
            for name in ("helper_id", "household_id", "person_id"):
                given_by = {getattr(each, name) for each in alone} - {None}
                assert getattr(together, name) == (given_by.pop() if given_by else None)
            assert together.logged == any(each.logged for each in alone)
            assert together.masked == (any(alone) and all(each.masked for each in alone if each))
