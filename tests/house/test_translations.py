"""Everything said is said in Chinese too, and the catalogue holds nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter

import pytest
from messages import catalogue, said

from handlers.forms.model import Form, Texts
from handlers.forms.xlsform import read_markdown
from handlers.house import plays
from handlers.replies import MAX_QUESTION

CHINESE = catalogue("zh_Hans")
FULL_WIDTH = re.compile("[，：；？（）]")
HAN, LATIN = re.compile(r"[\u4e00-\u9fff]"), re.compile("[a-z]{2}")


def places(text: str) -> set[str]:
    """The `{names}` of a msgid."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.fixture(scope="module")
def forms() -> list[Form]:
    return [read_markdown(play.source.read_text("utf-8"), name) for name, play in plays().items()]


def test_everything_said_in_the_code_has_a_chinese_translation() -> None:
    missing = [f"{each.where} {each.msgid!r}" for each in said() if not CHINESE.get(each.msgid)]
    assert not missing


def test_the_catalogue_holds_nothing_that_nobody_says() -> None:
    spoken = {each.msgid for each in said()}
    assert not [msgid for msgid in CHINESE if msgid not in spoken], "run: make messages"


def test_translations_have_the_same_places_as_what_they_translate() -> None:
    assert not {msgid: text for msgid, text in CHINESE.items() if places(msgid) != places(text)}


def test_every_place_gets_its_value_where_it_is_said() -> None:
    wrong = [
        f"{each.where} {each.msgid!r} is given {sorted(each.given)}"
        for each in said()
        if each.given is not None and not places(each.msgid) <= each.given
    ]
    assert not wrong


def test_chinese_words_use_half_width_punctuation() -> None:
    assert not {msgid: text for msgid, text in CHINESE.items() if FULL_WIDTH.search(text)}


def test_msgids_are_english() -> None:
    assert not [msgid for msgid in CHINESE if HAN.search(msgid) and not LATIN.search(msgid)]


def texts_of(form: Form) -> Iterator[tuple[str, Texts]]:
    """Where a form says something, and what it says in each language."""
    for question in form.questions:
        said_there = (question.label, question.hint, question.constraint_message, question.short)
        yield from ((f"{form.name}.{question.name}", texts) for texts in said_there if texts)
    for name, choices in form.lists.items():
        yield from ((f"{form.name}.{name}.{choice.name}", choice.label) for choice in choices)


def test_forms_speak_both_languages(forms: list[Form]) -> None:
    alone = [where for form in forms for where, texts in texts_of(form) if set(texts) != {"zh_Hans", "en"}]
    assert not alone


def test_forms_use_half_width_punctuation(forms: list[Form]) -> None:
    wide = [where for form in forms for where, texts in texts_of(form) if FULL_WIDTH.search(texts["zh_Hans"])]
    assert not wide


def test_questions_of_the_house_fit_into_one_short_message(forms: list[Form]) -> None:
    long = [
        f"{form.name}.{question.name} in {language}: {len(text)}"
        for form in forms
        for question in form.questions
        if question.is_asked
        for language, text in question.label.items()
        if len(text) > MAX_QUESTION
    ]
    assert not long
