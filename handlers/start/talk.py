"""Help in four lines, and whom to turn to."""

from __future__ import annotations

from handlers.replies import Option, Say
from handlers.turn import Turn


async def show_help(turn: Turn) -> Say:
    """How to talk to Bangfu, in four lines."""
    return Say(
        turn.t(
            "Send a word or a number from the menu.\n"
            "In a dialog: 返回 (*) goes back, 取消 (#) gives up, 暂存 keeps it for later, 改3 changes item 3.\n"
            "撤回 takes back your last record. 语言 switches 中文/English.\n"
            "Nothing is saved until the bot says 已保存 or 已签到."
        ),
        options=(Option("1", turn.t("menu"), "go:菜单"),),
    )


async def person(turn: Turn) -> Say:
    """Hand over to a person: whom to turn to, since no number may be promised that nobody answers."""
    return Say(
        turn.t(
            "A person can help: the village information officer 信息员 or the township office, in working hours."
        )
    )
