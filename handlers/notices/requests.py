"""Questions to those who decide or bear witness, and what came of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from handlers.replies import Option, Say
from handlers.shown import day_of, full_day
from locales import Translate, Words, words

TITLES: Mapping[str, Words] = {
    "leave": words("leave"),
    "retro": words("check-in afterwards"),
    "tap": words("seen in the village"),
    "overnight": words("night in the village"),
    "spot": words("spot check"),
    "look": words("look in the village"),
    "dispute": words("objection"),
    "emergency": words("call for help"),
    "denied": words("a visit that a household denies"),
}
"""Kind -> what it is called."""

AGREE = (("1", words("agree"), "同意"), ("2", words("do not agree"), "不同意"))
UPHOLD = (("1", words("the day counts"), "同意"), ("2", words("it stays as it is"), "不同意"))
SEEN = (("1", words("yes"), "同意"), ("2", words("no"), "不同意"), ("3", words("I do not know"), "不清楚"))
TAKE = (("1", words("taken, I see to it"), "收到"),)
ANSWERS = {"leave": AGREE, "dispute": UPHOLD, "emergency": TAKE, "denied": TAKE}
"""Kind -> the answers it takes, with the command each stands for; a witness says yes, no or does not know."""


def asked(t: Translate, said: Mapping[str, Any]) -> Say:
    """`张三补签:11月17日(周二) 石关村。当天在村里吗?` with 1是 2不是 3不清楚."""
    return Say(question(t, said), options=choices(t, said["kind"], said["request"]))


def choices(t: Translate, kind: str, number: int) -> tuple[Option, ...]:
    """The answers to a question, as numbers and buttons."""
    return tuple(
        Option(key, t(label), f"go:{command} {number}") for key, label, command in ANSWERS.get(kind, SEEN)
    )


def question(t: Translate, said: Mapping[str, Any]) -> str:
    """The question itself."""
    return t(QUESTIONS[said["kind"]](t, said))


def _leave(t: Translate, said: Mapping[str, Any]) -> Words:
    days = words(
        "{starts} to {ends}, {count} workdays",
        starts=_day(t, said),
        ends=_day(t, said, "ends"),
        count=said["count"],
    )
    return words(
        "{who} asks for leave ({kind}): {days}. Do you agree?", who=said["who"], kind=said["leave"], days=days
    )


def _retro(t: Translate, said: Mapping[str, Any]) -> Words:
    return words(
        "{who} says: on {day} in {place}, the check-in was missed. Is that so?",
        who=said["who"], day=_day(t, said), place=said["place"],
    )  # fmt: skip


def _tap(t: Translate, said: Mapping[str, Any]) -> Words:
    return words(
        "{who} checked in on {day} in {place}. Did you see them there?",
        who=said["who"], day=_day(t, said), place=said["place"],
    )  # fmt: skip


def _overnight(t: Translate, said: Mapping[str, Any]) -> Words:
    return words(
        "{who} says: the night of {day} was spent in {place}. Is that so?",
        who=said["who"], day=_day(t, said), place=said["place"],
    )  # fmt: skip


def _dispute(t: Translate, said: Mapping[str, Any]) -> Words:
    return words(
        "{who} objects to how {day} in {place} was counted. Please look into it and decide.",
        who=said["who"], day=_day(t, said), place=said["place"],
    )  # fmt: skip


def _emergency(t: Translate, said: Mapping[str, Any]) -> Words:
    return words(
        "Urgent: {who} of {place} asked for help here. Please get in touch at once.",
        who=said["who"], place=said["place"],
    )  # fmt: skip


def _denied(t: Translate, said: Mapping[str, Any]) -> Words:
    return words(
        "A household of {place} says that nobody came on {day}; the visit was noted by {who}. Please ask both, nothing is decided.",
        who=said["who"], day=_day(t, said), place=said["place"],
    )  # fmt: skip


QUESTIONS = {
    "denied": _denied,
    "emergency": _emergency,
    "leave": _leave, "retro": _retro, "tap": _tap, "overnight": _overnight, "spot": _tap, "look": _tap, "dispute": _dispute,
}  # fmt: skip


def decided(t: Translate, said: Mapping[str, Any]) -> Say:
    """`补签 11月17日 石关村:已确认` to the one who asked; a number shows the reason where there is one."""
    if said["kind"] == "emergency":
        return Say(t("Your call for help has been taken by somebody of the village or township."))
    day = day_of(t, date.fromisoformat(said["day"]))
    text = t(
        "{what} {day} {place}: {answer}",
        what=t(TITLES[said["kind"]]), day=day, place=said["place"], answer=t(outcome(said["kind"], said["yes"])),
    )  # fmt: skip
    reason = (Option("1", t("see the reason"), f"go:审批单 {said['request']}"),) if said["why"] else ()
    return Say(text, options=(*reason, Option("2", t("my week"), "go:本周")))


OUTCOMES: Mapping[tuple[bool, bool], Words] = {
    (True, True): words("agreed"),
    (True, False): words("not agreed"),
    (False, True): words("confirmed"),
    (False, False): words("not confirmed, you may object: send objection and the day"),
}
"""(a decision, yes) -> how it came out."""
LOOKED = {
    True: words("there"),
    False: words("not met, you may object: send objection, the day and the words"),
}


def outcome(kind: str, yes: bool) -> Words:
    """How a question came out, to the one it is about."""
    return LOOKED[yes] if kind == "look" else OUTCOMES[kind in ANSWERS, yes]


def day_code(t: Translate, said: Mapping[str, Any]) -> Say:
    """`石关村今日口令4821,只在今天有效。有人到村签到时告诉他`."""
    return Say(
        t(
            "Code of the day in {place}: {code}. Tell it to those who come to the village.",
            place=said["place"],
            code=said["code"],
        )
    )


def _day(t: Translate, said: Mapping[str, Any], name: str = "day") -> str:
    return full_day(t, date.fromisoformat(said[name]))
