"""The page of the settings: what is set by itself, then each channel's block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from bot.settings import Settings
from tests.house.markdown import default_of, page, table

Names = tuple[str, ...]
SETTING = ("environment", "bangfu.toml", "default", "what it is")


def settings() -> str:
    """Every setting of `bot/settings.py`."""
    blocks = list(_blocks(Settings, ()))
    return page(
        "Settings",
        "Read from the environment, then from `bangfu.toml` in the folder that Bangfu is started in, then as below.\n"
        'In `bangfu.toml` a line is `name = value`, such as `public_url = "https://chat.example.cn"`. A name that is not\n'
        "known is refused. Rules of the work (days a week, hours of silence) are no settings but\n"
        "[parameters](parameters.md).",
        table(SETTING, _own(Settings, ())),
        'A channel is on when its block is there: in `bangfu.toml` a line `[wechat]` and below it `app_id = "…"`; in the\n'
        "environment two underscores stand between block and field. Which of a block's settings an office needs, and what\n"
        "to register where, is told by [telegram](../howto/telegram.md), [wechat](../howto/wechat.md),\n"
        "[wecom](../howto/wecom.md) and [sms](../howto/sms.md).",
        *(part for path, block in blocks for part in _block(path, block)),
    )


def _inner(field: FieldInfo) -> type[BaseModel] | None:
    """The block that a field holds, if it holds one."""
    kinds = (field.annotation, *get_args(field.annotation))
    return next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), None)


def _blocks(model: type[BaseModel], path: Names) -> Iterator[tuple[Names, type[BaseModel]]]:
    """The blocks below a model, and those below them, each with its path."""
    for name, field in model.model_fields.items():
        if block := _inner(field):
            yield (*path, name), block
            yield from _blocks(block, (*path, name))


def _block(path: Names, block: type[BaseModel]) -> Iterator[str | Iterable[str]]:
    yield f"## `[{'.'.join(path)}]`"
    yield table(SETTING, _own(block, path))


def _own(model: type[BaseModel], path: Names) -> Iterator[tuple[str, str, str, str]]:
    """The fields of a model that are no blocks."""
    for name, field in model.model_fields.items():
        if _inner(field) is None:
            default = (
                "needed" if field.is_required() else default_of(field.get_default(call_default_factory=True))
            )
            place = "__".join((*path, name)).upper()
            yield f"`BANGFU_{place}`", f"`{name}`", default, field.description or ""
