"""A form of an office, as a file and as it is filled in; a conversation; the answers of an export."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from shell import Shell, done

NOW = "2026-11-17T08:42"
HENS = """
| survey | | | | |
| | type | name | label | hint |
| | select_one_from_file households.csv | household | 哪一户? | |
| | integer | hens | 养了几只鸡? | |
| | begin_repeat | plot | 地块 | |
| | decimal | mu | 几亩? | |
| | end_repeat | | | |
| settings | | | | |
| | form_title | form_id | version | instance_name |
| | 养殖普查 | hens | VERSION | concat(${hens}, '只鸡') |
"""
FILLED = ("养殖普查", "1", "5", "1.5", "1", "2", "2", "1")
"""The form from its title to 保存: the first household, five hens, two plots."""


def hens(folder: Path, version: str = "1", label: str = "养了几只鸡?") -> str:
    """The form as a file of Markdown tables."""
    file = folder / f"hens{version}.md"
    file.write_text(HENS.replace("VERSION", version).replace("养了几只鸡?", label), encoding="utf-8")
    return str(file)


def talk(shell: Shell, *lines: str, who: str = "cadre", now: str = NOW) -> str:
    return done(shell.run("talk", "--demo", "--as", who, "--now", now, said="\n".join(lines) + "\n"))


def rows_of(file: Path, sheet: str = "答案") -> list[dict[str, object]]:
    heads, *lines = openpyxl.load_workbook(file)[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, heads), line, strict=True)) for line in lines]
