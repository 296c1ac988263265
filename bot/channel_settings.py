"""The channels' blocks of `bangfu.toml`: a channel is on when its block is there.

In the environment a field is `BANGFU_<BLOCK>__<FIELD>`, e.g. `BANGFU_WECHAT__APP_ID`. The addresses of
the providers (`api`) are settings so that a stand-in can take their place.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Network, IPv6Network
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

Network = IPv4Network | IPv6Network


class Block(BaseModel):
    """One channel's settings; what is not named here is refused."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class TelegramBlock(Block):
    """`[telegram]`."""

    token: SecretStr = Field(description="The bot's token, as BotFather gave it.")
    mode: Literal["polling", "webhook"] = Field(
        default="polling", description="How messages come in; `webhook` needs `public_url`."
    )
    secret: SecretStr = Field(
        default=SecretStr(""),
        description="Secret token of the webhook, 16 to 256 of A-Z a-z 0-9 _ -; needed for `webhook`.",
    )
    api: str = Field(default="https://api.telegram.org", description="Address of the Bot API.")
    per_second: float = Field(default=25, gt=0, description="Messages sent in a second at most.")

    @field_validator("token")
    @classmethod
    def _looks_like_a_token(cls, token: SecretStr) -> SecretStr:
        if not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]+", token.get_secret_value()):
            raise ValueError("a token looks like 123456:AbC-dEf_012")
        return token

    @model_validator(mode="after")
    def _webhook_has_its_secret(self) -> Self:
        secret = self.secret.get_secret_value()
        if self.mode == "webhook" and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", secret):
            raise ValueError("mode webhook needs a secret of 16 to 256 of A-Z a-z 0-9 _ -")
        return self


class WeChatBlock(Block):
    """`[wechat]`."""

    app_id: str = Field(description="AppID of the service account (开发者ID).")
    app_secret: SecretStr = Field(description="AppSecret (开发者密码).")
    token: SecretStr = Field(description="Token of the server configuration (令牌).")
    aes_key: SecretStr = Field(
        default=SecretStr(""), description="EncodingAESKey, 43 characters; needed but for `mode` plain."
    )
    mode: Literal["safe", "compatible", "plain"] = Field(
        default="safe", description="Message encryption (消息加解密方式), as set in the account."
    )
    api: str = Field(default="https://api.weixin.qq.com", description="Address of the API.")
    pictures: str = Field(
        default="https://mp.weixin.qq.com", description="Address that shows QR codes for a ticket."
    )
    per_second: float = Field(default=50, gt=0, description="Messages sent in a second at most.")
    menus: bool = Field(
        default=True, description="Whether the account's menus are set from here at the start."
    )

    @model_validator(mode="after")
    def _key_where_needed(self) -> Self:
        """A missing or miscopied key is found at the start, not with the first message."""
        key = self.aes_key.get_secret_value()
        if self.mode != "plain" and not re.fullmatch("[A-Za-z0-9]{43}", key):
            raise ValueError("wechat.aes_key must be the account's EncodingAESKey, 43 letters and digits")
        return self


class WeComBlock(Block):
    """`[wecom]`."""

    corp_id: str = Field(description="Corp ID (企业ID).")
    agent_id: int = Field(description="AgentId of the application (应用).")
    secret: SecretStr = Field(description="Secret of the application.")
    token: SecretStr = Field(description="Token of the callback (接收消息).")
    aes_key: SecretStr = Field(description="EncodingAESKey of the callback, 43 characters.")
    api: str = Field(default="https://qyapi.weixin.qq.com", description="Address of the API.")
    cards: bool = Field(
        default=True, description="Whether choices are cards with buttons; else numbered lists."
    )
    robots: dict[str, SecretStr] = Field(
        default_factory=dict,
        description="Group robots that say the digest of a region: its path, e.g. /530129/, and the robot's key.",
    )
    per_second: float = Field(default=20, gt=0, description="Messages sent in a second at most.")
    per_minute_each: int = Field(
        default=30, ge=1, le=30, description="Messages one member is sent in a minute at most."
    )

    @field_validator("aes_key")
    @classmethod
    def _is_a_key(cls, key: SecretStr) -> SecretStr:
        if not re.fullmatch(r"[A-Za-z0-9+/]{43}", key.get_secret_value()):
            raise ValueError("an EncodingAESKey has 43 characters of A-Z a-z 0-9")
        return key

    @field_validator("robots")
    @classmethod
    def _have_keys(cls, robots: dict[str, SecretStr]) -> dict[str, SecretStr]:
        if not all(path.strip("/") and key.get_secret_value() for path, key in robots.items()):
            raise ValueError("each robot needs the path of a region and the key from its webhook address")
        return robots


class AliyunBlock(Block):
    """`[sms.aliyun]`."""

    access_key_id: str = Field(description="AccessKey ID, of a RAM user that may only send SMS.")
    access_key_secret: SecretStr = Field(description="AccessKey Secret.")
    api: str = Field(default="https://dysmsapi.aliyuncs.com", description="Address of the API.")


