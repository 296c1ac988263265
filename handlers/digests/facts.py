"""What a digest says, as plain figures: frozen at the cut-off, kept as JSON, composed into text again.

Money is in fen, shares are a part and a whole, places and units are names as they were on the day, so
that the text of an issued digest can be written again byte for byte (domain.md X35, X50).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from handlers.digests.counting import Counting
from handlers.digests.facts_papers import MeasuresDue, Publicity, Sessions
from handlers.digests.frozen import plain, read_as
from handlers.digests.registers import Applications, Needs
from storage.values.digest import DAY, Stretch


@dataclass(frozen=True, slots=True)
class Tally:
    """So many of something: a place, a unit, a kind of absence."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole; `name` is empty where the area as a whole is meant."""

    name: str
    part: int
    whole: int


@dataclass(frozen=True, slots=True)
class Family:
    """A household as a digest may show it (village level only): masked head and group."""

    name: str
    group_no: int


@dataclass(frozen=True, slots=True)
class OnSite:
    """The on-site week as it stands (domain.md 3.1, Q01).

    `listed` people have an assignment on the day; `exempt` of them owe nothing this week, by kind of
    absence; the `required` rest is `met` or stands in `short`, (days so far, people), most days first.
    `full` is the requirement of whoever has the whole week, `eased` how many met a smaller one. `idle`
    are the people without a day by unit, `idle_names` their masked names (villages only), filled when
    few workdays are left; `repeated` those who missed the last weeks in a row. `series` are the last
    full weeks, oldest first. `pending` are people with a day that waits for review; in a village those of whom
    the village itself is to say whether it saw them are in `to_confirm` instead.
    `counting` is None where each person counts alone; else days are the unit's.
    """

    listed: int
    exempt: tuple[Tally, ...]
    required: int
    full: int
    met: int
    eased: int
    short: tuple[tuple[int, int], ...]
    before: Share | None
    here_today: int
    today: tuple[Tally, ...]
    pending: int
    places: tuple[Share, ...]
    workdays_left: int
    idle: tuple[Tally, ...]
    idle_names: tuple[str, ...]
    repeated: tuple[Tally, ...]
    repeated_weeks: int
    series: tuple[Share, ...]
    to_confirm: int = 0
    counting: Counting | None = None

    @property
    def exempted(self) -> int:
        return self.listed - self.required


@dataclass(frozen=True, slots=True)
class Visits:
    """Households visited. `before` is the share at the same day of last month; `neglected` had no visit
    for more than `neglected_days`, by place; `waiting` are watched households not visited this month
    (villages only). `weeks` are the households visited in each of the last full weeks, oldest first.
    `paused` were not visited this month because somebody has died there: neither neglected nor waiting, and
    still part of the whole (X51)."""

    today: int
    month: Share
    before: Share | None
    places: tuple[Share, ...]
    neglected_days: int
    neglected: tuple[Tally, ...]
    waiting: tuple[Family, ...]
    weeks: tuple[Share, ...] = ()
    paused: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """One follow-up by its place (and group, villages only), matter, unit of its owner, days overdue."""

    place: str
    group_no: int
    matter: str
    unit: str
    days: int


@dataclass(frozen=True, slots=True)
class Problems:
    """Follow-ups: carried over from the last digest, new, closed. The `overdue` ones are named, the
    longest first, as far as a digest would name them; `long` counts those over `long_days` by unit."""

    carried: int
    new: int
    closed: int
    overdue_count: int
    overdue: tuple[Problem, ...]
    long_days: int
    long: tuple[Tally, ...]
    due_tomorrow: tuple[Problem, ...]
    needs: Needs | None = None

    @property
    def open(self) -> int:
        return self.carried + self.new - self.closed

    @property
    def any(self) -> bool:
        """Whether there is a follow-up to tell of, beside the needs."""
        return bool(self.carried or self.new)


