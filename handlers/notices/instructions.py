"""Notices of instructions (D52). `text` and the rest of what they say are read when they are sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from handlers.instructing import LEVELS, LINES
from handlers.notices.onsite import MORE_PEOPLE, both, cut
from handlers.replies import Option, Say
from handlers.shown import day_of, full_day
from locales import Translate, Words, words

Said = Mapping[str, Any]
OWNER: tuple[tuple[str, Words, str], ...] = (
    ("1", words("it is done"), "督办办结"),
    ("2", words("more time is needed"), "督办延期"),
    ("3", words("pass it on"), "督办转办"),
)
ANSWERS: Mapping[str, tuple[Words, tuple[tuple[str, Words, str], ...]]] = {
    "answered": (
        words("Done, says {owner}: {text} ({receipt}: {task})"),
        (("1", words("accept"), "认可"), ("2", words("send back"), "退回批示")),
    ),
    "extension": (
        words("{owner} asks for time until {due}: {text} ({receipt}: {task})"),
        (("1", words("give more time"), "同意延期"), ("2", words("no more time"), "不同意延期")),
    ),
    "passed": (words("Passed on to {owner}, due {due} ({receipt}: {task})"), (("1", words("show it"), "看批示"),)),
}  # fmt: skip
"""What the owner said -> its message, and what can be answered."""
RESULTS: Mapping[str, Words] = {
    "accepted": words("Accepted, thank you: {task} ({receipt})"),
    "returned": words("Sent back: {text}. {task}, now due {due} ({receipt})"),
    "extended": words("More time given until {due}: {task} ({receipt})"),
    "refused": words("No more time: {task} stays due {due} ({receipt})"),
    "withdrawn": words("Taken back, nothing to do any more: {task} ({receipt})"),
}
"""What the leader decided -> its message."""


def given(t: Translate, said: Said) -> Say:
    """`批示(重要) 何正:请本周补齐。事项:驻村,11月22日(周日)前办结。编号PS261119-0001` with 1已办结 2需要延期 3转给别人."""
    text = t(
        "Instruction ({level}) of {giver}: {task}\nAbout: {line}; due {due}. No. {receipt}",
        level=LEVELS[said["level"]], giver=said["giver"], task=said["task"], line=LINES[said["line"]],
        due=_day(t, said["due"], full=True), receipt=said["receipt"],
    )  # fmt: skip
    return Say(text, options=_options(t, OWNER, said))


def answered(t: Translate, said: Said) -> Say:
    """`已办结:19人已补齐(PS261119-0001 请本周补齐)` with 1认可 2退回."""
    text, offered = ANSWERS[said["what"]]
    return Say(_filled(t, text, said), options=_options(t, offered, said))


def decided(t: Translate, said: Said) -> Say:
    """What the leader decided; sent back, it is to be done again."""
    again = OWNER if said["what"] in ("returned", "extended", "refused") else ()
    return Say(_filled(t, RESULTS[said["what"]], said), options=_options(t, again, said))


def own_tasks(t: Translate, said: Said) -> Say:
    """N12-task: `督办到期:驻村(熊大勇批示,11月22日)。回 督办 办理`."""
    line = t("Instructions and their due days: {names}.", names=_tasks(t, said))
    return Say(both(t, line, words("Reply tasks to answer.")), moves=(Option("督办", t("tasks"), "go:督办"),))


def tasks_of_others(t: Translate, said: Said) -> Say:
    """N12-task-2: `督办超期1件:驻村(郭开平,11月22日到期)。请问问是否需要帮忙`."""
    names = _tasks(t, said)
    count = len(said["items"])
    return Say(
        t(
            "Instructions overdue, {count}: {names}. Please ask whether they need help.",
            count=count,
            names=names,
        )
    )


def given_tasks(t: Translate, said: Said) -> Say:
    """N12-task-3: `您的批示超期1件:驻村(郭开平,11月22日到期)。回 批示 查看`."""
    line = t("Your instructions overdue, {count}: {names}.", count=len(said["items"]), names=_tasks(t, said))
    offered = Option("批示", t("instructions"), "go:批示")
    return Say(both(t, line, words("Reply instructions to see them.")), moves=(offered,))


def _tasks(t: Translate, said: Said) -> str:
    named = [
        t("{what} ({who}, due {day})", what=LINES[line], who=who, day=_day(t, due))
        for line, who, due in said["items"]
    ]
    return cut(t, named, MORE_PEOPLE)


SAY: Mapping[str, Callable[[Translate, Said], Say]] = {
    "N12-task": own_tasks, "N12-task-2": tasks_of_others, "N12-task-3": given_tasks,
    "instruction": given, "instruction_answer": answered, "instruction_result": decided,
}  # fmt: skip
"""Kind -> its message."""


def _filled(t: Translate, text: Words, said: Said) -> str:
    return t(
        text, owner=said["owner"], text=said["text"], task=said["task"], receipt=said["receipt"],
        due=_day(t, said["due"]),
    )  # fmt: skip


def _options(t: Translate, offered: tuple[tuple[str, Words, str], ...], said: Said) -> tuple[Option, ...]:
    return tuple(Option(key, t(label), f"go:{command} {said['number']}") for key, label, command in offered)


def _day(t: Translate, day: str, *, full: bool = False) -> str:
    return (full_day if full else day_of)(t, date.fromisoformat(day))
