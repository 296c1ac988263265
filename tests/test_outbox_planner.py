"""The send planner: which contact hears a message in which way, and what follows when none does."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from hamlet import at

from bot.channels.base import (
    Capabilities,
    Channel,
    Filled,
    Later,
    QuotaUsed,
    Receipt,
    Refused,
    SendError,
    Unclear,
    Unreachable,
)  # fmt: skip
from bot.channels.slots import Slots
from bot.pace import Pace
from bot.sender import PATIENCE, REPORT_WITHIN, SendPlanner
from handlers.replies import Say
from scheduler.errands import Fate, Outcome
from scheduler.judging import Errand
from storage.queries.attempts import Pending
from storage.queries.notices import NoticeRow
from storage.queries.recipients import Address, Recipient

PAGE = Capabilities(buttons=True, pictures_in=True, pictures_out=True, pushes=True, longest=4000, waits=True)
SMS = Capabilities(buttons=False, pictures_in=False, pictures_out=False, pushes=True, longest=70)
MUTE = replace(SMS, pushes=False)
WECHAT = replace(SMS, templates=True)
REPORTING = replace(SMS, free_text=False, templates=True, reports=True)


@dataclass
class Fake:
    """A channel that raises what it is told to, for free text and for templates."""

    name: str
    capabilities: Capabilities
    error: SendError | None = None
    template_error: SendError | None = None
    pace: Pace | None = None
    catalogue: str = "shelf"
    sent: list[tuple[str, str]] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    moves: int = 0

    async def send(self, address: str, messages: Sequence[Say], reference: str = "") -> Receipt:
        self.references.append(reference)
        if self.error:
            raise self.error
        self.sent += [(address, say.text) for say in messages]
        self.moves += sum(len(say.moves) for say in messages)
        return Receipt(("id-1",), 2)

    async def send_template(self, address: str, filled: Filled, reference: str = "") -> Receipt:
        self.references.append(reference)
        if self.template_error:
            raise self.template_error
        self.sent.append((address, filled.wording))
        return Receipt(("id-2",))


class Shelf:
    """A catalogue of one template, and one subscription message, for each kind."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, Mapping[str, Any]]] = []

    def fills(self, section: str, kind: str, said: Mapping[str, Any], language: str) -> Sequence[Filled]:
        self.asked.append((section, kind, said))
        return [
            Filled(kind, f"T-{way}", {}, f"{way} {kind} {language}", way)
            for way in ("template", "subscription")
        ]


def notice(id_: int = 1, kind: str = "N01", tries: int = 0, together: int | None = None) -> NoticeRow:
    moment = at("2026-11-16 08:30")
    return NoticeRow(
        id_, f"{kind}:1:x", kind, 1, {}, False, moment, moment, moment + timedelta(hours=6), tries, together
    )


SAYS: dict[str, Any] = {"monday": "2026-11-16", "required": 2, "done": 0, "need": 2, "certain": True}


def errand(*addresses: Address, tries: int = 0, phone: Address | None = None, **past: Any) -> Errand:  # noqa: ANN401
    to = Recipient(1, "张三", None, "/", True, addresses, phone)
    return Errand(to, [notice(tries=tries)], {1: SAYS}, **past)


AT_PAGE, AT_SMS = Address(1, "webchat", "page", None), Address(2, "sms", "99990000001", None)
AT_WECHAT, PHONE = Address(3, "wechat", "o-cadre-1", None), Address(0, "sms", "99990000002", None)


async def planned(*channels: Fake, to: Errand, shelf: Shelf | None = None) -> Outcome:
    return await SendPlanner({channel.name: channel for channel in channels}, shelf).send(to)


def story(outcome: Outcome) -> list[tuple[str, str, str]]:
    return [(one.channel, one.way, one.outcome) for one in outcome.tried]


async def test_the_contact_used_last_hears_it_and_no_other() -> None:
    page, sms = Fake("webchat", PAGE), Fake("sms", SMS)
    outcome = await planned(page, sms, to=errand(AT_PAGE, AT_SMS))
    assert (outcome.fate, outcome.channel, outcome.way) == (Fate.SENT, "webchat", AT_PAGE)
    assert page.sent == [("page", "本周(11.16-11.22)应驻村2天。到村后回 签到")]
    assert sms.sent == []
    assert page.moves == 1
    assert (outcome.tried[0].ids, outcome.tried[0].parts) == (("id-1",), 2)


async def test_a_number_comes_last_even_if_it_was_used_last() -> None:
    page, sms = Fake("webchat", PAGE), Fake("sms", SMS)
    assert (await planned(page, sms, to=errand(AT_SMS, AT_PAGE))).channel == "webchat"


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


