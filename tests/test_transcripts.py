"""Every transcript, word for word, on every channel and on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
from databases import Databases
from playing import Stage
from transcripts import every, read

from bot.standins.exchanges import EXCHANGES

LINES = ("telegram", "wechat", "wecom", "sms")
"""The channels of a provider: each at its stand-in."""

WAYS = [
    pytest.param("terminal", "sqlite", id="terminal"),
    pytest.param("webchat", "sqlite", id="webchat"),
    pytest.param("terminal", "postgresql", id="postgresql", marks=pytest.mark.postgresql),
]


@pytest.mark.parametrize(("channel", "kind"), WAYS)
@pytest.mark.parametrize("path", every(), ids=lambda path: path.stem)
async def test_a_transcript_is_answered_word_for_word(
    path: Path, channel: str, kind: str, databases: Databases
) -> None:
    lines = read(path)
    stage = Stage(databases, kind, channel)
    said = await stage.play(lines)
    assert [(line.number, answer) for line, answer in said] == [
        (line.number, line.answer) for line, _ in said
    ]


@pytest.mark.parametrize("channel", [name for name in LINES if name in EXCHANGES])
@pytest.mark.parametrize("path", every(), ids=lambda path: path.stem)
async def test_a_transcript_leaves_the_same_records_on_every_channel(
    path: Path, channel: str, databases: Databases
) -> None:
    lines = read(path)
    spoken, typed = Stage(databases, "sqlite", channel), Stage(databases, "sqlite", "terminal")
    said = await spoken.play(lines)
    await typed.play(lines)
    assert [(line.number, answer) for line, answer in said] == [
        (line.number, line.answer) for line, _ in said
    ]
    assert spoken.records == typed.records
