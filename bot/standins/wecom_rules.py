"""What WeCom allows: how often, how long, how many buttons, how often a code."""

from __future__ import annotations

import json
import re
import secrets
from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

Content = dict[str, Any]

GOOD_FOR = timedelta(hours=72)
TASK = re.compile(r"[0-9A-Za-z_@-]{1,128}")
MOST_BUTTONS, LONGEST_KEY = 6, 1024


class Wrong(Exception):
    """A call that WeCom refuses, by its errcode."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


@dataclass(slots=True)
class Counted:
    """How often something was done, by whom."""

    _times: dict[str, deque[datetime]] = field(default_factory=lambda: defaultdict(deque))

    def under(self, who: str, now: datetime, *limits: tuple[int, timedelta]) -> bool:
        """Count it, unless one of the limits (so many in such a time) is reached."""
        times = self._times[who]
        if any(sum(time > now - span for time in times) >= count for count, span in limits):
            return False
        times.append(now)
        return True


@dataclass(slots=True)
class Codes:
    """Codes by which a card may be changed, once each, for 72 hours."""

    _open: dict[str, tuple[str, datetime]] = field(default_factory=dict)

    def made(self, task: str, now: datetime) -> str:
        """A new one for the card of `task`."""
        code = secrets.token_hex(12)
        self._open[code] = task, now
        return code

    def used(self, code: str, now: datetime) -> str:
        """Use one up; gives the task of its card."""
        task, made = self._open.pop(code, ("", now - GOOD_FOR))
        if now - made >= GOOD_FOR:
            raise Wrong(40058)
        return task


def card_checked(card: Content) -> Content:
    """A card as a member sees it."""
    buttons = card.get("button_list", [])
    keys = [button["key"] for button in buttons]
    good = (
        card.get("card_type") == "button_interaction"
        and (card.get("sub_title_text") or card.get("main_title", {}).get("title"))
        and 0 < len(buttons) <= MOST_BUTTONS
        and len(set(keys)) == len(keys)
        and all(len(key.encode()) <= LONGEST_KEY for key in keys)
        and TASK.fullmatch(card.get("task_id", ""))
    )
    if not good:
        raise Wrong(40058)
    labels = [(button["text"], button["key"]) for button in buttons]
    return {"text": card["sub_title_text"], "buttons": tuple(labels), "task": card["task_id"]}


def cut(text: str, longest: int) -> str:
    """So much of a text as WeCom shows: the rest is gone without a word."""
    if not text:
        raise Wrong(44004)
    return text.encode()[:longest].decode(errors="ignore")


def content_of(body: Content) -> str:
    """What the check for repeats compares."""
    about = ("touser", "enable_duplicate_check", "duplicate_check_interval")
    return json.dumps({key: value for key, value in body.items() if key not in about}, sort_keys=True)
