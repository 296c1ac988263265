"""What a leader's line says: 批 3 请本周补齐 22日前, 批 城管局 请补齐 重要, 批示 请周五前报方案."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.understand import Unclear, Understood
from handlers.understand.dates import read_date
from handlers.understand.numerals import numeral

BLOCKS: Mapping[int, str] = {
    1: "on_site", 2: "visits", 3: "problems", 4: "risks", 5: "applications", 6: "money", 7: "projects",
    8: "exits", 9: "records", 10: "other",
}  # fmt: skip
"""The numbers that a township's digest shows before its blocks (domain.md 8.2)."""
DETAILS: Mapping[int, str] = {**BLOCKS, 4: "money"}
"""A digest without them shows 1驻村 2走访 3问题 4资金 below."""
LINES: Mapping[str, str] = {
    "驻村": "on_site", "走访": "visits", "问题": "problems", "需求": "problems", "风险": "risks", "申请": "applications",
    "公示": "applications", "资金": "money", "项目": "projects", "脱贫": "other", "质量": "records",
}  # fmt: skip
LEVELS: Mapping[str, str] = {
    "一般": "normal", "普通": "normal", "重要": "important", "重点": "important", "紧急": "urgent", "加急": "urgent",
    "特急": "urgent", "normal": "normal", "important": "important", "urgent": "urgent",
}  # fmt: skip

_NUMBER = re.compile(r"第?([0-9]{1,2}|[一二三四五六七八九十])(?:[项行条]|[.、:,)])?")
_UNTIL = re.compile(r"(?P<day>.+?)(?:日)?(?:之前|以前|前)(?:办结|完成|办好|报结果|落实)?")
_WITHIN = re.compile(
    r"(?P<days>[0-9]{1,2}|[一二两三四五六七八九十])个?(?P<unit>天|日|周|星期)(?:之内|以内|内)"
)
_GLUED = re.compile(
    r"(?P<day>(?:[0-9]{1,2}月)?[0-9]{1,2}[日号]|(?:[下本这]?(?:周|星期|礼拜))[一二三四五六日天]|今天|明天|后天|月底|年底)(?:之前|以前|前)"
)


@dataclass(slots=True)
class Ordered:
    """A line understood: about what (`line`, empty if it was not said), what is asked, by which day, how pressing.

    `doubt` are words for a day that is over, does not exist or could be two: the day is asked.
    """

    line: str = ""
    text: str = ""
    due: date | None = None
    doubt: str = ""
    level: str = ""


def read(rest: str, today: date, *, numbered: bool) -> Ordered:
    """What followed 批. `numbered`: the digest it answers shows the numbers of its blocks."""
    found, words = Ordered(), rest.split()
    if words and (line := _line(words[0], numbered=numbered)):
        found.line = line
        words = words[1:]
    while words and _trailing(words[-1], today, found):
        words = words[:-1]
    found.text = " ".join(words)
    if not _has_day(found) and (match := _GLUED.search(found.text) or _WITHIN.search(found.text)):
        _trailing(match[0], today, found)
    return found


def _has_day(found: Ordered) -> bool:
    return found.due is not None or bool(found.doubt)


def number_said(word: str) -> int | None:
    """The number that a word is: 3, 第3项, 三、."""
    match = _NUMBER.fullmatch(word)
    value = numeral(match[1]) if match else None
    return int(value.value) if value is not None else None


def _line(word: str, *, numbered: bool) -> str:
    value = number_said(word)
    if value is not None:
        found = (BLOCKS if numbered else DETAILS).get(value, "")
        return "other" if found == "exits" else found
    return LINES.get(word, "")


def _trailing(word: str, today: date, found: Ordered) -> bool:
    """Whether a word is a day or a level, and then what it says."""
    if word in LEVELS and not found.level:
        found.level = LEVELS[word]
        return True
    day = None if _has_day(found) else day_in(word, today)
    if isinstance(day, date):
        found.due, found.doubt = (day, "") if day >= today else (None, word)
    elif day is not None:
        found.doubt = word
    return day is not None


def day_in(word: str, today: date) -> date | Unclear | None:
    """22日前, 周五前, 3天内, 下周三: the day, or why it is none; None where the word does not speak of a day."""
    within = _WITHIN.fullmatch(word)
    if within:
        value = numeral(within["days"])
        assert value is not None
        return today + timedelta(days=int(value.value) * (7 if within["unit"] in ("周", "星期") else 1))
    until = _UNTIL.fullmatch(word)
    if until is None and word.isdigit() and len(word) < len("20261122"):
        return None  # a number by itself is part of what is asked
    found = read_date(_spelled(until["day"]) if until else word, today, towards="future")
    if isinstance(found, Understood):
        return found.value
    return found if found.maybe or found.impossible else None


def _spelled(said: str) -> str:
    """22前 is the 22nd: the pattern has taken its 日, or nobody wrote it."""
    return f"{said}日" if re.fullmatch("([0-9]{1,2}月)?[0-9]{1,2}", said) else said
