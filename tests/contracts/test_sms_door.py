"""The callbacks of SMS providers: who may call, what they may say, what they are answered."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from databases import Databases
from pydantic import ValidationError
from sms_line import SECRET, Texting, block_of, texting
from sqlalchemy import Connection, select

from bot.channels.base import Incoming
from bot.channels.sms.wire import moment, own_id, plausible
from bot.desk import TurnFailed
from handlers.replies import Say
from storage.tables import Inbound
from storage.values.week import SHANGHAI

NUMBER = "19900000321"
UP = {
    "phone_number": f"+86{NUMBER}", "content": "你好", "send_time": "2026-11-16 07:29:30", "dest_code": "10690001",
    "sequence_id": 7001, "sign_name": "旧",
}  # fmt: skip
REPORT = {
    "phone_number": NUMBER, "send_time": "2026-11-16 07:20:00", "report_time": "2026-11-16 07:21:00",
    "success": False, "err_code": "MOBILE_NOT_ON_SERVICE", "err_msg": "", "sms_size": "1", "biz_id": "9^0", "out_id": "n-1",
}  # fmt: skip


def times(db: Connection) -> list[datetime]:
    return list(db.execute(select(Inbound.sent_at).order_by(Inbound.id)).scalars())


async def inbox(line: Texting) -> int:
    return len(line.carrier.phone(NUMBER).inbox)


async def test_a_wrong_secret_finds_nothing(databases: Databases) -> None:
    async with texting(databases, "aliyun") as line:
        for secret in ("x", SECRET[:-1], SECRET + "x", "短"):
            async with line.http.post(line.url("in", secret), json=[UP]) as answer:
                assert answer.status == 404
        assert await inbox(line) == 0


async def test_only_addresses_on_the_list_are_heard(databases: Databases) -> None:
    async with texting(databases, "aliyun", allow=["203.0.113.0/24"]) as line:
        assert await line.post("in", json=[UP]) == 403
        assert await line.post("in", json=[UP], headers={"X-Forwarded-For": "203.0.113.9"}) == 403
    async with texting(databases, "aliyun", allow=["203.0.113.0/24"], behind_proxy=True) as line:
        for said in ("203.0.113.9, 198.51.100.7", "", "nonsense"):
            assert await line.post("in", json=[UP], headers={"X-Forwarded-For": said}) == 403
        said = "198.51.100.7, 203.0.113.9"
        assert await line.post("in", json=[UP], headers={"X-Forwarded-For": said}) == 200
    async with texting(databases, "aliyun", allow=["127.0.0.0/8"]) as line:
        assert await line.post("in", json=[UP]) == 200


BROKEN = [
    b"", b"x", b"[", b"{}", b"[1]", b'"text"', b"null", b"[[]]", b'{"a":', b"\xff\xfe", b"[" * 100_000,
    json.dumps([{**UP, "phone_number": "123"}]).encode(), json.dumps([{**UP, "phone_number": None}]).encode(),
    json.dumps([{**UP, "content": ["你好"]}]).encode(), json.dumps([{**UP, "sequence_id": True}]).encode(),
    json.dumps([{key: UP[key] for key in UP if key != "sequence_id"}]).encode(),
]  # fmt: skip


@pytest.mark.parametrize("provider", ["aliyun", "tencent", "gateway"])
async def test_what_cannot_be_read_is_refused_without_a_traceback(
    databases: Databases, provider: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with texting(databases, provider) as line:
        for body in BROKEN:
            for what in ("in", "report"):
                assert await line.post(what, data=body) == 400, (what, body[:60])
        assert await inbox(line) == 0
    assert not [record for record in caplog.records if record.exc_info or "Traceback" in record.getMessage()]


async def test_a_body_of_more_than_a_megabyte_is_refused(databases: Databases) -> None:
    async with texting(databases, "aliyun") as line:
        assert await line.post("in", data=io.BytesIO(b"[" + b" " * 1_100_000 + b"]")) == 413


async def test_one_broken_part_does_not_lose_the_others(
    databases: Databases, caplog: pytest.LogCaptureFixture
) -> None:
    async with texting(databases, "aliyun") as line:
        broken = {**UP, "phone_number": "12", "content": "秘密"}
        assert await line.post("in", json=[broken, UP, "x"]) == 200
        assert await inbox(line) == 1
        assert await line.post("report", json=[{}, REPORT]) == 200
        (report,) = line.reports
        assert (report.id, report.reference, report.delivered) == ("9^0", "n-1", False)
        assert report.code == "MOBILE_NOT_ON_SERVICE"
        assert await line.post("report", json=[REPORT]) == 200
        assert len({told.key for told in line.reports}) == 1
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("bot.channels.sms")]
    assert lines == [
        "an SMS callback held 2 parts that cannot be read",
        "an SMS callback held 1 parts that cannot be read",
    ]


@pytest.mark.parametrize(
    ("provider", "reply"),
    [("aliyun", {"code": 0, "msg": "接收成功"}), ("tencent", {"result": 0, "errmsg": "OK"})],
)
async def test_each_provider_is_answered_in_its_own_form(
    databases: Databases, provider: str, reply: dict[str, object]
) -> None:
    async with texting(databases, provider) as line:
        push = line.carrier.written(NUMBER, "你好")
        async with line.http.post(line.url("in"), json=push.request["json"]) as answer:
            assert await answer.json() == reply


async def test_a_message_has_its_own_time_unless_that_cannot_be(databases: Databases) -> None:
    said = ["2026-11-16 07:29:30", "2026-11-16 09:00:00", "2026-11-01 07:00:00", "yesterday"]
    async with texting(databases, "aliyun") as line:
        for number, time in enumerate(said):
            assert await line.post("in", json=[{**UP, "sequence_id": str(number), "send_time": time}]) == 200
        kept = await line.house.database.read(times)
        own = datetime(2026, 11, 16, 7, 29, 30, tzinfo=SHANGHAI)
        assert kept[-4:] == [own, *[line.hands.now] * 3]


def test_times_are_read_as_providers_write_them() -> None:
    at = datetime(2026, 11, 16, 7, 30, tzinfo=SHANGHAI)
    unix = str(int(at.timestamp()))
    for text in (
        "2026-11-16 07:30:00",
        "2026-11-15T23:30:00Z",
        "2026-11-16T07:30:00+08:00",
        unix,
        f"{unix}000",
    ):
        assert moment(text) == at
    assert [moment(text) for text in ("", "x", "9" * 30, "2026-13-01 00:00:00")] == [None] * 4
    assert plausible(at + timedelta(minutes=5), at) == at + timedelta(minutes=5)
    assert plausible(at + timedelta(minutes=6), at) == at
    assert plausible(at - timedelta(days=3, seconds=1), at) == at
    assert own_id("1", "23") != own_id("12", "3")


def test_exactly_one_provider_is_named_and_the_line_says_so() -> None:
    good = block_of("gateway", "http://127.0.0.1:9").model_dump()
    for changed in ({"gateway": None}, {"tencent": {"secret_id": "a", "secret_key": "b", "app": "1"}}):
        with pytest.raises(ValidationError, match="exactly one of aliyun, tencent and gateway"):
            type(block_of("gateway", "http://127.0.0.1:9")).model_validate({**good, **changed})


KANNEL = {
    "url": "{api}/cgi-bin/sendsms?username=u&password=p&from=1069&to={to}&text={text}&coding=2&charset=UTF-8"
    "&dlr-mask=31&dlr-url=https%3A%2F%2Fhost%2Freport%3Fid%3D{id}%26status%3D%25d",
    "method": "GET", "body": "", "prefix": "", "success": "Accepted for delivery", "success_path": "", "id_path": "",
    "from_field": "sender", "text_field": "message", "time_field": "ts", "headers": {}, "reports": True,
}  # fmt: skip


async def test_a_gateway_of_kannels_shape_is_a_matter_of_settings(databases: Databases) -> None:
    async with texting(databases, "gateway", its={**KANNEL, "url": "http://127.0.0.1:9/x?to={to}"}) as line:
        unix = str(int(line.hands.now.timestamp()))
        query = {"id": "k-1", "ts": unix, "message": "TD", "sender": f"+86{NUMBER}"}
        async with line.http.get(line.url("in"), params=query) as answer:
            assert (answer.status, await answer.text()) == (200, "ok")
        for status in ("1", "2", "4", "8", "16"):
            async with line.http.get(line.url("report"), params={"id": "n-1", "status": status}) as answer:
                assert answer.status == 200
        assert [(r.reference, r.delivered) for r in line.reports] == [
            ("n-1", True),
            ("n-1", False),
            ("n-1", False),
        ]


async def test_a_gateway_may_name_the_status_in_the_path(databases: Databases) -> None:
    async with texting(databases, "gateway") as line:
        for status in ("sent", "delivered", "failed"):
            assert await line.post(f"report/{status}", data={"id": "n-1"}) == 200
        assert [(r.reference, r.code) for r in line.reports] == [("n-1", "delivered"), ("n-1", "failed")]


async def test_a_turn_that_failed_is_asked_for_again(databases: Databases) -> None:
    async with texting(databases, "aliyun") as line:
        push, receive = line.carrier.written(NUMBER, "你好"), line.board._receive
        assert receive is not None

        async def failing(_: Incoming) -> Sequence[Say]:
            raise TurnFailed("nothing was saved")

        line.board.connect(failing)
        await line.carrier.hand_on(push)
        line.board.connect(receive)
        line.hands.now += timedelta(minutes=1)
        await line.carrier.tick()
        assert (push.statuses, await inbox(line)) == ([503, 200], 1)
