"""The few sentences that refuse. They never tell whether a record exists (domain.md 7.0 "rights")."""

from __future__ import annotations

from handlers.replies import Option, Say
from handlers.turn import Turn


def nothing_to_see(turn: Turn) -> Say:
    """The neutral refusal: no such record, or not yours; the words are the same."""
    return Say(turn.t("No record found that you may see."))


def bind_first(turn: Turn) -> Say:
    """Said to somebody who is not known yet and asks for what is one's own."""
    return Say(
        turn.t("This is for people on the register. Please bind your account first: send bind."),
        options=(Option("1", turn.t("bind"), "go:绑定"),),
    )


def not_yours(turn: Turn) -> Say:
    """Bind first for a stranger, the neutral refusal for everybody else."""
    return nothing_to_see(turn) if turn.speaker else bind_first(turn)
