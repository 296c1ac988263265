"""Nothing on disk gives a person away: no phone, no ID number, no code, no word of what was written."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from acting import WORKDAY, Scene, scene
from databases import Databases, kinds
from sqlalchemy import Connection, select

from handlers.forms.xlsform import read_markdown
from handlers.house import plays
from handlers.publishing import publish_form, withdraw_form
from storage.backup import backup
from storage.queries.codes import list_codes
from storage.sealed import Vault
from storage.tables import Base, Person

PHONE, MOBILE, ID, CARD = "19912340987", "13812345678", "999902199003078812", "6222021234567890128"
"""What somebody types in this conversation, besides what the register holds."""

SAID = ("水管冻裂求修", "老伴糖尿病", "路滑摔伤在家", "村道塌方过不去", "盼修蓄水池子")
"""Free text; it may hold anybody's trouble."""

PLAYED = {
    "stranger:1": f"""
        我是干部 > 张三 > {PHONE} > 482913 > 绑定 张三 {MOBILE} 482914 > 绑定 QWERTYU8 {ID[-4:]} > {ID}
        我是农户 > QWERTYU9 > {ID} > 8812 > 我是领导 > 何正 > QWERTYU7 > {PHONE}
    """,
    "cadre": f"""
        签到 {SAID[0]} 电话{PHONE} > 撤回
        走访 > 2 > 3,5 > {SAID[1]} 打{MOBILE} > {SAID[0]} {PHONE} > 急 > {SAID[4]} 找他 138 1234 5678
        {ID} > 走访 {MOBILE} > 1 > 继续 > 1 > 待办
        请假 病假 今天 明天 > {SAID[2]} {PHONE} > 签到 {PHONE} {SAID[2]} > 2
        说明 {SAID[3]} {MOBILE} > 户 {PHONE} > 资金 {MOBILE} > 日报 {MOBILE} > 撤回 {PHONE}
        日记 座谈会 12人 {SAID[0]} 打{MOBILE} 问题:{SAID[3]} > 1 > 办结 {PHONE} > 草稿 {PHONE} > 语言 {PHONE} > {PHONE} > {CARD} > 我的身份证是{ID} > 救命 着火 {PHONE}
    """,
    "household": f"我的补助 > 我的补助 {PHONE} > 我的帮扶人 > 帮扶人电话 > 户 {ID} > {PHONE}",
    "leader": f"日报 > 资金 > 户 {PHONE} > 资金 {PHONE} > 日报 走访 {PHONE} > {ID}",
}
"""Who says what, one message after the other."""


async def play(county: Scene) -> None:
    """The whole conversation."""
    for who, lines in PLAYED.items():
        actor = await county.actor(who)
        for text in re.split(r" > |\n\s*", lines.strip()):
            assert await actor.hears(text)
        await actor.say(press=f"go:户 {PHONE}")
        await actor.say(press=f"a:1:x:{PHONE}")
        await actor.say(photos=1)


def secrets_of(db: Connection, vault: Vault) -> set[str]:
    """Every phone, ID number and code of the register, and what was typed."""
    sealed = db.execute(select(Person.phone_sealed, Person.id_sealed))
    numbers = {vault.open(value) for row in sealed for value in row if value}
    codes = {line.code for line in list_codes(db, vault) if len(line.code) > 6}
    return numbers | codes | {PHONE, MOBILE, ID, CARD, "482913", "QWERTYU8", "138 1234 5678", *SAID}


def leaks(content: bytes, secrets: set[str]) -> set[str]:
    """Which of the secrets stand in some bytes, as UTF-8, UTF-16 or JSON's escapes."""
    digits = {run.decode() for run in re.findall(rb"[0-9A-Za-z]{8,}", content)}
    plain = {secret for secret in secrets if secret in digits}
    long_ones = b"\n".join(run.encode() for run in digits if len(run) > 18)
    odd = [s for s in secrets if not s.isalnum() or not s.isascii() or s.encode() in long_ones]
    forms = [(s, form) for s in odd for form in (s.encode(), s.encode("utf-16-le"), _escaped(s))]
    return plain | {secret for secret, form in forms if form in content}


def _escaped(text: str) -> bytes:
    return text.encode("ascii", "backslashreplace")


