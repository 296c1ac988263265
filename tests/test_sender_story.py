"""`bangfu deliveries` and `optouts`: what an operator reads, and what stays hidden."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from hamlet import VAULT, at, opened, person
from shell import Shell, done, refused
from sqlalchemy import Connection, select

from bot.cli.deliveries import masked, told
from storage.queries.attempts import Tried, add_attempts
from storage.queries.notices import NewNotice, add_notices, record_sent
from storage.queries.reports import Told, take_report
from storage.queries.story import AttemptLine, Story, lift, people_called, silences, stories
from storage.queries.windows import opt_out
from storage.tables import Notice

NOW = at("2026-11-16 08:30")


def furnish(conn: Connection) -> None:
    person(conn, 1, "张三", channel=None)
    add_notices(conn, [NewNotice("a", "N01", 1, {}, NOW, NOW + timedelta(hours=6))], NOW)
    id_ = conn.execute(select(Notice.id)).scalar_one()
    quota = Tried("wechat", "quota", "the window is used up", 1, "text", f"n{id_}-1")
    sent = Tried("sms", "sent", "", 2, "template", f"n{id_}-2", ("biz-1",))
    add_attempts(conn, [(id_, quota), (id_, sent)], NOW)
    record_sent(conn, [id_], "sms", NOW)
    take_report(conn, Told("sms", "biz-1", "", True, "DELIVRD", NOW + timedelta(minutes=1)), "k", NOW)


async def test_a_story_holds_every_attempt_and_its_report(tmp_path: Path) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(furnish)
        assert await database.read(people_called, "张三") == [(1, "P1", "张三")]
        (story,) = await database.read(stories, 1, "N01", 20)
        assert await database.read(stories, 1, "N04", 20) == []
    assert (story.kind, story.state) == ("N01", "delivered")
    tried = [(each.channel, each.way, each.outcome, each.delivered) for each in story.attempts]
    assert tried == [("wechat", "text", "quota", None), ("sms", "template", "sent", True)]


async def test_a_silence_holds_until_it_is_lifted(tmp_path: Path) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(opt_out, VAULT, "sms", "19900000001", "TD", NOW)
        (silence,) = await database.read(silences, VAULT)
        assert (silence.channel, silence.word) == ("sms", "TD")
        assert [await database.run(lift, silence.id, NOW) for _ in range(2)] == [True, False]
        assert await database.read(silences, VAULT) == []


def test_an_operator_hears_in_one_line_what_there_is_not(tmp_path: Path) -> None:
    shell = Shell(tmp_path / "fresh")
    assert refused(shell.run("deliveries", "G001", demo=False)) == "nobody has that code or name"
    assert refused(shell.run("optouts", "--lift", "7", demo=False)) == (
        "no silence has the number 7: see bangfu optouts"
    )
    assert done(shell.run("optouts", demo=False)) == ""


def test_a_story_is_a_line_for_each_attempt_and_each_report() -> None:
    sent = AttemptLine(NOW, "sms", "template", "sent", "", "n1-2", "biz-1", NOW, True, "DELIVRD")
    quota = AttemptLine(NOW, "wechat", "text", "quota", "used up", "n1-1", "", None, None, "")
    story = Story("N01", NOW, NOW, NOW + timedelta(hours=6), False, "delivered", "", (quota, sent))
    assert list(told(story)) == [
        "2026-11-16 08:30 N01: delivered, worth saying until 11-16 14:30",
        "  11-16 08:30:00 wechat text quota: used up [n1-1]",
        "  11-16 08:30:00 sms template sent [n1-2 biz-1]",
        "  11-16 08:30:00 sms reported delivered (DELIVRD)",
    ]


def test_addresses_are_shown_masked() -> None:
    assert [masked("19900000001"), masked("zhang")] == ["199****0001", "z***g"]
