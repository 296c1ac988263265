"""The card of a form: what it shows, and that the line it gives as an example works."""

from __future__ import annotations

from datetime import datetime

import pytest
from acting import WORKDAY, scene
from databases import Databases

from bot.form_card import as_page, as_text, example, limits_of
from handlers.forms.card import FIRST, Card, card
from handlers.forms.draft import World
from handlers.forms.model import Form, row
from handlers.forms.xlsform import read_markdown
from handlers.house import plays, trigger_of
from locales import translator

WITH_CARD = ("visit", "leave", "plan", "check_in")
"""The house's forms that are begun by a command and read a line."""


def form_of(name: str) -> Form:
    source = plays()[name].source
    assert source is not None
    return read_markdown(source.read_text("utf-8"), name)


def card_of(name: str, now: datetime = WORKDAY) -> tuple[Card, str]:
    """The card of a form of the house, and its trigger."""
    form = form_of(name)
    world = World(now, "zh_Hans", files={file: [row(FIRST, FIRST)] for file in form.files})
    return card(form, world, limits_of(form)), trigger_of(form, "zh_Hans")


@pytest.mark.parametrize("name", WITH_CARD)
async def test_the_example_on_a_card_is_understood_whole(databases: Databases, name: str) -> None:
    shown, trigger = card_of(name)
    async with scene(databases) as county:
        said = await (await county.actor("cadre")).hears(example(shown, trigger))
        assert "没看懂" not in said
        assert any(word in said for word in ("请核对", "计划驻村", "已签到")), said


def test_a_card_names_the_trigger_the_order_the_keys_and_the_choices() -> None:
    shown, trigger = card_of("plan")
    text = as_text(translator("zh_Hans"), shown, trigger)
    assert text.splitlines()[:4] == [
        "驻村计划: 下周计划",
        "例:下周计划 周一",
        "按这个顺序:",
        "1 驻村(d): 1周一 2周二 3周三 4周四 5周五 6周六 7周日",
    ]


def test_a_card_prints_on_a_sheet_and_escapes_what_an_office_has_written() -> None:
    shown, trigger = card_of("visit")
    page = as_page(translator("zh_Hans"), shown, f"{trigger} <b>", "zh_Hans")
    assert "size: A4" in page
    assert "&lt;b&gt;" in page
    assert "<b>" not in page
    assert "7人口变化" in page
