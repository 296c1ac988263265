"""An account bound by scanning a QR code: once, within its minutes, and the family hears of it."""

from __future__ import annotations

import asyncio
import random
import re
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from binding import BOUND, bound_to, told_of_new_account
from databases import Databases, Hands, kinds
from shell import Shell
from sqlalchemy import Connection, select
from typer.testing import CliRunner
from wechat_line import WeChatLine, wechat_line

from bot.cli import app
from bot.standins.wechat import WeChatStandIn
from bot.standins.wechat_callback import WeChatAccount
from storage.queries.codes import issue_codes, list_codes
from storage.queries.scenes import Owner, issue_scene, owner_called
from storage.tables import Household

RNG = random.Random(1)
REFUSED = "这个二维码已失效"


async def made_for(line: WeChatLine, who: str, minutes: int = 10) -> tuple[Owner, str]:
    """A scene for somebody."""
    house, now = line.house, line.hands.now
    owner = await house.database.read(owner_called, house.vault, who, now.date())
    assert owner is not None
    until = now + timedelta(minutes=minutes)
    return owner, await house.database.run(issue_scene, house.vault, RNG, owner, now, until)


async def held(line: WeChatLine, who: str) -> tuple[int | None, int | None]:
    return await line.house.database.read(bound_to, line.house.vault, line.standin.openid(who))


@pytest.mark.parametrize("kind", list(kinds()))
async def test_whoever_scans_first_is_bound_and_the_second_is_not(databases: Databases, kind: str) -> None:
    async with wechat_line(databases, kind=kind) as line:
        owner, scene = await made_for(line, "G009")
        (first,) = await line.standin.phone("a").scan(scene)
        assert BOUND in first.text
        assert await held(line, "a") == (owner.person_id, None)
        (second,) = await line.standin.phone("b").scan(scene)
        assert REFUSED in second.text
        assert await held(line, "b") == (None, None)
        (again,) = await line.standin.phone("a").say("签到")
        assert "已签到" in again.text


@pytest.mark.parametrize("kind", list(kinds()))
async def test_of_many_who_scan_at_once_one_is_bound(databases: Databases, kind: str) -> None:
    async with wechat_line(databases, kind=kind) as line:
        _, scene = await made_for(line, "G009")
        phones = [line.standin.phone(f"p{n}") for n in range(6)]
        heard = await asyncio.gather(*(phone.scan(scene) for phone in phones))
        assert sum(BOUND in each[0].text for each in heard) == 1


async def test_scanning_by_following_binds_too_and_a_retry_hears_the_same(databases: Databases) -> None:
    async with wechat_line(databases) as line:
        _, scene = await made_for(line, "G009")
        phone = line.standin.phone("a")
        phone.person.follows = False
        (first,) = await phone.scan(scene)
        assert BOUND in first.text
        assert await phone.again() == [first]


def some_household(db: Connection) -> str:
    """The code of a household with a head."""
    return str(db.execute(select(Household.code).order_by(Household.id)).scalars().first())


async def test_a_household_is_bound_as_such_and_the_family_hears_of_it(databases: Databases) -> None:
    async with wechat_line(databases) as line:
        code = await line.house.database.read(some_household)
        owner, scene = await made_for(line, code)
        await line.standin.phone("first").scan(scene)
        assert owner.household_id is not None
        assert await held(line, "first") == (owner.person_id, owner.household_id)
        before = await line.house.database.read(told_of_new_account)
        _, scene = await made_for(line, code)
        (heard,) = await line.standin.phone("second").scan(scene)
        assert BOUND in heard.text
        assert owner.name not in heard.text
        after = await line.house.database.read(told_of_new_account)
        assert after == [*before, owner.person_id]


@pytest.mark.parametrize("scene", ["bind-ABCDEFGHJKLMNPQRSTUV", "bind-", "bind-x y"])
async def test_an_unknown_scene_and_an_expired_one_are_refused_alike(
    databases: Databases, scene: str
) -> None:
    async with wechat_line(databases) as line:
        _, late = await made_for(line, "G009", minutes=5)
        line.hands.now += timedelta(minutes=5)
        assert await line.standin.phone("a").scan(scene) == await line.standin.phone("b").scan(late)
        assert REFUSED in line.standin.phone("a").inbox[0].text


async def test_a_code_of_the_office_that_is_no_binding_leads_to_the_menu(databases: Databases) -> None:
    async with wechat_line(databases) as line:
        (heard,) = await line.standin.phone("a").scan("poster-3")
        assert "我是农户" in heard.text


async def test_a_scene_is_on_no_list_and_takes_nobodys_code_away(databases: Databases) -> None:
    async with wechat_line(databases) as line:
        house = line.house
        before = await house.database.read(list_codes, house.vault)
        await made_for(line, "G009")
        assert await house.database.read(list_codes, house.vault) == before
        rng = random.Random(3)
        assert await house.database.run(issue_codes, house.vault, rng, line.hands.now) == 0


async def test_the_command_asks_wechat_for_the_code_and_draws_it(shell: Shell, tmp_path: Path) -> None:
    account, drawn = WeChatAccount(), tmp_path / "code.png"
    standin = WeChatStandIn(account, Hands())
    async with standin.serving() as api:
        given = {name: getattr(account, name) for name in ("app_id", "app_secret", "token", "aes_key")}
        env = {f"BANGFU_WECHAT__{name.upper()}": value for name, value in given.items()}
        env |= {"BANGFU_WECHAT__API": api, "BANGFU_WECHAT__PICTURES": api, "BANGFU_DATA": str(shell.data)}
        words = ["people", "qr", "G009", "--demo", "--out", str(drawn)]
        ran = await asyncio.to_thread(CliRunner().invoke, app, words, env=env)
        assert ran.exit_code == 0, ran.output
        name, _, address = ran.output.strip().partition("\t")
        assert name
        assert address.startswith(f"{api}/cgi-bin/showqrcode?ticket=")
        assert drawn.read_bytes().startswith(b"\x89PNG")
        async with aiohttp.ClientSession() as http, http.get(address) as shown:
            assert (shown.status, shown.content_type) == (200, "image/png")
        (scene,) = standin.tickets.scenes.values()
        assert re.fullmatch("bind-[2-9A-Z]{20}", scene)


@pytest.mark.parametrize(
    ("words", "env", "line"),
    [
        (["G009"], {}, "WeChat is not switched on"),
        (["nobody"], {"api": "http://127.0.0.1:1"}, "nobody is called nobody"),
        (["G009"], {"api": "http://127.0.0.1:1"}, "WeChat cannot be reached"),
    ],
)
def test_the_command_says_in_one_line_why_not(
    shell: Shell, words: list[str], env: dict[str, str], line: str
) -> None:
    account = WeChatAccount()
    given = (
        {name: getattr(account, name) for name in ("app_id", "app_secret", "token", "aes_key")} if env else {}
    )
    block = {f"BANGFU_WECHAT__{name.upper()}": value for name, value in {**given, **env}.items()}
    ran = CliRunner().invoke(
        app, ["people", "qr", *words, "--demo"], env={**block, "BANGFU_DATA": str(shell.data)}
    )
    assert ran.exit_code == 1
    assert line in ran.output
    assert "Traceback" not in ran.output
