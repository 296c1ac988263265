"""`bangfu reminders`: which rules there are, whom one would have reached, switching one on or off in a region."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.common import Db, Demo, Now, command, house, say
from bot.refusal import Refusal, moment

if TYPE_CHECKING:
    from scheduler.preview import Reached
    from storage.database import Database
    from storage.queries.areas import Area as Region

app = typer.Typer(no_args_is_help=True, help="Rules by which people are reminded.")
Rule = Annotated[str, typer.Argument(help="A rule, e.g. N09; see bangfu reminders list.")]
Area = Annotated[str, typer.Option("--area", help="A region: its name or code (else everywhere).")]
Month = Annotated[str, typer.Option("--month", help="A month, e.g. 2026-10 (else the last one).")]
Language = Annotated[str, typer.Option("--language", help="zh_Hans or en.")]


@app.command("list")
@command
async def list_rules(area: Area = "", db: Db = "", demo: Demo = False, now: Now = "") -> None:
    """Each rule with its time, the parameter that holds it, whether it is on in a region, and what it says."""
    from handlers.notices import example
    from scheduler.timetable import RULES, Timetable

    async with house(db, demo, now) as opened:
        office = await opened.office()
        path, day = (await _path(opened.database, area)), opened.clock().date()
        table = Timetable(office.calendar, office.parameters)
        for kind, (parameter, _) in RULES.items():
            state = "on" if table.switched_on(kind, path, day) else "off"
            say(f"{kind}\t{table.at(parameter, path, day):%H:%M}\t{parameter}\t{state}\t{example(kind)}")


@app.command()
@command
async def preview(
    rule: Rule,
    month: Month = "",
    area: Area = "",
    db: Db = "",
    demo: Demo = False,
    now: Now = "",
    language: Language = "zh_Hans",
) -> None:
    """Whom a rule would have reached in a month, whether it is on or not: each notice, then counts. Writes nothing."""
    from locales import LANGUAGES, translator
    from scheduler.preview import preview as preview_of

    _known(rule)
    if language not in LANGUAGES:
        raise Refusal(f"no language {language}: choose one of {', '.join(LANGUAGES)}")
    async with house(db, demo, now) as opened:
        first, last = _days(month, opened.clock().date())
        office = await opened.office()
        path = await _path(opened.database, area)
        reached = await opened.database.read(
            preview_of, office, translator(language), rule, first, last, path
        )
    for line in _lines(rule, reached):
        say(line)


@app.command()
@command
async def switch(
    rule: Rule,
    state: Annotated[str, typer.Argument(help="on or off.")],
    area: Area = "",
    since: Annotated[str, typer.Option("--from", help="The first day (else today).")] = "",
    source: Annotated[str, typer.Option("--source", help="What it rests on.")] = "bangfu reminders switch",
    db: Db = "",
    demo: Demo = False,
    now: Now = "",
) -> None:
    """Switch a rule on or off in a region, from a day on: the parameter reminder.off there."""
    from storage.queries.parameters import put

    _known(rule)
    if state not in ("on", "off"):
        raise Refusal(f"on or off, not {state}")
    async with house(db, demo, now) as opened:
        office = await opened.office()
        region = await _region(opened.database, area)
        day = moment(since).date() if since else opened.clock().date()
        off = set(office.parameters.value("reminder.off", region.path if region else "/", day))
        off = off - {rule} if state == "on" else off | {rule}
        await opened.database.run(
            put, "reminder.off", region.id if region else None, day, None, sorted(off), source
        )
    say(f"{rule} {state} in {region.name if region else 'every region'} from {day}")


def _lines(rule: str, reached: list[Reached]) -> list[str]:
    """A line for each notice, for each person with the weeks, and one in all."""
    from scheduler.preview import per_week

    counts = per_week(reached)
    most = Counter({name: max(weeks.values()) for name, weeks in counts.items()}).most_common(1)
    lines = [
        f"{each.at:%Y-%m-%d %H:%M}\t{each.name}\t{' / '.join(each.text.splitlines())}" for each in reached
    ]
    for name, weeks in counts.items():
        lines.append(f"{name}\t{sum(weeks.values())}\t{' '.join(f'{week}:{n}' for week, n in weeks.items())}")
    end = f", at most {most[0][1]} to one person in a week" if most else ""
    return [*lines, f"{rule}: {len(reached)} notices to {len(counts)} people{end}"]


def _known(rule: str) -> None:
    from scheduler.timetable import RULES

    if rule not in RULES:
        raise Refusal(f"no rule {rule}: choose one of {', '.join(RULES)}")


def _days(month: str, today: date) -> tuple[date, date]:
    """The first and the last day of a month; without one of the month before today's."""
    try:
        first = (
            date.fromisoformat(f"{month}-01") if month else _first(today.replace(day=1) - timedelta(days=1))
        )
    except ValueError as error:
        raise Refusal(f"a month such as 2026-10, not {month}") from error
    return first, _first(first + timedelta(days=31)) - timedelta(days=1)


def _first(day: date) -> date:
    return day.replace(day=1)


async def _path(database: Database, area: str) -> str:
    region = await _region(database, area)
    return region.path if region else "/"


async def _region(database: Database, area: str) -> Region | None:
    """The region named; None where none was.

    Raises:
        Refusal: there is none, or several, of that name.
    """
    from storage.queries.areas import area_named

    if not area:
        return None
    found = await database.read(area_named, area)
    if len(found) != 1:
        raise Refusal(f"{'no area' if not found else 'several areas'} {area}: use a code of the register")
    return found[0]