def everything(db: Connection) -> Iterator[bytes]:
    """Every value of every table, sealed ones as they are."""
    for table in Base.metadata.tables.values():
        for row in db.execute(select(table)):
            for value in row:
                yield value if isinstance(value, bytes) else repr(value).encode()


@pytest.mark.parametrize("kind", list(kinds()))
async def test_no_table_holds_a_secret_in_the_clear(kind: str, databases: Databases) -> None:
    async with scene(databases, kind) as county:
        await play(county)
        secrets = await county.house.database.read(secrets_of, county.house.vault)
        assert len(secrets) > 1400
        found = await county.house.database.read(lambda db: b"\n".join(everything(db)))
        assert leaks(found, secrets) == set()


OFFICE_FORM = """
| survey | | | |
| | type | name | label |
| | text | note | 有什么情况? |
| | begin_repeat | kin | 亲属 |
| | text | phone | 电话? |
| | end_repeat | | |
| settings | | | |
| | form_title | form_id | instance_name |
| | 摸底 | probe | ${note} |
"""


@pytest.mark.parametrize("kind", list(kinds()))
async def test_what_is_answered_in_a_form_of_the_office_is_sealed(kind: str, databases: Databases) -> None:
    async with scene(databases, kind) as county:
        house, form = county.house, read_markdown(OFFICE_FORM, "probe")
        await house.database.run(publish_form, form, plays(), WORKDAY)
        await house.refresh(county.office)
        actor = await county.actor("cadre")
        for text in ("摸底", f"{SAID[1]} {PHONE}", MOBILE, "没有"):
            await actor.say(text)
        half_way = await house.database.read(lambda db: b"\n".join(everything(db)))
        assert "BD" in await actor.hears("1")
        assert (await county.rows())["answers"] == 1
        whole = await house.database.read(lambda db: b"\n".join(everything(db)))
        assert leaks(half_way + whole, {PHONE, MOBILE, SAID[1]}) == set()
        await house.database.run(withdraw_form, "probe", WORKDAY)
        await house.refresh(county.office)


async def test_no_file_of_the_data_folder_holds_a_secret_in_the_clear(databases: Databases) -> None:
    async with scene(databases) as county:
        await play(county)
        secrets = await county.house.database.read(secrets_of, county.house.vault)
        data = county.house.settings.data
        files = sorted(path for path in data.rglob("*") if path.is_file())
        assert {"bangfu.db", "bangfu.db-wal", "bangfu.key"} <= {path.name for path in files}
        assert leaks_of(files, secrets) == {}
        backup(county.house.settings.database_url, data / "copy.db")
        assert leaks_of([data / "copy.db"], secrets) == {}
    closed = sorted(path for path in data.rglob("*") if path.is_file())
    assert leaks_of(closed, secrets) == {}


def leaks_of(files: Sequence[Path], secrets: set[str]) -> dict[str, set[str]]:
    """The files with secrets in them, by content or name."""
    found = {path.name: leaks(path.read_bytes() + path.name.encode(), secrets) for path in files}
    return {name: leaked for name, leaked in found.items() if leaked}


async def test_what_may_open_the_secrets_is_for_the_owner_only(databases: Databases) -> None:
    async with scene(databases) as county:
        actor = await county.actor("cadre")
        await actor.say("签到")
        await actor.say(photos=1)
        data = county.house.settings.data
        backup(county.house.settings.database_url, data / "copy.db")
        for path in (data / "bangfu.key", data / "copy.db", *(data / "photos").rglob("*")):
            assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_the_search_finds_what_it_looks_for() -> None:
    """The test above would be worth nothing if it could not see."""
    assert leaks(b'{"to": "19912340987"}', {PHONE}) == {PHONE}
    assert leaks(f"打{PHONE}找".encode(), {PHONE}) == {PHONE}
    assert leaks(b"\\u6c34\\u7ba1" + "水管冻裂求修".encode("utf-16-le"), {SAID[0]}) == {SAID[0]}
    assert leaks(repr("水管冻裂求修").encode(), {SAID[0]}) == {SAID[0]}
    assert leaks(_escaped(SAID[0]), {SAID[0]}) == {SAID[0]}
    assert leaks(f"xx{'1' * 12}{PHONE}".encode(), {PHONE}) == {PHONE}
