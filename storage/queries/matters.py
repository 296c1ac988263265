"""What reminders of a day are about, found for everybody at once (domain.md 7.7): a row for each thing and person.

Each function tells (person to be told, path of the region whose parameters hold, the thing as plain values).
A thing is looked for as it was known at the moment asked about, so that a past month can be looked at again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from storage.queries.drafts import OPEN
from storage.queries.due import TEAM, Overseer, overseers
from storage.queries.recipients import places_of
from storage.tables import (
    Assignment,
    CheckIn,
    Contact,
    Draft,
    FollowUp,
    Grant,
    Household,
    Member,
    Person,
    Plan,
    Region,
    Role,
    Visit,
)

DAY = timedelta(days=1)
Found = Iterable[tuple[int, str, list[Any]]]
KEEPERS = ("county_office", "admin")
"""Who keeps the calendar and the list of assignments."""


@dataclass(frozen=True, slots=True)
class Look:
    """The moment asked about, and what the parameters say.

    `since` is the day after the last workday before today: what fell on a weekend is said on the next workday.
    `team_days`, `township_days`: how long a follow-up is overdue when the next one hears of it.
    `term_days`: how long before its end an assignment is named. `missing`: the year without a calendar.
    `wanting`: who has asked to hear of grants.
    """

    now: datetime
    since: date
    team_days: int
    township_days: int
    term_days: Collection[int]
    missing: int | None
    wanting: Collection[int]

    @property
    def day(self) -> date:
        return self.now.date()

    def today(self, *days: date) -> bool:
        """Whether one of the days is today's affair."""
        return any(self.since <= day <= self.day for day in days)


def stays_open(db: Connection, look: Look) -> Found:
    """N02: a check-in of today without a check-out; the village."""
    rows = db.execute(_here(look).where(CheckIn.left_at.is_(None)))
    return ((person, path, [village]) for person, path, village, _ in rows)


def visits_said(db: Connection, look: Look) -> Found:
    """N06: whoever said at check-in that they came for visits, and has logged none; the village."""
    logged = exists().where(
        Visit.helper_id == CheckIn.person_id,
        Visit.day == look.day,
        Visit.status == "accepted",
        Visit.saved_at <= look.now,
    )
    rows = db.execute(_here(look).where(~logged))
    return ((person, path, [village]) for person, path, village, items in rows if "visit" in items)


def _here(look: Look) -> Any:  # noqa: ANN401 - a select of person, path, village, work
    return (
        select(CheckIn.person_id, Region.path, Region.name, CheckIn.work_items)
        .join(Region, Region.id == CheckIn.village_id)
        .where(CheckIn.day == look.day, CheckIn.status != "withdrawn", CheckIn.saved_at <= look.now)
        .order_by(CheckIn.person_id, Region.path)
    )


def planned(db: Connection, look: Look) -> Found:
    """N03: a day planned on site on which nothing has been said yet; the villages one is assigned to."""
    come = exists().where(
        CheckIn.person_id == Plan.person_id,
        CheckIn.day == Plan.day,
        CheckIn.status != "withdrawn",
        CheckIn.saved_at <= look.now,
    )
    rows = db.execute(
        select(Plan.person_id, Region.path, Region.name)
        .join(Assignment, Assignment.person_id == Plan.person_id)
        .join(Region, Region.id == Assignment.village_id)
        .where(Plan.day == look.day, Plan.saved_at <= look.now, ~come, *_on(Assignment, look.day))
        .distinct()
        .order_by(Plan.person_id, Region.path)
    )
    return ((person, path, [village]) for person, path, village in rows)


def next_visits(db: Connection, look: Look) -> Found:
    """N10: a visit planned for today or tomorrow, unless somebody was there since; head, group, day."""
    later = aliased(Visit)
    been = exists().where(
        later.household_id == Visit.household_id,
        later.status == "accepted",
        later.day > Visit.day,
        later.saved_at <= look.now,
    )
    rows = db.execute(
        select(Visit.helper_id, Region.path, func.coalesce(Person.name, ""), Household.group_no, Visit.next_visit)
        .join(Household, Household.id == Visit.household_id)
        .join(Region, Region.id == Household.village_id)
        .outerjoin(Member, _heads())
        .outerjoin(Person, Person.id == Member.person_id)
        .where(
            Visit.next_visit.between(look.day, look.day + DAY),
            Visit.status == "accepted",
            Visit.saved_at <= look.now,
            Household.state == "active",
            ~been,
        )
        .order_by(Visit.next_visit, Household.group_no, Household.id)
    )  # fmt: skip
    return ((helper, path, [head[:1], group, str(day)]) for helper, path, head, group, day in rows)


