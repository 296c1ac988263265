"""The tables of work: problems, risks, money, projects."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.digests import blocks
from handlers.digests.facts import (
    DigestFacts,
    Money,
    Problem,
    Problems,
    ProjectLine,
    Projects,
    Risk,
    Risks,
    Share,
)  # fmt: skip
from handlers.digests.figures import Figures
from handlers.digests.page.cells import MARK, UNTOLD, table, words_in
from handlers.digests.page.model import Column, Drawn, Table
from handlers.digests.wording import WARNING, matter, money, rate
from handlers.rules.ratios import Ratio
from handlers.shown import day_of
from locales import Translate


def problems(t: Translate, facts: DigestFacts, found: Problems) -> Drawn:
    """The balance, those overdue, those due tomorrow."""
    figures = (
        (t("Carried over"), found.carried), (t("New"), found.new), (t("Closed"), found.closed),
        (t("Open"), found.open), *([(t("Overdue"), found.overdue_count)] if found.overdue_count else []),
    )  # fmt: skip
    columns = [words_in(t("State")), Column(t("Problems"))]
    rows = ((name, str(count)) for name, count in figures)
    return Drawn(
        [
            *table(t("Problems balance"), columns, rows),
            *_overdue(t, facts, found),
            *_long(t, found),
            *_tomorrow(t, facts, found.due_tomorrow),
        ]
    )


def _overdue(t: Translate, facts: DigestFacts, found: Problems) -> list[Table]:
    columns = [
        words_in(t("Place")),
        words_in(t("Matter")),
        words_in(t("Unit")),
        Column(t("Days overdue")),
    ]
    rows = (
        (_where(t, facts, each), matter(t, each.matter), each.unit or UNTOLD, str(each.days))
        for each in found.overdue
    )
    more = found.overdue_count - len(found.overdue)
    note = [t("and {count} more", count=more)] if more > 0 and found.overdue else []
    return table(t("Overdue"), columns, rows, note)


def _where(t: Translate, facts: DigestFacts, each: Problem | Risk) -> str:
    """3组 in a village's digest, else the place: groups are not told beyond the village."""
    in_village = facts.level == "village"
    return t("group {group} ", group=each.group_no).strip() if in_village else each.place or UNTOLD


def _long(t: Translate, found: Problems) -> list[Table]:
    rows = ((each.name, str(each.count)) for each in sorted(found.long, key=lambda each: each.name))
    caption = t("More than {days} days overdue, by unit", days=found.long_days)
    return table(caption, [words_in(t("Unit")), Column(t("Problems"))], rows)


def _tomorrow(t: Translate, facts: DigestFacts, due: Iterable[Problem]) -> list[Table]:
    rows = ((_where(t, facts, each), matter(t, each.matter)) for each in due)
    return table(t("Due tomorrow"), [words_in(t("Place")), words_in(t("Matter"))], rows)


def risks(t: Translate, facts: DigestFacts, found: Risks) -> Drawn:
    """Urgent ones by place, and until when they are to be checked."""
    columns = [words_in(t("Place")), words_in(t("Matter")), Column(t("Households"))]
    rows = ((_where(t, facts, each), matter(t, each.matter), str(each.households)) for each in found.items)
    return Drawn(table(t("New, to be checked by {day}", day=day_of(t, found.due)), columns, rows))


def funds(t: Translate, _: Figures, found: Money) -> Drawn:
    """Spent of received, and both ratios of Q70; what is missing stands below."""
    ratios = blocks.ratios_of(found)
    said = {
        t("Industry, of received"): ratios.industry,
        **({t("Direct to households, of industry"): ratios.direct} if found.industry else {}),
    }
    spent = (t("Spent, of received"), found.spent, found.received)
    rows = [
        _amounts(t, *spent),
        *(_amounts(t, name, each.part_fen, each.whole_fen, each) for name, each in said.items()),
    ]
    missing = [f"{WARNING} {name}: {_short(t, each)}" for name, each in said.items() if not each.passes]
    columns = [words_in(t("Fiscal money of the year")), Column(t("Amount")), Column(t("Share"))]
    return Drawn(table(t("Fiscal money"), columns, rows, missing))


def _amounts(t: Translate, name: str, part: int, whole: int, ratio: Ratio | None = None) -> tuple[str, ...]:
    """支出 192万元/300万元 64.0%."""
    mark = MARK if ratio and not ratio.passes else ""
    return name, f"{money(t, part)}/{money(t, whole)}", f"{rate(Share('', part, whole))}{mark}"


def _short(t: Translate, ratio: Ratio) -> str:
    """低于70%,差4.2万元."""
    return blocks.shortfall(t, ratio).removeprefix(WARNING)


def projects(t: Translate, facts: DigestFacts, found: Projects) -> Drawn:
    """How many stand how; those stopped, and in a village each."""
    states = (
        (t("Under way"), found.building), (t("Finished"), found.finished), (t("Stopped"), len(found.stopped)),
        (t("Paid {points} points ahead of progress", points=found.ahead_points), found.ahead),
    )  # fmt: skip
    rows = ((name, str(count)) for name, count in states if count)
    return Drawn(
        [
            *table(t("By state"), [words_in(t("State")), Column(t("Projects"))], rows),
            *_listed(t, facts, t("Stopped"), found.stopped),
            *_listed(t, facts, t("Each"), [each for each in found.each if each not in found.stopped]),
        ]
    )


def _listed(t: Translate, facts: DigestFacts, caption: str, lines: Iterable[ProjectLine]) -> list[Table]:
    """Projects by name with what is remarked of them; where they are, outside a village's own digest."""
    elsewhere = facts.level != "village"
    columns = [words_in(t("Project")), *([words_in(t("Place"))] if elsewhere else []), Column(t("Progress"))]
    rows = (
        (
            f"{each.name}({each.note})" if each.note else each.name,
            *([each.place or UNTOLD] if elsewhere else []),
            f"{each.progress}%",
        )
        for each in lines
    )
    return table(caption, columns, rows)
