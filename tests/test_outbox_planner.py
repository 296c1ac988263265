"""The send planner: which contact hears a message, and what follows when none does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest
from hamlet import at

from bot.channels.base import Capabilities, Later, QuotaUsed, Refused, SendError, Unreachable
from bot.sender import PATIENCE, SendPlanner
from handlers.replies import Say
from scheduler.jobs.deliveries import Fate, Outcome
from scheduler.judging import Errand
from storage.queries.notices import NoticeRow
from storage.queries.recipients import Address, Recipient

PAGE = Capabilities(buttons=True, pictures_in=True, pictures_out=True, pushes=True, longest=4000, waits=True)
SMS = Capabilities(buttons=False, pictures_in=False, pictures_out=False, pushes=True, longest=70)
MUTE = replace(SMS, pushes=False)


@dataclass
class Fake:
    """A channel that raises what it is told to."""

    name: str
    capabilities: Capabilities
    error: SendError | None = None
    sent: list[tuple[str, str]] = field(default_factory=list)
    moves: int = 0

    async def send(self, address: str, messages: Sequence[Say]) -> None:
        if self.error:
            raise self.error
        self.sent += [(address, say.text) for say in messages]
        self.moves += sum(len(say.moves) for say in messages)


def errand(*addresses: Address, tries: int = 0) -> Errand:
    notice = NoticeRow(
        1, "N01:1:2026-W47", "N01", 1, {}, False, at("2026-11-16 08:30"), at("2026-11-16 14:30"), tries, at("2026-11-16 08:30")
    )  # fmt: skip
    says = {"monday": "2026-11-16", "required": 2, "done": 0, "need": 2, "certain": True}
    return Errand(Recipient(1, "张三", None, "/", True, addresses), [notice], {1: says})


AT_PAGE, AT_SMS = Address(1, "webchat", "page", None), Address(2, "sms", "99990000001", None)


async def planned(*channels: Fake, to: Errand) -> Outcome:
    return await SendPlanner({channel.name: channel for channel in channels}).send(to)


async def test_the_contact_used_last_hears_it_and_no_other() -> None:
    page, sms = Fake("webchat", PAGE), Fake("sms", SMS)
    outcome = await planned(page, sms, to=errand(AT_PAGE, AT_SMS))
    assert (outcome.fate, outcome.channel) == (Fate.SENT, "webchat")
    assert page.sent == [("page", "本周(11.16-11.22)应驻村2天。到村后回 签到")]
    assert sms.sent == []
    assert page.moves == 1


async def test_without_buttons_the_words_alone_go_out() -> None:
    sms = Fake("sms", SMS)
    await planned(sms, to=errand(AT_SMS))
    assert sms.moves == 0


@pytest.mark.parametrize("error", [Unreachable("gone"), QuotaUsed("spent"), Refused("no")])
async def test_where_one_contact_fails_the_next_hears_it(error: SendError) -> None:
    page, sms = Fake("webchat", PAGE, error), Fake("sms", SMS)
    outcome = await planned(page, sms, to=errand(AT_PAGE, AT_SMS))
    assert (outcome.fate, outcome.channel) == (Fate.SENT, "sms")
    assert [attempt.channel for attempt in outcome.tried] == ["webchat", "sms"]
    assert outcome.tried[0].reason == str(error)


async def test_a_busy_provider_is_not_passed_over_at_once() -> None:
    page, sms = Fake("webchat", PAGE, Later("busy")), Fake("sms", SMS)
    outcome = await planned(page, sms, to=errand(AT_PAGE, AT_SMS))
    assert (outcome.fate, sms.sent) == (Fate.LATER, [])
    outcome = await planned(page, sms, to=errand(AT_PAGE, AT_SMS, tries=PATIENCE))
    assert outcome.channel == "sms"


async def test_whose_page_is_closed_finds_it_later() -> None:
    page, sms = Fake("webchat", PAGE, Unreachable("no page")), Fake("sms", SMS, Unreachable("no such number"))
    outcome = await planned(page, sms, to=errand(AT_SMS, AT_PAGE))
    assert (outcome.fate, outcome.reason) == (Fate.LATER, "sms: no such number; webchat: no page")


async def test_whom_no_channel_reaches_somebody_must_phone() -> None:
    sms = Fake("sms", SMS, Unreachable("no such number"))
    assert (await planned(sms, to=errand(AT_SMS))).fate is Fate.TO_PHONE
    mute = Fake("sms", MUTE)
    outcome = await planned(mute, to=errand(AT_SMS, AT_PAGE))
    assert (outcome.fate, outcome.reason) == (Fate.TO_PHONE, "no contact that can be written to")


async def test_an_error_of_an_unknown_kind_is_a_refusal() -> None:
    outcome = await planned(Fake("sms", SMS, SendError("what?")), to=errand(AT_SMS))
    assert outcome.tried[0].outcome == "refused"
