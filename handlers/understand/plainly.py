"""Words that say plainly: none of it, all is well, yes, no."""

from __future__ import annotations

import re

from handlers.understand.text import MARKS, fold, listed

NONE = frozenset(listed("没有 无 没 都没有 都没 全没有 没有了 均无 none no nothing"))
"""Answers that say plainly: none of it."""
ALL_WELL = frozenset(listed("没问题 没啥 没什么 没事 没事儿 没得 正常 一切正常 都正常 平安 都平安 一切平安"))
"""Answers that mean none as a rule."""
_WELL = re.compile("(家里|全家|一切|都|挺|很|蛮)+好(着|得很)?(的|呢|了|啊)*|好(着|得很)(的|呢|了|啊)*")
_AGAIN = re.compile("(.{1,4}?)\\1+")
YES = frozenset(
    listed(
        "是 是的 是啊 是呀 对 对的 对啊 对呀 没错 嗯 嗯嗯 恩 恩恩 好 好的 好啊 好呀 好吧 好嘞 行 行的 可以 可以的 同意 愿意 确认 要 要得"
        " yes y ok okay ok的 👍 👌 ✅ ✓ ✔ 强"
    )
)
NO = frozenset(
    listed("否 不 不是 不是的 不对 不要 不用 不用了 不需要 不行 不可以 不同意 不愿意 不好 no n ❌ ✗ ✖ 👎")
)

NONE_OF_IT = re.compile(
    "(暂时?|目前|现在|家里)?(都|全部?|均)?(没有?|无|未有|没得|冇得?|莫得)(任何|啥|什么)?(问题|变化|情况|困难|意见|异常|事)?(了|的)?"
)


def is_none(typed: str) -> bool:
    """Whether a text says that there is nothing to say."""
    pieces = [piece for piece in MARKS.split(fold(typed)) if piece]
    return bool(pieces) and all(map(_says_none, pieces))


def _says_none(piece: str) -> bool:
    said = _AGAIN.sub(r"\1", piece) if _AGAIN.fullmatch(piece) else piece
    plain = said == "0" or said in NONE or said in ALL_WELL
    return plain or bool(NONE_OF_IT.fullmatch(said) or _WELL.fullmatch(said))
