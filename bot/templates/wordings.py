"""What a wording submitted for approval by SMS may not be (Aliyun's rules for notifications; Tencent's agree).

An approval is given by people and operators change their lists: keeping these rules is needed, and not
always enough. Hence the variants in the catalogue.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence

from bot.templates.entry import PLACES
from bot.templates.rules import BARRED
from handlers.understand.traditional import SIMPLIFIED

LONGEST = 500
"""Characters of a wording with its variables, and of a message with its signature."""

NAME = re.compile(r"(?!(?:email|mobile|id|nick|site)$)[A-Za-z]\w{0,24}", re.ASCII)
MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
CONTACT = re.compile(r"QQ|[Qq]{2}群|微信群|微信号|加群|加微信|加客服|抖音")
OPT_OUT = re.compile(r"拒收|退订|[回复]\s*(?:TD|[TNR](?![A-Za-z]))")
LINK = re.compile(r"(?:https?://|www\.)[^\s，。]*\$?\{", re.IGNORECASE)
TOPICS = (
    "党", "政府", "政治", "慈善", "募捐", "捐款", "捐赠", "众筹", "宗教", "彩票", "中奖", "抽奖", "贷款", "催款", "借贷",
    "投资理财", "股票", "保险", "确认收货", "问卷", "调查", "职业培训", "积分", "招聘", "招生", "招标", "维权", "调解",
    "兼职", "烟酒", "殡葬", "返现", "优惠",
)  # fmt: skip
"""Words of subjects that notifications may not have, as far as an office could come near them."""

LITERARY = frozenset("著")
"""Written the same in simplified texts, in another sense."""

HERE = "\0"
"""Stands where a variable stood."""

Wrong = tuple[str, str]
"""What is wrong, and how to mend it."""


def faults(section: str, body: str) -> Iterator[Wrong]:
    """What an approval would founder on."""
    place = PLACES[section]
    variables = place.findall(body)
    bare = place.sub(HERE, body)
    if not 1 <= len(body) <= LONGEST:
        yield f"{len(body)} characters, 1 to {LONGEST} allowed", "shorten it"
    yield from _symbols(bare.replace(HERE, ""))
    yield from _subjects(bare)
    yield from _variables(section, variables)
    yield from _between(bare, len(variables))
    if LINK.search(body):
        yield "a variable in a link", "links are the same in every message"


def _symbols(bare: str) -> Iterator[Wrong]:
    odd = {
        char
        for char in bare
        if char in BARRED or unicodedata.category(char) in {"So", "Sk", "Cc", "Co", "Cn"}
    }
    if odd:
        yield f"symbols {' '.join(sorted(odd))}", "take them out; the signature comes by itself"
    if old := {char for char in bare if ord(char) in SIMPLIFIED} - LITERARY:
        yield f"traditional characters {''.join(sorted(old))}", "write the simplified ones"


def _subjects(bare: str) -> Iterator[Wrong]:
    if match := MOBILE.search(bare):
        yield f"a mobile number {match[0][:3]}…", "only landlines and 400 or 95 numbers, two at most"
    if match := CONTACT.search(bare):
        yield f"a contact {match[0]}", "only landlines and 400 or 95 numbers, two at most"
    if match := OPT_OUT.search(bare):
        yield f"a way to opt out ({match[0]})", "it belongs into marketing only; leave it out"
    for topic in TOPICS:
        if topic in bare:
            yield f"the subject {topic}", "say it neutrally, as the other wordings do"


def _variables(section: str, variables: Sequence[str]) -> Iterator[Wrong]:
    twice = sorted({name for name in variables if variables.count(name) > 1})
    if twice:
        yield f"variable {', '.join(twice)} more than once", "each variable once"
    if section in NAMING:
        yield from NAMING[section](variables)


def _named(variables: Sequence[str]) -> Iterator[Wrong]:
    for name in variables:
        if not NAME.fullmatch(name):
            yield (
                f"variable name {name!r}",
                "a letter, then letters, digits, _; not email, mobile, id, nick, site",
            )


def _numbered(variables: Sequence[str]) -> Iterator[Wrong]:
    if list(variables) != [str(number) for number in range(1, len(variables) + 1)]:
        yield f"variables {', '.join(variables)}", "number them from {1} as they stand"


NAMING: Mapping[str, Callable[[Sequence[str]], Iterator[Wrong]]] = {"aliyun": _named, "tencent": _numbered}
"""Section -> what its variables may be called."""


def _between(bare: str, count: int) -> Iterator[Wrong]:
    """`bare` has `HERE` where a variable stands."""
    parts = bare.split(HERE)
    if count > 1 and any(not part.strip() for part in parts[1:-1]):
        yield "variables side by side", "put words between them"
    if count and not any(char.isalnum() for char in bare):
        yield "nothing but variables", "say in words what it is about"
