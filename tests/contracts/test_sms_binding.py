"""Binding by SMS: the message itself proves the number. The conversations are in tests/transcripts/sms."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from binding import papers_of
from databases import Databases
from sms_line import SIGN, Texting, texting
from transcripts import HERE, Line, read

from bot.standins.texting import SmsPhone

HEARD = re.compile(f"^【{SIGN}】")


async def phone_of(line: Texting, who: str) -> SmsPhone:
    """The phone on the list of a person by the office's code, or that of any number."""
    if who.isdecimal():
        return line.carrier.phone(who)
    papers = await line.house.database.read(papers_of, line.house.vault, who)
    return line.carrier.phone(papers.phone)


async def played(line: Texting, script: list[Line]) -> list[tuple[int, list[str]]]:
    """What was answered to each line that was sent, the signature taken off."""
    phone, said = line.carrier.phone("19900000998"), list[tuple[int, list[str]]]()
    for each in script:
        if each.word == "@as":
            phone = await phone_of(line, each.rest)
            continue
        heard = await phone.say(each.rest)
        lines = "\n".join(HEARD.sub("", message.text) for message in heard).split("\n")
        said.append((each.number, [text for text in lines if text]))
    return said


@pytest.mark.parametrize("path", sorted((HERE / "sms").glob("*.txt")), ids=lambda path: path.stem)
async def test_a_transcript_by_sms_is_answered_word_for_word(path: Path, databases: Databases) -> None:
    script = read(path)
    async with texting(databases, "gateway") as line:
        assert await played(line, script) == [
            (each.number, each.answer) for each in script if each.word == ">"
        ]


async def test_a_member_of_a_household_is_not_bound_by_the_number(databases: Databases) -> None:
    async with texting(databases, "gateway") as line:
        member = await line.house.database.read(papers_of, line.house.vault, "SG002-1")
        assert member.phone
        (said,) = await line.carrier.phone(member.phone).say(f"绑定 {member.name}")
        assert "信息与登记名单不一致" in said.text


async def test_five_wrong_names_lock_the_number(databases: Databases) -> None:
    async with texting(databases, "gateway") as line:
        phone = await phone_of(line, "G007")
        for name in ("张一", "张二", "张三", "张四", "张五"):
            (said,) = await phone.say(f"绑定 {name}")
        assert "请30分钟后再试" in said.text
        (said,) = await phone.say("我是干部")
        assert "请30分钟后再试" in said.text
