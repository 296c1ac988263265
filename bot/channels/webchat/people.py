"""The people of the demonstration, one of whom the visitor chooses to be."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from locales import Translate, Words


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """`key` stands in the address (`cadre`), `what` says in a line what this person can do here.

    `who` is the person's id in the database; None for a stranger, whom nobody knows yet.
    """

    key: str
    name: str
    what: str | Words
    who: int | None = None

    def card(self, t: Translate) -> dict[str, str]:
        """Plain data for the page."""
        return {"key": self.key, "name": self.name, "what": t(self.what)}


People = Callable[[], Awaitable[Sequence[DemoPerson]]]
"""Asks for the people to choose from, in the order they are shown."""
