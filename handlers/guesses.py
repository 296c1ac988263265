"""What is no command but is said by somebody who has to be in a village: 到石关了, 昨天忘了签到, 明天去不了.

Nothing is done on a guess: the line that was probably meant is offered, and a number sends it.
"""

from __future__ import annotations

import re

from handlers import menus
from handlers.check_in.act import is_assigned
from handlers.duty import has_duty
from handlers.replies import Reply
from handlers.turn import Turn

LONGEST_GUESS = 16
"""Characters of a message that may be one of these; what is longer says more than that."""

_WHO = "(?:我们?|俺们?|人)?(?:今天|现在|刚刚|刚|已经|已|就)*"
_DAY = "((?:大?[前昨]|今|明|大?后)[天日]|(?:上|本|这|下)?个?(?:周|星期|礼拜)[一二三四五六日天]?)?"
_ARRIVED = re.compile(f"{_WHO}(?:在|到|来到|抵达)(?:了|达)?(.{{0,6}}?)(?:了|啦|里|这里|这)*")
_FORGOTTEN = re.compile(f"{_WHO}{_DAY}.{{0,4}}?(?:忘|漏|没)(?:了|记)*(?:签到|签|打卡)(?:了)?")
_AWAY = re.compile(
    f"{_WHO}{_DAY}我?(?:有事)?(?:(?:去|来|到)不了|没去成|不能(?:去|来|到|驻)|没法(?:去|来)|没[空时]间?(?:去|来))(?:村里?|驻村)?(?:了)?"
)
_SOFTLY = "嘛呀啊呢哦吧的"
"""What closes a sentence and adds nothing to it; 吗 asks."""
_ANYWHERE = ("", "村", "村委", "村委会", "村部")


async def unknown(turn: Turn) -> Reply:
    """What may have been meant, by number; else what the speaker's role uses most."""
    lines = await _lines(turn) if len(turn.text) <= LONGEST_GUESS and has_duty(turn) else []
    return menus.choice(turn, turn.t("Which one do you want?"), lines) if lines else await menus.unknown(turn)


async def _lines(turn: Turn) -> list[str]:
    said = turn.text.replace(" ", "").rstrip(_SOFTLY)
    if (place := _ARRIVED.fullmatch(said)) and (place[1] in _ANYWHERE or await is_assigned(turn, place[1])):
        return [f"签到 {place[1]}" if place[1] not in _ANYWHERE else "签到"]
    if forgotten := _FORGOTTEN.fullmatch(said):
        if not forgotten[1]:
            return ["补签", "签到"]
        return ["签到"] if forgotten[1].startswith("今") else [f"补签 {forgotten[1]}"]
    if away := _AWAY.fullmatch(said):
        return [f"请假 {away[1] or ''}".strip()]
    return []
