"""A form begun with what was said in the same message: what is missing is asked, what was understood is shown."""

from __future__ import annotations

from collections.abc import Mapping

from handlers import filling, menus
from handlers.dialog import FormPlay
from handlers.forms.reports import read_report
from handlers.forms.values import Value
from handlers.replies import Reply, Say
from handlers.turn import Turn


async def begin(turn: Turn, play: FormPlay, rest: str, known: Mapping[str, Value], command: str) -> Reply:
    """Begin a form with a line of answers; a broken line is answered with the line to send back.

    Args:
        rest: what followed the command; it may be empty.
        known: answers that need not be said.
        command: the words before the line, for the line put right: 走访 李家.
    """
    form = turn.office.form(play.form)
    read = await filling.in_world(turn, play, form, lambda world: read_report(form, world, rest, known))
    if read.mended:
        lead = turn.t("I did not understand {left}. Send it like this?", left=read.left)
        return menus.choice(turn, lead, [f"{command} {read.mended}", command])
    said = await filling.begin(turn, play, {**known, **read.given})
    if not read.left:
        return said
    lead = turn.t("Not understood and left out: {left}", left=read.left)
    return said.preceded_by(lead) if isinstance(said, Say) else [Say(lead), *said]
