"""Transcripts: a conversation as a cadre would read it, played and compared word for word.

    # 一个村的干部签到: 一进一出
    @now 2026-11-17T08:42
    @as cadre
    > 签到
    已签到: …

A line that begins with `>` is sent; what follows, up to the next `>` or `@`, is what must be answered.
`@press N` presses a button, `@photo FILE` sends a picture, `@voice FILE` a spoken message, `@place LATITUDE
LONGITUDE NAME` a location (both left out on the chat page, which sends neither), `@again` sends the last message once more with
the same id, `@restart` stops the house and starts it on the same database, `@code WHO` is sent as the
code of somebody (codes are drawn at random in each county).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent / "transcripts"


@dataclass(frozen=True, slots=True)
class Line:
    """Something done, and the lines answered to it."""

    number: int
    word: str  # > or a direction such as @now
    rest: str
    answer: list[str] = field(default_factory=list)


def read(path: Path) -> list[Line]:
    """The lines of a transcript, comments left out."""
    lines: list[Line] = []
    for number, text in enumerate(path.read_text("utf-8").splitlines(), 1):
        if text.startswith((">", "@")):
            word, _, rest = text.partition(" ")
            lines.append(Line(number, word, rest))
        elif text and not text.startswith("#"):
            lines[-1].answer.append(text)
    return lines


def every() -> list[Path]:
    """All transcripts, by name."""
    return sorted(HERE.glob("*.txt"))
