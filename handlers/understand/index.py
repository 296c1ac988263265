"""The words of a vocabulary made ready for searching: in a text, by how they sound, by one slip."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from handlers.understand.text import fold, listed

SEPARATORS = " ,;:、。.|/#-"
LONG_IN_LETTERS = 5
"""Letters of a word of which one may be wrong."""
LONG = 3
"""Characters of a word of which one may be wrong."""
LONGEST_SLIP = 12

# Characters that a keyboard offers for one another, so that 前到 is 签到.
_ALIKE = listed(
    "签前千欠迁鉴扦仟 到倒道稻 退推腿 访仿放坊防方纺 走奏 请情晴青清轻 假价驾甲架 报抱暴 帮邦 资姿 金今斤 反返 映应硬 周洲 计记既 划画话 助住驻祝注"
)
HOMOPHONES = {ord(other): group[0] for group in _ALIKE for other in group[1:]}
_DENYING = frozenset("不没无未非别勿")


@dataclass(frozen=True, slots=True)
class Index:
    """A vocabulary made ready: folded word -> name, and the words from the longest to the shortest."""

    names: dict[str, str]
    words: tuple[str, ...]
    alike: dict[str, str]

    def mentions(self, typed: str) -> list[tuple[int, str]]:
        """The words in a text with their places, longer words before the ones inside them."""
        found = []
        for word in self.words:
            at = typed.find(word) if len(word) > 1 else -1
            if at >= 0 and stands_alone(typed, at, word):
                found.append((at, word))
                typed = typed.replace(word, "\n" * len(word), 1)
        return sorted(found)

    def sounding(self, typed: str) -> str | None:
        """The word that a text sounds like: 签到 for 前到."""
        return self.alike.get(typed.translate(HOMOPHONES))

    def sounding_first(self, typed: str) -> str | None:
        """The word that the beginning of a text sounds like: 走访 for 走放李家."""
        heard = typed.translate(HOMOPHONES)
        return next((word for alike, word in self.alike.items() if heard.startswith(alike)), None)

    def near(self, typed: str) -> list[str]:
        """Longer words with one character wrong, missing, too many or swapped; a denial is no slip."""
        shortest = LONG_IN_LETTERS if typed.isascii() else LONG
        if not LONG <= len(typed) <= LONGEST_SLIP:
            return []
        from rapidfuzz.distance import OSA  # 30 ms, paid only by whoever mistypes

        close = [
            word
            for word in self.words
            if len(word) >= shortest and OSA.distance(typed, word, score_cutoff=1) == 1
        ]
        return [word for word in close if not (set(word) ^ set(typed)) & _DENYING]


@lru_cache(maxsize=16)
def indexed(items: tuple[tuple[str, str], ...]) -> Index:
    names = {fold(word): name for word, name in items}
    words = tuple(sorted((word for word in names if not word.isdigit()), key=len, reverse=True))
    known = [word for word in reversed(words) if len(word) > 1 and not word.isascii()]
    alike = {word.translate(HOMOPHONES): word for word in known}  # 签到 and not 前到, which is named after it
    return Index(names, words, alike)


def stands_alone(typed: str, at: int, word: str) -> bool:
    """Words in letters are whole words; a word of one character has a separator after it."""
    end = at + len(word)
    after = typed[end : end + 1]
    if len(word) == 1:
        return not after or after in SEPARATORS
    letters_follow = after.isascii() and after.isalnum()
    return not word.isascii() or not (letters_follow or typed[max(at - 1, 0) : at].isalnum())
