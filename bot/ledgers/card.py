"""一户一卡 (L01): a household on one sheet of paper, or in a dozen lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, Template

from storage.ledgers.model import Cell, Heading, Page, Row
from storage.values.money import Money
from storage.workbook.ledger_book import written

PARTS = ("members", "visits", "problems", "grants")
FEW = 8
"""Visits and benefits that fit on the sheet; the newest are printed, the rest is counted."""


@dataclass(slots=True)
class Card:
    """A household with what belongs to it, as the pages of the ledger have it."""

    home: Row
    members: list[Row] = field(default_factory=list)
    visits: list[Row] = field(default_factory=list)
    problems: list[Row] = field(default_factory=list)
    grants: list[Row] = field(default_factory=list)

    @property
    def newest(self) -> list[Row]:
        """The last visits, the newest first."""
        return self.visits[::-1][:FEW]


def cards(found: Iterable[Page]) -> list[Card]:
    """The pages of the ledger, household by household."""
    of: defaultdict[tuple[str, Cell], list[Row]] = defaultdict(list)
    homes: list[Row] = []
    for page in found:
        for row in page.rows:
            of[page.table.key, row["code"]].append(row)
            homes += [row] if page.table.key == "homes" else []
    return [Card(home, *(of[part, home["code"]] for part in PARTS)) for home in homes]


def as_text(card: Card, period: str) -> str:
    """The card as a message of at most twelve lines."""
    home = card.home
    lines = [
        f"{home['head']} {home['village']}{home['group_no']}组 {home['code']}",
        _line("", home["category"], home["state"], "监测户" if home["watched"] else ""),
        _line("致贫原因", home["cause"]),
        _line("特殊标记", home["marks"]),
        f"家庭{home['persons']}人:" + "、".join(_member(each) for each in card.members),
        _line("帮扶责任人", home["helper"], f"({home['unit']})" if home["unit"] else ""),
        f"{period}走访{home['visits']}次"
        + (f",最近{shown(home['visited_on'])}" if home["visited_on"] else ""),
        *(_problem(each) for each in card.problems if each["state"] != "已办结"),
        f"{period}已发补助{shown(home['paid'], money=True)}元" if home["paid"] else "",
    ]
    return "\n".join([line for line in lines if line][:12])


def _line(label: str, *values: Cell) -> str:
    told = " ".join(str(value) for value in values if value)
    return f"{label}:{told}" if label and told else told


def _member(member: Row) -> str:
    return f"{member['name']}({member['relation']})"


def _problem(problem: Row) -> str:
    return f"问题:{problem['matter']} {shown(problem['due'])}到期 {problem['state']}"


def shown(cell: Cell, *, money: bool = False) -> str:
    """A cell on paper."""
    if isinstance(cell, date):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, int) and money:
        return Money(cell).yuan()
    return "" if cell is None else written(str(cell), "long")


def as_html(heading: Heading, found: Sequence[Card]) -> str:
    """A page of HTML, a sheet of A4 for each household when it is printed."""
    return template().render(heading=heading, cards=found, few=FEW)


@cache
def template() -> Template:
    """The sheet, read once."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True
    )
    environment.filters["shown"] = shown
    environment.filters["yuan"] = lambda cell: shown(cell, money=True)
    return environment.get_template("card.html")
