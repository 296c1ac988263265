"""What is wrong with a setting is told in one line, by the name it has in the environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.common import settings_of
from bot.refusal import Refusal

WECHAT = '[wechat]\napp_id = "wx1"\napp_secret = "hush-hush"\ntoken = "t"\naes_key = "{key}"\n{more}'


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (WECHAT.format(key="hush-hush", more=""), "BANGFU_WECHAT (or bangfu.toml): wechat.aes_key must be"),
        (
            WECHAT.format(key="a" * 43, more='appid = "hush-hush"'),
            "BANGFU_WECHAT__APPID (or bangfu.toml): no such",
        ),
        ("[telegram]", "BANGFU_TELEGRAM__TOKEN (or bangfu.toml): Field required"),
        ('[telegram]\ntoken = "hush-hush"', "BANGFU_TELEGRAM__TOKEN (or bangfu.toml): a token looks like"),
    ],
)
def test_a_wrong_block_is_told_by_its_field_and_without_its_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, line: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bangfu.toml").write_text(text, "utf-8")
    with pytest.raises(Refusal) as refused:
        settings_of("", demo=False)
    assert str(refused.value).startswith(line)
    assert "hush" not in str(refused.value)
    assert "\n" not in str(refused.value)
