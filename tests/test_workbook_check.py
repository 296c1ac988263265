"""What a check refuses and warns of, one spoiled cell at a time, named by sheet, row, column and reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from small_county import IDS, TODAY, VILLAGE, Records, sheets_of, small

from storage.workbook import check
from storage.workbook.model import Cell, Finding, Known, Sheet

Spoil = Callable[[Records], object]


def change(sheet: str, at: int, **cells: Cell) -> Spoil:
    """Change cells of a row (counted from 0)."""
    return lambda records: records[sheet][at].update(cells)


def add(sheet: str, like: int, **cells: Cell) -> Spoil:
    """Add a row like another one but for some cells."""
    return lambda records: records[sheet].append({**records[sheet][like], **cells})


def places(findings: object) -> list[tuple[str, int, str, str]]:
    assert isinstance(findings, list)
    return [(f.sheet, f.row, f.column, f.reason.msgid) for f in findings if isinstance(f, Finding)]


def test_a_workbook_without_a_fault_is_let_through() -> None:
    checked = check(sheets_of(small()), today=TODAY)
    assert (places(checked.refusals), places(checked.warnings), places(checked.remarks)) == ([], [], [])
    assert checked.register is not None
    assert {sheet: len(rows) for sheet, rows in checked.register.tables.items()} == {
        "regions": 3, "profiles": 1, "units": 1, "people": 5, "roles": 2, "assignments": 1, "households": 2,
        "members": 3, "pairings": 2, "projects": 1, "funds": 2, "grants": 1,
    }  # fmt: skip


ELSE = "belongs to somebody else as well: {rows}"
REFUSED: list[tuple[str, Spoil, list[tuple[str, int, str, str]]]] = [
    ("a masked count", change("projects", 0, households="20xx"),
     [("项目", 2, "受益户数", "is masked or blanked out")]),
    ("a box in a name", change("members", 1, name="张□蕊"),
     [("家庭成员", 3, "姓名", "is masked or blanked out")]),
    ("a wrong check character", change("members", 0, id_number="999901197501010017"),
     [("家庭成员", 2, "身份证号", "has a wrong check character")]),
    ("a birthday that is none", change("members", 0, id_number="999901196302290016"),
     [("家庭成员", 2, "身份证号", "carries a birthday that does not exist")]),
    ("an ID number kept as a number", change("members", 0, id_number=9.99901197501010018e17),
     [("家庭成员", 2, "身份证号", "is stored as a number, and Excel has cut it to 15 digits")]),
    ("another birthday than the card", change("members", 0, birth=date(1975, 1, 2)),
     [("家庭成员", 2, "出生日期", "is not what the ID number says")]),
    ("another sex than the card", change("members", 0, sex="女"),
     [("家庭成员", 2, "性别", "is not what the ID number says")]),
    ("a birthday to come", change("people", 0, birth=date(2026, 11, 20)),
     [("人员", 2, "出生日期", "is in the future")]),
    ("one ID number in two households", change("members", 2, id_number=IDS[0]),
     [("家庭成员", 2, "身份证号", ELSE), ("家庭成员", 4, "身份证号", ELSE)]),
    ("one ID number on both sheets", change("people", 0, id_number=IDS[0], sex="男"),
     [("人员", 2, "身份证号", ELSE), ("家庭成员", 2, "身份证号", ELSE)]),
    ("one phone for two cadres", change("people", 1, phone="19900000001"),
     [("人员", 2, "手机号", "is in rows {rows} as well"), ("人员", 3, "手机号", "is in rows {rows} as well")]),
    ("a code given twice", add("households", 0),
     [("农户", 2, "户编码", "is in rows {rows} as well"), ("农户", 4, "户编码", "is in rows {rows} as well")]),
    ("a role given twice", add("roles", 0),
     [("角色", 2, "人员编码", "is in rows {rows} as well"), ("角色", 4, "人员编码", "is in rows {rows} as well")]),
    ("a village that is not there", change("households", 1, village="999901101299"),
     [("农户", 3, "村编码", "is not in the sheet {sheet}")]),
    ("a helper that is not there", change("pairings", 0, helper="G009"),
     [("结对", 2, "帮扶人编码", "is not in the sheet {sheet}")]),
    ("a project that is not there", change("funds", 1, project="P2699"),
     [("资金", 3, "项目编码", "is not in the sheet {sheet}")]),
    ("a township where a village belongs", change("assignments", 0, village="999901101"),
     [("驻村", 2, "村编码", "is not a village")]),
    ("a region under a lower one", change("regions", 1, parent=VILLAGE),
     [("区域", 3, "上级编码", "is not above this region"), ("区域", 4, "上级编码", "leads in a circle")]),
    ("a township of nowhere", change("regions", 1, parent=None),
     [("区域", 3, "上级编码", "is empty")]),
    ("a leader of a village", change("roles", 1, region=VILLAGE),
     [("角色", 3, "区域编码", "is not of the level of this role")]),
    ("a leader of no place", change("roles", 1, region=None),
     [("角色", 3, "区域编码", "is empty")]),
    ("a donor of no unit", change("roles", 1, kind="donor"),
     [("角色", 3, "单位编码", "is empty")]),
    ("an end before the beginning", change("assignments", 0, ends=date(2024, 2, 1)),
     [("驻村", 2, "结束日期", "is before the beginning")]),
    ("a notice that ends but does not begin", change("projects", 0, published_from=None),
     [("项目", 2, "公示结束", "has no beginning")]),
    ("two primary helpers at once", lambda r: (
        add("roles", 0, person="G002", starts=date(2025, 1, 1))(r),
        add("pairings", 0, helper="G002", starts=date(2025, 1, 1))(r)),
     [("结对", 2, "帮扶人编码", "is a second primary helper beside {helper}"),
      ("结对", 4, "帮扶人编码", "is a second primary helper beside {helper}")]),
    ("a helper without a role", change("pairings", 0, helper="G002"),
     [("结对", 2, "帮扶人编码", "has no role that helps households")]),
    ("a member of two households", add("members", 1, household="SG002"),
     [("家庭成员", 3, "人员编码", "is in the household {household} at the same time"),
      ("家庭成员", 5, "人员编码", "is in the household {household} at the same time")]),
    ("two heads", change("members", 1, relation="户主"),
     [("家庭成员", 3, "与户主关系", "is a second head of this household; the first is in row {row}")]),
    ("a member without a name", change("members", 1, name=None),
     [("家庭成员", 3, "姓名", "is empty")]),
    ("one code, two names", lambda r: (
        add("members", 1, code="G001", name="别的名", household="SG002", relation="其他", id_number=None)(r)),
     [("家庭成员", 5, "姓名", "is another name than in the sheet {sheet}")]),
    ("an amount below zero", change("funds", 0, amount_fen=-1),
     [("资金", 2, "金额(元)", "is below zero")]),
    ("money that is still to come", change("grants", 0, paid_on=date(2026, 12, 1)),
     [("补助", 2, "发放日期", "is in the future")]),
    ("a grant to a stranger", change("grants", 0, person="SG002-1"),
     [("补助", 2, "人员编码", "is not a member of this household")]),
    ("a word that is not one", change("households", 0, state="不清楚"),
     [("农户", 2, "状态", "is not one of the words of this column")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("spoil", "expected"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_a_spoiled_cell_is_refused_where_it_stands(
    spoil: Spoil, expected: list[tuple[str, int, str, str]]
) -> None:
    records = small()
    spoil(records)
    checked = check(sheets_of(records), today=TODAY)
    assert places(checked.refusals) == expected
    assert checked.register is None


MORE = "is more than {header} beside it"
WARNED: list[tuple[str, Spoil, list[tuple[str, int, str, str]]]] = [
    ("an active household without a helper", lambda r: r["pairings"].pop(0),
     [("农户", 2, "户编码", "has no primary helper")]),
    ("a helper who has left", change("pairings", 0, ends=date(2026, 1, 31)),
     [("农户", 2, "户编码", "has no primary helper")]),
    ("a household without a head", change("members", 0, relation="其他"),
     [("农户", 2, "户编码", "has no head among its members")]),
    ("an exit without a day", change("households", 1, exited_on=None),
     [("农户", 3, "脱贫日期", "is empty, though the household has left poverty")]),
    ("a cadre without a phone", change("people", 1, phone=None),
     [("人员", 3, "手机号", "is empty: this person cannot be told apart when binding")]),
    ("more households than persons", change("profiles", 0, persons=399),
     [("村情", 2, "总户数", MORE)]),
    ("more poor than people", change("profiles", 0, poor_persons=1500),
     [("村情", 2, "贫困人口", MORE)]),
    ("more workers than people", change("profiles", 0, labour=1401),
     [("村情", 2, "劳动力", MORE)]),
    ("more migrants than workers", change("profiles", 0, labour=72, migrants=73),
     [("村情", 2, "外出务工", MORE)]),
    ("more thirsty than people", change("profiles", 0, water_persons=1401),
     [("村情", 2, "饮水困难人口", MORE)]),
    ("a village of no size", change("profiles", 0, area_km2=0),
     [("村情", 2, "面积(平方公里)", "is zero")]),
    ("another number of poor households", change("profiles", 0, poor_households=1),
     [("村情", 2, "贫困户数", "is not the number of households in the register, {found}")]),
    ("more paid than approved", change("projects", 0, approved_fen=1000),
     [("项目", 2, "批复金额(元)", "is less than what was paid: {paid} yuan")]),
    ("direct money that is not for industry", change("funds", 0, industry=False),
     [("资金", 2, "直接到户", "is set, but the money is not marked as industry: the ratio does not count it")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("spoil", "expected"), [case[1:] for case in WARNED], ids=[case[0] for case in WARNED]
)
def test_what_is_doubtful_is_told_and_let_through(
    spoil: Spoil, expected: list[tuple[str, int, str, str]]
) -> None:
    records = small()
    spoil(records)
    checked = check(sheets_of(records), today=TODAY)
    assert (places(checked.refusals), places(checked.warnings)) == ([], expected)
    assert checked.register is not None


def test_one_helper_after_the_other_is_no_overlap() -> None:
    records = small()
    records["pairings"][0]["ends"] = date(2025, 12, 31)
    records["roles"].append({**records["roles"][0], "person": "G002"})
    records["pairings"].append(
        {**records["pairings"][1], "household": "SG001", "helper": "G002", "starts": date(2026, 1, 1)}
    )
    assert check(sheets_of(records), today=TODAY).refusals == []


def test_a_newborn_without_a_number_and_one_with_a_temporary_one_are_taken() -> None:
    records = small()
    records["members"][1].update(id_number=None)
    records["members"][2].update(id_number="T202611190001")
    assert check(sheets_of(records), today=TODAY).refusals == []


def test_birthday_and_sex_are_read_from_the_number_where_they_are_not_given() -> None:
    register = check(sheets_of(small()), today=TODAY).register
    assert register is not None
    head = next(entry.values for entry in register["people"] if entry.values["code"] == "SG001-1")
    assert (head["birth"], head["sex"]) == (date(1975, 1, 1), "男")


def test_a_cadre_may_be_a_member_of_a_household_without_being_named_twice() -> None:
    records = small()
    records["members"].append({"household": "SG002", "code": "G001", "relation": "之子"})
    register = check(sheets_of(records), today=TODAY).register
    assert register is not None
    assert [entry.values["name"] for entry in register["people"] if entry.values["code"] == "G001"] == [
        "陈天佑"
    ]


def test_a_part_of_the_register_may_lean_on_what_the_database_holds() -> None:
    records = {"funds": small()["funds"]}
    alone = check(sheets_of(records), today=TODAY)
    assert {place[2] for place in places(alone.refusals)} == {"区域编码", "项目编码", "户编码", "单位编码"}
    codes = {"regions": {VILLAGE}, "projects": {"P2601"}, "households": {"SG001"}, "units": {"U01"}}
    known = Known(codes={sheet: frozenset(held) for sheet, held in codes.items()})
    assert check(sheets_of(records), today=TODAY, known=known).refusals == []


def test_what_the_database_holds_is_compared_too() -> None:
    records = {
        key: small()[key]
        for key in ("people", "members", "pairings", "roles", "households", "regions", "units")
    }
    known = Known(
        holder=lambda _kind, number: "SG099-1" if number == IDS[0] else None,
        primaries={"SG001": [("G077", date(2023, 1, 1), None)]},
        memberships={"SG002-1": [("SG050", date(2020, 1, 1), None)]},
    )
    assert places(check(sheets_of(records), today=TODAY, known=known).refusals) == [
        ("家庭成员", 2, "身份证号", "is in the register as that of {code}"),
        ("家庭成员", 4, "人员编码", "is in the household {household} at the same time"),
        ("结对", 2, "帮扶人编码", "is a second primary helper beside {helper}"),
    ]


def test_a_sheet_without_a_needed_column_is_refused_whole() -> None:
    sheets = dict(sheets_of(small()))
    header = tuple(name for name in sheets["农户"].header if name != "状态")
    sheets["农户"] = Sheet(header, sheets["农户"].rows)
    refusals = places(check({"农户": sheets["农户"], "区域": sheets["区域"]}, today=TODAY).refusals)
    assert refusals == [("农户", 1, "状态", "is missing: the sheet needs this column")]


def test_strange_sheets_and_columns_are_left_out_and_told() -> None:
    sheets = dict(sheets_of({"regions": small()["regions"]}))
    region = sheets["区域"]
    sheets["区域"] = Sheet((*region.header, "邮编"), tuple((n, (*row, "553300")) for n, row in region.rows))
    sheets["统计"] = Sheet(("合计",), ((2, (3,)),))
    sheets["说明"] = Sheet(("请先看",), ((2, ("…",)),))
    checked = check(sheets, today=TODAY)
    assert [(f.sheet, f.column) for f in checked.warnings] == [("区域", "邮编"), ("统计", "")]
    assert checked.refusals == []


def test_a_column_given_twice_and_a_unit_nobody_knows_are_refused() -> None:
    sheets = dict(sheets_of({"regions": small()["regions"], "projects": small()["projects"]}))
    renamed = {"主管事项": "名称", "批复金额(元)": "批复金额(亿元)"}
    project = sheets["项目"]
    sheets["项目"] = Sheet(tuple(renamed.get(str(name), name) for name in project.header), project.rows)
    told = places(check(sheets, today=TODAY).refusals)
    assert ("项目", 1, "名称", "is there twice") in told
    assert ("项目", 1, "批复金额(元)", "names a unit that is not known") in told


def test_a_workbook_with_nothing_we_know_is_refused() -> None:
    assert [f.reason.msgid for f in check({"Sheet1": Sheet(("a",), ())}).refusals] == [
        "has no sheet that is known here"
    ]