class TencentBlock(Block):
    """`[sms.tencent]`."""

    secret_id: str = Field(description="SecretId, of a sub-account that may only send SMS.")
    secret_key: SecretStr = Field(description="SecretKey.")
    app: str = Field(description="SmsSdkAppId.")
    region: str = Field(default="ap-guangzhou", description="Region of the API.")
    api: str = Field(default="https://sms.tencentcloudapi.com", description="Address of the API.")


class GatewayBlock(Block):
    """`[sms.gateway]`: any HTTP gateway, by configuration.

    `url`, `body` and the values of `headers` are templates: {to} {text} {id} (our word for the message)
    and, where only templates are taken, {template} (its id) and {values} (a JSON object).
    """

    url: str = Field(description="Where a message is sent to, e.g. https://host/send?to={to}&text={text}.")
    method: Literal["GET", "POST"] = Field(default="POST", description="How it is sent.")
    body: str = Field(default="", description="The body, e.g. to={to}&text={text}&id={id}.")
    encoding: Literal["form", "json", "xml"] = Field(
        default="form", description="How values are escaped in the body."
    )
    headers: dict[str, SecretStr] = Field(default_factory=dict, description="Headers, e.g. Authorization.")
    prefix: Literal["", "86", "+86"] = Field(
        default="", description="What stands before the 11 digits in {to}."
    )
    success: str = Field(
        default="", description="A text the answer must hold to count as taken; empty: any 2xx."
    )
    success_path: str = Field(
        default="", description="A dotted path in a JSON answer that must equal `success`."
    )
    id_path: str = Field(default="", description="A dotted path in a JSON answer with the gateway's id.")
    code_path: str = Field(
        default="", description="A dotted path in a JSON answer with the reason of a refusal."
    )
    busy_codes: list[str] = Field(default_factory=list, description="Reasons that mean: send it later.")
    gone_codes: list[str] = Field(
        default_factory=list, description="Reasons that mean: nobody is there, or they want none."
    )
    sign: bool = Field(
        default=True, description="Whether 【signature】 is put before a text; false where the gateway does."
    )
    templates_only: bool = Field(default=False, description="Whether only approved templates are taken.")
    reports: bool = Field(default=False, description="Whether the gateway tells later what was delivered.")
    from_field: str = Field(default="from", description="Inbound field of the sender's number.")
    text_field: str = Field(default="text", description="Inbound field of the text.")
    id_field: str = Field(default="id", description="Inbound field of the gateway's message id.")
    time_field: str = Field(default="time", description="Inbound field of the time (RFC 3339 or Unix).")
    report_id_field: str = Field(default="id", description="Field of the message id in a status report.")
    report_id_is: Literal["ours", "theirs"] = Field(
        default="ours", description="Whether that id is our {id} or the one at `id_path`."
    )
    report_status_field: str = Field(default="status", description="Field of the status in a report.")
    delivered_values: list[str] = Field(
        default_factory=lambda: ["delivered", "DELIVRD", "1"], description="Statuses that mean delivered."
    )
    failed_values: list[str] = Field(
        default_factory=lambda: ["failed", "rejected", "UNDELIV", "2", "16"],
        description="Statuses that mean failed; others are waited on.",
    )
    reply: str = Field(default="ok", description="What we answer to a callback; JSON is sent as such.")


class SmsBlock(Block):
    """`[sms]`, with one of `[sms.aliyun]`, `[sms.tencent]`, `[sms.gateway]`."""

    signature: str = Field(
        min_length=2,
        max_length=12,
        pattern="^[^【】]+$",
        description="The approved signature (签名) without its brackets, 2 to 12 characters.",
    )
    path_secret: SecretStr = Field(
        min_length=24,
        description="A long random word in the callback's address, since callbacks are not signed.",
    )
    allow: list[Network] = Field(
        default_factory=list,
        description="Addresses callbacks may come from, e.g. 203.0.113.0/24; empty: any.",
    )
    behind_proxy: bool = Field(
        default=False,
        description="Whether a proxy of ours stands in front: the last X-Forwarded-For address counts.",
    )
    per_second: float = Field(default=20, gt=0, description="Messages sent in a second at most.")
    aliyun: AliyunBlock | None = Field(default=None, description="Aliyun.")
    tencent: TencentBlock | None = Field(default=None, description="Tencent Cloud.")
    gateway: GatewayBlock | None = Field(default=None, description="Any HTTP gateway.")

    @model_validator(mode="after")
    def _has_one_provider(self) -> Self:
        named = [name for name in ("aliyun", "tencent", "gateway") if getattr(self, name) is not None]
        if len(named) != 1:
            raise ValueError(
                f"[sms] needs exactly one of aliyun, tencent and gateway; {len(named)} are there"
            )
        return self
