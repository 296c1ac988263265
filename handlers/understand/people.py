"""People as they are named in a village: 李家, 老李, 李大爷家, 2组的张三, 62岁的张三, 买买提·艾力 with any dot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from handlers.understand.matching import Candidate
from handlers.understand.numerals import integer
from handlers.understand.text import compact, fold, listed

_N = "[0-9]{1,3}|[一二三四五六七八九十]{1,3}"
_GROUP = re.compile(f"第?({_N})[组队社]的?")
_AGE = re.compile(f"({_N})岁的?")
_CALLED = re.compile(
    "(大爷|大伯|伯伯?|大叔|叔叔?|大娘|大妈|大婶|婶子?|奶奶|爷爷|阿姨|大姐|大哥|嫂子?|师傅|老汉|老人|户|家|家里|他们家|那家|那户|的)+$"
)
_FAMILIAR = re.compile("^[老小](?=[^0-9]$)")
_AROUND = re.compile(r"^(去|到|在|是|找|看)+|[()\s,、]+")
_LONGEST = 20
_TWO_CHARACTERS = frozenset(
    listed(
        "欧阳 司马 上官 诸葛 皇甫 尉迟 公孙 慕容 令狐 端木 夏侯 东方 南宫 司徒 司空 宇文 长孙 申屠 独孤 赫连 澹台 呼延 轩辕 钟离 闻人"
    )
)
_SURNAME = 2
"""Characters of the longest surname (欧阳)."""


@dataclass(frozen=True, slots=True)
class _Naming:
    """What a text says of a person: a name or surname, the group, the age; None where it does not say."""

    name: str
    group: int | None
    age: int | None
    surname: bool

    def bears(self, name: str) -> bool:
        """Whether a name has this surname; 欧 is not the surname of 欧阳锋."""
        return name.startswith(self.name) and (len(self.name) > 1 or name[:2] not in _TWO_CHARACTERS)


def by_person(typed: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that a person is named as; nobody where neither group, age nor a form of address is said.

    A candidate's group and age stand in the brackets of its name: 张三(2组,62岁).
    """
    said = _naming(typed)
    return [one for one in candidates if _fits(said, one)] if said else []


def _naming(typed: str) -> _Naming | None:
    if len(typed) > _LONGEST or typed.isdigit():
        return None
    group, age, rest = _details(typed)
    bare = _AROUND.sub("", rest)
    title = _CALLED.search(bare)
    name = _CALLED.sub("", bare) if title and title.start() else bare
    familiar = bool(_FAMILIAR.match(name))
    name = compact(_FAMILIAR.sub("", name))
    if not name or (group is None and age is None and not title and not familiar):
        return None
    return _Naming(name, group, age, familiar or len(name) <= (_SURNAME if title else 1))


@lru_cache(maxsize=4096)
def _details(text: str) -> tuple[int | None, int | None, str]:
    """The group and the age in a text, and the text without them."""
    group, age = _GROUP.search(text), _AGE.search(text)
    rest = _AGE.sub("", _GROUP.sub("", text))
    return (integer(group[1]) if group else None), (integer(age[1]) if age else None), rest


def _fits(said: _Naming, one: Candidate) -> bool:
    group, age, _ = _details(fold(one.name))
    if said.group not in (None, group) or said.age not in (None, age):
        return False
    return said.name in one.called or (said.surname and any(map(said.bears, one.called)))
