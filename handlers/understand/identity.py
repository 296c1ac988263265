"""Numbers that must not lie about in a chat or a log, and words that cannot wait."""

from __future__ import annotations

import re

from handlers.understand.text import clean, fold

# Digits may be typed in groups: 9999 0119 7501 0100 18.
_GAP = "[ -]?"
_YEAR = f"(?:1{_GAP}9|2{_GAP}0){_GAP}[0-9]{_GAP}[0-9]"
_MONTH_DAY = f"(?:0{_GAP}[1-9]|1{_GAP}[0-2]){_GAP}(?:[0-2]{_GAP}[0-9]|3{_GAP}[01])"
_EIGHTEEN = f"[1-9](?:{_GAP}[0-9]){{5}}{_GAP}{_YEAR}{_GAP}{_MONTH_DAY}(?:{_GAP}[0-9]){{3}}{_GAP}[0-9Xx]"
_FIFTEEN = "[1-9][0-9]{7}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])[0-9]{3}"  # as issued before 1999
_ID_NUMBER = re.compile(f"(?<![0-9])(?:{_EIGHTEEN}|{_FIFTEEN})(?![0-9])")
_LONG_NUMBER = re.compile(f"(?<![0-9])[3-6](?:{_GAP}[0-9]){{15,18}}(?![0-9])")
_PHONE = re.compile(f"(?<![0-9])1{_GAP}[3-9](?:{_GAP}[0-9]){{9}}(?![0-9])")
_ONE_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ－　", "0123456789Xx- ")

_EMERGENCIES = (
    "塌方|坍塌|滑坡|泥石流|房[子屋]?塌|着火|起火|失火|火灾|病危|快不行了|自杀|轻生|不想活|喝农药|跳楼|跳河|断粮|没饭吃"
    "|走失|走丢|失踪|溺水|落水|煤气中毒|触电|打死人|杀人"
)
_EMERGENCY = re.compile(f"(?<!没)(?<!没有)(?<!未)(?<!无)(?<!防)(?<!预防)({_EMERGENCIES})")


def looks_like_id_number(text: str) -> bool:
    """Whether an ID number of 18 or 15 characters, right or mistyped, stands in the text."""
    return bool(_ID_NUMBER.search(clean(text)))


def looks_like_bank_card(text: str) -> bool:
    """Whether a bank card number stands in the text: 16 to 19 digits that begin with 62 or check out."""
    found = (_digits(match[0]) for match in _LONG_NUMBER.finditer(_ID_NUMBER.sub("", clean(text))))
    return any(number.startswith("62") or _luhn(number) for number in found)


def mask_numbers(text: str) -> str:
    """The text with ID numbers, bank cards and mobile numbers masked: 9999**********0018, 199****1234."""
    shown = text.translate(_ONE_WIDTH)
    for pattern, head in ((_ID_NUMBER, 4), (_LONG_NUMBER, 0), (_PHONE, 3)):
        shown = pattern.sub(lambda match, head=head: _masked(match[0], head), shown)  # type: ignore[misc]
    return shown


def emergency(text: str) -> bool:
    """Whether the message speaks of danger to life: answered at once, before anything else."""
    return bool(_EMERGENCY.search(fold(text)))


def _digits(text: str) -> str:
    return re.sub("[ -]", "", text)


def _masked(number: str, head: int) -> str:
    plain = _digits(number)
    return plain[:head] + "*" * (len(plain) - head - 4) + plain[-4:]


def _luhn(number: str) -> bool:
    """The check of bank card numbers (ISO/IEC 7812)."""
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(number))]
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0
