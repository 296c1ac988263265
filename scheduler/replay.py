"""The clock moved by hand: what would have gone out, moment by moment (`bangfu tick`)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, datetime

from scheduler.errands import Fate, Outcome, Sender
from scheduler.facts import EVERYWHERE
from scheduler.jobs.deliveries import Delivered
from scheduler.jobs.urgent import coming as climbing
from scheduler.judging import Errand
from scheduler.rules import Rules
from scheduler.tick import tick
from scheduler.timetable import DAY, Timetable, moments
from storage.database import Database
from storage.queries.due import region_paths
from storage.queries.notices import next_waiting
from storage.values.week import SHANGHAI


class Printer:
    """A sender that tells nobody: the operator reads what would go out.

    It is written down as sent on the channel `print`, so that it is printed once and nobody hears it
    later; whoever cannot be reached goes to the call list as always. The channel shown is the one used last.
    """

    async def send(self, errand: Errand) -> Outcome:
        """Take the errand as if its first contact had."""
        if not errand.to.addresses:
            return Outcome(Fate.TO_PHONE, reason="no contact that can be written to")
        return Outcome(Fate.SENT, "print", shown=errand.to.addresses[0].channel)


async def run_until(
    database: Database, office: Rules, start: datetime, end: datetime, sender: Sender
) -> AsyncIterator[Delivered]:
    """Tick at `start`, at every moment up to `end` at which something may happen, and at `end`."""
    now, last = start.astimezone(SHANGHAI), end.astimezone(SHANGHAI)
    paths = [EVERYWHERE, *await database.read(region_paths)]
    days: dict[date, list[datetime]] = {}
    while True:
        for delivered in await tick(database, office, sender, now):
            yield delivered
        if now >= last:
            return
        for day in (now.date(), now.date() + DAY):
            if day not in days:
                days[day] = sorted(moments(Timetable(office.calendar, office.parameters), paths, day))
        fixed = (moment for day in (now.date(), now.date() + DAY) for moment in days[day])
        waiting = await database.read(next_waiting, now, last)
        coming = next((moment for moment in fixed if moment > now), now + DAY)
        climbs = await database.read(climbing, office, now)
        now = min(filter(None, (last, coming, waiting, climbs)))


def format_line(delivered: Delivered) -> str:
    """`2026-11-16 08:30 N01 张三 webchat 本周(…)应驻村2天…`: one line, whatever the text holds."""
    words = " / ".join(line.strip() for line in delivered.text.splitlines() if line.strip())
    at = delivered.at.astimezone(SHANGHAI)
    return f"{at:%Y-%m-%d %H:%M} {delivered.kind} {delivered.name} {delivered.channel} {words}"
