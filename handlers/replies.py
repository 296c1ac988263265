"""What a dialog answers, free of any channel.

A handler returns one `Say` or a list of them and never sends anything itself. The words are already
in the speaker's language. How the options become buttons or a numbered list is the channel's affair.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

MAX_QUESTION = 60
"""Characters of one question (product.md, house rules): one SMS with its signature holds it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A location as a person showed it: degrees, in the datum of the channel, with the name it gave."""

    latitude: float
    longitude: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen: shown as `key label`, or as a button that sends `press`.

    `key` is what a person types for it (`1`, or a word such as `返回`). `press` is the payload of the
    button: `a:<draft>:<question>:<choice>` for the answer to a question, `go:<command>` for a command.
    """

    key: str
    label: str
    press: str


@dataclass(frozen=True, slots=True)
class Say:
    """One message: its text, the options it offers, the moves (返回, 取消 …) it allows, a picture.

    `options` are the answers or commands, numbered for life. `moves` are the small print: words that
    always work while the question stands. `picture` is the content hash of a stored file.
    """

    text: str
    options: tuple[Option, ...] = ()
    moves: tuple[Option, ...] = ()
    picture: str | None = None

    def preceded_by(self, line: str) -> Say:
        """The same message with a line before it (a reason, an echo of what was understood)."""
        return replace(self, text=f"{line}\n{self.text}") if line else self


Reply = Say | Sequence[Say]


def as_list(reply: Reply | None) -> list[Say]:
    """The messages of a reply, in order; none when there is nothing to say."""
    if reply is None:
        return []
    return [reply] if isinstance(reply, Say) else list(reply)


def commands_offered(messages: Sequence[Say]) -> dict[str, str]:
    """What a number or a label typed next will mean: the command lines that the buttons stand for."""
    buttons = [o for say in messages for o in (*say.options, *say.moves) if o.press.startswith("go:")]
    lines = {o.label: o.press.removeprefix("go:") for o in buttons}
    return {**lines, **{o.key: o.press.removeprefix("go:") for o in buttons if o.key.isdigit()}}


def to_json(messages: Sequence[Say]) -> list[dict[str, Any]]:
    """Plain data for the inbound row and for the web page."""
    return [
        {
            "text": say.text,
            "options": [[o.key, o.label, o.press] for o in say.options],
            "moves": [[o.key, o.label, o.press] for o in say.moves],
            "picture": say.picture,
        }
        for say in messages
    ]


def from_json(data: Sequence[dict[str, Any]]) -> list[Say]:
    """The inverse of `to_json`."""
    return [
        Say(
            text=item["text"],
            options=tuple(Option(*o) for o in item["options"]),
            moves=tuple(Option(*o) for o in item["moves"]),
            picture=item["picture"],
        )
        for item in data
    ]