def own_follow_ups(db: Connection, look: Look) -> Found:
    """N12: to the owner, at half time, a day before, on the day and a day after; head, group, due day."""
    for item in _follow_ups(db, look):
        half = item.opened_on + (item.due - item.opened_on) / 2
        if look.today(half, item.due - DAY, item.due, item.due + DAY):
            yield item.owner_id, item.path, [item.head[:1], item.group_no, str(item.due)]


def team_follow_ups(db: Connection, look: Look) -> Found:
    """N12-2: overdue for some days, to who leads the team; owner, village, due day."""
    return _overdue(db, look, look.team_days, TEAM)


def township_follow_ups(db: Connection, look: Look) -> Found:
    """N12-3: overdue for longer, to the clerk of the township; owner, village, due day."""
    return _overdue(db, look, look.township_days, ("township_clerk",))


def _overdue(db: Connection, look: Look, days: int, kinds: Collection[str]) -> Found:
    late = [each for each in _follow_ups(db, look) if look.today(each.due + days * DAY)]
    if not late:
        return
    above = [each for each in overseers(db, look.day) if each.kind in kinds and each.path]
    for item in late:
        for person in sorted({each.person_id for each in above if _covers(each, item)}):
            yield person, item.path, [item.owner, item.village, str(item.due)]


def _covers(overseer: Overseer, item: FollowUpItem) -> bool:
    own = overseer.person_id == item.owner_id
    return not own and item.path.startswith(overseer.path or "?")


@dataclass(frozen=True, slots=True)
class FollowUpItem:
    """An open follow-up with its owner, its household and its village."""

    owner_id: int
    owner: str
    village: str
    path: str
    head: str
    group_no: int
    opened_on: date
    due: date


def _follow_ups(db: Connection, look: Look) -> Iterator[FollowUpItem]:
    owner, head = aliased(Person), aliased(Person)
    rows = db.execute(
        select(
            FollowUp.owner_id, owner.name, Region.name, Region.path, func.coalesce(head.name, ""),
            Household.group_no, FollowUp.opened_on, FollowUp.due,
        )
        .join(owner, owner.id == FollowUp.owner_id)
        .join(Household, Household.id == FollowUp.household_id)
        .join(Region, Region.id == FollowUp.village_id)
        .outerjoin(Member, _heads())
        .outerjoin(head, head.id == Member.person_id)
        .where(
            or_(FollowUp.status == "open", and_(FollowUp.status == "closed", FollowUp.closed_on > look.day)),
            FollowUp.opened_on <= look.day,
            FollowUp.due >= look.since - max(look.team_days, look.township_days, 1) * DAY,
        )
        .order_by(FollowUp.due, FollowUp.id)
    )  # fmt: skip
    return (FollowUpItem(*row) for row in rows)


def unbound(db: Connection, look: Look) -> Found:
    """N14: households of which nobody has an account, to the information officer of the village; head, group."""
    relative = aliased(Member)
    reached = exists().where(or_(
        Contact.household_id == Household.id,
        Contact.person_id.in_(
            select(relative.person_id).where(relative.household_id == Household.id, relative.ends.is_(None))
        ),
    ))  # fmt: skip
    rows = db.execute(
        select(Role.person_id, Region.path, func.coalesce(Person.name, ""), Household.group_no)
        .join(Region, Region.id == Role.region_id)
        .join(Household, Household.village_id == Region.id)
        .outerjoin(Member, _heads())
        .outerjoin(Person, Person.id == Member.person_id)
        .where(Role.kind == "info_officer", Household.state == "active", ~reached, *_on(Role, look.day))
        .order_by(Role.person_id, Household.group_no, Household.id)
    )
    return ((officer, path, [head[:1], group]) for officer, path, head, group in rows)


def year_missing(db: Connection, look: Look) -> Found:
    """N20: to whoever keeps the calendar; the year that is not in it."""
    keepers = _keepers(db, look.day) if look.missing else ()
    return ((person, path, [look.missing]) for person, path in keepers)


def terms(db: Connection, look: Look) -> Found:
    """N21: an assignment that ends and is not renewed, to the cadre; village, last day."""
    return ((term.person_id, term.path, [term.village, str(term.ends)]) for term in _terms(db, look))


