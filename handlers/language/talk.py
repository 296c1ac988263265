"""`语言` switches to the other language; `语言 en`, `english`, `中文` name it."""

from __future__ import annotations

from handlers.replies import Option, Say
from handlers.turn import Turn
from locales import LANGUAGES, translator
from storage.queries.contacts import set_language

NAMES = {
    "en": "en",
    "english": "en",
    "英文": "en",
    "英语": "en",
    "zh": "zh_Hans",
    "中文": "zh_Hans",
    "汉语": "zh_Hans",
}


async def switch(turn: Turn) -> Say:
    """Set the contact's language and say so in it."""
    named = NAMES.get(turn.intent.rest.strip().lower()) or NAMES.get(turn.text.lower())
    other = "zh_Hans" if turn.language == "en" else "en"
    chosen = named or other
    await turn.run(set_language, turn.contact.id, chosen)
    t = translator(chosen)
    return Say(
        t("I now speak {language}. Send language to switch back.", language=LANGUAGES[chosen]),
        options=(Option("1", t("menu"), "go:菜单"),),
    )
