"""Help in four lines, and whom to turn to."""

from __future__ import annotations

from handlers.replies import Option, Say
from handlers.turn import Turn


async def show_help(turn: Turn) -> Say:
    """How to talk to Bangfu, in four lines."""
    return Say(
        turn.t(
            "Send a word or a number from the menu.\n"
            "In a dialog: back (*) goes back, cancel (#) gives up, later keeps it for later, edit 3 changes item 3.\n"
            "undo takes back your last record, language switches 中文/English.\n"
            "Nothing is saved until the bot says saved or checked in."
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
