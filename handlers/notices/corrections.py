"""Notices of corrections: somebody is to agree, what came of it, a household whose data were changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from handlers.mending import KINDS, REASONS
from handlers.replies import Option, Say
from handlers.shown import day_of, listed
from locales import Translate, words

OUTCOMES = {
    "done": words("Your correction of {kind} {receipt} was agreed to and is in effect."),
    "refused": words("Your correction of {kind} {receipt} was not agreed to; it stays as it was."),
    "expired": words("Nobody answered your correction of {kind} {receipt} in time; it stays as it was."),
}


def asked(t: Translate, said: Mapping[str, Any]) -> Say:
    """A correction waits for an answer (D07): what is to change by its names, never what was written."""
    what = t("to be taken back") if said["change"] == "withdraw" else listed(t, said["items"])
    text = t(
        "{who} asks to correct {kind} {receipt} ({about}): {what}. Reason: {reason}",
        who=said["who"], kind=KINDS[said["prefix"]], receipt=said["receipt"], about=said["about"], what=what,
        reason=REASONS[said["reason"]],
    )  # fmt: skip
    number = said["number"]
    return Say(
        text,
        options=(
            Option("1", t("agree"), f"go:同意更正 {number}"),
            Option("2", t("do not agree"), f"go:不同意更正 {number}"),
            Option("3", t("show it"), f"go:看更正 {number}"),
        ),
    )


def answered(t: Translate, said: Mapping[str, Any]) -> Say:
    """What came of a correction one had asked for; a number shows why it was not agreed to."""
    text = t(OUTCOMES[said["state"]], kind=KINDS[said["prefix"]], receipt=said["receipt"])
    show = Option("1", t("show it"), f"go:看更正 {said['number']}")
    return Say(text, options=(show,) if said["why"] else ())


def changed(t: Translate, said: Mapping[str, Any]) -> Say:
    """The household hears that what is kept of a visit to it was changed (D07); not what it was."""
    day = day_of(t, date.fromisoformat(said["day"]))
    return Say(
        t("The record of the visit to your home on {day} was corrected. Questions: ask your helper.", day=day)
    )
