"""Which of the candidates a typed text (folded) fits: one way of fitting per function, surest first."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from handlers.understand.numerals import integer
from handlers.understand.plainly import NO, NONE, NONE_OF_IT, YES, is_none
from handlers.understand.text import compact, fold


@dataclass(frozen=True)
class Candidate:
    """One choice: the key a person types for it (`1`), its name as shown, other words for it."""

    key: str
    name: str
    words: tuple[str, ...] = ()

    @cached_property
    def called(self) -> tuple[str, ...]:
        """All that it is called, made compact; kept, since every way of fitting asks for it."""
        return _called(self)


_NOT = re.compile("[不没无未非别勿否吗么谁]|什么|怎么|不?知道|\\bnot?\\b|n't")
_AROUND = re.compile("^(我)?(选择?|第|要|是|在|去|到|回|答|就)+|(个|项|号|条|吧|了|呀|啊|呢|哦|的)+$")
_GOING = re.compile("^(?:我们?)?[在去到来](?=..)")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_NUMBERED = re.compile(r"([0-9]+|[a-z])[\s.、,:)-]*(\D.*)")
_SAYS_NOTHING = re.compile(
    "(我们?|在|是|去|到|来|选择?|要|就|了|的|呀|啊|呢|哦|今天|现在|已经?|见|看到|问题|情况|变化|一?点儿?|一?些|[那这]个?|\n)*"
)
_SAY_LITTLE = frozenset("的了是在有吗呢吧不没")
_DIGITS_AND_NOT = frozenset("0123456789零一二三四五六七八九十两不没无未非别否")


@lru_cache(maxsize=8192)
def _called(one: Candidate) -> tuple[str, ...]:
    """All that a candidate is called: its name, the name without what is in brackets, its other words."""
    short = _IN_BRACKETS.sub("", fold(one.name))
    return tuple(dict.fromkeys(filter(None, map(compact, (one.name, short, *one.words)))))


def by_key(typed: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """2: the number on the screen."""
    return [one for one in candidates if fold(one.key) == typed]


def by_name(typed: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """石关村, or 张三 for 张三(2组)."""
    return [one for one in candidates if compact(typed) and compact(typed) in one.called]


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


@lru_cache(maxsize=8192)
def means_none(one: Candidate) -> bool:
    """Whether a choice means none of the others."""
    return any(NONE_OF_IT.fullmatch(name) or name in NONE for name in one.called)


def by_yes_or_no(typed: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """好的 for 是, 不 for 否."""
    kin = next((words for words in (YES, NO) if compact(typed) in words), frozenset[str]())
    return [one for one in candidates if not kin.isdisjoint(one.called)]


def by_part(typed: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """石关 for 石关村; never digits, never only what a name denies (在场 of 不在场)."""
    part = compact(_GOING.sub("", typed))
    if not part or part.isdigit() or part in _SAY_LITTLE:
        return []
    has = _holder(part)
    found = [one for one in candidates if any(part in name and has(name) for name in one.called)]
    affirmed = any(_affirms(name, part) for one in found for name in one.called)
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
        ((name, one) for one in candidates for name in one.called if name in said and not name.isdigit()),
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
        one for one in close if any(len(name) > 3 and _one_slip(compact(typed), name) for name in one.called)
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
    first, last = said[0], said[-1]
    return [
        one
        for one in candidates
        for name in one.called
        if (name[0] == first or (name[-1] == last and len(name) > 2)) and _one_slip(said, name)
    ]


def _one_slip(said: str, name: str) -> bool:
    """One character wrong, missing, too many or swapped; never a digit or a denial, never all of a short name.

    A slip leaves the first character or the last; of two characters it is the second (赵家 is no slip for 王家).
    """
    if len(name) < 2 or abs(len(name) - len(said)) > 1 or _telling(said) != _telling(name):
        return False
    from rapidfuzz.distance import OSA  # 30 ms, paid only by whoever mistypes

    return OSA.distance(said, name, score_cutoff=1) == 1


def _telling(text: str) -> list[str]:
    """The digits and denials of a text in their order: SG010 is no slip for SG001."""
    return [c for c in text if c in _DIGITS_AND_NOT]


def _none_of(candidates: Sequence[Candidate]) -> list[Candidate]:
    return [one for one in candidates if means_none(one)]
