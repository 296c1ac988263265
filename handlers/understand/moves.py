"""The moves inside a dialog: 返回, 取消, 跳过, 改3 … the whole message only, never part of a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from handlers.understand.numerals import integer
from handlers.understand.text import fold, listed, squeeze


class Move(Enum):
    """What a person does with the dialog instead of answering it."""

    BACK = "back"
    CANCEL = "cancel"
    SKIP = "skip"
    MENU = "menu"
    HELP = "help"
    PERSON = "person"
    LATER = "later"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Edit:
    """Change the answer of one item of the summary, counted from 1."""

    item: int


_WORDS = {
    Move.BACK: "* 返回 上一题 上一步 上一个 回上一题 后退 退回 back",
    Move.CANCEL: "# 取消 退出 不填了 放弃 cancel quit",
    Move.SKIP: "跳过 略过 跳过本题 skip",
    Move.MENU: "菜单 主菜单 目录 menu",
    Move.HELP: "? 帮助 help",
    Move.PERSON: "人工 转人工 人工服务 找人工 person human",
    Move.LATER: "暂存 稍后 稍后再填 以后再填 先存着 later",
    Move.UNDO: "撤回 撤销 undo",
}
MOVES = {word: move for move, spoken in _WORDS.items() for word in listed(spoken)}
"""Every word and sign for a move, folded."""

_EDIT = re.compile(
    r"(?:修?改|更改)(?:第)?([0-9一二两三四五六七八九十]{1,3})(?:项|题|条|个)?|edit ?([0-9]{1,3})"
)
LONGEST_MOVE = 12


def read_move(text: str) -> Move | Edit | None:
    """The move that the message is, or nothing."""
    move = MOVES.get(text)
    if move or len(text) > LONGEST_MOVE:
        return move
    folded = fold(text)
    return MOVES.get(folded) or (Move.HELP if set(folded) == {"?"} else _edit(squeeze(text)))


def _edit(folded: str) -> Edit | None:
    match = _EDIT.fullmatch(folded)
    item = integer(match[1] or match[2]) if match else None
    return Edit(item) if item else None
