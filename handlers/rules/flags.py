"""Patterns that a person should look at (X02 to X08): what each is called, and what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from handlers.shown import clock
from locales import Words, words
from storage.values.week import SHANGHAI

PATTERNS: Mapping[str, Words] = {
    "one_account": words("several people checked in within a minute from one account"),
    "same_minute": words("several people checked in within the same minute, more than once"),
    "early_code": words("the code came before anybody had looked it up"),
    "same_code": words("the code came from many people at once"),
    "same_photo": words("the same picture stands with visits of different days"),
    "quick_yes": words("all answers were yes, and very quick"),
    "short_stay": words("left again soon after checking in"),
    "many_at_once": words("many visits were written down close together"),
    "same_text": words("the same words stand with several households"),
    "denied": words("the household says nobody came"),
    "unseen": words("the village did not see them"),
    "away": words("not met when somebody looked in the village"),
}
"""Pattern -> how it is said: what was found, and no judgement."""

Facts = Mapping[str, Any]


def basis(pattern: str, facts: Facts) -> Words | None:
    """The figures that a pattern rests on; None where there are none beside the day."""
    made = BASIS.get(pattern)
    return made(facts) if made else None


def _crowd(facts: Facts) -> Words:
    return words("{count} people within {seconds} seconds", count=facts["count"], seconds=facts["seconds"])


def _early(facts: Facts) -> Words:
    typed = _time(facts["typed"])
    if facts["shown"] is None:
        return words("typed at {typed}; nobody looked it up that day", typed=typed)
    return words("typed at {typed}, first looked up at {shown}", typed=typed, shown=_time(facts["shown"]))


def _time(moment: str) -> str:
    return clock(datetime.fromisoformat(moment).astimezone(SHANGHAI))


BASIS: Mapping[str, Callable[[Facts], Words]] = {
    "one_account": _crowd,
    "same_minute": lambda facts: words(
        "{count} people, on {days} days", count=facts["count"], days=facts["days"]
    ),
    "same_code": _crowd,
    "early_code": _early,
    "same_photo": lambda facts: words(
        "{receipt} and {other}", receipt=facts["receipt"], other=facts["other"]
    ),
    "quick_yes": lambda facts: words(
        "{count} answers, usually {seconds} seconds each", count=facts["count"], seconds=facts["seconds"]
    ),
    "short_stay": lambda facts: words(
        "{minutes} minutes, {hours} hours are asked", minutes=facts["minutes"], hours=facts["hours"]
    ),
    "many_at_once": lambda facts: words(
        "{count} visits within {minutes} minutes", count=facts["count"], minutes=facts["minutes"]
    ),
    "same_text": lambda facts: words("{count} households", count=facts["count"]),
    "denied": lambda facts: words("visit {receipt}", receipt=facts["receipt"]),
}
