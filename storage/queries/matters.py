"""What reminders of a day are about, found for everybody at once (domain.md 7.7): a row for each thing and person.

Each function tells (person to be told, path of the region whose parameters hold, the thing as plain values).
A thing is looked for as it was known at the moment asked about, so that a past month can be looked at again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, exists, func, or_, select
from sqlalchemy.orm import aliased

from storage.queries.drafts import OPEN
from storage.queries.matters_follow_ups import own_follow_ups, team_follow_ups, township_follow_ups
from storage.queries.matters_instructions import given_tasks, own_tasks, tasks_of_others
from storage.queries.matters_insurance import unpaid_to_helpers, unpaid_to_households
from storage.queries.matters_look import DAY, Found, Look, heads, in_force
from storage.queries.matters_papers import (
    duty_missing,
    duty_of_holiday,
    measures_due,
    notices_ending,
    trainings_tomorrow,
)
from storage.queries.matters_school import aid_to_helpers, aid_to_households
from storage.queries.matters_steps import due_steps, overdue_steps
from storage.queries.matters_terms import terms, terms_of_others, year_missing
from storage.queries.matters_yearly import audit_year, unchecked_by_township, unchecked_to_helpers
from storage.queries.recipients import places_of
from storage.queries.statements import mourning
from storage.tables import (
    Assignment,
    CheckIn,
    Contact,
    Draft,
    Grant,
    Household,
    Member,
    Person,
    Plan,
    Region,
    Role,
    Visit,
)

Later, Relative = aliased(Visit), aliased(Member)


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
        .where(
            CheckIn.day == look.day,
            CheckIn.status != "withdrawn",
            CheckIn.saved_at <= look.now,
            look.of(CheckIn.person_id),
        )
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
        .where(
            Plan.day == look.day,
            Plan.saved_at <= look.now,
            ~come,
            look.of(Plan.person_id),
            *in_force(Assignment, look.day),
        )
        .distinct()
        .order_by(Plan.person_id, Region.path)
    )
    return ((person, path, [village]) for person, path, village in rows)


def next_visits(db: Connection, look: Look) -> Found:
    """N10: a visit planned for today or tomorrow, unless somebody was there since; head, group, day."""
    been = exists().where(
        Later.household_id == Visit.household_id,
        Later.status == "accepted",
        Later.day > Visit.day,
        Later.saved_at <= look.now,
    )
    rows = db.execute(
        select(Visit.helper_id, Region.path, func.coalesce(Person.name, ""), Household.group_no, Visit.next_visit)
        .join(Household, Household.id == Visit.household_id)
        .join(Region, Region.id == Household.village_id)
        .outerjoin(Member, heads())
        .outerjoin(Person, Person.id == Member.person_id)
        .where(
            Visit.next_visit.between(look.back, look.day + DAY),
            look.of(Visit.helper_id),
            Visit.status == "accepted",
            Visit.saved_at <= look.now,
            Household.state == "active",
            Household.id.not_in(mourning(look.now)),
            ~been,
        )
        .order_by(Visit.next_visit, Household.group_no, Household.id)
    )  # fmt: skip
    return ((helper, path, [head[:1], group, str(day)]) for helper, path, head, group, day in rows)


def unbound(db: Connection, look: Look) -> Found:
    """N14: households of which nobody has an account, to the information officer of the village; head, group."""
    reached = exists().where(or_(
        Contact.household_id == Household.id,
        Contact.person_id.in_(
            select(Relative.person_id)
            .where(Relative.household_id == Household.id, Relative.ends.is_(None))
            .correlate(Household)
        ),
    ))  # fmt: skip
    rows = db.execute(
        select(Role.person_id, Region.path, func.coalesce(Person.name, ""), Household.group_no)
        .join(Region, Region.id == Role.region_id)
        .join(Household, Household.village_id == Region.id)
        .outerjoin(Member, heads())
        .outerjoin(Person, Person.id == Member.person_id)
        .where(
            Role.kind == "info_officer",
            Household.state == "active",
            Household.id.not_in(mourning(look.now)),
            ~reached,
            *in_force(Role, look.day),
        )
        .order_by(Role.person_id, Household.group_no, Household.id)
    )
    return ((officer, path, [head[:1], group]) for officer, path, head, group in rows)


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
            *in_force(Member, look.day),
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
    "N11": measures_due,
    "N12": own_follow_ups,
    "N12-2": team_follow_ups,
    "N12-3": township_follow_ups,
    "N13": notices_ending,
    "N12-task": own_tasks,
    "N12-task-2": tasks_of_others,
    "N12-task-3": given_tasks,
    "N14": unbound,
    "N15": trainings_tomorrow,
    "N12-step": due_steps,
    "N12-step-2": overdue_steps,
    "N16": unpaid_to_helpers,
    "N16-home": unpaid_to_households,
    "N17": aid_to_helpers,
    "N17-home": aid_to_households,
    "N18": unchecked_by_township,
    "N18-own": unchecked_to_helpers,
    "N19": audit_year,
    "N20": year_missing,
    "N21": terms,
    "N21-list": terms_of_others,
    "N23": duty_of_holiday,
    "N23-ask": duty_missing,
    "N24": grants,
    "draft": left_drafts,
}
"""Kind -> what it is about."""
