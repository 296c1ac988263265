"""What WeChat allows: who may be written to, how often, with what. The windows and counts of the real account."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

Content = dict[str, Any]

LONGEST = 2048
"""Bytes of a text."""

MESSAGE, ACT = (5, timedelta(hours=48)), (3, timedelta(minutes=1))
"""Messages that may follow something a person wrote; and a click, a follow or a scan."""

FIELDS: Mapping[str, re.Pattern[str]] = {
    "thing": re.compile(r"[^\n]{1,20}"),
    "phrase": re.compile(r"[\u4e00-\u9fff]{1,5}"),
    "name": re.compile(r"[^\n]{1,10}"),
    "character_string": re.compile(r"[\x20-\x7e]{1,32}"),
    "number": re.compile(r"[0-9.]{1,32}"),
    "amount": re.compile(r"[^\n]{1,11}"),
}
"""Kind of a template's field -> its values; of other kinds any line is taken."""


class Wrong(Exception):
    """WeChat refuses a call with this errcode."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


@dataclass(slots=True)
class Window:
    """So many messages until then."""

    left: int = 0
    until: datetime | None = None

    def open(self, allows: tuple[int, timedelta], now: datetime) -> None:
        """Begin anew."""
        self.left, self.until = allows[0], now + allows[1]

    def stands(self, now: datetime) -> bool:
        """Whether its time is not over."""
        return self.until is not None and now < self.until


@dataclass(slots=True)
class Person:
    """Somebody with WeChat. `refuses`: has blocked the account. `accepted`: template -> messages still allowed."""

    follows: bool = True
    refuses: bool = False
    accepted: dict[str, int] = field(default_factory=dict)
    tags: set[int] = field(default_factory=set)
    long: Window = field(default_factory=Window)
    quick: Window = field(default_factory=Window)

    def wrote(self, now: datetime) -> None:
        """A message of theirs."""
        self.long.open(MESSAGE, now)

    def acted(self, now: datetime) -> None:
        """A click, a follow, a scan."""
        self.quick.open(ACT, now)

    def left(self) -> None:
        """Does not follow any more: nothing is open."""
        self.follows, self.long, self.quick = False, Window(), Window()

    def count(self, now: datetime) -> None:
        """One customer-service message more.

        Raises:
            Wrong: 45015 out of time, 45047 out of count, 48002 refused.
        """
        if self.refuses:
            raise Wrong(48002)
        standing = [window for window in (self.quick, self.long) if window.stands(now)]
        if not standing:
            raise Wrong(45015)
        for window in standing:
            if window.left:
                window.left -= 1
                return
        raise Wrong(45047)


def look_at_text(text: str) -> str:
    """A text as it may be sent.

    Raises:
        Wrong: empty, too long.
    """
    if not text:
        raise Wrong(44004)
    if len(text.encode()) > LONGEST:
        raise Wrong(45002)
    return text


def look_at_values(data: Mapping[str, Any]) -> dict[str, str]:
    """A template's values by the names of their fields.

    Raises:
        Wrong: a value is not as its field wants it.
    """
    for name, given in data.items():
        value = given.get("value") if isinstance(given, dict) else None
        wanted = FIELDS.get(name.rstrip("0123456789"), FIELDS["thing"])
        if not isinstance(value, str) or not wanted.fullmatch(value):
            raise Wrong(47003)
    return {name: str(given["value"]) for name, given in data.items()}


def look_at_menu(menu: Mapping[str, Any]) -> None:
    """A menu as WeChat takes it: three buttons of 16 bytes, five below of 60.

    Raises:
        Wrong: it is not.
    """
    buttons = menu.get("button", [])
    if not 1 <= len(buttons) <= 3:
        raise Wrong(40016)
    for button in buttons:
        below = button.get("sub_button", [])
        _look_at_button(button, 16, 40018)
        if len(below) > 5:
            raise Wrong(40023)
        for each in below:
            _look_at_button(each, 60, 40025)


def _look_at_button(button: Mapping[str, Any], longest: int, code: int) -> None:
    if not 1 <= len(str(button.get("name", "")).encode()) <= longest:
        raise Wrong(code)
    if not button.get("sub_button") and not 1 <= len(str(button.get("key", "")).encode()) <= 128:
        raise Wrong(40019)