async def test_a_window_that_is_used_up_leaves_the_template_of_the_same_contact() -> None:
    wechat, shelf = Fake("wechat", WECHAT, QuotaUsed("5 of 5 used")), Shelf()
    outcome = await planned(wechat, Fake("sms", SMS), to=errand(AT_WECHAT), shelf=shelf)
    assert story(outcome) == [("wechat", "text", "quota"), ("wechat", "template", "sent")]
    assert wechat.sent == [("o-cadre-1", "template N01 zh_Hans")]
    assert shelf.asked == [("shelf", "N01", SAYS)]


async def test_the_whole_walk_ends_at_the_number_in_the_register_and_then_at_the_call_list() -> None:
    wechat = Fake("wechat", WECHAT, QuotaUsed("used"), QuotaUsed("none accepted"))
    sms = Fake("sms", REPORTING)
    outcome = await planned(wechat, sms, to=errand(AT_WECHAT, phone=PHONE), shelf=Shelf())
    assert story(outcome) == [
        ("wechat", "text", "quota"), ("wechat", "template", "quota"), ("wechat", "subscription", "quota"),
        ("sms", "template", "sent"),
    ]  # fmt: skip
    assert outcome.way == PHONE
    sms.template_error = Refused("no such number")
    outcome = await planned(wechat, sms, to=errand(AT_WECHAT, phone=PHONE), shelf=Shelf())
    assert outcome.fate is Fate.TO_PHONE
    assert outcome.reason.endswith("sms: no such number; sms: no such number")


async def test_several_reminders_have_a_template_of_their_own() -> None:
    shelf, sms = Shelf(), Fake("sms", REPORTING)
    to = Recipient(1, "张三", None, "/", True, (AT_SMS,))
    two = [notice(1, "N05"), notice(2, "N09"), notice(3, "N04")]
    says = {1: {"need": 1, "left": []}, 2: {"households": []}, 3: {"need": 1, "left": []}}
    await planned(sms, to=Errand(to, two, says), shelf=shelf)
    said = {"kinds": ["N05", "N09"], "count": 2, "said": {"N05": says[1], "N09": says[2]}}
    assert shelf.asked == [("shelf", "several", said)], "N04 says nothing that N05 does not"
    await planned(sms, to=Errand(to, [two[0], two[2]], says), shelf=shelf)
    assert shelf.asked[-1] == ("shelf", "N05", says[1])


async def test_whoever_asked_for_silence_or_is_gone_is_passed_over_with_the_reason() -> None:
    wechat, sms = Fake("wechat", WECHAT), Fake("sms", SMS)
    gone, silent = replace(AT_WECHAT, shut="unfollowed"), replace(AT_SMS, shut="asked for silence")
    outcome = await planned(wechat, sms, to=errand(gone, silent))
    assert outcome.fate is Fate.TO_PHONE
    assert outcome.reason == "wechat: unfollowed; sms: asked for silence"
    assert story(outcome) == [("wechat", "", "passed"), ("sms", "", "passed")]
    assert wechat.references == sms.references == []


async def test_where_it_did_not_arrive_it_is_not_sent_again() -> None:
    sms, wechat = Fake("sms", SMS), Fake("wechat", WECHAT)
    outcome = await planned(sms, wechat, to=errand(AT_WECHAT, AT_SMS, tries=1, shut=frozenset({3})))
    assert story(outcome) == [("wechat", "", "passed"), ("sms", "text", "sent")]


async def test_a_busy_provider_is_not_passed_over_at_once() -> None:
    page, sms = Fake("webchat", PAGE, Later("busy", after=40)), Fake("sms", SMS)
    outcome = await planned(page, sms, to=errand(AT_PAGE, AT_SMS))
    assert (outcome.fate, sms.sent, outcome.after) == (Fate.LATER, [], timedelta(seconds=40))
    outcome = await planned(page, sms, to=errand(AT_PAGE, AT_SMS, tries=PATIENCE))
    assert outcome.channel == "sms"


@pytest.mark.parametrize(
    ("can", "after"),
    [
        (SMS, None),
        (replace(SMS, knows_repeats=True), None),
        (replace(SMS, reports=True), REPORT_WITHIN),
        (replace(SMS, reports=True, knows_repeats=True), None),
        (replace(SMS, reports=True, unreported=frozenset({"text"})), None),
    ],
)
async def test_what_may_have_been_taken_is_waited_for_where_it_is_reported(
    can: Capabilities, after: timedelta | None
) -> None:
    sms = Fake("sms", can, Unclear("the connection broke"))
    outcome = await planned(sms, Fake("webchat", PAGE), to=errand(AT_SMS))
    assert (outcome.fate, outcome.after) == (Fate.UNCLEAR, after)
    assert story(outcome) == [("sms", "text", "unclear")]


