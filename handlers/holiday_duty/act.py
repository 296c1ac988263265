"""What the duty list of days off is: read by everybody of the township, written by its clerk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from handlers.access import reach
from handlers.turn import Turn
from handlers.understand import Understood
from handlers.understand.dates import read_date
from locales import Words, words
from storage.queries.holiday_duties import Cadre, DutyLine, cadres_of, duties_near, keep_duty

RESOURCE = "holiday_duty"
AHEAD = timedelta(days=366)


def may_read(turn: Turn) -> bool:
    """Whether the speaker sees the list of any township."""
    return bool(reach(turn.speaker, turn.contact, RESOURCE))


async def coming(turn: Turn) -> list[DutyLine]:
    """Who is on duty today and on the days off that come next, in the speaker's township."""
    may = reach(turn.speaker, turn.contact, RESOURCE)
    found = await turn.run(duties_near, may, turn.today, turn.today + AHEAD)
    nearest = min((line.day for line in found), default=turn.today)
    last = nearest
    while not turn.office.calendar.works(last + timedelta(days=1)):
        last += timedelta(days=1)
    return [line for line in found if line.day <= last]


@dataclass(slots=True)
class Table:
    """Day -> who is on duty, as read from a message."""

    days: dict[date, list[Cadre]] = field(default_factory=dict)


def township(turn: Turn) -> tuple[int, str] | None:
    """The township whose list the speaker writes: (id, path)."""
    may = reach(turn.speaker, turn.contact, RESOURCE, "W")
    roles = turn.speaker.roles if turn.speaker else ()
    return next((
        (role.region_id, role.path) for role in roles if role.region_id and role.level == "township" and may.covers(role.path)
    ), None)  # fmt: skip


async def write(turn: Turn, region: tuple[int, str]) -> Table | Words:
    """Write the list that the message holds; Words say what is wrong with it, and then nothing is written."""
    table = read(turn, await turn.run(cadres_of, region[1], turn.today))
    if isinstance(table, Table):
        for day, people in table.days.items():
            await turn.run(keep_duty, region[0], day, [each.person_id for each in people])
    return table


def read(turn: Turn, cadres: Sequence[Cadre]) -> Table | Words:
    """`10月1日 张三 李四 10月2日 王五`: a day, then the names or codes of its people; several of them in a row."""
    table, day = Table(), date.min
    for word in turn.intent.rest.replace("、", " ").replace(",", " ").split():
        if word == "值班":
            continue
        said = read_date(word, turn.today, towards="future")
        if isinstance(said, Understood):
            day = said.value
            if wrong := _wrong_day(turn, day):
                return wrong
            table.days[day] = []
        elif day == date.min:
            return words("First the day, then the names, please: duty list 10月1日 {name}.", name=word)
        elif isinstance(found := _named(word, cadres), Words):
            return found
        else:
            table.days[day].append(found)
    empty = next((day for day, people in table.days.items() if not people), None)
    return words("Who is on duty on {day}?", day=f"{empty.month}月{empty.day}日") if empty else table


def _wrong_day(turn: Turn, day: date) -> Words | None:
    shown = f"{day.month}月{day.day}日"
    if day < turn.today:
        return words("{day} is over.", day=shown)
    # A year that is not published yet may make any day one off.
    if turn.office.calendar.known(day.year) and turn.office.calendar.works(day):
        return words("{day} is a workday; the list is for days off.", day=shown)
    return None


def _named(word: str, cadres: Sequence[Cadre]) -> Cadre | Words:
    found = [each for each in cadres if word in (each.name, each.code)]
    if len(found) == 1:
        return found[0]
    if not found:
        return words("There is no cadre {name} in your township.", name=word)
    codes = "、".join(each.code for each in found)
    return words("Several are called {name}: send the code instead ({codes}).", name=word, codes=codes)


def by_day(lines: Sequence[DutyLine]) -> Mapping[date, list[DutyLine]]:
    """Day -> its lines, in their order."""
    days: dict[date, list[DutyLine]] = {}
    for line in lines:
        days.setdefault(line.day, []).append(line)
    return days
