"""SMS as a person has it: written to, answered, told of, left alone; through each provider."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from databases import Databases
from sms_line import KEY, SECRET, SIGN, texting
from sqlalchemy import Connection, select

from bot.channels.base import Later, Refused, SendError, Unclear, Unreachable
from bot.channels.sms.channel import LONGEST
from bot.channels.sms.stop import stop_word
from bot.channels.terminal.play import MANNERS
from bot.standins.aliyun import AliyunStandIn
from bot.standins.gateway import GatewayStandIn
from bot.standins.tencent import TencentStandIn
from bot.standins.texting import Fault
from handlers.replies import Say
from storage.tables import Contact, OptOut

NUMBER = "19900000321"
SHORT = {"monday": "2026-11-16", "required": 3, "done": 1, "need": 2, "left": ["2026-11-19", "2026-11-20"]}
PROVIDERS = ("gateway", "aliyun", "tencent")


def silenced(db: Connection) -> list[str]:
    return list(db.execute(select(OptOut.word)).scalars())


def gone(db: Connection) -> list[str]:
    return list(db.execute(select(Contact.gone_why).where(Contact.gone_at.is_not(None))).scalars())


async def test_a_gateway_of_free_text_carries_a_whole_dialog(databases: Databases) -> None:
    async with texting(databases, "gateway") as line:
        phone = line.carrier.phone(NUMBER)
        (hello,) = await phone.say("你好")
        assert hello.text == f"【{SIGN}】您好,这里是帮扶助手。请问您是?\n1我是干部 2我是农户 3我是领导"
        (asked,) = await phone.say("2")
        assert "激活码" in asked.text
        assert "(#取消)" in asked.text


@pytest.mark.parametrize("provider", ["aliyun", "tencent"])
async def test_where_templates_only_are_taken_an_answer_is_one_of_them(
    databases: Databases, provider: str
) -> None:
    async with texting(databases, provider) as line:
        (said,) = await line.carrier.phone(NUMBER).say("你好")
        assert said.text.startswith(f"【{SIGN}】")
        assert "网页" in said.text
        assert line.carrier.refused == []  # type: ignore[attr-defined]


async def test_a_short_answer_stands_in_the_template(databases: Databases) -> None:
    async with texting(databases, "aliyun") as line:
        await line.channel.send(NUMBER, [Say("已签到:路塘村 9:42")])
        await line.channel.send(NUMBER, [Say("已签到:路塘村 9:42\n" + "还有很多话要说。" * 10)])
        await line.channel.send(
            NUMBER, [Say("一句比模板变量允许的长度还要长得多的话,后面还有很多内容,说也说不完的那种")]
        )
        texts = [heard.text for heard in line.carrier.phone(NUMBER).inbox]
    assert ["已签到:路塘村 9:42" in text for text in texts] == [True, True, False]
    assert "一句" not in texts[2]


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_a_message_told_twice_is_answered_once(databases: Databases, provider: str) -> None:
    async with texting(databases, provider) as line:
        push = line.carrier.written(NUMBER, "你好", "7001")
        for _ in range(3):
            await line.carrier.hand_on(push)
        assert push.statuses == [200, 200, 200]
        assert len(line.carrier.phone(NUMBER).inbox) == 1


async def test_a_template_says_its_values_and_the_report_names_it(databases: Databases) -> None:
    for provider in ("aliyun", "tencent"):
        async with texting(databases, provider) as line:
            filled = line.filled("N05", SHORT)
            receipt = await line.channel.send_template(NUMBER, filled, "notice-7")
            assert receipt.parts == 1
            (heard,) = line.carrier.phone(NUMBER).inbox
            assert heard.text == f"【{SIGN}】{filled.wording}"
            line.hands.now += timedelta(minutes=1)
            await line.carrier.tick()
            (report,) = line.reports
            assert (report.id, report.delivered) == (receipt.ids[0], True)
            assert report.reference == ("notice-7" if provider == "aliyun" else "")


async def test_a_gateway_reports_by_our_own_word(databases: Databases) -> None:
    async with texting(databases, "gateway") as line:
        line.carrier.off.add(NUMBER)
        receipt = await line.channel.send(NUMBER, [Say("您好")], "notice-8")
        assert [id_.startswith("gw-") for id_ in receipt.ids] == [True]
        line.hands.now += timedelta(minutes=1)
        await line.carrier.tick()
        assert [(r.reference, r.delivered, r.code) for r in line.reports] == [("notice-8", False, "failed")]


@pytest.mark.parametrize("word", ["R", "ｔｄ", " t ", "Ｎ", "退 订", "td。", "退訂"])
async def test_a_stop_word_silences_the_number_and_is_confirmed_once(databases: Databases, word: str) -> None:
    async with texting(databases, "gateway") as line:
        push = line.carrier.written(NUMBER, word, "7002")
        await line.carrier.hand_on(push)
        await line.carrier.hand_on(push)
        assert len(await line.house.database.read(silenced)) == 1
        (confirmed,) = line.carrier.phone(NUMBER).inbox
        assert confirmed.text == f"【{SIGN}】已退订,不再给您发提醒;您发来的短信仍会回复"
        (answered,) = await line.carrier.phone(NUMBER).say("你好")
        assert "请问您是" in answered.text


async def test_where_templates_only_are_taken_a_stop_word_is_not_answered(databases: Databases) -> None:
    async with texting(databases, "aliyun") as line:
        assert await line.carrier.phone(NUMBER).say("TD") == []
        assert await line.house.database.read(silenced) == ["TD"]


def test_only_the_bare_word_stops() -> None:
    assert [stop_word(text) for text in ("r", "Ｒ", "T D", "n.", "退订!")] == ["R", "R", "TD", "N", "退订"]
    assert not [text for text in ("", "不退订", "NO", "R2", "TDD", "1", "请退订提醒") if stop_word(text)]


REFUSALS = [
    ("aliyun", "isv.MOBILE_NUMBER_ILLEGAL", Unreachable),
    ("tencent", "FailedOperation.PhoneNumberInBlacklist", Unreachable),
    ("gateway", "black", Unreachable),
]


@pytest.mark.parametrize(("provider", "code", "kind"), REFUSALS)
async def test_a_number_that_takes_nothing_is_marked(
    databases: Databases, provider: str, code: str, kind: type[SendError]
) -> None:
    async with texting(databases, provider) as line:
        number = "12000000000" if provider == "aliyun" else NUMBER
        await line.carrier.phone(NUMBER).say("你好")
        if isinstance(line.carrier, (TencentStandIn, GatewayStandIn)):
            line.carrier.black.add(NUMBER)
        with pytest.raises(kind) as caught:
            await line.channel.send(number, [Say("您好")])
        assert code in str(caught.value)
        assert number not in str(caught.value)
        if number == NUMBER:
            assert [code in why for why in await line.house.database.read(gone)] == [True]


async def test_limits_of_the_provider_are_tried_later_and_mistakes_are_not(databases: Databases) -> None:
    async with texting(databases, "aliyun") as line:
        assert isinstance(line.carrier, AliyunStandIn)
        for _ in range(50):
            await line.channel.send(NUMBER, [Say("您好")])
        with pytest.raises(Later, match="BUSINESS_LIMIT_CONTROL"):
            await line.channel.send(NUMBER, [Say("您好")])
        line.carrier.balance = False
        with pytest.raises(Refused, match="top up"):
            await line.channel.send("19900000322", [Say("您好")])
    async with texting(databases, "tencent") as line:
        await line.channel.send(NUMBER, [Say("您好")])
        with pytest.raises(Later, match="DeliveryFrequencyLimit"):
            await line.channel.send(NUMBER, [Say("您好")])


@pytest.mark.parametrize(("provider", "minutes"), [("aliyun", 20), ("tencent", 6)])
async def test_a_clock_that_is_off_is_named(databases: Databases, provider: str, minutes: int) -> None:
    async with texting(databases, provider) as line:
        right = line.hands.now
        line.carrier.clock = lambda: right.replace(hour=right.hour + 1)
        with pytest.raises(Later, match="clock of this machine"):
            await line.channel.send(NUMBER, [Say("您好")])


@pytest.mark.parametrize(("provider", "what"), [("aliyun", "access_key"), ("tencent", "secret_id")])
async def test_wrong_keys_are_named(databases: Databases, provider: str, what: str) -> None:
    field = "access_key_secret" if provider == "aliyun" else "secret_key"
    async with texting(databases, provider, its={field: "another"}) as line:
        with pytest.raises(Refused, match=what) as caught:
            await line.channel.send(NUMBER, [Say("您好")])
        assert "another" not in str(caught.value)


FAULTS = [
    (Fault("busy"), Later, 0), (Fault("broken"), Later, 0), (Fault("html"), Unclear, 0),
    (Fault("drop"), Unclear, 0), (Fault("drop", taken=True), Unclear, 1), (Fault("cut", taken=True), Unclear, 1),
    (Fault("html", taken=True), Unclear, 1),
]  # fmt: skip


@pytest.mark.parametrize("provider", ["aliyun", "tencent"])
@pytest.mark.parametrize(("fault", "kind", "delivered"), FAULTS)
async def test_a_fault_of_the_provider_is_told_by_its_kind_and_nothing_is_sent_twice(
    databases: Databases, provider: str, fault: Fault, kind: type[SendError], delivered: int
) -> None:
    async with texting(databases, provider) as line:
        line.carrier.order(fault)
        with pytest.raises(SendError) as caught:
            await line.channel.send(NUMBER, [Say("您好")])
        assert type(caught.value) is kind
        assert (line.carrier.calls, len(line.carrier.phone(NUMBER).inbox)) == (1, delivered)


async def test_an_answer_that_is_not_taken_now_is_spoken_later(databases: Databases) -> None:
    async with texting(databases, "gateway") as line:
        line.carrier.order(Fault("broken"))
        push = line.carrier.written(NUMBER, "你好")
        await line.carrier.hand_on(push)
        assert push.statuses == [200]
        assert line.carrier.phone(NUMBER).inbox == []


async def test_a_long_answer_is_cut_into_messages_the_provider_takes_and_the_taken_ones_are_not_repeated(
    databases: Databases,
) -> None:
    text = "".join(f"{n}走访𠮷家一次。" for n in range(120))
    async with texting(databases, "gateway") as line:
        assert isinstance(line.carrier, GatewayStandIn)
        await line.channel.send(NUMBER, [Say("前一条")], "n-0")
        receipt = await line.channel.send(NUMBER, [Say(text)], "n-1")
        parts = [heard.text.removeprefix(f"【{SIGN}】") for heard in line.carrier.phone(NUMBER).inbox[1:]]
        assert "".join(parts) == text
        assert len(receipt.ids) == len(parts) > 1
        await line.channel.send(NUMBER, [Say(text)], "n-1")
        assert len(line.carrier.taken) == 1 + len(parts)


def test_talk_in_the_terminal_has_the_manners_of_the_real_channel() -> None:
    played = MANNERS["sms"]
    assert (played.buttons, played.pictures_in, played.pictures_out) == (False, False, False)
    assert (played.longest, played.unit) == (LONGEST, "utf16")


async def test_no_number_text_or_key_reaches_the_log(
    databases: Databases, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for provider in PROVIDERS:
        async with texting(databases, provider) as line:
            line.carrier.order(Fault("broken"))
            phone = line.carrier.phone(NUMBER)
            await phone.say("我家的秘密")
            await phone.say("TD")
            line.carrier.order(Fault("drop", taken=True))
            await phone.say("我家的秘密")
            await line.post(
                "in", data=b'[{"phone_number": "19900000321", "content": "\xe7\xa7\x98\xe5\xaf\x86"'
            )
            await line.post("in", json=[{"phone_number": NUMBER, "content": "我家的秘密"}])
    logged = "\n".join(
        record.getMessage() + str(record.exc_text or "")
        for record in caplog.records
        if record.name.startswith(("bot", "handlers", "storage"))
    )
    assert not [word for word in (NUMBER, "秘密", SECRET, *KEY, "SMS_1") if word in logged]
