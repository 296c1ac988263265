"""Spoken messages and locations: an answer where a question asks for one, else one line and the question again."""

from __future__ import annotations

from pathlib import Path

from databases import Databases, Hands, open_copy

from bot.channels.base import Incoming
from bot.channels.terminal.who import speaker_named
from bot.desk import Desk
from handlers.forms.xlsform import read_markdown
from handlers.replies import Place, Say

FORM = Path(__file__).parents[1] / "handlers/check_in/form.md"
AFTER = "|        | select_multiple work "
ASKING = "|        | geopoint | spot | 请发送当前位置 | Please send your location | yes | |\n"
ASKING += "|        | audio | words | 请说一句 | Please say a word | yes | |\n"


async def test_a_question_for_a_location_or_a_recording_is_answered_by_it_and_by_nothing_else_of_the_kind(
    databases: Databases,
) -> None:
    async with open_copy(databases) as house:
        office = await house.office()
        text = FORM.read_text("utf-8").replace(AFTER, ASKING + AFTER, 1)
        form = read_markdown(text, "check_in")
        office.forms["check_in", form.version] = form
        office.current["check_in"] = form.version
        desk = Desk(house.database, office, Hands())
        cadre = await house.database.run(speaker_named, house.vault, "cadre", True)

        async def say(id_: str, **sent: object) -> list[Say]:
            message = Incoming("telegram", "7", id_, Hands()(), who=cadre.person_id, **sent)  # type: ignore[arg-type]
            return list(await desk.receive(message))

        (asked,) = await say("1", text="签到")
        (again,) = await say("2", voice="a" * 64)
        (onward,) = await say("3", place=Place(31.25, 121.5))
        (still,) = await say("4", place=Place(31.25, 121.5))
        (saved,) = await say("5", voice="a" * 64)
    assert "请发送当前位置" in asked.text
    assert again.text.startswith("语音已留存")
    assert "请发送当前位置" in again.text
    assert "请说一句" in onward.text
    assert still.text.startswith("这一步不需要位置")
    assert "请说一句" in still.text
    assert saved.text.startswith("已签到")


async def test_a_caption_counts_before_what_it_stands_with(databases: Databases) -> None:
    async with open_copy(databases) as house:
        desk = Desk(house.database, await house.office(), Hands())
        message = Incoming("telegram", "7", "1", Hands()(), text="帮助", voice="a" * 64)
        (heard,) = await desk.receive(message)
    assert "菜单" in heard.options[0].label