@dataclass(frozen=True, slots=True)
class Risk:
    """Urgent problems of one matter in one place."""

    place: str
    group_no: int
    matter: str
    households: int


@dataclass(frozen=True, slots=True)
class Risks:
    """Urgent problems since the last digest; `due` is the last of their due dates. `events`: how many changes in
    families there were in all, urgent or not (counties only)."""

    new: int
    items: tuple[Risk, ...]
    due: date
    events: int = 0


@dataclass(frozen=True, slots=True)
class Money:
    """Fiscal money of the calendar year, in fen (domain.md Q70). `before` is spent of received at the
    same day of last month. `weak_places` fail both ratios; `early` payments were made before the
    project's first notice had ended (Q80)."""

    received: int
    spent: int
    before: Share | None
    industry: int
    direct: int
    industry_percent: int
    direct_percent: int
    weak_places: int
    early: int


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project by its place, name and state; `note` says why it stands still. Progress in per cent."""

    place: str
    name: str
    state: str
    progress: int
    note: str


@dataclass(frozen=True, slots=True)
class Projects:
    """Projects by state. `stopped` are named; `each` is filled for villages only. `ahead` have been paid
    more than `ahead_points` per cent beyond their progress."""

    building: int
    finished: int
    stopped: tuple[ProjectLine, ...]
    ahead: int
    ahead_points: int
    each: tuple[ProjectLine, ...]


@dataclass(frozen=True, slots=True)
class Exits:
    """Members of households that are out of poverty, of all on the register."""

    out: int
    all: int


@dataclass(frozen=True, slots=True)
class Quality:
    """Records since the last digest: written after their day's cut-off, withdrawn, written in bulk, corrected.

    `corrected` are those put right afterwards (M19); the figures of digests before stay as they were issued.
    `flags` are the patterns that nobody has looked at yet; `denied` the visits of which the household said since
    the last digest that nobody came (X08).
    """

    late: int
    withdrawn: int
    bulk: int
    corrected: int = 0
    flags: int = 0
    denied: int = 0


@dataclass(frozen=True, slots=True)
class Staffing:
    """Posts and helpers that are missing (Q02, Q05, Q06, Q08): households in poverty or watched without a helper,
    villages without a team, a first secretary, an information officer, townships without a clerk."""

    helpers: int
    teams: int
    secretaries: int
    officers: int
    clerks: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """Instructions and the next workday, `day`, which may be `tomorrow`.

    `open` instructions were not closed at the cut-off; the `overdue` of them still wait for their owner. `people`
    are planned on site on that day, `visits` are households to be visited, `due` counts the follow-ups and the
    instructions that fall due by it.
    """

    open: int
    overdue: int
    day: date
    tomorrow: bool
    people: int
    visits: int
    due: int


@dataclass(frozen=True, slots=True)
class DigestFacts:
    """All figures of one area on one day; a block is None where there is nothing to count."""

    area: str
    level: str
    day: date
    cutoff: datetime
    on_site: OnSite | None = None
    visits: Visits | None = None
    problems: Problems | None = None
    risks: Risks | None = None
    applications: Applications | None = None
    money: Money | None = None
    projects: Projects | None = None
    exits: Exits | None = None
    quality: Quality | None = None
    staffing: Staffing | None = None
    publicity: Publicity | None = None
    measures: MeasuresDue | None = None
    sessions: Sessions | None = None
    outlook: Outlook | None = None

    @property
    def span(self) -> str:
        """That of a `Stretch`."""
        return DAY

    @property
    def stretch(self) -> Stretch:
        return Stretch.of(DAY, self.day)


def to_json(facts: Any) -> dict[str, Any]:  # noqa: ANN401 - figures of any digest
    """Plain data for the table `digests`."""
    data = plain(facts)
    assert isinstance(data, dict)
    return data


def from_json(data: dict[str, Any]) -> DigestFacts:
    """The inverse of `to_json`; figures that an older version did not have keep their default."""
    return read_as(DigestFacts, data)
