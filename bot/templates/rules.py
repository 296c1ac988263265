"""What a value may be: the rule of each section, as data.

WeChat's are those of its template documentation, by the type that a field's key begins with. Aliyun's
are its rules for variables of notifications; Tencent's the length of a variable without a special grant.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.channels.segments import units
from bot.channels.text import clusters
from bot.templates.entry import Field

ANY = re.compile(r".+", re.DOTALL)
MORE = "…"

BARRED = "【】『』「」〖〗[]{}#￥¥$€•·①②③④⑤⑥⑦⑧⑨⑩★☆※→←↑↓√×²³㎡<>^`~|\\"
"""Symbols that a notification by SMS may not hold."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a value of a field must be.

    `longest` in UTF-16 code units, which is never more than what a provider counts. `cuts`: it may be
    cut and end in `…`. `barred`: characters that are left out. `mend` tells the office what to do.
    """

    name: str
    longest: int
    shape: re.Pattern[str] = ANY
    cuts: bool = False
    barred: str = ""
    mend: str = "take another value or another field"

    def cleaned(self, value: str) -> str:
        """The value as one line, without barred characters."""
        kept = [char if char.isprintable() and char not in self.barred else " " for char in value]
        return " ".join("".join(kept).split())

    def fitted(self, value: str) -> str:
        """The value as it may be sent: cleaned, and cut where that is allowed."""
        line = self.cleaned(value)
        return shortened(line, self.longest) if self.cuts else line

    def broken(self, value: str) -> str | None:
        """What is wrong with a value, or None."""
        if not value:
            return "empty"
        if units(value) > self.longest:
            return f"{units(value)} characters, {self.longest} allowed"
        if not value.isprintable():
            return "a line break or control character"
        if held := [char for char in value if char in self.barred]:
            return f"holds {''.join(sorted({*held}))}"
        return None if self.shape.fullmatch(value) else f"not {self.name}"


def shortened(text: str, longest: int) -> str:
    """`text`, or as much of its beginning as leaves room for `…`, between characters as they are seen."""
    if units(text) <= longest:
        return text
    kept = ""
    for seen in clusters(text):
        if units(kept + seen) > longest - len(MORE):
            break
        kept += seen
    return kept.rstrip(" 、,;:，；：") + MORE


HOUR = r"(?:[01]?\d|2[0-3])(?::[0-5]\d){1,2}"
_MONTH, _DAY = r"(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12]\d|3[01])"
DATE = (
    rf"(?:\d{{4}}年{_MONTH}月(?:{_DAY}日)?|{_MONTH}月{_DAY}日|{_MONTH}-{_DAY}"
    rf"|\d{{4}}-{_MONTH}(?:-{_DAY})?|\d{{4}}/{_MONTH}(?:/{_DAY})?|\d{{4}}\.{_MONTH}(?:\.{_DAY})?)"
)
HAN = "\u4e00-\u9fff\u3400-\u4dbf"


def spans(moment: str) -> re.Pattern[str]:
    """A moment, or two with ~ between them."""
    return re.compile(rf"(?:{moment})(?:~(?:{moment}))?")


WECHAT: Mapping[str, Rule] = {
    "thing": Rule("any text of one line", 20, cuts=True, mend="shorten the text, or let values do without"),
    "phrase": Rule("1 to 5 Chinese characters and nothing else", 5, re.compile(rf"[{HAN}]+")),
    "name": Rule(
        "a name: up to 10 characters with Chinese in it, up to 20 letters without",
        20,
        re.compile(rf"(?=.*[{HAN}])[{HAN}A-Za-z]{{1,10}}|[A-Za-z ,.'-]{{1,20}}"),
        mend="a thing takes names of any kind",
    ),
    "character_string": Rule("ASCII letters, digits and symbols", 32, re.compile(r"[!-~][ -~]*")),
    "number": Rule(
        "digits, with a decimal point at most", 32, re.compile(r"\d+(\.\d+)?"), mend="digits without a unit"
    ),
    "letter": Rule("letters A-Z, a-z", 32, re.compile("[A-Za-z]+")),
    "symbol": Rule("symbols", 5, re.compile(rf"[^\w\s{HAN}]+")),
    "time": Rule(
        "a time such as 15:01 or 2019年10月1日 15:01, or two with ~", 50, spans(rf"(?:{DATE} ?)?{HOUR}")
    ),
    "date": Rule(
        "a date such as 2019年10月1日, with a time or two with ~", 50, spans(rf"{DATE}(?: ?{HOUR})?")
    ),
    "amount": Rule("an amount of up to 10 digits", 20, re.compile(r"[¥￥$€£]?\d{1,10}(\.\d+)?元?")),
    "phone_number": Rule("a phone number", 17, re.compile(r"[\d+() -]+")),
    "car_number": Rule("a number plate", 8, re.compile(rf"[{HAN}A-Z0-9][A-Z0-9]+[{HAN}A-Z0-9]")),
    "const": Rule(
        "one of the values that were approved", 20, mend="write the approved value itself, without values"
    ),
}
"""Type of a field (what its key begins with) -> its rule."""

SMS: Mapping[str, Rule] = {
    "aliyun": Rule("1 to 35 characters", 35, cuts=True, barred=BARRED),
    "tencent": Rule(
        "1 to 6 characters",
        6,
        cuts=True,
        barred=BARRED,
        mend="take a shorter value, or set `longest` where Tencent has granted more",
    ),
    "gateway": Rule("1 to 35 characters", 35, cuts=True, barred=BARRED),
}
"""Section -> the rule of each of its variables."""

GRANTING = frozenset({"tencent", "gateway"})
"""Sections in which a variable may be longer by agreement with the provider (`longest` of a field)."""

TYPE = re.compile(r"([a-z]+(?:_[a-z]+)?)\d+")


def type_of(key: str) -> str | None:
    """The type of a WeChat field: thing1 -> thing; None where there is none like that."""
    match = TYPE.fullmatch(key)
    return match[1] if match and match[1] in WECHAT else None


def rule_of(section: str, field: Field) -> Rule:
    """The rule of a field; its own limit counts where providers grant more, or where it is less."""
    rule = SMS[section] if section in SMS else WECHAT[type_of(field.key) or "thing"]
    if field.longest is None or (field.longest > rule.longest and section not in GRANTING):
        return rule
    return replace(rule, longest=field.longest)
