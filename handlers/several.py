"""Several of the list just shown, answered in one message (D54): what each number stood for there is what is answered.

One of them is what the answer's own word does. Of several, only what the list's dialog takes several of is done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.turn import Turn
from handlers.understand.picked import Picked, read_picked


@dataclass(frozen=True, slots=True)
class Kind:
    """A list of what awaits an answer: the commands of a yes and a no, of several, and of the list itself."""

    yes: str
    no: str
    several: str
    again: str


LISTS: Mapping[str, Kind] = {
    "审批单": Kind("同意", "不同意", "逐项答复", "待我确认"),
    "看更正": Kind("同意更正", "不同意更正", "更正逐条看", "待审批"),
}
"""The word of a list's lines -> what answers them."""


def answer_line(turn: Turn) -> str | None:
    """The command line that an answer to some of the list just shown stands for; None where it is none.

    A number that was not on the list keeps its place in the line, without what it would stand for.
    """
    picked = read_picked(turn.text)
    if picked is None:
        return None
    listed = _listed(turn)
    if not listed:
        return "待我确认" if picked.numbers is None or len(picked.numbers) > 1 else None
    kind = LISTS[next(iter(listed.values())).partition(" ")[0]]
    numbers = tuple(listed) if picked.numbers is None else picked.numbers
    if len(numbers) == 1 and picked.numbers is not None:
        return _one(kind, listed.get(numbers[0]), picked)
    pairs = ",".join(f"{number}:{listed.get(number, '').partition(' ')[2]}" for number in numbers)
    return f"{kind.several} {'是' if picked.yes else '否'} {pairs} {picked.why}".strip()


def _one(kind: Kind, line: str | None, picked: Picked) -> str:
    if line is None:
        return kind.again
    return f"{kind.yes if picked.yes else kind.no} {line.partition(' ')[2]} {picked.why}".strip()


def _listed(turn: Turn) -> dict[int, str]:
    """Number -> line of the list that the last message showed, if it was one of what awaits an answer."""
    lines: Mapping[str, str] = (turn.contact.menu or {}).get("lines", {})
    found = {int(key): line for key, line in lines.items() if key.isdigit()}
    kept = {n: line for n, line in found.items() if line.partition(" ")[0] in LISTS}
    return dict(sorted(kept.items()))
