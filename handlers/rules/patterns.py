"""Patterns that a person should look at (domain.md X02 to X07): pure functions of records and figures.

Nothing is concluded from a pattern: no day, visit or count changes by it. Each function says what it has
found, about whom, and the figures it rests on. Figures are parameters `flags.*`, asked for the place and
the day. X01 (places and speed) is not looked for, since no location is kept (docs/decisions/places-are-not-looked-at.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from operator import attrgetter
from statistics import median
from typing import Any, Protocol, TypeVar

from storage.queries.flags import NewFlag
from storage.queries.patterns import Came, Pictured, Witnessed, Written
from storage.values.receipt import Receipt
from storage.values.week import local

Figure = Callable[[str, str, date], Any]
"""`figure("flags.code_people", path, day)`: the value in force there and then."""


class Moved(Protocol):
    """A record with the moment at which it was written down."""

    @property
    def at(self) -> datetime: ...


M = TypeVar("M", bound=Moved)
K = TypeVar("K", bound=Hashable)


def one_account(acts: Iterable[Came], figure: Figure) -> Iterator[NewFlag]:
    """X02: several people checked in from one account within seconds."""
    known = [act for act in acts if act.contact_id is not None]
    for _, theirs in _grouped(known, lambda act: (act.contact_id, act.day)):
        yield from _of_crowd("one_account", theirs, figure, "flags.account_people", "flags.account_seconds")


def same_minute(acts: Iterable[Came], figure: Figure) -> Iterator[NewFlag]:
    """X02: the same people checked in within seconds of one another, by their word alone, on several days.

    Once it is chance: of a dozen people who come in the morning, three do so within a minute every few days.
    """
    said = [act for act in acts if act.evidence == "e0"]
    days: defaultdict[int, list[list[Came]]] = defaultdict(list)
    for (village, _), theirs in _grouped(said, lambda act: (act.village_id, act.day)):
        days[village].append(_crowd(theirs, figure, "flags.minute_people", "flags.minute_seconds"))
    for crowds in days.values():
        for crowd in filter(None, crowds):
            yield from _again(crowd, crowds, figure)


def _again(crowd: Sequence[Came], crowds: Iterable[Sequence[Came]], figure: Figure) -> Iterator[NewFlag]:
    """A flag for each of a crowd who came together on so many days."""
    path, day = crowd[0].path, crowd[0].day
    least, most = figure("flags.minute_days", path, day), figure("flags.minute_people", path, day)
    people = {act.person_id for act in crowd}
    same = [both for other in crowds if len(both := people & {act.person_id for act in other}) > most]
    if len(same) >= least:
        together = [act for act in crowd if sum(act.person_id in both for both in same) >= least]
        for act in together:
            yield _flag("same_minute", act, day, count=len(together), days=len(same))


def same_code(acts: Iterable[Came], figure: Figure) -> Iterator[NewFlag]:
    """X03: the code of the day came from many people within seconds."""
    typed = [act for act in acts if act.evidence == "e1"]
    for _, theirs in _grouped(typed, lambda act: (act.village_id, act.day)):
        yield from _of_crowd("same_code", theirs, figure, "flags.code_people", "flags.code_seconds")


def early_code(acts: Iterable[Came], shown: Iterable[tuple[int, datetime]]) -> Iterator[NewFlag]:
    """X03: the code of the day was typed before anybody had looked it up or been told it."""
    first: dict[tuple[int, date], datetime] = {}
    for village, at in shown:
        key = village, local(at)
        first[key] = min(at, first.get(key, at))
    for act in acts:
        seen = first.get((act.village_id, act.day))
        if act.evidence == "e1" and (seen is None or act.at < seen):
            yield _flag("early_code", act, act.day, shown=seen and seen.isoformat(), typed=act.at.isoformat())


def short_stay(acts: Iterable[Came], figure: Figure) -> Iterator[NewFlag]:
    """X06: left again sooner than the office asks; nothing where it asks no shortest stay."""
    for act in acts:
        hours = figure("onsite.min_hours", act.path, act.day)
        if act.left_at is not None and hours is not None:
            stay = act.left_at - act.came_at
            if stay < timedelta(hours=hours):
                yield _flag("short_stay", act, act.day, minutes=int(stay.total_seconds() // 60), hours=hours)


def many_at_once(visits: Iterable[Written], figure: Figure) -> Iterator[NewFlag]:
    """X07: many visits written down close together; once for each person and day."""
    for _, theirs in _grouped(visits, lambda visit: (visit.person_id, local(visit.at))):
        last = theirs[-1]
        least, minutes = (figure(f"flags.bulk_{name}", last.path, last.day) for name in ("visits", "minutes"))
        found = fullest(theirs, timedelta(minutes=minutes))
        if len(found) >= least:
            yield _flag("many_at_once", last, local(last.at), count=len(found), minutes=minutes)


def same_text(visits: Iterable[Written], households: Mapping[bytes, int]) -> Iterator[NewFlag]:
    """X07: a helper's very same words stand with several households."""
    for visit in visits:
        if visit.text is not None and visit.text in households:
            yield _flag("same_text", visit, local(visit.at), count=households[visit.text])


