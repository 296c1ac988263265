"""Whoever types traditional characters is understood like anybody else; OpenCC, somebody else's code, is the witness."""

from __future__ import annotations

import re
from functools import cache

import opencc
import pytest

from handlers.house import plays, vocabulary
from handlers.understand.commands import Command, read_command
from handlers.understand.text import fold
from handlers.understand.traditional import SIMPLIFIED
from locales import catalogue

KINDS = ("s2t", "s2tw", "s2hk")
CHINESE = re.compile("[\u4e00-\u9fff]+")


@cache
def written(kind: str) -> opencc.OpenCC:
    return opencc.OpenCC(kind)


def spoken() -> set[str]:
    """Every Chinese word that a command, a form or the catalogue says."""
    texts = [
        *vocabulary().words,
        *catalogue("zh_Hans").values(),
        *(p.source.read_text("utf-8") for p in plays().values()),
    ]
    return {word for text in texts for word in CHINESE.findall(text)}


@pytest.mark.parametrize("kind", KINDS)
def test_every_character_the_house_says_is_known_in_its_traditional_form(kind: str) -> None:
    back = written("t2s")
    pairs = {(written(kind).convert(c), c) for c in {c for word in spoken() for c in word}}
    missing = sorted(t + c for t, c in pairs if fold(t) != fold(c) and back.convert(t) == c)
    assert missing == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_command_is_recognised_in_traditional_characters(kind: str) -> None:
    words = vocabulary().words
    for word in words:
        found = read_command(written(kind).convert(word), words)
        assert isinstance(found, Command), (word, found)
        assert found.name == words[word]


def test_no_pair_of_the_table_contradicts_the_witness() -> None:
    variants = {"帳": "账", "著": "着"}  # the office writes 账; 著 is 着 in what people type (睡著)
    wrong = {chr(t): s for t, s in SIMPLIFIED.items() if written("t2s").convert(chr(t)) != s}
    assert wrong == variants
