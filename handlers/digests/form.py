"""How the digest of a level is put together: its title, and its blocks in the order they are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from handlers.digests.figures import Figures
from handlers.digests.lines import Line, Weight
from locales import Translate, Words

Say = Callable[[Translate, Any], list[Line]]
"""What a block of the facts reads like; none where it has nothing to say."""

NUMBER = re.compile(r"[一二三四五六七八九十]+、|[0-9]+\. ")


@dataclass(frozen=True, slots=True)
class Form:
    """The digest of a level.

    `blocks`: name of a block of the facts -> what it reads like, in the order of the text. `heads`: name -> the
    words with which the first line of the block begins.
    """

    title: Callable[[Translate, Any], str]
    blocks: Mapping[str, Say]
    heads: Mapping[str, Words]

    def told(self, t: Translate, facts: Figures) -> dict[str, list[Line]]:
        """Name -> lines of the blocks that have something to say."""
        figures = {name: getattr(facts, name) for name in self.blocks}
        said = {name: self.blocks[name](t, found) for name, found in figures.items() if found is not None}
        return {name: lines for name, lines in said.items() if lines}

    def body(self, t: Translate, facts: Figures) -> list[Line]:
        """The title and the blocks, line by line."""
        blocks = self.told(t, facts).values()
        lines = (line for lines in blocks for line in lines)
        return [Line(self.title(t, facts), Weight.FRAME), *_numbers_once(lines)]


def _numbers_once(lines: Iterable[Line]) -> Iterator[Line]:
    """Blocks under one number (五 applications and public notices) read as one: the later begins with a space."""
    last = ""
    for line in lines:
        number = NUMBER.match(line.text)
        if number and number[0] == last:
            line = replace(line, text=f" {line.text.removeprefix(last)}")
        last = number[0] if number else last
        yield line
