"""Who speaks: a phone, a person's code, a standing person of the demonstration, or a stranger."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.refusal import Refusal
from storage.queries.people import by_code, by_phone
from storage.sealed import Vault


@dataclass(frozen=True, slots=True)
class Speaker:
    """An address on the terminal; a known person comes bound, a stranger does not."""

    address: str
    person_id: int | None
    channel: str = "terminal"


def speaker_named(db: Connection, vault: Vault, who: str, demo: bool) -> Speaker:
    """The speaker called `who`.

    Raises:
        Refusal: nobody is.
    """
    if re.fullmatch(r"stranger:\w+", who):
        return Speaker(who, None)
    person = by_code(db, _standing(who, demo))
    if person is None and re.fullmatch(r"(\+?86)?1\d{10}", who):
        person = next(iter(by_phone(db, vault, who[-11:])), None)
    if person is None:
        raise Refusal(f"nobody is called {who}: use a phone on the list, a person's code, or stranger:1")
    return Speaker(f"person:{person.code}", person.id)


def _standing(who: str, demo: bool) -> str:
    if not demo:
        return who
    from storage.demo.standing import STANDING

    return STANDING.get(who, who)
