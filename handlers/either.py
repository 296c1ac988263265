"""A word that is an act to one person and a question to another: 走访 李家 is a visit, 走访 石关村 a question.

Who may not do the act asks at once, who may not ask does it (`handlers.house.vocabulary_of`): both by the speaker's
roles alone. Only for whoever may do both, and has said more than the word, is anything looked up.
"""

from __future__ import annotations

from handlers import menus
from handlers.access import reach
from handlers.dialog import Command, Handler
from handlers.replies import Reply
from handlers.turn import Turn


def may_ask(turn: Turn) -> bool:
    """Whether somebody may ask how an area or a unit stands: who has its digest, or sees who came (domain.md 1.2)."""
    found = (reach(turn.speaker, turn.contact, resource) for resource in ("digest", "check_in"))
    return turn.speaker is not None and any(each.paths or each.unit_ids for each in found)


def either(act: Command, question: Command) -> Handler:
    """The act, the question if only that knows what is named, or which of the two, if both do."""

    async def decide(turn: Turn) -> Reply:
        said = turn.intent
        if said.word not in question.words or not said.rest or not may_ask(turn):
            return await act.handler(turn)
        if not await _knows(question, turn):
            return await act.handler(turn)
        return _which(turn, act, question) if await _knows(act, turn) else await question.handler(turn)

    return decide


async def _knows(command: Command, turn: Turn) -> bool:
    return command.knows is not None and await command.knows(turn, turn.intent.rest)


def _which(turn: Turn, act: Command, question: Command) -> Reply:
    """Both lines, each with a word that is its own."""
    lines = [
        f"{_own_word(one, other)} {turn.intent.rest}" for one, other in ((act, question), (question, act))
    ]
    return menus.choice(turn, turn.t("Which one do you want?"), lines)


def _own_word(one: Command, other: Command) -> str:
    return next(word for word in one.words if word not in other.words)
