"""The link of a digest's page: opens once, for minutes, for whom it was made; through the same door as ledgers."""

from __future__ import annotations

import pytest
from acting import scene
from counter import counter, key_of
from databases import Databases, kinds

from handlers.digests.read import digest_text
from locales import translator
from storage.queries.links import LASTS, LENGTH, TRIES
from storage.values.digest import Stretch


@pytest.mark.parametrize("kind", list(kinds()))
async def test_a_page_opens_once_nobody_keeps_it_and_the_audit_says_who_took_it(
    databases: Databases, kind: str
) -> None:
    async with counter(databases, kind, "digest") as at:
        leader = await at.stage.actor("leader")
        key, tail = await at.asked(leader, "日报 网页 昨天"), await at.tail_of(leader)
        for _ in range(3):
            status, asking = await at.look(key)
            assert status == 200, "looking uses nothing up"
        assert "手机号" in asking
        assert "示范办事处" not in asking
        status, body, headers = await at.take(key, tail)
        assert status == 200
        assert (headers["Content-Type"], headers["Cache-Control"]) == (
            "text/html; charset=utf-8",
            "no-store",
        )
        assert "<h1>示范办事处 帮扶日报</h1>" in body.decode()
        assert (await at.take(key, tail))[0] == 404
        assert (await at.look(key))[0] == 404
        audited = await at.audited()
    assert audited == [(leader.who, leader.who, "digest:area", "示范办事处 2026-11-16, 1 rows")]


async def test_nothing_runs_on_the_page_and_nothing_is_loaded(databases: Databases) -> None:
    async with counter(databases, of="digest") as at:
        leader = await at.stage.actor("leader")
        key, tail = await at.asked(leader, "看网页"), await at.tail_of(leader)
        _, body, headers = await at.take(key, tail)
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "script" not in policy
    for loads in (b"<script", b"src=", b"url(", b"@import", b"http:", b"https:", b"style="):
        assert loads not in body


async def test_without_the_last_digits_of_the_phone_it_does_not_open_and_after_three_tries_it_is_dead(
    databases: Databases,
) -> None:
    async with counter(databases, of="digest") as at:
        leader = await at.stage.actor("leader")
        key, tail = await at.asked(leader, "看网页"), await at.tail_of(leader)
        wrong = "0000" if tail != "0000" else "1111"
        for left in range(TRIES - 1, -1, -1):
            status, body, _ = await at.take(key, wrong)
            assert status == 403
            assert f"还可试{left}次" in body.decode()
        assert (await at.take(key, tail))[0] == 404
        assert await at.audited() == []


async def test_after_its_minutes_it_is_a_page_that_is_not_there_as_one_that_never_was_or_is_of_another_kind(
    databases: Databases,
) -> None:
    async with counter(databases, of="digest") as at:
        leader = await at.stage.actor("leader")
        key, tail = await at.asked(leader, "看网页"), await at.tail_of(leader)
        at.kind = "ledger"
        of_another_kind = await at.look(key)
        at.kind = "digest"
        at.stage.hands.now += LASTS
        over, never = await at.look(key), await at.look("a" * LENGTH)
        assert over == never == of_another_kind
        assert over[0] == 404
        assert (await at.take(key, tail))[0] == 404


@pytest.mark.parametrize("happens", ["unbound", "another person", "role ended"])
async def test_who_may_not_have_it_any_more_when_it_is_opened_does_not_get_it(
    databases: Databases, happens: str
) -> None:
    async with counter(databases, of="digest") as at:
        leader = await at.stage.actor("leader")
        key, tail = await at.asked(leader, "看网页"), await at.tail_of(leader)
        await at.let_happen(happens, leader)
        assert (await at.take(key, tail))[0] == 404
        assert await at.audited() == []


@pytest.mark.parametrize("asking", ["周报 网页", "月报 网页"])
async def test_a_unit_contact_opens_the_units_page_and_not_after_the_role_has_ended(
    databases: Databases, asking: str
) -> None:
    async with counter(databases, of="digest") as at:
        contact = await at.stage.actor("D01")
        key, late = await at.asked(contact, asking), await at.asked(contact, asking)
        tail = await at.tail_of(contact)
        status, body, _ = await at.take(key, tail)
        assert status == 200
        assert f"<h1>县人大 帮扶{asking[:2]}</h1>" in body.decode()
        await at.let_happen("role ended", contact)
        assert (await at.take(late, tail))[0] == 404
        assert [row[2] for row in await at.audited()] == ["digest:unit:1"]


async def test_it_says_what_the_message_said_when_it_was_asked_for_in_the_language_of_the_reader(
    databases: Databases,
) -> None:
    async with counter(databases, of="digest") as at:
        leader = await at.stage.actor("leader")
        await leader.hears("English")
        asked = at.stage.hands()
        key, tail = await at.asked(leader, "看网页"), await at.tail_of(leader)
        at.stage.hands.now += LASTS / 2
        assert "The last 4 digits" in (await at.look(key))[1]
        _, body, _ = await at.take(key, tail)
        text = await at.stage.house.database.read(
            digest_text, translator("en"), at.stage.office, "示范办事处", Stretch("day", asked.date()), asked
        )
    assert text is not None
    for line in text.splitlines()[:-1]:
        assert f"<p>{line}</p>" in body.decode()


async def test_the_digest_offers_its_page_by_a_number_and_by_a_word(databases: Databases) -> None:
    async with counter(databases, of="digest") as at:
        leader = await at.stage.actor("leader")
        for way in ("网页", "看网页", "number"):
            said = (await leader.say("日报 昨天"))[-1]
            last = said.options[-1]
            assert last.label == "网页"
            answer = await leader.hears(last.key if way == "number" else way)
            assert answer.startswith("示范办事处 2026-11-16 日报网页\n")
            assert key_of("digest").search(answer)


@pytest.mark.parametrize(
    ("who", "words"), [("cadre", "我的本周"), ("household", "没有查到"), ("donor", "没有查到")]
)
async def test_who_has_no_digest_has_no_page(databases: Databases, who: str, words: str) -> None:
    async with counter(databases, of="digest") as at:
        before = await at.stage.rows()
        said = await (await at.stage.actor(who)).hears("看网页")
        assert words in said
        assert key_of("digest").search(said) is None
        assert (await at.stage.rows())["links"] == before["links"]


async def test_a_place_out_of_reach_has_no_page_as_one_that_is_not_there(databases: Databases) -> None:
    async with counter(databases, of="digest") as at:
        leader = await at.stage.actor("leader")
        assert await leader.hears("看网页 示范县") == await leader.hears("看网页 无名村")


async def test_without_a_server_it_says_where_pages_come_from_and_the_digest_does_not_offer_one(
    databases: Databases,
) -> None:
    async with scene(databases) as stage:
        leader = await stage.actor("leader")
        before = await stage.rows()
        assert "聊天服务器" in await leader.hears("看网页")
        assert (await stage.rows())["links"] == before["links"]
        assert "网页" not in [option.label for option in (await leader.say("日报"))[-1].options]
