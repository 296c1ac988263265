"""The link of a ledger: opens once, for minutes, for whom it was made; over HTTP, as a phone would."""

from __future__ import annotations

import io

import openpyxl
import pytest
from acting import scene
from counter import counter, key_of
from databases import Databases, kinds
from sqlalchemy import Connection, select

from storage.queries.links import LASTS, LENGTH, TRIES
from storage.tables import Link


@pytest.mark.parametrize("kind", list(kinds()))
async def test_a_link_opens_once_as_an_attachment_nobody_keeps_and_the_audit_says_who_took_what(
    databases: Databases, kind: str
) -> None:
    async with counter(databases, kind) as at:
        officer = await at.stage.actor("officer")
        key, tail = await at.asked(officer, "台账 考勤 上月"), await at.tail_of(officer)
        for _ in range(3):
            status, page = await at.look(key)
            assert status == 200, "looking uses nothing up"
        assert "手机号" in page
        assert "考勤" not in page
        status, body, headers = await at.take(key, tail)
        assert status == 200
        assert headers["Cache-Control"] == "no-store"
        assert headers["Content-Disposition"].startswith(
            'attachment; filename="ledger.xlsx"; filename*=UTF-8'
        )
        sheet = openpyxl.load_workbook(io.BytesIO(body))["驻村考勤表"]
        assert sheet["A1"].value == "驻村考勤表 石关村 2026年10月"
        assert (await at.take(key, tail))[0] == 404
        assert (await at.look(key))[0] == 404
        taken = await at.audited()
    assert taken == [
        (officer.who, officer.who, "ledger:attendance", f"石关村 2026-10, {sheet.max_row - 3} rows")
    ]


async def test_without_the_last_digits_of_the_phone_it_does_not_open_and_after_three_tries_it_is_dead(
    databases: Databases,
) -> None:
    async with counter(databases) as at:
        cadre = await at.stage.actor("cadre")
        key, tail = await at.asked(cadre, "台账 日志"), await at.tail_of(cadre)
        wrong = "0000" if tail != "0000" else "1111"
        for left in range(TRIES - 1, -1, -1):
            status, body, _ = await at.take(key, wrong)
            assert status == 403
            assert f"还可试{left}次" in body.decode()
        assert (await at.take(key, tail))[0] == 404
        assert await at.audited() == []


async def test_after_its_minutes_it_is_a_page_that_is_not_there_as_one_that_never_was(
    databases: Databases,
) -> None:
    async with counter(databases) as at:
        cadre = await at.stage.actor("cadre")
        key, tail = await at.asked(cadre, "台账 走访表"), await at.tail_of(cadre)
        at.stage.hands.now += LASTS
        over, never = await at.look(key), await at.look("a" * LENGTH)
        assert over == never
        assert over[0] == 404
        assert (await at.take(key, tail))[0] == 404


@pytest.mark.parametrize("happens", ["unbound", "another person", "role ended"])
async def test_who_may_not_have_it_any_more_when_it_is_opened_does_not_get_it(
    databases: Databases, happens: str
) -> None:
    async with counter(databases) as at:
        officer = await at.stage.actor("officer")
        key, tail = await at.asked(officer, "台账 花名册"), await at.tail_of(officer)
        await at.let_happen(happens, officer)
        assert (await at.take(key, tail))[0] == 404
        assert await at.audited() == []


async def test_the_word_of_a_link_is_kept_nowhere_in_the_clear(databases: Databases) -> None:
    async with counter(databases) as at:
        key = await at.asked(await at.stage.actor("cadre"), "台账 考勤")
        kept = await at.stage.house.database.read(_links)
        assert kept == [at.stage.house.vault.index("link", key)]


def _links(db: Connection) -> list[bytes]:
    return list(db.execute(select(Link.word_index)).scalars())


async def test_a_card_comes_as_a_page_to_print(databases: Databases) -> None:
    async with counter(databases) as at:
        cadre = await at.stage.actor("cadre")
        key, tail = await at.asked(cadre, "台账 一户一卡"), await at.tail_of(cadre)
        status, body, headers = await at.take(key, tail)
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert body.decode().count("<article>") == 4


async def test_the_answer_offers_the_month_before_and_asks_which_of_several_areas(
    databases: Databases,
) -> None:
    async with counter(databases) as at:
        cadre = await at.stage.actor("cadre")
        await at.asked(cadre, "台账 考勤 2026-11")
        assert "2026年10月" in await cadre.hears("1")
        assert (await cadre.hears("台账 考勤 本周")).startswith("这份台账按月出")
        county = await at.stage.actor("county")
        assert key_of("ledger").search(await county.hears("驻村考勤 石关村")) is None, (
            "a check-in word is no ledger"
        )
        assert key_of("ledger").search(await county.hears("导出 周报 示范办事处 上周"))


async def test_without_a_server_it_says_where_files_come_from(databases: Databases) -> None:
    async with scene(databases) as stage:
        before = await stage.rows()
        assert "bangfu export" in await (await stage.actor("cadre")).hears("台账 考勤")
        assert (await stage.rows())["links"] == before["links"]
