"""Every transcript, word for word: typed in a terminal, on PostgreSQL, and on channels.

To play all of them on all channels would say the same thing forty times over: the desk that answers is one, and what
a channel adds (buttons or numbers, pictures, length of a message) is the same in each conversation that uses it.
So each is played on one channel, taken in turn by its place in the list, and those whose manners differ most by
channel (`EVERYWHERE`) are played on all of them. Each leaves the records that it leaves in a terminal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import Databases
from playing import BLIND, NUMBERED, Stage
from transcripts import HERE, every, read

CHANNELS = ("webchat", "telegram", "wechat", "wecom", "sms")
"""The chat page, and the channels of a provider: each at its stand-in."""

EVERYWHERE = (
    "check_in",
    "correction_moves",
    "digest",
    "form_moves",
    "household_asks",
    "leave",
    "stale_buttons",
    "visit_with_problems",
)
"""Buttons that age, moves in a form, pictures and places, lists, long answers: what channels do each in their way."""

TYPED: dict[Path, dict[str, list[str]]] = {}
"""What each transcript leaves when it is typed in a terminal."""


def possible(path: Path) -> list[str]:
    """Channels that a transcript can be played on: by SMS nobody sends a picture, and where a button is a number
    to type there are no old buttons.
    """
    text = path.read_text("utf-8")
    without = (NUMBERED if "老按钮" in text else frozenset()) | (BLIND if "@photo" in text else frozenset())
    return [channel for channel in CHANNELS if channel not in without]


def in_turn() -> Iterator[tuple[Path, list[str]]]:
    """Every transcript with its channels: all possible ones, or the one whose turn it is."""
    for place, path in enumerate(every()):
        channels = possible(path)
        if path.stem not in EVERYWHERE:
            channels = [channels[place % len(channels)]]
        yield path, channels


def ways() -> Iterator[object]:
    """Every way to play a transcript, those of one beside each other."""
    for path, channels in in_turn():
        for channel in ("terminal", *channels):
            yield pytest.param(path, channel, "sqlite", id=f"{path.stem}-{channel}")
        yield pytest.param(
            path, "terminal", "postgresql", id=f"{path.stem}-postgresql", marks=pytest.mark.postgresql
        )


@pytest.mark.parametrize(("path", "channel", "kind"), list(ways()))
async def test_a_transcript_is_answered_word_for_word_and_leaves_the_same_records(
    path: Path, channel: str, kind: str, databases: Databases
) -> None:
    stage = Stage(databases, kind, channel)
    said = await stage.play(read(path))
    assert [(line.number, answer) for line, answer in said] == [
        (line.number, line.answer) for line, _ in said
    ]
    if channel == "terminal" and kind == "sqlite":
        TYPED[path] = stage.records
    elif kind == "sqlite":
        assert stage.records == await typed(path, databases)


async def typed(path: Path, databases: Databases) -> dict[str, list[str]]:
    """The records, by the terminal; played once."""
    if path not in TYPED:
        stage = Stage(databases, "sqlite", "terminal")
        await stage.play(read(path))
        TYPED[path] = stage.records
    return TYPED[path]


def test_each_channel_has_its_share_of_the_transcripts_and_the_chosen_ones_are_there() -> None:
    chosen = {HERE / f"{name}.txt" for name in EVERYWHERE}
    assert chosen <= set(every())
    share = Counter(channels[0] for path, channels in in_turn() if path not in chosen)
    assert min(share[channel] for channel in CHANNELS) >= 4, share
