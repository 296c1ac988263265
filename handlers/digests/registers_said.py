"""The lines of applications, entitlements not enjoyed and needs (domain.md 8.2 to 8.4)."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.digests.facts import Share
from handlers.digests.lines import Line, Weight
from handlers.digests.registers import Applications, Gaps, Needs, Step
from handlers.digests.wording import WARNING, comma, first_few, place, rate, semicolon
from locales import Translate


def township(t: Translate, head: str, found: Applications) -> list[Line]:
    """五、申请 在办23,公示中5(20日到期2);⚠超时1:庆云危房鉴定, and ` 应享未享8户:教育5 医保资助3`."""
    counts = comma(t).join([*_counts(t, found), *_objections(t, found)])
    parts = [counts, *_overdue(t, found)] if found.open else []
    gaps = [gaps_line(t, found.gaps)] if found.gaps else []
    if not parts:
        return [Line(f"{head} {said}", Weight.BLOCK) for said in gaps]
    weight = Weight.EXCEPTION if found.overdue_count else Weight.BLOCK
    return [
        Line(f"{head} {semicolon(t).join(parts)}", weight),
        *(Line(f" {said}", Weight.PROGRESS) for said in gaps),
    ]


def county(t: Translate, head: str, found: Applications) -> list[Line]:
    """申请 在办640,公示中88,异议3;识别规模已用97.1%, and 应享未享146户:教育61 医保52 住房33."""
    counts = comma(t).join([*_counts(t, found, ending=False), *_objections(t, found)])
    late = [f"{WARNING}{t('overdue {count}', count=found.overdue_count)}"] if found.overdue_count else []
    parts = [counts, *late, *_quota(t, found)] if found.open else _quota(t, found)
    lines = [Line(f"{head} {semicolon(t).join(parts)}", Weight.BLOCK)] if parts else []
    return lines + ([Line(gaps_line(t, found.gaps), Weight.PROGRESS)] if found.gaps else [])


def village(t: Translate, head: str, found: Applications) -> list[Line]:
    """申请 在办2:危房改造鉴定剩3天、低保乡镇审核⚠超2天;公示中1(20日到期1);应享未享1户:教育1."""
    parts = [_each(t, found), *_published(t, found), *_objections(t, found)] if found.open else []
    parts += [gaps_line(t, found.gaps)] if found.gaps else []
    return [Line(f"{head} {semicolon(t).join(parts)}", Weight.BLOCK)] if parts else []


def gaps_line(t: Translate, gaps: Gaps) -> str:
    """应享未享8户:教育5 医保资助3; with the number of entitlements where a household stands under several."""
    every = sum(kind.count for kind in gaps.kinds)
    told = t("entitled and without: {count} households", count=gaps.households)
    told += t(" ({count} entitlements)", count=every) if every != gaps.households else ""
    return f"{told}:{' '.join(f'{kind.name}{kind.count}' for kind in gaps.kinds)}"


def needs_line(t: Translate, needs: Needs) -> str:
    """需求新增3,对接2,待认领9: what is nought is left out."""
    parts = [
        t("needs new {count}", count=needs.new) if needs.new else "",
        t("matched {count}", count=needs.matched) if needs.matched else "",
        t("waiting for somebody {count}", count=needs.waiting) if needs.waiting else "",
    ]
    said = comma(t).join(filter(None, parts))
    return said if needs.new or not said else t("needs: {said}", said=said)


def _counts(t: Translate, found: Applications, *, ending: bool = True) -> list[str]:
    """在办23, 公示中5(20日到期2)."""
    return [t("open {count}", count=found.open), *_published(t, found, ending=ending)]


def _published(t: Translate, found: Applications, *, ending: bool = True) -> list[str]:
    if not found.published:
        return []
    days = [
        t("day {day} ends {count}", day=each.day.day, count=each.count) for each in found.ending if ending
    ]
    told = t("on notice {count}", count=found.published)
    return [f"{told}({' '.join(days)})" if days else told]


def _objections(t: Translate, found: Applications) -> list[str]:
    return [t("objections {count}", count=found.objections)] if found.objections else []


def _overdue(t: Translate, found: Applications) -> list[str]:
    """⚠超时1:庆云危房鉴定."""
    if not found.overdue_count:
        return []
    named = first_few(
        t, [f"{place(each.place)}{each.kind}{each.step}" for each in found.overdue], found.overdue_count
    )
    return [f"{WARNING}{t('overrun {count}', count=found.overdue_count)}:{named}"]


def _each(t: Translate, found: Applications) -> str:
    told = t("open {count}", count=found.open)
    return f"{told}:{first_few(t, list(_steps(t, found.each)), found.open)}"


def _steps(t: Translate, steps: Iterable[Step]) -> Iterable[str]:
    for each in steps:
        name = f"{each.kind}{each.step}"
        if each.left is None:
            yield name
        elif each.left < 0:
            yield f"{name}{WARNING}{t('{days} d late', days=-each.left)}"
        elif each.left == 0:
            yield t("{name} due today", name=name)
        else:
            yield t("{name} {days} d left", name=name, days=each.left)


def _quota(t: Translate, found: Applications) -> list[str]:
    """识别规模已用97.1% (Q21)."""
    if not found.quota:
        return []
    return [t("identified {rate} of the limit", rate=rate(Share("", found.used, found.quota)))]
