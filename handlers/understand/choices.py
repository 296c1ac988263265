"""One or several of the choices on the screen: by number, name, part of a name, or 没问题."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.understand import Unclear, Understood
from handlers.understand import matching as m
from handlers.understand.matching import Candidate as Candidate
from handlers.understand.people import by_person
from handlers.understand.plainly import is_none as is_none
from handlers.understand.text import compact, fold, listed, spoken
from locales import Words, words

LONGEST_CHOICE = 60
MANY = 9
"""More choices than this are not asked about one by one."""

_OUTRIGHT = (m.by_key, m.by_name, m.by_number, m.by_key_and_name, m.by_none)
_GUESSED = (by_person, m.by_all_well, m.by_yes_or_no, m.by_part, m.by_mention, m.by_near_miss)

_PLEASE = words("Please send the number of a choice.")
_WHICH = words("Which of these do you mean?")
_PLEASE_MANY = words("Please send the numbers of your choices, such as 1,3.")
_CONTRADICTION = words("None of them and one of them cannot both be true.")

_ALL = frozenset(listed("全部 全部都有 全选 都有 全都有 都是 全都是 所有 all"))
_APART = re.compile(r"[\s,;、/+&.。|]+")
_AND = re.compile("以及|还有|[和跟与及加]")
_SPACED = re.compile("(?<=[0-9一二三四五六七八九]) ?([和跟与及加]|以及|还有) ?(?=[0-9一二三四五六七八九第])")
_RANGE = re.compile(r"([0-9]+)(?:-|~|〜|到|至)([0-9]+)")
_DIGIT_OF = str.maketrans("〇零一二三四五六七八九", "00123456789")


def choose(text: str, candidates: Sequence[Candidate]) -> Understood[str] | Unclear:
    """The key of the one choice meant; what is neither its number nor its name is said back.

    Where several choices fit, or one is only near, it is asked back: `maybe` holds their keys.
    """
    typed = fold(text)
    if not 0 < len(typed) <= LONGEST_CHOICE:
        return Unclear(_PLEASE)
    said = spoken(typed)
    found = _chosen(typed, candidates) or (_chosen(said, candidates) if said != typed else None)
    return found or Unclear(_PLEASE, _keys(m.near(said, candidates)))


def _chosen(typed: str, candidates: Sequence[Candidate]) -> Understood[str] | Unclear | None:
    for match in (*_OUTRIGHT, *_GUESSED):
        found = list(dict.fromkeys(match(typed, candidates)))
        if len(found) == 1:
            certain = match in _OUTRIGHT and set(m.by_name(typed, candidates)) <= set(found)
            return Understood(found[0].key, None if certain else _said_back(found))
        if found:
            return Unclear(_WHICH, _keys(found))
    return None


def choose_many(text: str, candidates: Sequence[Candidate]) -> Understood[tuple[str, ...]] | Unclear:
    """The keys of the choices meant, in the order of the screen: 1,3  13  1和3  一、三  走访 开会.

    Nothing is chosen (`()`) by 没有 where no choice says so. 13 is 1 and 3 only where there is no 13.
    """
    typed = fold(text)
    if not 0 < len(typed) <= LONGEST_CHOICE:
        return Unclear(_PLEASE_MANY)
    said = _SPACED.sub(r"\1", spoken(typed))
    whole = _as_whole(typed, candidates) or (_as_whole(said, candidates) if said != typed else None)
    return whole or _as_pieces(said, candidates)


def _as_whole(typed: str, candidates: Sequence[Candidate]) -> Understood[tuple[str, ...]] | Unclear | None:
    """None, all, one name that may hold a comma, or digits in one piece."""
    nones = [one for one in candidates if m.means_none(one)]
    exact = m.by_name(typed, candidates)
    if len(exact) == 1:
        return Understood((exact[0].key,))
    if is_none(typed) and not m.by_key(typed, candidates) and len(nones) < 2:
        return Understood(tuple(one.key for one in nones), _said_back(nones))
    if typed in _ALL:
        return _several([one for one in candidates if one not in nones], certain=False)
    return _as_digits(typed.translate(_DIGIT_OF), candidates)


def _as_digits(digits: str, candidates: Sequence[Candidate]) -> Understood[tuple[str, ...]] | Unclear | None:
    """13: the thirteenth, or the first and the third; asked back if it could be either."""
    if not digits.isdecimal() or len(digits) < 2:
        return None
    whole, apart = m.by_key(digits, candidates), [m.by_key(digit, candidates) for digit in digits]
    if not all(apart):
        return None
    split = _sendable(list(digits))
    if whole or len(set(digits)) < len(digits):
        return Unclear(_WHICH, (split, _sendable([digits])) if whole else (split,))
    return _several([one for one in candidates if any(one in found for found in apart)], certain=False)


def _as_pieces(typed: str, candidates: Sequence[Candidate]) -> Understood[tuple[str, ...]] | Unclear:
    read = [_piece(piece, candidates) for piece in _APART.split(typed) if piece]
    unclear = [one for one in read if isinstance(one, Unclear)]
    found = [one for one in read if isinstance(one, Understood)]
    keys = [key for one in found for key in one.value]
    if found and not unclear:
        chosen = [one for one in candidates if one.key in keys]
        return _several(chosen, certain=all(one.echo is None for one in found))
    maybe = unclear[0].maybe if len(unclear) == 1 else ()
    return Unclear(_PLEASE_MANY, tuple(_sendable([*keys, key]) for key in maybe))


def _piece(piece: str, candidates: Sequence[Candidate]) -> Understood[tuple[str, ...]] | Unclear:
    """What stands between two separators: a range, one choice, names joined by 和, names in a row."""
    span = _RANGE.fullmatch(piece)
    if span:
        return _range(int(span[1]), int(span[2]), candidates)
    one = _chosen(piece, candidates)
    if isinstance(one, Understood):
        return Understood((one.value,), one.echo)
    in_a_row = _joined(piece, candidates) or _in_a_row(piece, candidates)
    return in_a_row or one or Unclear(_PLEASE_MANY, _keys(m.near(piece, candidates)))


def _range(first: int, last: int, candidates: Sequence[Candidate]) -> Understood[tuple[str, ...]] | Unclear:
    found = [m.by_key(str(number), candidates) for number in range(first, min(last, first + 99) + 1)]
    if not found or not all(found):
        return Unclear(_PLEASE_MANY)
    return _several([one for several in found for one in several], certain=False)


def _joined(piece: str, candidates: Sequence[Candidate]) -> Understood[tuple[str, ...]] | None:
    """1和3, 走访还有开会; nothing unless each part is a choice."""
    said = [part for part in _AND.split(piece) if part]
    parts = [_chosen(part, candidates) for part in said] if len(said) > 1 else []
    read = [part for part in parts if isinstance(part, Understood)]
    if not parts or len(read) < len(parts):
        return None
    return Understood(
        tuple(part.value for part in read), next((part.echo for part in read if part.echo), None)
    )


def _in_a_row(piece: str, candidates: Sequence[Candidate]) -> Understood[tuple[str, ...]] | None:
    """走访开会: names that fill the text."""
    found, left = m.mentioned(compact(piece), candidates)
    keys = tuple(one.key for one, _ in found)
    return Understood(keys, _said_back([one for one, _ in found])) if keys and not left.strip("\n") else None


def _several(chosen: Sequence[Candidate], *, certain: bool) -> Understood[tuple[str, ...]] | Unclear:
    """The chosen; refused when they say none and some at once."""
    others = [one for one in chosen if not m.means_none(one)]
    if others and len(others) < len(chosen):
        return Unclear(_CONTRADICTION, (_sendable([one.key for one in others]),))
    return Understood(tuple(one.key for one in chosen), None if certain else _said_back(chosen))


def _sendable(keys: Sequence[str]) -> str:
    """The keys as a text that has one reading: 1,3 or 第13项."""
    once = tuple(dict.fromkeys(keys))
    return f"第{once[0]}项" if len(once) == 1 and once[0].isdecimal() and len(once[0]) > 1 else ",".join(once)


def _keys(found: Sequence[Candidate]) -> tuple[str, ...]:
    return tuple(one.key for one in found) if len(found) <= MANY else ()


def _said_back(found: Sequence[Candidate]) -> Words:
    return words("Read as {read}.", read="、".join(one.name for one in found) or words("none"))
