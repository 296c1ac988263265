"""What stands on the page of a digest, in words and figures; how it looks is of no concern here."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its heading; numbers stand to the right."""

    label: str
    is_number: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of as many cells as there are columns; the first cell names its row."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """One week of a trend: its short and its long name, its height (0 to 1, None where there is nothing to
    measure), the figure over it and the numbers behind the figure."""

    label: str
    name: str
    height: float | None
    figure: str
    numbers: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A trend, `line` or `bars`; `scale` is what stands at its top and `told` the whole of it in words."""

    shape: str
    title: str
    scale: str
    told: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The tables and charts of a block."""

    tables: list[Table] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Block:
    """A block by its name in the facts: heading, sentences, tables, charts."""

    name: str
    heading: str
    lines: tuple[str, ...]
    drawn: Drawn


@dataclass(frozen=True, slots=True)
class Alert:
    """What wants attention in a block: its name, its heading, the exceptions."""

    block: str
    heading: str
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The page of a digest. `title` is what it is of, `time` the day and cut-off; `calm` is said where nothing is wrong;
    `lines` are those of the message, none left out."""

    title: str
    time: str
    alerts: tuple[Alert, ...]
    calm: str
    blocks: tuple[Block, ...]
    frozen: str
    lines: tuple[str, ...]
