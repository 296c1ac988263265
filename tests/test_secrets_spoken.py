"""Who reads a masked field is written down; what is logged, also of a turn that fails, is masked."""

from __future__ import annotations

import contextlib
import io
import logging
import signal
import sqlite3
from collections.abc import Iterator

import pytest
from acting import scene
from databases import Databases, kinds
from served import Page, Server, visitor
from shell import kept_logging
from sqlalchemy import Connection, delete, select
from test_secrets_at_rest import CARD, ID, MOBILE, PHONE, SAID, leaks, play, secrets_of

from bot.desk import TurnFailed
from bot.logs import set_up
from handlers.understand.identity import mask_numbers
from storage.sealed import Vault
from storage.tables import AuditEntry, Person


def opened(db: Connection) -> list[tuple[int | None, int, str, str]]:
    """What the audit table says, in its order."""
    columns = (AuditEntry.reader_id, AuditEntry.subject_id, AuditEntry.field, AuditEntry.reason)
    return [tuple(row) for row in db.execute(select(*columns).order_by(AuditEntry.id))]  # type: ignore[misc]


@pytest.mark.parametrize("kind", list(kinds()))
async def test_every_reading_of_a_masked_field_is_in_the_audit_table(kind: str, databases: Databases) -> None:
    async with scene(databases, kind) as county:
        home, cadre = await county.actor("household"), await county.actor("cadre")
        before = await county.house.database.read(opened)
        masked = await home.hears("我的帮扶人")
        full = await home.hears("1")
        after = await county.house.database.read(opened)
        assert "199****0001" in masked
        assert "19900000001" in full
        assert after[len(before) :] == [
            (home.who, cadre.who, "phone", "shown masked to the household"),
            (home.who, cadre.who, "phone", "asked for by the household"),
        ]


async def test_a_repeated_delivery_reads_nothing_and_is_not_written_down_twice(databases: Databases) -> None:
    async with scene(databases) as county:
        home = await county.actor("household")
        first = await home.hears("帮扶人电话", id="same")
        once = await county.house.database.read(opened)
        assert await home.hears("帮扶人电话", id="same") == first
        assert await county.house.database.read(opened) == once


async def test_no_other_answer_of_anybody_holds_a_phone_or_an_id_number(databases: Databases) -> None:
    async with scene(databases) as county:
        secrets = await county.house.database.read(secrets_of, county.house.vault)
        numbers = {each for each in secrets if each.isascii() and each.isalnum()} - {PHONE, MOBILE, ID, CARD}
        audited = await county.house.database.read(opened)
        for who in ("cadre", "member", "officer", "household", "leader", "county", "auditor", "donor"):
            actor = await county.actor(who)
            for text in (
                "菜单",
                "我的本周",
                "我帮扶的户",
                "户 SG001",
                "我的补助",
                "日报",
                "资金",
                "资金 明细",
                "待办",
            ):
                assert leaks((await actor.hears(text)).encode(), numbers) == set(), (who, text)
        assert await county.house.database.read(opened) == audited


@contextlib.contextmanager
def logged() -> Iterator[io.StringIO]:
    """What the house would write to standard error, at its most talkative."""
    stream = io.StringIO()
    with kept_logging():
        with contextlib.redirect_stderr(stream):
            set_up("debug", as_json=True)
        yield stream


async def test_the_log_of_a_conversation_holds_no_secret(databases: Databases) -> None:
    with logged() as stream:
        async with scene(databases) as county:
            await play(county)
            secrets = await county.house.database.read(secrets_of, county.house.vault)
    assert leaks(stream.getvalue().encode(), secrets) == set()


def spoil(db: Connection, vault: Vault) -> None:
    """The register is damaged: sealed values no longer open, rows are gone; turns fail in every way."""
    db.execute(delete(AuditEntry))
    damaged = vault.seal("x")[:-1]
    db.exec_driver_sql("UPDATE people SET phone_sealed = ?", (damaged,))
    db.exec_driver_sql("DROP TABLE query_log")
    db.exec_driver_sql("DROP TABLE explanations")


async def test_the_log_of_turns_that_fail_holds_no_secret(databases: Databases) -> None:
    async with scene(databases) as county:
        secrets = await county.house.database.read(secrets_of, county.house.vault)
        await county.house.database.run(spoil, county.house.vault)
        with logged() as stream:
            failed = 0
            for who, text in _failing():
                actor = await county.actor(who)
                with contextlib.suppress(TurnFailed):
                    await actor.say(text)
                    continue
                failed += 1
    assert failed >= 4
    assert "Traceback" in stream.getvalue()
    assert leaks(stream.getvalue().encode(), secrets) == set()


def _failing() -> Iterator[tuple[str, str]]:
    yield "cadre", f"说明 {SAID[3]} {MOBILE}"
    yield "cadre", f"户 {PHONE}"
    yield "leader", f"资金 {PHONE}"
    yield "household", "我的帮扶人"
    yield "household", f"我的补助 {PHONE}"


def test_a_number_is_masked_wherever_it_stands_in_a_log_line() -> None:
    with logged() as stream:
        log = logging.getLogger("anybody")
        log.info("from %s about %s", PHONE, ID)
        log.warning("card %s", CARD, extra={"note": MOBILE})
        try:
            raise ValueError(f"no room for {PHONE}, {ID} and １９９１２３４０９８７")
        except ValueError:
            log.exception("it broke near %s", MOBILE)
    said = stream.getvalue()
    assert "199****0987" in said
    assert not {n for n in (PHONE, ID, CARD, MOBILE, "１９９１２３４０９８７") if n in said}


async def test_the_served_house_logs_no_secret_when_a_turn_fails(databases: Databases) -> None:
    settings = databases.settings("sqlite").model_copy(update={"port": 0, "log_level": "debug"})
    trigger = f"SELECT RAISE(ABORT, 'fault near {PHONE} and {ID}')"
    with contextlib.closing(sqlite3.connect(settings.data / "bangfu.db")) as db:
        db.execute(f"CREATE TRIGGER fault BEFORE INSERT ON inbound BEGIN {trigger}; END")
        db.commit()
    server = Server(settings)
    await server.start()
    async with visitor() as client:
        page = Page(server, client)
        await page.enter("cadre")
        assert await page.once("message-1", f"签到 {MOBILE}") is None
    server.signal(signal.SIGTERM)
    assert await server.ended() == 0
    said = (settings.data / "server.log").read_text()
    assert "fault near 199****0987" in said
    assert not {n for n in (PHONE, ID, MOBILE) if n in said}


async def test_every_number_of_the_register_is_one_that_the_log_masks(databases: Databases) -> None:
    def numbers(db: Connection, vault: Vault) -> set[str]:
        rows = db.execute(select(Person.phone_sealed, Person.id_sealed))
        return {vault.open(value) for row in rows for value in row if value}

    async with scene(databases) as county:
        found = await county.house.database.read(numbers, county.house.vault)
    assert len(found) > 1000
    assert [number for number in found if number in mask_numbers(f"找{number},快")] == []
