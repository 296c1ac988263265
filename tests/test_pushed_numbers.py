"""The numbers in a message nobody had asked for lead on where it was read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from databases import Databases, Hands, open_copy
from voices import AtDesk

from bot.channels.base import Capabilities, Receipt
from bot.channels.terminal.who import speaker_named
from bot.desk import Desk
from bot.sender import SendPlanner
from handlers.replies import Say
from scheduler.tick import tick
from storage.values.week import SHANGHAI


class Notebook:
    """A channel that writes down what it is told to say."""

    name = "terminal"
    capabilities = Capabilities(
        buttons=True, pictures_in=False, pictures_out=False, pushes=True, longest=4000
    )

    def __init__(self) -> None:
        self.said: list[Say] = []

    async def send(self, address: str, messages: Sequence[Say], reference: str = "") -> Receipt:
        self.said += messages
        return Receipt()


async def test_after_the_pushed_digest_a_number_shows_its_details(databases: Databases) -> None:
    hands, notebook = Hands(), Notebook()
    async with open_copy(databases, hands=hands) as house:
        office = await house.office()
        desk = Desk(house.database, office, hands)
        leader = AtDesk(house, desk, await house.database.run(speaker_named, house.vault, "leader", True))
        await leader.say("m1", {"text": "你好"})
        hands.now = datetime(2026, 11, 16, 18, 30, tzinfo=SHANGHAI)
        await tick(house.database, office, SendPlanner({"terminal": notebook}), hands.now)
        assert "回 1驻村 2走访 3问题 4资金 看明细" in notebook.said[-1].text
        details = await leader.say("m2", {"text": "2"})
        assert details[0].text.startswith("示范办事处 本月走访")


async def test_a_number_of_the_menu_works_without_asking_for_the_menu(databases: Databases) -> None:
    hands = Hands()
    async with open_copy(databases, hands=hands) as house:
        desk = Desk(house.database, await house.office(), hands)
        cadre = AtDesk(house, desk, await house.database.run(speaker_named, house.vault, "cadre", True))
        assert (await cadre.say("m1", {"text": "1"}))[0].text.startswith("已签到")


async def test_one_answers_the_reminder_of_a_training_with_a_number(databases: Databases) -> None:
    hands, notebook = Hands(), Notebook()
    async with open_copy(databases, hands=hands) as house:
        office = await house.office()
        desk = Desk(house.database, office, hands)
        home = AtDesk(house, desk, await house.database.run(speaker_named, house.vault, "household", True))
        for number, text in enumerate(("报名", "1", "1")):
            await home.say(f"m{number}", {"text": text})
        hands.now = datetime(2026, 11, 20, 18, tzinfo=SHANGHAI)
        await tick(house.database, office, SendPlanner({"terminal": notebook}), hands.now)
        assert notebook.said[-1].text == "明天09:00村委会家政培训"
        assert (await home.say("m9", {"text": "1"}))[0].text == "好的,到时见"
        again = await tick(house.database, office, SendPlanner({"terminal": notebook}), hands.now)
        assert not [each for each in again if each.kind == "N15" and each.channel == "terminal"]
