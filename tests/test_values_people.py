"""ID numbers and phones: checked, masked, and never repeated by an error or a log."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.values.id_number import IdFault, IdNumber, InvalidIdNumber, check_character
from storage.values.phone import InvalidPhone, Phone, PhoneFault

FULL_WIDTH = str.maketrans("0123456789X+", "０１２３４５６７８９Ｘ＋")
BIRTHS = st.dates(date(1900, 1, 1), date(2026, 11, 21))
PEOPLE = st.tuples(BIRTHS, st.integers(0, 999))


def synthetic(birth: date, serial: int) -> str:
    first17 = f"999901{birth:%Y%m%d}{serial:03d}"
    return first17 + check_character(first17)


@given(PEOPLE)
def test_a_synthetic_number_tells_birth_and_sex(person: tuple[date, int]) -> None:
    birth, serial = person
    number = IdNumber.parse(synthetic(birth, serial))
    assert (number.birth, number.sex) == (birth, "male" if serial % 2 else "female")


@given(PEOPLE)
def test_the_same_number_is_read_in_any_width_and_grouping(person: tuple[date, int]) -> None:
    number = synthetic(*person)
    for typed in (number.lower(), number.translate(FULL_WIDTH), f"{number[:6]} {number[6:14]}-{number[14:]}"):
        assert IdNumber.parse(typed) == IdNumber(number)


@given(PEOPLE, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_character_is_always_noticed(person: tuple[date, int], place: int, wrong: str) -> None:
    number = synthetic(*person)
    if wrong != number[place]:
        with pytest.raises(InvalidIdNumber):
            IdNumber.parse(number[:place] + wrong + number[place + 1 :])


@pytest.mark.parametrize(
    "number",
    [
        "999901197501010018",
        "999901198806150024",
        "99990120180901003X",
        "999902194512240049",
        "11010519491231002X",
    ],
)
def test_the_public_samples_pass(number: str) -> None:
    assert str(IdNumber.parse(number)) == number


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("999901196302290016", IdFault.DATE),
        ("999901197501010017", IdFault.CHECK),
        ("999901750101001", IdFault.LENGTH),
        ("", IdFault.LENGTH),
        ("99990119750101001A", IdFault.CHARACTERS),
        ("9999011975010100□8", IdFault.CHARACTERS),
        ("٩٩٩٩٠١١٩٧٥٠١٠١٠٠١٨", IdFault.CHARACTERS),
    ],
)
def test_a_wrong_number_is_refused_with_the_reason(number: str, fault: IdFault) -> None:
    with pytest.raises(InvalidIdNumber) as refused:
        IdNumber.parse(number)
    assert refused.value.fault is fault


@given(PEOPLE)
def test_an_id_number_is_shown_masked_and_an_error_does_not_repeat_it(person: tuple[date, int]) -> None:
    number = IdNumber.parse(synthetic(*person))
    assert number.masked == f"9999**********{number.last4}"
    assert str(number) not in repr(number)
    wrong = str(number)[:17] + ("0" if str(number)[17] != "0" else "1")
    with pytest.raises(InvalidIdNumber) as refused:
        IdNumber.parse(wrong)
    assert wrong not in f"{refused.value!r}{refused.value}"


@pytest.mark.parametrize(
    "typed",
    [
        "19900001234",
        "199 0000 1234",
        "199-0000-1234",
        "+86 199 0000 1234",
        "(+86)19900001234",
        "0086 19900001234",
        "１９９００００１２３４",
    ],
)
def test_a_phone_is_eleven_digits_however_it_is_typed(typed: str) -> None:
    assert Phone.parse(typed) == Phone("19900001234")


@given(st.integers(0, 9999))
def test_the_phones_of_the_demonstration_are_valid_and_masked(serial: int) -> None:
    phone = Phone.parse(f"1990000{serial:04d}")
    assert phone.masked == f"199****{serial:04d}"
    assert phone.last4 == f"{serial:04d}"
    assert str(phone) not in repr(phone)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("1390000567", PhoneFault.LENGTH),
        ("010-62345678", PhoneFault.NOT_MOBILE),
        ("12345678901", PhoneFault.NOT_MOBILE),
        ("电话", PhoneFault.CHARACTERS),
        ("", PhoneFault.CHARACTERS),
        ("139****5678", PhoneFault.CHARACTERS),
        ("+1 202 555 0100", PhoneFault.NOT_MOBILE),
    ],
)
def test_what_is_no_mobile_number_is_refused_with_the_reason(typed: str, fault: PhoneFault) -> None:
    with pytest.raises(InvalidPhone) as refused:
        Phone.parse(typed)
    assert refused.value.fault is fault


def test_a_phone_is_not_made_of_just_any_digits() -> None:
    with pytest.raises(InvalidPhone):
        Phone("8610")