async def test_what_may_have_been_taken_goes_the_same_way_under_the_same_reference() -> None:
    wechat, sms = Fake("wechat", WECHAT), Fake("sms", SMS)
    past = Pending(3, "template", "n7-3")
    outcome = await planned(wechat, sms, to=errand(AT_SMS, AT_WECHAT, tries=1, pending=past), shelf=Shelf())
    assert story(outcome) == [("wechat", "template", "sent")]
    assert wechat.references == ["n7-3"]


async def test_a_reference_names_the_message_and_the_contact() -> None:
    wechat, sms = Fake("wechat", WECHAT, QuotaUsed("used")), Fake("sms", SMS)
    await planned(wechat, sms, to=errand(AT_WECHAT, AT_SMS))
    assert wechat.references + sms.references == ["n1-3", "n1-2"]
    to = Recipient(1, "张三", None, "/", True, (AT_SMS,))
    await planned(sms, to=Errand(to, [notice(9, together=4)], {9: SAYS}))
    assert sms.references[-1] == "n4-2"
    await planned(wechat, sms, to=errand(AT_WECHAT, AT_SMS, tries=1, failures={3: 1}))
    assert (wechat.references[-1], sms.references[-1]) == ("n1-3-2", "n1-2"), "it did not arrive there"


async def test_a_message_rides_on_the_reply_that_is_being_written() -> None:
    wechat, slots = Fake("wechat", WECHAT), Slots()
    planner = SendPlanner({"wechat": wechat}, slots=slots)
    with slots.open("wechat", "o-cadre-1") as slot:
        sending = asyncio.create_task(planner.send(errand(AT_WECHAT)))
        await asyncio.sleep(0)
        assert [say.text for messages in slot.take() for say in messages] == [
            "本周(11.16-11.22)应驻村2天。到村后回 签到"
        ]
        slot.settle(1)
        outcome = await sending
    assert (story(outcome), wechat.sent) == ([("wechat", "passive", "sent")], [])


async def test_what_found_no_room_in_the_reply_looks_for_another_way() -> None:
    wechat, slots = Fake("wechat", WECHAT), Slots()
    planner = SendPlanner({"wechat": wechat}, slots=slots)
    with slots.open("wechat", "o-cadre-1") as slot:
        sending = asyncio.create_task(planner.send(errand(AT_WECHAT)))
        await asyncio.sleep(0)
        slot.take()
    assert story(await sending) == [("wechat", "text", "sent")]


async def test_a_member_s_minute_that_is_full_holds_the_message_without_an_attempt() -> None:
    channel: Channel = Fake("wecom", SMS, pace=Pace(per_minute_each=2))
    planner = SendPlanner({"wecom": channel})
    to = errand(Address(4, "wecom", "zhangsan", None))
    fates = [await planner.send(to) for _ in range(3)]
    assert [each.fate for each in fates] == [Fate.SENT, Fate.SENT, Fate.HELD]
    assert fates[2].after is not None
    assert timedelta(seconds=59) < fates[2].after <= timedelta(seconds=60)


async def test_whose_page_is_closed_finds_it_later() -> None:
    page, sms = Fake("webchat", PAGE, Unreachable("no page")), Fake("sms", SMS, Unreachable("no such number"))
    outcome = await planned(page, sms, to=errand(AT_SMS, AT_PAGE))
    assert (outcome.fate, outcome.waits) == (Fate.LATER, True)
    assert outcome.reason == "webchat: no page; sms: no such number"
    assert story(outcome) == [("webchat", "text", "away"), ("sms", "text", "unreachable")]


async def test_who_waits_for_a_busy_provider_does_not_only_wait_for_a_page() -> None:
    page, sms = Fake("webchat", PAGE, Unreachable("no page")), Fake("sms", SMS, Later("busy"))
    outcome = await planned(page, sms, to=errand(AT_SMS, AT_PAGE, tries=PATIENCE))
    assert (outcome.fate, outcome.waits) == (Fate.LATER, False)


async def test_whom_no_channel_reaches_somebody_must_phone() -> None:
    sms = Fake("sms", SMS, Unreachable("no such number"))
    assert (await planned(sms, to=errand(AT_SMS))).fate is Fate.TO_PHONE
    mute = Fake("sms", MUTE)
    outcome = await planned(mute, to=errand(AT_SMS, AT_PAGE))
    assert (outcome.fate, outcome.reason) == (Fate.TO_PHONE, "no contact that can be written to")


async def test_an_error_of_an_unknown_kind_is_a_refusal() -> None:
    outcome = await planned(Fake("sms", SMS, SendError("what?")), to=errand(AT_SMS))
    assert outcome.tried[0].outcome == "refused"
