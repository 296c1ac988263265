"""The digest of a village (domain.md 8.3): the only one with names, and those masked."""

from __future__ import annotations

from handlers.digests import blocks, papers, registers_said
from handlers.digests.facts import (
    Family,
    Money,
    OnSite,
    Outlook,
    Problem,
    Problems,
    ProjectLine,
    Projects,
    Risks,
    Visits,
)
from handlers.digests.form import Form
from handlers.digests.lines import Line, Weight
from handlers.digests.registers import Applications
from handlers.digests.township import neglected_line, paused, ratio_parts
from handlers.digests.wording import WARNING, comma, first_few, matter, money, semicolon
from locales import Translate


def _on_site(t: Translate, seen: OnSite) -> list[Line]:
    due = t("{required} due", required=seen.required)
    told = f"{due}:{_days(t, seen)}" if blocks.is_asked(seen) else due
    lines = [Line(f"{t('On site')} {told}", Weight.BLOCK)]
    today = [t("{count} people on site today", count=seen.here_today)] if seen.here_today else []
    pending = [t("{count} to be reviewed", count=seen.pending)] if seen.pending else []
    asked = [t("for you to confirm: {count} (send 21)", count=seen.to_confirm)] if seen.to_confirm else []
    if today or pending or asked:
        lines.append(Line(comma(t).join([*today, *pending, *asked]), Weight.WHERE))
    return lines


def _days(t: Translate, seen: OnSite) -> str:
    """满2天23 1天8 0天4(张*、刘*)."""
    parts = [t("{label} {count}", label=blocks.met_label(t, seen), count=seen.met)]
    for days, count in seen.short:
        names = f"({t(', ').join(seen.idle_names)})" if not days and seen.idle_names else ""
        label = t("{days}-day", days=days)
        parts += [f"{t('{label} {count}', label=label, count=count)}{names}"] if count else []
    return semicolon(t).join([" ".join(parts), *blocks.counted(t, seen.counting)])


def _visits(t: Translate, visits: Visits) -> list[Line]:
    month = t("this month {share} households", share=blocks.month_share(visits))
    today = [t("today {count} households", count=visits.today)] if visits.today else []
    told = comma(t).join([*today, month])
    left = visits.month.whole - visits.month.part - visits.paused
    parts = [told, *([_waiting(t, visits, left)] if left else []), *paused(t, visits)]
    parts += [f"{WARNING}{neglected_line(t, visits)}"] if visits.neglected else []
    return [Line(f"{t('Visits')} {semicolon(t).join(parts)}", Weight.BLOCK)]


def _waiting(t: Translate, visits: Visits, left: int) -> str:
    """未走访30户,监测户先走:李*(3组)."""
    told = t("{count} households not visited", count=left)
    if not visits.waiting:
        return told
    first = t("watched ones first: {names}", names=first_few(t, [family(t, each) for each in visits.waiting]))
    return comma(t).join([told, first])


def family(t: Translate, each: Family) -> str:
    """李*(3组)."""
    return t("{name}(group {group})", name=each.name, group=each.group_no)


def _problems(t: Translate, found: Problems) -> list[Line]:
    parts = [t("open {count}", count=found.open)] if found.any else []
    if found.due_tomorrow:
        named = first_few(t, [_problem(t, each) for each in found.due_tomorrow])
        parts.append(f"{t('due tomorrow {count}', count=len(found.due_tomorrow))}:{named}")
    if found.overdue_count:
        named = first_few(t, [_late(t, each) for each in found.overdue], found.overdue_count)
        parts.append(f"{WARNING}{t('overdue {count}', count=found.overdue_count)}:{named}")
    said = [comma(t).join(parts)] if parts else []
    said += [t("needs {count}", count=found.needs.open)] if found.needs and found.needs.open else []
    return [Line(f"{t('Problems')} {semicolon(t).join(said)}", Weight.BLOCK)] if said else []


def _problem(t: Translate, each: Problem) -> str:
    """3组路灯."""
    return t("group {group} {matter}", group=each.group_no, matter=matter(t, each.matter))


def _late(t: Translate, each: Problem) -> str:
    return f"{_problem(t, each)}({t('{days} d late', days=each.days)})"


def _risks(t: Translate, risks: Risks) -> list[Line]:
    named = [
        t(
            "{what}, {count} households (group {group})",
            what=matter(t, each.matter), count=each.households, group=each.group_no,
        )
        for each in risks.items
    ]  # fmt: skip
    told = t(
        "{named}, to be checked by day {day}", named=first_few(t, named, joint=comma(t)), day=risks.due.day
    )
    return [Line(f"{t('Risks')} {told}", Weight.BLOCK)]


def _money(t: Translate, funds: Money) -> list[Line]:
    told = t(
        "fiscal received {received}, spent {spent}",
        received=money(t, funds.received), spent=money(t, funds.spent),
    )  # fmt: skip
    parts = [f"{told}{blocks.spent_rate(t, funds)}", *ratio_parts(t, funds)]
    parts += (
        [WARNING + t("paid before the notice had ended: {count}", count=funds.early)] if funds.early else []
    )
    return [Line(f"{t('Funds')} {semicolon(t).join(parts)}", Weight.PROGRESS)]


def _projects(t: Translate, found: Projects) -> list[Line]:
    named = [f"{each.name}{_progress(t, each)}" for each in found.each]
    return (
        [Line(f"{t('Projects')} {first_few(t, named, joint=semicolon(t))}", Weight.PROGRESS)] if named else []
    )


def _progress(t: Translate, each: ProjectLine) -> str:
    """完工待验收; 进度80%; ⚠停工(土地)."""
    if each.state == "finished":
        return t(" finished, to be accepted")
    if each.state == "stopped":
        return f"{WARNING}{t('stopped')}{f'({each.note})' if each.note else ''}"
    return t(" progress {percent}%", percent=each.progress)


def _applications(t: Translate, found: Applications) -> list[Line]:
    return registers_said.village(t, t("Applications"), found)


def _outlook(t: Translate, found: Outlook) -> list[Line]:
    """批示 未办结1,逾期0 and 明日 计划到村9人、走访11户, a line each."""
    told = {
        t(blocks.NAMES["outlook"]): blocks.orders(t, found),
        blocks.next_workday(t, found): blocks.planned(t, found),
    }
    return [Line(f"{head} {parts[0]}", Weight.BLOCK) for head, parts in told.items() if parts]


FORM = Form(
    blocks.title,
    {
        "on_site": _on_site,
        "visits": _visits,
        "problems": _problems,
        "risks": _risks,
        "applications": _applications,
        "publicity": papers.village_notices,
        "money": _money,
        "projects": _projects,
        "measures": papers.village_measures,
        "sessions": papers.village_sessions,
        "quality": blocks.quality_lines,
        "outlook": _outlook,
    },
    blocks.NAMES,
)
