"""ID numbers and phones where they are asked for: checked, and refused with the reason, never repeated."""

from __future__ import annotations

import re

from handlers.understand import Unclear, Understood
from handlers.understand.text import spoken
from locales import words
from storage.values.id_number import IdFault, IdNumber, InvalidIdNumber
from storage.values.phone import InvalidPhone, Phone, PhoneFault

_AROUND = re.compile(
    "^(?:我|他|她|本人)?的?(?:身份证|证件|手机|电话|联系电话)?(?:号码|号)?(?:是|为)?[: ]*|[。 ]+$"
)

_ID_FAULTS = {
    IdFault.LENGTH: words("An ID number has 18 characters. Please compare it with the card."),
    IdFault.CHARACTERS: words("An ID number is 17 digits and a digit or X. Please compare it with the card."),
    IdFault.DATE: words("The birth date in this ID number does not exist. Please compare it with the card."),
    IdFault.CHECK: words("The last character does not go with the others. Please compare it with the card."),
}
_PHONE_FAULTS = {
    PhoneFault.CHARACTERS: words("Please send a mobile number in digits, such as 19900001234."),
    PhoneFault.LENGTH: words("A mobile number has 11 digits. Please count again."),
    PhoneFault.NOT_MOBILE: words("There is no mobile number that begins so. Please look again."),
}


def read_id_number(text: str) -> Understood[IdNumber] | Unclear:
    """An ID number of 18 characters in any width, in groups, with words around it; the fault if it is none."""
    try:
        return Understood(IdNumber.parse(_bare(text)))
    except InvalidIdNumber as refused:
        return Unclear(_ID_FAULTS[refused.fault], impossible=True)


def read_phone(text: str) -> Understood[Phone] | Unclear:
    """A mobile number of the mainland, with +86 or without; the fault if it is none."""
    try:
        return Understood(Phone.parse(_bare(text)))
    except InvalidPhone as refused:
        return Unclear(_PHONE_FAULTS[refused.fault], impossible=True)


def _bare(text: str) -> str:
    return _AROUND.sub("", spoken(text)).strip()
