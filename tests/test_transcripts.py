"""Every transcript, word for word, on every channel and on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
from databases import Databases
from playing import BLIND, NUMBERED, Stage
from transcripts import every, read

LINES = ("telegram", "wechat", "wecom", "sms")
"""The channels of a provider: each at its stand-in."""

TYPED: dict[Path, dict[str, list[str]]] = {}
"""What each transcript leaves when it is typed in a terminal."""

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
    if channel == "terminal" and kind == "sqlite":
        TYPED[path] = stage.records
    assert [(line.number, answer) for line, answer in said] == [
        (line.number, line.answer) for line, _ in said
    ]


def on_lines() -> list[object]:
    """Every transcript with every line; by SMS nobody sends a picture, and where a button is a number to
    type there are no old buttons.
    """
    old = {path for path in every() if "老按钮" in path.read_text("utf-8")}
    pictures = {path for path in every() if "@photo" in path.read_text("utf-8")}
    without = {
        channel: (old if channel in NUMBERED else set()) | (pictures if channel in BLIND else set())
        for channel in LINES
    }
    return [
        pytest.param(path, channel, id=f"{path.stem}-{channel}")
        for path in every()
        for channel in LINES
        if path not in without[channel]
    ]


async def typed(path: Path, databases: Databases) -> dict[str, list[str]]:
    """The records, by the terminal; played once."""
    if path not in TYPED:
        stage = Stage(databases, "sqlite", "terminal")
        await stage.play(read(path))
        TYPED[path] = stage.records
    return TYPED[path]


@pytest.mark.parametrize(("path", "channel"), on_lines())
async def test_a_transcript_leaves_the_same_records_on_every_channel(
    path: Path, channel: str, databases: Databases
) -> None:
    stage = Stage(databases, "sqlite", channel)
    said = await stage.play(read(path))
    assert [(line.number, answer) for line, answer in said] == [
        (line.number, line.answer) for line, _ in said
    ]
    assert stage.records == await typed(path, databases)
