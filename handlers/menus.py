"""Menus by role. Their numbers are fixed for the life of the product; gaps are allowed (domain.md 7.0)."""

from __future__ import annotations

from handlers import roles
from handlers.replies import Option, Say
from handlers.shown import masked_name
from handlers.turn import Turn
from locales import Words, words

Item = tuple[str, Words, str]

CHECK_IN: Item = ("1", words("check in"), "签到")
MENUS: dict[str, tuple[Item, ...]] = {
    "cadre": (
        CHECK_IN,
        ("2", words("check out"), "签退"),
        ("3", words("log a visit"), "走访"),
        ("5", words("my week"), "我的本周"),
        ("6", words("households I help"), "我帮扶的户"),
        ("8", words("leave"), "请假"),
        ("9", words("late check-in"), "补签"),
        ("10", words("funds"), "资金"),
        ("12", words("diary"), "日记"),
        ("13", words("plan of this week"), "本周计划"),
        ("15", words("measures"), "措施"),
        ("16", words("training"), "报名"),
        ("17", words("take back the last record"), "撤回"),
        ("18", words("reminder settings"), "提醒设置"),
        ("19", words("public notices"), "公示"),
    ),
    "village": (
        ("3", words("log a visit"), "走访"),
        ("10", words("funds"), "资金"),
        ("12", words("diary"), "日记"),
        ("15", words("measures"), "措施"),
        ("16", words("training"), "报名"),
        ("17", words("take back the last record"), "撤回"),
        ("18", words("reminder settings"), "提醒设置"),
        ("19", words("public notices"), "公示"),
        ("21", words("to confirm"), "待我确认"),
        ("25", words("code of the day"), "今日口令"),
        ("26", words("daily digest"), "日报"),
    ),
    "leader": (
        ("1", words("daily digest"), "日报"),
        ("2", words("on site this week"), "本周驻村"),
        ("3", words("how visits stand"), "走访进度"),
        ("4", words("funds"), "资金"),
        ("5", words("problems"), "问题督办"),
        ("6", words("look up a village"), "查村"),
        ("7", words("look up a unit"), "查单位"),
        ("8", words("spot check"), "抽查"),
        ("9", words("to decide"), "待我确认"),
        ("10", words("digests I get"), "订阅设置"),
        ("11", words("instructions"), "批示"),
    ),
    "household": (
        ("1", words("my benefits"), "我的补助"),
        ("3", words("my applications"), "进度"),
        ("4", words("my helper"), "我的帮扶人"),
        ("7", words("public notices of the village"), "公示"),
        ("8", words("enrol for training"), "报名"),
        ("10", words("village funds and projects"), "资金"),
        ("11", words("reminder settings"), "提醒设置"),
    ),
    "other": (("4", words("funds"), "资金"),),
    "stranger": (
        ("1", words("I am a cadre"), "我是干部"),
        ("2", words("I am of a household"), "我是农户"),
        ("3", words("I am a leader"), "我是领导"),
    ),
}
FORMS: dict[str, Item] = {
    "cadre": ("20", words("forms"), "表单"),
    "village": ("20", words("forms"), "表单"),
    "leader": ("12", words("forms"), "表单"),
}
"""What stands in a menu while the office has forms of its own in force."""
ONLY = {"抽查": roles.SAMPLERS}
"""What stands in a menu only for some of those whose menu it is."""
FEW = 3
"""How many things are offered to whoever was not understood (domain.md 7.0 "trigger")."""


def numbers(turn: Turn) -> dict[str, str]:
    """What the numbers of the speaker's menu stand for, always (domain.md 7.0 "role menus")."""
    return {key: command for key, _, command in items(turn)}


def items(turn: Turn) -> tuple[Item, ...]:
    """The speaker's menu as it is today, by its numbers."""
    whose = roles.audience(turn)
    office = turn.office
    offered = tuple(item for item in MENUS[whose] if item[2] not in ONLY or roles.kinds(turn) & ONLY[item[2]])
    if whose not in FORMS or not any(map(office.is_own, office.current)):
        return offered
    return tuple(sorted((*offered, FORMS[whose]), key=lambda item: int(item[0])))


async def menu(turn: Turn) -> Say:
    """The whole menu of the speaker's role."""
    return _offer(turn, _greeting(turn), items(turn))


async def unknown(turn: Turn) -> Say:
    """Not understood: the things used most, and how to see all."""
    lead = (
        turn.t("I did not understand that. You can send:")
        if turn.text
        else turn.t("Nothing arrived. You can send:")
    )
    return few(turn, lead)


def few(turn: Turn, lead: str) -> Say:
    """The things that the speaker's role uses most, under a line of one's own."""
    return _offer(turn, lead, items(turn)[:FEW])


def _greeting(turn: Turn) -> str:
    if turn.speaker is None:
        return turn.t("Hello, this is the support work assistant. Who are you?")
    return turn.t("{name}, please choose a number:", name=own_name(turn))


def own_name(turn: Turn) -> str:
    """What the speaker is called: a household's phone may be looked at by others too."""
    name = turn.speaker.name if turn.speaker else ""
    return name if turn.contact.household_id is None else masked_name(name)


def _offer(turn: Turn, lead: str, offered: tuple[Item, ...]) -> Say:
    turn.menu = numbers(turn)
    return Say(
        lead, options=tuple(Option(key, turn.t(label), f"go:{command}") for key, label, command in offered)
    )


def choice(turn: Turn, lead: str, commands: list[str]) -> Say:
    """A question between commands, numbered."""
    turn.menu = {str(n): command for n, command in enumerate(commands, 1)}
    return Say(
        lead, options=tuple(Option(str(n), command, f"go:{command}") for n, command in enumerate(commands, 1))
    )
