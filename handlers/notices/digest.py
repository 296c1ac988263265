"""The digest of an area, from the figures that were frozen when it was issued."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.digests.compose import compose
from handlers.digests.sections import LABELS, PAGE, command, page_command
from handlers.replies import Option, Say
from locales import Translate


def issued(t: Translate, said: Mapping[str, Any]) -> Say:
    """The text of the digest; `facts` are those of its issue. Its last line names the numbers that lead on."""
    facts = said["facts"]
    ways = {number: command(facts.area, facts.day, number) for number in LABELS}
    return Say(
        compose(t, facts),
        moves=(
            *(Option(number, t(LABELS[number]), f"go:{way}") for number, way in ways.items()),
            Option(PAGE, t("Web page"), f"go:{page_command(facts.area, facts.day)}"),
        ),
    )
