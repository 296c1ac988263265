"""Which of the candidates a typed text (folded) fits: one way of fitting per function, surest first."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from handlers.understand.numerals import integer
from handlers.understand.text import fold, listed


@dataclass(frozen=True, slots=True)
class Candidate:
    """One choice: the key a person types for it (`1`), its name as shown, other words for it."""

    key: str
    name: str
    words: tuple[str, ...] = ()


NONE = frozenset(listed("没有 无 没 都没有 都没 全没有 没有了 均无 none no nothing"))
"""Answers that say plainly: none of it."""
ALL_WELL = frozenset(listed("没问题 没啥 没什么 没事 没事儿 没得 正常 一切正常 都正常 平安 都平安 一切平安"))
_WELL = re.compile("(家里|全家|一切)?(都|挺|很|蛮|还都)*好(着|得很)?(的|呢|了|啊)*")
_AGAIN = re.compile("(.{1,4}?)\\1+")
"""Answers that mean none as a rule."""
YES = frozenset(
    listed(
        "是 是的 是啊 是呀 对 对的 对啊 对呀 没错 嗯 嗯嗯 恩 恩恩 好 好的 好啊 好呀 好吧 好嘞 行 行的 可以 可以的 同意 愿意 确认 要 要得"
        " yes y ok okay ok的 👍 👌 ✅ ✓ ✔ 强"
    )
)
NO = frozenset(
    listed("否 不 不是 不是的 不对 不要 不用 不用了 不需要 不行 不可以 不同意 不愿意 不好 no n ❌ ✗ ✖ 👎")
)

_NONE_OF_IT = re.compile(
    "(暂时?|目前|现在|家里)?(都|全部?|均)?(没有?|无|未有|没得|冇得?|莫得)(任何|啥|什么)?(问题|变化|情况|困难|意见|异常|事)?(了|的)?"
)
_NOT = re.compile("[不没无未非别勿否吗么谁]|什么|怎么|不?知道|\\bnot?\\b|n't")
_AROUND = re.compile("^(我)?(选择?|第|要|是|在|去|到|回|答|就)+|(个|项|号|条|吧|了|呀|啊|呢|哦|的)+$")
_MARKS = re.compile("[\\s,;:。、!?.'\"()\\[\\]{}<>《》“”‘’*_·\ufe0f\U0001f3fb-\U0001f3ff-]+")
_GOING = re.compile("^(?:我们?)?[在去到来](?=..)")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_NUMBERED = re.compile(r"([0-9]+|[a-z])[\s.、,:)-]*(\D.*)")
_SAYS_NOTHING = re.compile(
    "(我们?|在|是|去|到|来|选择?|要|就|了|的|呀|啊|呢|哦|今天|现在|已经?|见|看到|问题|情况|变化|一?点儿?|一?些|[那这]个?|\n)*"
)
_SAY_LITTLE = frozenset("的了是在有吗呢吧不没")
_DIGITS_AND_NOT = frozenset("0123456789零一二三四五六七八九十两不没无未非别否")


@lru_cache(maxsize=4096)
def compact(text: str) -> str:
    """Folded, without blanks and marks."""
    return _MARKS.sub("", fold(text)).replace("其它", "其他")


@lru_cache(maxsize=8192)
def names(one: Candidate) -> tuple[str, ...]:
    """All that a candidate is called: its name, the name without what is in brackets, its other words."""
    short = _IN_BRACKETS.sub("", fold(one.name))
    return tuple(dict.fromkeys(filter(None, map(compact, (one.name, short, *one.words)))))


def by_key(typed: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """2: the number on the screen."""
    return [one for one in candidates if fold(one.key) == typed]


def by_name(typed: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """石关村, or 张三 for 张三(2组)."""
    return [one for one in candidates if compact(typed) and compact(typed) in names(one)]


def by_number(typed: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """二, 第2个, (2); a character that is also part of another name (一 of 一组) fits both."""
    bare = compact(_AROUND.sub("", typed))
    keys = (bare, str(integer(bare))) if bare else ()
    found = [one for one in candidates if fold(one.key) in keys]
    return found and found + ([] if bare.isascii() else by_part(bare, candidates))


def by_key_and_name(typed: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """1 石关村, 1.石关: the number with the name; both, if they are of different choices."""
    match = _NUMBERED.fullmatch(typed)
    if match is None or len(compact(match[2])) < 2:
        return []
    keyed = by_key(match[1], candidates)
    named = by_name(match[2], candidates) or by_part(match[2], candidates)
    return keyed if keyed and keyed == named else [*keyed, *named] if keyed and named else []


def by_none(typed: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """没有, 0: the choice that says none of it."""
    return _none_of(candidates) if typed == "0" or compact(typed) in NONE else []


def by_all_well(typed: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """没问题, 都好, 没变化."""
    return _none_of(candidates) if is_none(typed) else []


def is_none(typed: str) -> bool:
    """Whether a text says that there is nothing to say."""
    pieces = [piece for piece in _MARKS.split(typed) if piece]
    return bool(pieces) and all(map(_says_none, pieces))


def _says_none(piece: str) -> bool:
    said = _AGAIN.sub(r"\1", piece) if _AGAIN.fullmatch(piece) else piece
    plain = said == "0" or said in NONE or said in ALL_WELL
    return plain or bool(_NONE_OF_IT.fullmatch(said) or _WELL.fullmatch(said))


def means_none(one: Candidate) -> bool:
    """Whether a choice means none of the others."""
    return any(_NONE_OF_IT.fullmatch(name) or name in NONE for name in names(one))


def by_yes_or_no(typed: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """好的 for 是, 不 for 否."""
    kin = next((words for words in (YES, NO) if compact(typed) in words), frozenset[str]())
    return [one for one in candidates if not kin.isdisjoint(names(one))]


def by_part(typed: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """石关 for 石关村; never digits, never only what a name denies (在场 of 不在场)."""
    part = compact(_GOING.sub("", typed))
    if not part or part.isdigit() or part in _SAY_LITTLE:
        return []
    has = _holder(part)
    found = [one for one in candidates if any(part in name and has(name) for name in names(one))]
    affirmed = any(_affirms(name, part) for one in found for name in names(one))
    return found if affirmed else []


@lru_cache(maxsize=256)
def _holder(part: str) -> Callable[[str], re.Match[str] | None]:
    """What finds the part in a name, with whole numbers and words from their beginning."""
    before = "(?<![0-9a-z])" if part[0].isascii() else ""
    after = "(?![0-9])" if part[-1].isdigit() else ""
    return re.compile(before + re.escape(part) + after).search


def _affirms(name: str, part: str) -> bool:
    return part in name and not _NOT.search(name[: name.find(part)])


def by_mention(typed: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """我在石关村, 有问题: a name, and nothing else that says something."""
    found, left = mentioned(compact(typed), candidates)
    return [one for one, _ in found] if found and _SAYS_NOTHING.fullmatch(left) else []


def mentioned(said: str, candidates: Sequence[Candidate]) -> tuple[list[tuple[Candidate, str]], str]:
    """The candidates named in a text, longest names first, and what is left of it."""
    called = sorted(
        ((name, one) for one in candidates for name in names(one) if name in said and not name.isdigit()),
        key=lambda pair: -len(pair[0]),
    )
    found: list[tuple[Candidate, str]] = []
    taken: set[str] = set()
    for name, one in called:
        if name in said or name in taken:
            found.append((one, name))
            taken.add(name)
            said = said.replace(name, "\n", 1)
    return found, said


def by_near_miss(typed: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """One slip in a name of four characters or more, if no other name is as near."""
    close = list(dict.fromkeys(_one_slip_away(compact(typed), candidates)))
    long = [
        one for one in close if any(len(name) > 3 and _one_slip(compact(typed), name) for name in names(one))
    ]
    return close if long else []


def near(typed: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates to ask about: named among other words, or with a name that is one slip away."""
    said = compact(typed)
    found, left = mentioned(said, candidates)
    if found and not _NOT.search(left):
        return [one for one, _ in found]
    return list(dict.fromkeys(_one_slip_away(said, candidates)))


def _one_slip_away(said: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    if len(said) < 2:
        return []
    near = range(len(said) - 1, len(said) + 2)
    return [one for one in candidates for name in names(one) if len(name) in near and _one_slip(said, name)]


def _one_slip(said: str, name: str) -> bool:
    """One character wrong, missing, too many or swapped; never a digit or a denial, never all of a short name."""
    if len(name) < 2 or abs(len(name) - len(said)) > 1 or (set(said) ^ set(name)) & _DIGITS_AND_NOT:
        return False
    if len(name) == 2 and said[0] != name[0]:  # 赵家 is no slip for 王家
        return False
    from rapidfuzz.distance import OSA  # 30 ms, paid only by whoever mistypes

    return OSA.distance(said, name, score_cutoff=1) == 1


def _none_of(candidates: Sequence[Candidate]) -> list[Candidate]:
    return [one for one in candidates if means_none(one)]
