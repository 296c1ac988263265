"""How visits, follow-ups, money and people out of poverty read in a round-up."""

from __future__ import annotations

from handlers.digests import blocks
from handlers.digests.facts import Money
from handlers.digests.lines import Line, Weight
from handlers.digests.roundup.facts import (
    Leaving,
    Purse,
    Tickets,
    Walks,
)
from handlers.digests.roundup.said_on_site import shares
from handlers.digests.roundup.titles import THE_ONE_BEFORE, THIS
from handlers.digests.township import ratio_parts
from handlers.digests.wording import (
    WARNING,
    comma,
    first_few,
    matter,
    money,
    rate,
    semicolon,
    tallies,
    total,
)  # fmt: skip
from locales import Translate, words
from storage.values.digest import MONTH


def walks(span: str, t: Translate, seen: Walks) -> list[Line]:
    lines = [Line(f"{t(blocks.NAMES['visits'])} {_walked(span, t, seen)}", Weight.BLOCK)]
    if len(seen.places) > 1 and (told := shares(t, seen.places, seen.month)):
        lines.append(Line(f" {told}", Weight.PLACES))
    if seen.neglected:
        told = t(
            "over {days} days without a visit: {count} households",
            days=seen.neglected_days, count=total(seen.neglected),
        )  # fmt: skip
        where = f":{first_few(t, tallies(seen.neglected).split())}" if len(seen.places) > 1 else ""
        lines.append(Line(f" {WARNING}{told}{where}", Weight.EXCEPTION))
    return lines


def _walked(span: str, t: Translate, seen: Walks) -> str:
    """本周65次61户(上周58户);本月331/454户(72.9%), or 本月400次331户(上月320户);走到331/454户(72.9%)."""
    now, share = _made(span, t, seen), f"{seen.month.part}/{seen.month.whole}"
    before = t("{count} households visited", count=seen.before)
    told = f"({t(THE_ONE_BEFORE[span], value=before)})" if seen.before else ""
    said = words("reached {share} households") if span == MONTH else words("this month {share} households")
    return semicolon(t).join([f"{now}{told}", f"{t(said, share=share)}({rate(seen.month)})"])


def _made(span: str, t: Translate, seen: Walks) -> str:
    visits = t("{visits} visits to {households} households", visits=seen.visits, households=seen.households)
    return f"{t(THIS[span])}{visits}"


def unit_walks(span: str, t: Translate, seen: Walks) -> list[Line]:
    """本周23次19户;结对户本月已走访20/31户,未走访11户."""
    made = _made(span, t, seen)
    if not seen.month.whole:
        return [Line(f"{t(blocks.NAMES['visits'])} {made}", Weight.BLOCK)]
    share = f"{seen.month.part}/{seen.month.whole}"
    paired = t("paired households visited this month {share}", share=share)
    left = seen.month.whole - seen.month.part
    rest = [t("{count} households not visited", count=left)] if left else []
    told = semicolon(t).join([made, comma(t).join([paired, *rest])])
    return [Line(f"{t(blocks.NAMES['visits'])} {told}", Weight.BLOCK)]


def tickets(t: Translate, found: Tickets) -> list[Line]:
    told = t(
        "carried over {carried} + new {new} - closed {closed} = open {open}",
        carried=found.carried, new=found.new, closed=found.closed, open=found.open,
    )  # fmt: skip
    median = (
        [t("half closed within {days} days", days=found.median_days)] if found.median_days is not None else []
    )
    lines = [Line(f"{t(blocks.NAMES['problems'])} {semicolon(t).join([told, *median])}", Weight.BLOCK)]
    if parts := _late(t, found):
        lines.append(Line(f" {semicolon(t).join(parts)}", Weight.EXCEPTION))
    if len(found.kinds) > 1 or (found.kinds and found.new > 1):
        named = " ".join(f"{matter(t, kind.name)}{kind.count}" for kind in found.kinds)
        lines.append(Line(f" {t('new ones by matter: {kinds}', kinds=named)}", Weight.WHERE))
    return lines


def _late(t: Translate, found: Tickets) -> list[str]:
    parts = []
    if found.late:
        where = f":{tallies(found.late_places)}" if found.late_places else ""
        parts.append(f"{WARNING}{t('overdue {count}', count=found.late)}{where}")
    if found.urgent:
        parts.append(f"{WARNING}{t('urgent new {count}', count=found.urgent)}")
    if found.soon:
        parts.append(t("due within {days} days {count}", days=found.soon_days, count=found.soon))
    return parts


def year_money(t: Translate, funds: Money) -> list[Line]:
    told = t(
        "fiscal received {received}, spent {spent}",
        received=money(t, funds.received), spent=money(t, funds.spent),
    )  # fmt: skip
    year = f"{t('this year ')}{told}{blocks.spent_rate(t, funds)}"
    lines = [Line(f"{t(blocks.NAMES['money'])} {year}", Weight.BLOCK)]
    if not blocks.ratios_of(funds).passes:
        lines.append(Line(f" {semicolon(t).join(ratio_parts(t, funds))}", Weight.EXCEPTION))
    if funds.early:
        early = t("paid before the notice had ended: {count}", count=funds.early)
        lines.append(Line(f" {WARNING}{early}", Weight.EXCEPTION))
    return lines


def purse(span: str, t: Translate, funds: Purse) -> list[Line]:
    """本周到位20万元,支出12万元: below the year's."""
    return [Line(f" {t(THIS[span])}{_moved(t, funds.received, funds.spent)}", Weight.BLOCK)]


def unit_purse(span: str, t: Translate, funds: Purse) -> list[Line]:
    year = f"{t('this year ')}{_moved(t, funds.year_received, funds.year_spent)}"
    now = [f"{t(THIS[span])}{_moved(t, funds.received, funds.spent)}"]
    parts = [year, *(now if funds.received or funds.spent else [])]
    return [Line(f"{t(blocks.NAMES['money'])} {semicolon(t).join(parts)}", Weight.BLOCK)]


def _moved(t: Translate, received: int, spent: int) -> str:
    """到位20万元,支出12万元: what is nought is left out."""
    parts = [t("received {amount}", amount=money(t, received))] if received else []
    return comma(t).join([*parts, *([t("spent {amount}", amount=money(t, spent))] if spent else [])])


def leaving(span: str, t: Translate, found: Leaving) -> list[Line]:
    now = t("{households} households with {people} people", households=found.households, people=found.people)
    parts = [*([f"{t(THIS[span])}{now}"] if found.households else []), blocks.exits_line(t, found.all)]
    return [Line(f"{t(blocks.NAMES['exits'])} {semicolon(t).join(parts)}", Weight.PROGRESS)]
