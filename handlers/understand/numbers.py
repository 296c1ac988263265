"""Numbers and sums of money as people type them: 23, ２３, 两百, 一百二, 1.2万, 两块五, 没有."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from handlers.understand import Unclear, Understood
from handlers.understand.numerals import CHARACTERS, numeral, show
from handlers.understand.text import listed, spoken, squeeze
from handlers.understand.units import COUNTERS, YUAN, Quantity, quantity
from locales import Words, words

LONGEST_NUMBER = 40
NOTHING = frozenset(
    listed(
        "没有 无 没 零 0 全无 都没有 没有了 没得 一个没有 一个都没有 一个也没有 没人 没有人 无人 一个人都没有 一个人也没有 none no"
    )
)
"""What people send for 0."""

FEN = {**dict.fromkeys((*YUAN, ""), 100), "角": 10, "毛": 10, "分": 1}

_FILLER = re.compile(
    r"^(一共|总共|共有|共计|合计|共|有|就是|是|人民币|rmb|¥)+|((?<=[角毛分])钱|了|啊|呀|哦|哈|的|整|人民币|rmb)+$"
)
_VAGUE = re.compile(
    "[几多约近余来半]|左右|大概|上下|差不多|不到|超过|至少|起码|以[上下内]|可能|估计|也许|好像|吧"
)
# What a number counts, and whose it is; both are said back, since 3头牛 may not be what was asked for.
_THING = re.compile(
    "(?<=[头只条匹口亩里个分])(?:[黄水奶]?牛|[母肥]?猪|[山绵]?羊|鸡|鸭|鹅|鱼|马|驴|狗|兔子?|[水旱]?[田地]|路|孩子|老人|儿子|女儿|学生)$"
)
_WHOSE = re.compile("^(?:我们?|他|她)?(?:家里?|家里面|全家)?(?:现在|目前)?(?:养了?|种了?|有)?")
_SPAN = re.compile(r"[-~〜—到至]")
_UNCOUNTABLE = re.compile(r"[/^+*=&$@#()_a-z几数半成折对双倍打斗]|分之|^块|零下|不是|没有")
_RUN = re.compile(f"[{CHARACTERS}]+")
_NEIGHBOURS = re.compile("(.*?)([一二两三四五六七八九])([一二两三四五六七八九])([十百千万亿]*)")
_SCALED = re.compile(r"([0-9.]+)([kw])(?=[0-9]?$)")
_GROUPED = re.compile("[0-9]{1,3}(?: [0-9]{3})+")


def read_number(text: str) -> Understood[Decimal] | Unclear:
    """One exact number; units are taken off and said back unless they only count (户, 人, 天 …).

    Ranges and estimates (三五个, 20多, 左右) are asked back with the numbers they might be.
    """
    core = _core(text)
    found = _read(core)
    if found is None or (found.unit in SMALL and found.unit):
        return _ask(core, found)
    return Understood(Decimal(show(found.value)), _said_back(core, found))


def amount(text: str) -> Quantity | None:
    """The one amount that a text is, in the unit it was said in, or nothing."""
    return _read(_core(text))


def read_money(text: str) -> Understood[int] | Unclear:
    """One sum in fen; a bare number is yuan. 两块五 is 250, 86.5万 is 86500000."""
    core = _core(text)
    found = _read(core)
    if found is None or found.unit not in FEN:
        return Unclear(_MONEY_PLEASE, tuple(yuan for yuan in _might_be(core) if _in_fen(Decimal(yuan) * 100)))
    fen = found.value * FEN[found.unit]
    if not _in_fen(fen):
        return Unclear(words("An amount has at most two decimals, such as 120.55."), impossible=True)
    plain = found.plain and (found.unit in YUAN or not found.unit)
    yuan = show(fen / 100)
    return Understood(int(fen), None if plain else words("{typed} = {amount} yuan", typed=core, amount=yuan))


SMALL = {"角": Decimal("0.1"), "毛": Decimal("0.1"), "两": Decimal("0.1"), "分": Decimal(0)}
"""Units of which a question is hardly ever asked; what they are of the greater unit, if that is certain."""

_NUMBER_PLEASE = words("Please send a number, such as 12.")
_ONE_NUMBER = words("Please send one number, such as 12; your best estimate will do.")
_MONEY_PLEASE = words("Please send an amount in yuan, such as 120.5.")


def _core(text: str) -> str:
    """The number without what people say around it; nothing if the text is too long to be one."""
    core = squeeze(spoken(text))
    if len(core) > LONGEST_NUMBER:
        return ""
    core = "0" if core in NOTHING else _FILLER.sub("", core)
    return _SCALED.sub(lambda m: m[1] + ("千" if m[2] == "k" else "万"), core, count=1)


def _read(core: str) -> Quantity | None:
    """The amount that the text is, or that is left without whose it is and what it counts (3头牛)."""
    found = _signed(core)
    if found is not None:
        return found
    bare = _THING.sub("", _WHOSE.sub("", core))
    found = _signed(bare) if bare != core else None
    return found and replace(found, plain=False)


def _signed(core: str) -> Quantity | None:
    if core[:1] in ("-", "−", "负"):
        found = quantity(core[1:])
        return found and Quantity(-found.value, found.unit, found.plain)
    return quantity(core)


def _in_fen(fen: Decimal) -> bool:
    return fen == int(fen)


def _said_back(core: str, found: Quantity) -> Words | None:
    counted = found.unit in COUNTERS or found.unit in YUAN or not found.unit
    if found.plain and counted:
        return None
    read = show(found.value) + ("" if counted else found.unit)
    return (
        words("Read as {read}.", read=read)
        if read == core
        else words("{typed} = {read}", typed=core, read=read)
    )


def _ask(core: str, found: Quantity | None) -> Unclear:
    if found is not None:
        in_greater = found.value * SMALL[found.unit]
        return Unclear(_ONE_NUMBER, (show(in_greater),) if in_greater else ())
    maybe = _might_be(core)
    vague = len(maybe) > 1 or _VAGUE.search(core) or _SPAN.search(core)
    return Unclear(_ONE_NUMBER if vague else _NUMBER_PLEASE, maybe)


def _might_be(core: str) -> tuple[str, ...]:
    """The numbers in the text, as texts to send; none where a part of it would mislead."""
    if _UNCOUNTABLE.search(core):
        return ()
    seen = [show(value) for run in _ends_of_span(_runs(core), core) for value in _values(run)]
    joined = [core.replace(" ", "")] if _GROUPED.fullmatch(core) else []
    return tuple(dict.fromkeys(joined + seen)) if len(seen) <= 3 else ()


def _runs(core: str) -> list[str]:
    """The runs of numeral characters in a text; 百来户 is one hundred or so."""
    whole = re.sub("^(?=[百千万][来多余])", "一", core.replace("。", "."))
    return [run.strip(",.") for run in _RUN.findall(whole)]


def _ends_of_span(runs: list[str], core: str) -> list[str]:
    """三到五千 is 3000 to 5000: the first end borrows the magnitude of the second."""
    magnitude = re.search("[十百千万亿]+$", runs[-1]) if runs else None
    if len(runs) == 2 and magnitude and _SPAN.search(core) and not re.search("[十百千万亿]", runs[0]):
        return [runs[0] + magnitude[0], runs[1]]
    return runs


def _values(run: str) -> list[Decimal]:
    """The value of a run of numeral characters, or the two of 二三 and 十二三 and 三五百."""
    whole = numeral(run)
    if whole:
        return [whole.value]
    match = _NEIGHBOURS.fullmatch(run)
    ends = [numeral(f"{match[1]}{digit}{match[4]}") for digit in (match[2], match[3])] if match else []
    return [end.value for end in ends if end]
