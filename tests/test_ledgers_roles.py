"""Who may have which ledger of what: role by role, with the neutral refusal for everything else."""

from __future__ import annotations

import pytest
from acting import EVERYBODY, WORKDAY, Scene, scene, words_of
from databases import Databases
from ledgers import rows, tables
from sqlalchemy import Connection, select

from handlers.ledgers.act import offered, sight
from storage.demo.standing import CADRE_HOUSEHOLDS, STANDING
from storage.ledgers.plans import LEDGERS
from storage.queries import people
from storage.queries.speakers import SpeakerRow, speaker_of
from storage.tables import QueryEntry

ALL = {one.key for one in LEDGERS}
OWN = {"card", "village", "problems", "work", "diary", "income", "pairing", "attendance", "visits"}
MAY = {
    "cadre": OWN,
    "member": OWN,
    "officer": ALL,
    "household": set(),
    "clerk": ALL,
    "leader": ALL,
    "county": ALL,
    "auditor": ALL,
    "donor": set(),
    "stranger:1": set(),
}
NEUTRAL = "没有查到您可查看的记录"
SITE = "http://127.0.0.1:1"


async def reader(stage: Scene, code: str) -> SpeakerRow:
    def read(db: Connection) -> SpeakerRow:
        found = people.by_code(db, code)
        assert found is not None
        speaker = speaker_of(db, found.id, WORKDAY.date())
        assert speaker is not None
        return speaker

    return await stage.house.database.read(read)


@pytest.mark.parametrize("who", EVERYBODY)
async def test_each_is_offered_what_the_table_of_rights_grants(databases: Databases, who: str) -> None:
    async with scene(databases) as stage:
        actor = await stage.actor(who)
        said = words_of(await actor.say("台账"))
        listed = {
            one.key for one in LEDGERS if any(o.label == one.title for m in actor.last for o in m.options)
        }
    assert listed == MAY[who], said


@pytest.mark.parametrize(
    "who", [who for who, may in MAY.items() if who != "stranger:1" and len(may) < len(ALL)]
)
async def test_what_is_not_granted_is_refused_in_the_neutral_words_and_noted(
    databases: Databases, who: str
) -> None:
    async with scene(databases) as stage:
        stage.office.site = SITE
        actor = await stage.actor(who)
        for one in LEDGERS:
            if one.key not in MAY[who]:
                assert (await actor.hears(f"台账 {one.title}")).startswith(NEUTRAL)
        before = await stage.rows()
        assert (await actor.hears("台账 一乡一簿 示范县")).startswith(NEUTRAL)
        after = await stage.rows()
        stage.office.site = ""
    assert after["links"] == before["links"]
    if who != "household":
        assert after["query_log"] == before["query_log"] + 1


@pytest.mark.parametrize(("who", "elsewhere"), [("officer", "路塘村"), ("officer", "示范办事处"), ("leader", "示范县"), ("leader", "没有这个村")])  # fmt: skip
async def test_another_area_is_refused_as_one_that_does_not_exist(
    databases: Databases, who: str, elsewhere: str
) -> None:
    async with scene(databases) as stage:
        stage.office.site = SITE
        actor = await stage.actor(who)
        for ledger in ("考勤", "花名册", "走访表", "问题台账"):
            assert (await actor.hears(f"台账 {ledger} {elsewhere}")).startswith(NEUTRAL)
        refused = await stage.house.database.read(_refusals)
        stage.office.site = ""
    assert refused == 4


def _refusals(db: Connection) -> int:
    return len(db.execute(select(QueryEntry.id).where(QueryEntry.kind == "ledger", QueryEntry.refused)).all())


async def test_a_cadre_gets_own_records_and_own_households_and_nothing_else(databases: Databases) -> None:
    async with scene(databases) as stage:
        code = STANDING["cadre"]
        found = {key: await tables(stage, key, reader=code) for key in OWN}
        everybody = await rows(stage, "diary")
    assert {row["code"] for row in found["village"]["homes"]} == set(CADRE_HOUSEHOLDS)
    assert {row["code"] for row in found["village"]["members"]} == set(CADRE_HOUSEHOLDS)
    assert {row["code"] for row in found["attendance"]["attendance"]} == {code}
    assert {row["code"] for row in found["work"]["work"]} == {code}
    for key in ("diary", "visits"):
        assert {row.get("name", row.get("helper")) for row in found[key][key]} <= {"陈天佑"}
    assert len({row["name"] for row in everybody}) > 100


async def test_a_village_officer_gets_the_village_and_no_line_of_another(databases: Databases) -> None:
    async with scene(databases) as stage:
        found = {
            key: await rows(stage, key, area="石关村", reader=STANDING["officer"])
            for key in ("village", "pairing", "problems", "visits", "work", "diary")
        }
        wider = await rows(stage, "visits", area="示范办事处", reader=STANDING["officer"])
    for key, lines in found.items():
        assert lines, key
        assert {row["village"] for row in lines} == {"石关村"}, key
    assert {row["village"] for row in wider} == {"石关村"}, "a wider area opens no more"


async def test_a_township_leader_sees_members_masked_and_no_payments(databases: Databases) -> None:
    async with scene(databases) as stage:
        leader = await tables(stage, "card", area="石关村", reader=STANDING["leader"])
        visits = await rows(stage, "visits", area="石关村", reader=STANDING["leader"])
    assert "grants" not in leader
    assert all(row["head"].endswith("*") for row in (*leader["homes"], *visits))
    assert all(row["name"].endswith("*") for row in leader["members"])
    assert all(row["birth"] is None for row in leader["members"])
    assert not [row for row in leader["homes"] if row["paid"] is not None]


@pytest.mark.parametrize("who", ["cadre", "officer", "leader", "county", "auditor"])
async def test_numbers_are_covered_for_everybody_unless_they_are_asked_for_with_a_reason(
    databases: Databases, who: str
) -> None:
    async with scene(databases) as stage:
        area = "" if who == "cadre" else "石关村"
        found = await rows(stage, "village", "members", area=area, reader=STANDING[who])
        pairs = await rows(stage, "pairing", area=area, reader=STANDING[who])
    assert found
    assert all("****" in row["id"] for row in found if row["id"])
    assert all("****" in row["phone"] for row in (*found, *pairs) if row["phone"])
    assert {row["health"] for row in found} <= {"", "已隐去"}


async def test_a_contact_of_a_household_is_nobodys_office_whatever_the_person_is_besides(
    databases: Databases,
) -> None:
    async with scene(databases) as stage:
        household = await reader(stage, STANDING["household"])
    assert offered(sight(household)) == []
