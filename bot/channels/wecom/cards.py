"""A message as WeCom shows it: a card with buttons where its limits allow, else text with a numbered list.

The limits are those of the card `button_interaction` (developer.work.weixin.qq.com, path/90236): at most six
buttons of ten characters, a key of 1,024 bytes for each, the same key never twice, 112 characters of text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

from bot.channels.text import as_text, numbered, small_print
from handlers.replies import Option, Say
from locales import translator

BUTTONS, LABEL, KEY, TEXT = 6, 10, 1024, 112
BLUE, GREY = 1, 4
KEPT = timedelta(hours=72)
"""How long a card can be changed."""

COMMAND = "go:"


@dataclass(frozen=True, slots=True)
class Card:
    """A card as it is sent; `labels`: payload of a button -> what stands on it."""

    task: str
    body: Mapping[str, Any]
    labels: Mapping[str, str]


def plain(say: Say) -> Say:
    """Without the moves that are commands: no message offers one whose words do not stand in its text."""
    return replace(say, moves=tuple(move for move in say.moves if not move.press.startswith(COMMAND)))


def text_of(say: Say) -> str:
    """The message as text, numbered."""
    return as_text(plain(say))


def card_of(say: Say, reference: str, member: str) -> Card | None:
    """The message as a card; None where it has no choices or they do not fit.

    Args:
        reference: names the sending: sent again, the card has the same task.
    """
    text = "\n".join(part for part in (say.text, small_print(plain(say).moves)) if part)
    labels = {option.press: numbered(option) for option in say.options}
    if not fits(text, say.options, labels):
        return None
    task = sha256(f"{reference}\n{member}\n{text}".encode()).hexdigest()[:40]
    buttons = [
        {"text": label, "style": BLUE if at == 0 else GREY, "key": press}
        for at, (press, label) in enumerate(labels.items())
    ]
    body = {
        "card_type": "button_interaction",
        "sub_title_text": text,
        "task_id": task,
        "button_list": buttons,
    }
    return Card(task, {"msgtype": "template_card", "template_card": body}, labels)


def fits(text: str, options: tuple[Option, ...], labels: Mapping[str, str]) -> bool:
    """Whether WeCom would show all of it."""
    return (
        0 < len(labels) == len(options) <= BUTTONS
        and 0 < len(text) <= TEXT
        and all(len(label) <= LABEL for label in labels.values())
        and all(len(press.encode()) <= KEY for press in labels)
    )


def kept(code: str, card: Card) -> str:
    """What must be remembered of a card to change it: WeCom's code and what stands on the buttons."""
    return json.dumps([code, card.labels], ensure_ascii=False)


def change(remembered: str, press: str) -> tuple[str, str]:
    """The code, and what the pressed button says from now on."""
    code, labels = json.loads(remembered)
    label = labels.get(press, "")
    # The card speaks the language that the button does.
    t = translator("en" if label.isascii() else "zh_Hans")
    return code, t("Chosen: {label}", label=label)
