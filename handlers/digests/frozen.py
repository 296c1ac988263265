"""Figures of a digest as the plain data they are frozen in, and back: driven by the fields of the dataclasses."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Figures = TypeVar("Figures")


def read_as(kind: type[Figures], data: dict[str, Any]) -> Figures:
    """Figures of a kind from plain data; those that an older version did not have keep their default."""
    facts = _read(kind, data)
    assert isinstance(facts, kind)
    return facts


def plain(value: Any) -> Any:  # noqa: ANN401 - any field of the facts
    """Figures as plain data: lists, ISO days, dictionaries."""
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "__dataclass_fields__"):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    return value


def _read(kind: Any, value: Any) -> Any:  # noqa: ANN401
    if value is None or get_origin(kind) in (Union, UnionType):
        inner = [each for each in get_args(kind) if each is not type(None)]
        return None if value is None else _read(inner[0], value)
    if get_origin(kind) is tuple:
        return _read_tuple(get_args(kind), value)
    if kind in (date, datetime):
        return kind.fromisoformat(value)
    if hasattr(kind, "__dataclass_fields__"):
        kinds = get_type_hints(kind)
        return kind(**{name: _read(kinds[name], item) for name, item in value.items() if name in kinds})
    return value


def _read_tuple(kinds: tuple[Any, ...], value: list[Any]) -> tuple[Any, ...]:
    if kinds[-1] is Ellipsis:
        return tuple(_read(kinds[0], item) for item in value)
    return tuple(_read(kind, item) for kind, item in zip(kinds, value, strict=True))
