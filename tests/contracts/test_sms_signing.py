"""The signatures of both clouds: their own published examples, digit for digit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.sms import acs3, tc3

ACS3_QUERY = {
    "ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd",
    "RegionId": "cn-shanghai",
}
ACS3_HEADERS = {
    "host": "ecs.cn-shanghai.aliyuncs.com",
    "x-acs-action": "RunInstances",
    "x-acs-content-sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "x-acs-date": "2023-10-26T10:22:32Z",
    "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
    "x-acs-version": "2014-05-26",
}
TC3_BODY = b'{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}'


def test_aliyuns_published_example_has_the_published_signature() -> None:
    said = acs3.authorization(
        "YourAccessKeyId", "YourAccessKeySecret", "POST", "/", ACS3_QUERY, {**ACS3_HEADERS, "accept": "*/*"}
    )
    assert said == (
        "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,"
        "SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,"
        "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )


def test_tencents_published_example_has_the_published_signature() -> None:
    said = tc3.authorization(
        "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE", "cvm",
        "cvm.tencentcloudapi.com", "application/json; charset=utf-8", TC3_BODY, 1551113065,
    )  # fmt: skip
    assert said == (
        "TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request, "
        "SignedHeaders=content-type;host, "
        "Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168"
    )


@given(st.dictionaries(st.text(min_size=1, max_size=8), st.text(max_size=20), max_size=5))
def test_a_query_is_escaped_as_the_rule_says_and_reads_back(query: dict[str, str]) -> None:
    from urllib.parse import parse_qsl

    try:
        "".join([*query, *query.values()]).encode()
    except UnicodeEncodeError:
        return
    escaped = acs3.canonical_query(query)
    assert not set(escaped) & set("+* '()!")
    assert dict(parse_qsl(escaped, keep_blank_values=True)) == query