def same_photo(pictures: Iterable[Pictured]) -> Iterator[NewFlag]:
    """X04: the very same picture stands with an earlier visit of another day or household."""
    for each in pictures:
        yield NewFlag(
            f"same_photo:{each.person_id}:{each.visit_id}", "same_photo", each.person_id, each.village_id, each.day,
            {"receipt": _visit(each.day, each.visit_id), "other": _visit(each.other_day, each.other_id)},
        )  # fmt: skip


def quick_yes(answers: Iterable[Witnessed], figure: Figure) -> Iterator[NewFlag]:
    """X05: a witness has said yes to everything for a long time, and mostly within seconds; once a month."""
    for person, theirs in _grouped(answers, lambda answer: answer.person_id):
        last = theirs[-1]
        day = local(last.at)
        least, seconds = (figure(f"flags.yes_{name}", last.path, day) for name in ("answers", "seconds"))
        usual = int(median(_pauses(theirs)))
        if len(theirs) >= least and usual < seconds and all(answer.said == "yes" for answer in theirs):
            yield NewFlag(
                f"quick_yes:{person}:{day:%Y-%m}", "quick_yes", person, last.village_id, day,
                {"count": len(theirs), "seconds": usual},
            )  # fmt: skip


def _pauses(answers: Sequence[Witnessed]) -> Iterator[float]:
    """Seconds that each answer took: since it was asked, or since the answer before where that was later."""
    before = None
    for each in answers:
        yield (each.at - max(each.asked_at, before or each.asked_at)).total_seconds()
        before = each.at


def fullest(records: Sequence[M], within: timedelta) -> list[M]:
    """The most records that lie within a span, of those in the order in which they were written down."""
    best: list[M] = []
    start = 0
    for end, record in enumerate(records):
        while record.at - records[start].at > within:
            start += 1
        if end - start >= len(best):
            best = list(records[start : end + 1])
    return best


def _crowd(acts: Sequence[Came], figure: Figure, people: str, span: str) -> list[Came]:
    """The first acts of more people than the figure says within the span in seconds; none where there are fewer."""
    path, day = acts[0].path, acts[0].day
    first = list({act.person_id: act for act in reversed(acts)}.values())[::-1]
    found = fullest(first, timedelta(seconds=figure(span, path, day)))
    return found if len(found) > figure(people, path, day) else []


def _of_crowd(
    pattern: str, acts: Sequence[Came], figure: Figure, people: str, span: str
) -> Iterator[NewFlag]:
    found = _crowd(acts, figure, people, span)
    for act in found:
        seconds = figure(span, act.path, act.day)
        yield _flag(pattern, act, act.day, count=len(found), seconds=seconds)


def _flag(pattern: str, record: Came | Written, day: date, **facts: Any) -> NewFlag:  # noqa: ANN401 - plain data
    key = f"{pattern}:{record.person_id}:{record.village_id}:{day}"
    return NewFlag(key, pattern, record.person_id, record.village_id, day, facts)


def _visit(day: date, number: int) -> str:
    return str(Receipt("ZF", day, number))


def _grouped(records: Iterable[M], key: Callable[[M], K]) -> Iterator[tuple[K, list[M]]]:
    groups: defaultdict[K, list[M]] = defaultdict(list)
    for record in sorted(records, key=attrgetter("at")):
        groups[key(record)].append(record)
    yield from groups.items()
