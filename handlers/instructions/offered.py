"""What can be done with an instruction, numbered: by its owner, by who gave it."""

from __future__ import annotations

from handlers.replies import Option
from locales import Translate, words
from storage.queries.instructions import InstructionRow

OWNER = (
    (words("it is done"), "督办办结"),
    (words("more time is needed"), "督办延期"),
    (words("pass it on"), "督办转办"),
)
ANSWERED = ((words("accept"), "认可"), (words("send back"), "退回批示"))
EXTENSION = (
    (words("give more time"), "同意延期"),
    (words("no more time"), "不同意延期"),
    (words("take it back"), "撤回批示"),
)
WAITING = ((words("take it back"), "撤回批示"),)


def actions(t: Translate, row: InstructionRow, *, owner: bool, leader: bool) -> tuple[Option, ...]:
    """The choices of whoever looks at it."""
    offered = OWNER[: 1 if row.state == "extension" else None] if owner and row.waits else ()
    if leader:
        of_leader = {"answered": ANSWERED, "extension": EXTENSION, "open": WAITING, "returned": WAITING}
        offered = (*offered, *of_leader.get(row.state, ()))
    return tuple(
        Option(str(n), t(label), f"go:{command} {row.id}") for n, (label, command) in enumerate(offered, 1)
    )
