"""Markdown as the pages of docs/reference are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pydantic import SecretStr

MADE = "<!-- Made by `python -m tests.house.reference`; change the code, not this page. -->"


def page(title: str, *parts: str | Iterable[str]) -> str:
    """A page as Markdown, its parts an empty line apart."""
    texts = [part if isinstance(part, str) else "\n".join(part) for part in parts]
    return "\n\n".join([f"# {title}", MADE, *texts]) + "\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A Markdown table, a line each."""
    for row in (heads, ["---"] * len(heads), *rows):
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


def default_of(value: object) -> str:
    value = value.get_secret_value() if isinstance(value, SecretStr) else value
    if value in ("", None, [], {}):
        return ""
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"
