"""What a digest says of public notices, measures and training (domain.md 8.2 to 8.4)."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.digests.blocks import HEADS, NAMES
from handlers.digests.facts_papers import Behind, MeasuresDue, Posted, Publicity, Sessions
from handlers.digests.lines import Line, Weight
from handlers.digests.wording import WARNING, comma, first_few, place, semicolon
from handlers.shown import day_of, objections_said
from locales import Translate


def village_notices(t: Translate, found: Publicity) -> list[Line]:
    """公示 低保复核第5天/共7天,21日结束,无异议."""
    told = first_few(t, [_posted(t, each) for each in found.each], joint=semicolon(t))
    return [Line(f"{t(NAMES['publicity'])} {told}", Weight.BLOCK)]


def _posted(t: Translate, each: Posted) -> str:
    if each.over:
        return f"{WARNING}{t('{name} is over, without a result', name=each.title)}"
    return t(
        "{name}, day {day} of {days}, ends on day {last}, {state}",
        name=each.title, day=each.day, days=each.days, last=each.ends.day, state=t(objections_said(each.objections)),
    )  # fmt: skip


def township_notices(t: Translate, found: Publicity) -> list[Line]:
    """五、公示 公示中5(20日到期2);⚠到期未登记结果1:庆云."""
    return [Line(f"{t(HEADS['publicity'])} {_notices(t, found, named=True)}", Weight.BLOCK)]


def county_notices(t: Translate, found: Publicity) -> list[Line]:
    """公示 公示中88,异议3."""
    return [Line(f"{t(NAMES['publicity'])} {_notices(t, found, named=False)}", Weight.BLOCK)]


def _notices(t: Translate, found: Publicity, *, named: bool) -> str:
    running = t("open notices {count}", count=found.open)
    if named and found.ends:
        running += t(" ({count} end on day {day})", day=found.ends.day, count=found.soon)
    elif named and found.soon:
        running += t(" ({count} end within {days} days)", days=found.soon_days, count=found.soon)
    objections = [t("objections {count}", count=found.objections)] if found.objections else []
    parts = [comma(t).join([running, *objections])]
    if found.brief:
        parts.append(WARNING + t("shorter than the rule {count}", count=found.brief))
    if found.waiting:
        told = t("over without a result {count}", count=_total(found.waiting))
        parts.append(WARNING + told + (f":{_places(t, found.waiting)}" if named else ""))
    return semicolon(t).join(parts)


def _total(items: Sequence[Behind]) -> int:
    return sum(each.count for each in items)


def _places(t: Translate, items: Sequence[Behind]) -> str:
    return first_few(t, [f"{place(each.name)}{each.count}" for each in items])


def village_measures(t: Translate, found: MeasuresDue) -> list[Line]:
    """措施 进行中2;⚠逾期1:外出务工(11月10日到期)."""
    parts = [t("in hand {count}", count=found.open)]
    if found.each:
        named = [t("{what} (due {day})", what=each.what, day=day_of(t, each.due)) for each in found.each]
        parts.append(f"{WARNING}{t('overdue {count}', count=len(named))}:{first_few(t, named)}")
    return [Line(f"{t(NAMES['measures'])} {semicolon(t).join(parts)}", Weight.PROGRESS)]


def township_measures(t: Translate, found: MeasuresDue) -> list[Line]:
    """七、措施 ⚠逾期3:石关2 路塘1; nothing while none is overdue."""
    if not found.late:
        return []
    told = f"{WARNING}{t('overdue {count}', count=_total(found.late))}:{_places(t, found.late)}"
    return [Line(f"{t(HEADS['measures'])} {told}", Weight.PROGRESS)]


def county_measures(t: Translate, found: MeasuresDue) -> list[Line]:
    """措施 逾期12,其中超60天3."""
    if not found.late:
        return []
    long = t(", of them over {days} days {count}", days=found.long_days, count=found.long)
    told = t("overdue {count}", count=_total(found.late)) + (long if found.long else "")
    return [Line(f"{t(NAMES['measures'])} {told}", Weight.PROGRESS)]


def village_sessions(t: Translate, found: Sessions) -> list[Line]:
    """培训 21日家政培训报名14/30."""
    return [Line(f"{t(NAMES['sessions'])} {sessions_told(t, found)}", Weight.PROGRESS)]


def township_sessions(t: Translate, found: Sessions) -> list[Line]:
    """The same under the number of what is ahead."""
    return [Line(f"{t(HEADS['sessions'])} {sessions_told(t, found)}", Weight.PROGRESS)]


def sessions_told(t: Translate, found: Sessions) -> str:
    """21日家政培训报名14/30."""
    told = [
        t(
            "day {day} {title} enrolled {count}/{seats}",
            day=each.day.day, title=each.title, count=each.enrolled, seats=each.seats,
        )
        for each in found.items
    ]  # fmt: skip
    return first_few(t, told, joint=semicolon(t))
