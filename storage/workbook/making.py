"""How the columns of a sheet are written down: a code, a reference, a choice, a plain value, a spell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from storage.workbook.columns import Column, Kind
from storage.workbook.model import Said, words

VILLAGE = "999901101201"
"""The code of a village in the examples."""


def code(header: str, *aliases: str, example: str) -> Column:
    """The code that a row is known by."""
    return Column("code", header, "code", aliases, required=True, example=example)


def ref(
    key: str,
    header: str,
    sheet: str,
    *aliases: str,
    example: str,
    required: bool = True,
    about: Said | None = None,
) -> Column:
    """The code of a row of another sheet."""
    return Column(key, header, "code", aliases, required=required, ref=sheet, example=example, about=about)


def choice(
    key: str,
    header: str,
    values: Mapping[str, Any],
    others: Mapping[str, Any] | None = None,
    *,
    aliases: tuple[str, ...] = (),
    required: bool = False,
    default: Any = "",  # noqa: ANN401 - whatever the table keeps
    example: str = "",
    about: Said | None = None,
) -> Column:
    """One of some words, each with what is stored for it."""
    example = example or next(iter(values))
    return Column(
        key,
        header,
        "choice",
        aliases,
        required,
        "",
        values,
        others or {},
        default,
        example=example,
        about=about,
    )


def plain(
    key: str,
    header: str,
    kind: Kind,
    *aliases: str,
    example: str = "",
    required: bool = False,
    default: Any = None,  # noqa: ANN401
    about: Said | None = None,
) -> Column:
    """A cell that is a value of its own."""
    return Column(key, header, kind, aliases, required, default=default, example=example, about=about)


def spell(start: str, end: str) -> tuple[Column, Column]:
    """The first and the last day of a spell."""
    return (
        plain("starts", start, "date", "开始", "起始日期", required=True, example="2026-01-01"),
        plain("ends", end, "date", "结束", "截止日期", about=words("the last day; empty while it goes on")),
    )
