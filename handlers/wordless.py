"""What comes without words: a spoken message, a location.

A question that asks for just that (audio, geopoint) is answered by it. Any other stands and is asked again,
and nothing is lost. A location is no evidence of a check-in unless a form asks for it (domain.md D10 2b: off),
so otherwise it is not kept.
"""

from __future__ import annotations

from handlers import filling, menus
from handlers.forms.meant import Answer
from handlers.replies import Option, Place, Reply, Say, as_list
from handlers.turn import Turn


async def voice(turn: Turn) -> Reply:
    """The recording is in the file store already; where it is no answer, what it says must be typed."""
    lead = turn.t(
        "A voice message was kept but cannot be understood here. Please type it, or press a number."
    )
    if not _asking(turn):
        return menus.few(turn, lead)
    return await _answered(turn, "audio", Answer(voice=turn.voice)) or await _again(turn, lead)


async def place(turn: Turn) -> Reply:
    """Outside a form, whoever may check in is offered to."""
    assert turn.place is not None
    if _asking(turn):
        lead = turn.t("A location is not needed here and was not kept.")
        answer = Answer(place=written(turn.place))
        return await _answered(turn, "geopoint", answer) or await _again(turn, lead)
    if "签到" not in menus.numbers(turn).values():
        return menus.few(turn, turn.t("A location alone is not kept."))
    turn.menu = {"1": "签到"}
    lead = turn.t("A location alone is not kept. To say that you are in the village:")
    return Say(lead, options=(Option("1", turn.t("check in"), "go:签到"),))


def written(place: Place) -> str:
    """A location as forms keep it: latitude longitude altitude accuracy; the last two nobody told."""
    return f"{place.latitude} {place.longitude} 0 0"


def _asking(turn: Turn) -> bool:
    return turn.draft is not None and turn.draft.state == "active"


async def _answered(turn: Turn, kind: str, answer: Answer) -> Reply | None:
    """The next step, where the question that stands is of this kind."""
    form, draft = filling.standing(turn)
    question = form.find(draft.at) if draft.phase == "asking" else None
    if question is None or question.type != kind:
        return None
    assert turn.draft is not None
    return await filling.go_on(turn, answer)


async def _again(turn: Turn, lead: str) -> Reply:
    """The question that stands, once more, after a line."""
    assert turn.draft is not None
    standing = await filling.take_up(turn, turn.draft)
    first, *rest = as_list(standing)
    return [first.preceded_by(lead), *rest]
