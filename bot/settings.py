"""Every setting, once: from `BANGFU_*` in the environment, then from `bangfu.toml`, then as below."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from bot.channel_settings import SmsBlock, TelegramBlock, WeChatBlock, WeComBlock


class Settings(BaseSettings):
    """What an office may set. The name in the environment is the field's in capitals after `BANGFU_`."""

    model_config = SettingsConfigDict(
        env_prefix="BANGFU_", env_nested_delimiter="__", toml_file="bangfu.toml", extra="forbid"
    )

    data: Path = Field(
        default=Path("data"), description="Folder for the database, the key file, pictures and backups."
    )
    db: str = Field(
        "",
        description="Database URL: sqlite:///FILE or postgresql://HOST/NAME. Default: bangfu.db in the data folder.",
    )
    key_file: Path | None = Field(
        default=None, description="The key file of the sealed values. Default: bangfu.key in the data folder."
    )
    host: str = Field(default="127.0.0.1", description="Address the web server listens on.")
    port: int = Field(
        default=8080, ge=0, le=65535, description="Port the web server listens on; 0 takes any free one."
    )
    public_url: str = Field(
        "",
        description="The address people reach the chat page at, when a proxy stands in front, e.g. https://chat.example.cn.",
    )
    messages_a_minute: int = Field(
        default=20, ge=1, description="Messages one web chat visitor may send in a minute."
    )
    log_json: bool = Field(default=False, description="Log lines as JSON, for machines; else for people.")
    log_level: str = Field(
        default="info",
        pattern="^(debug|info|warning|error)$",
        description="The least serious log line written.",
    )
    telegram: TelegramBlock | None = Field(default=None, description="Telegram.")
    wechat: WeChatBlock | None = Field(default=None, description="WeChat Official Account (服务号).")
    wecom: WeComBlock | None = Field(default=None, description="WeCom (企业微信自建应用).")
    sms: SmsBlock | None = Field(default=None, description="SMS.")
    templates_file: Path | None = Field(
        default=None,
        description="The office's template catalogue (ids, wordings). Default: templates.toml in the data folder, if it is there.",
    )
    backup_keep: int = Field(default=7, ge=0, description="Nightly backups kept (SQLite); 0 makes none.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def database_url(self) -> str:
        return self.db or f"sqlite:///{self.data / 'bangfu.db'}"

    @property
    def key_path(self) -> Path:
        return self.key_file or self.data / "bangfu.key"

    @property
    def templates_path(self) -> Path:
        return self.templates_file or self.data / "templates.toml"

    @property
    def photos_path(self) -> Path:
        return self.data / "photos"

    @property
    def backups_path(self) -> Path:
        return self.data / "backups"