def terms_of_others(db: Connection, look: Look) -> Found:
    """N21-list: the same, to the contact of the unit and to the county office; name, village, last day."""
    ending = list(_terms(db, look))
    if not ending:
        return
    keepers = _keepers(db, look.day)
    contacts = [each for each in overseers(db, look.day) if each.kind == "unit_contact" and each.unit_id]
    for term in ending:
        above = {person for person, path in keepers if term.path.startswith(path)}
        above |= {each.person_id for each in contacts if each.unit_id == term.unit_id}
        for person in sorted(above - {term.person_id}):
            yield person, term.path, [term.name, term.village, str(term.ends)]


@dataclass(frozen=True, slots=True)
class Term:
    """An assignment that ends soon."""

    person_id: int
    name: str
    unit_id: int | None
    village: str
    path: str
    ends: date


def _terms(db: Connection, look: Look) -> Iterator[Term]:
    after = aliased(Assignment)
    renewed = exists().where(
        after.person_id == Assignment.person_id,
        after.village_id == Assignment.village_id,
        or_(after.ends.is_(None), after.ends > Assignment.ends),
    )
    last = look.day + max(look.term_days, default=0) * DAY
    rows = db.execute(
        select(Person.id, Person.name, Person.unit_id, Region.name, Region.path, Assignment.ends)
        .join(Person, Person.id == Assignment.person_id)
        .join(Region, Region.id == Assignment.village_id)
        .where(Assignment.ends.between(look.day, last), ~renewed)
        .order_by(Assignment.ends, Person.name, Person.id)
    )
    terms = (Term(*row[:-1], row[-1] or last) for row in rows)
    return (term for term in terms if look.today(*(term.ends - days * DAY for days in look.term_days)))


def _keepers(db: Connection, day: date) -> list[tuple[int, str]]:
    rows = db.execute(
        select(Role.person_id, func.coalesce(Region.path, "/"))
        .outerjoin(Region, Region.id == Role.region_id)
        .where(Role.kind.in_(KEEPERS), *_on(Role, day))
        .distinct()
        .order_by(Role.person_id)
    )
    return [(person, path) for person, path in rows]


def grants(db: Connection, look: Look) -> Found:
    """N24: what was paid last month to the household of whoever wants to hear of it; the kinds, no amounts."""
    if not look.wanting:
        return ()
    end = look.day.replace(day=1)
    rows = db.execute(
        select(Member.person_id, Region.path, Grant.kind)
        .join(Grant, Grant.household_id == Member.household_id)
        .join(Household, Household.id == Member.household_id)
        .join(Region, Region.id == Household.village_id)
        .where(
            Member.person_id.in_(look.wanting),
            Grant.paid_on.between((end - DAY).replace(day=1), end - DAY),
            or_(~Grant.personal, Grant.person_id == Member.person_id),
            *_on(Member, look.day),
        )
        .distinct()
        .order_by(Member.person_id, Grant.kind)
    )
    return ((person, path, [kind]) for person, path, kind in rows)


def left_drafts(db: Connection, look: Look) -> Found:
    """draft: a form left unfinished since the last workday; its name."""
    first = datetime.combine(look.since - DAY, datetime.min.time(), look.now.tzinfo)
    rows = db.execute(
        select(Draft.person_id, Draft.form)
        .where(
            Draft.state.in_(OPEN),
            Draft.person_id.is_not(None),
            Draft.updated_at >= first,
            Draft.updated_at < datetime.combine(look.day, datetime.min.time(), look.now.tzinfo),
        )
        .order_by(Draft.person_id, Draft.id)
    ).all()
    begun = [(person, form) for person, form in rows if person]
    places = places_of(db, [person for person, _ in begun], look.day)
    return ((person, places.get(person, ("/", False))[0], [form]) for person, form in begun)


MATTERS: Mapping[str, Callable[[Connection, Look], Found]] = {
    "N02": stays_open,
    "N03": planned,
    "N06": visits_said,
    "N10": next_visits,
    "N12": own_follow_ups,
    "N12-2": team_follow_ups,
    "N12-3": township_follow_ups,
    "N14": unbound,
    "N20": year_missing,
    "N21": terms,
    "N21-list": terms_of_others,
    "N24": grants,
    "draft": left_drafts,
}
"""Kind -> what it is about."""


def _heads() -> ColumnElement[bool]:
    return and_(Member.household_id == Household.id, Member.is_head, Member.ends.is_(None))


def _on(table: Any, day: date) -> tuple[ColumnElement[bool], ...]:  # noqa: ANN401
    return table.starts <= day, or_(table.ends.is_(None), table.ends >= day)
