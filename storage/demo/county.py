"""The county workbook of the demonstration, made for a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from storage.demo import affairs, benefits, cadres, homes, money, pairs, papers, places, works
from storage.demo.cadres import Cadre
from storage.demo.homes import Home
from storage.demo.people_made import Numbers
from storage.workbook.model import Sheets
from storage.workbook.plans import BY_KEY
from storage.workbook.template import make_sheet


def made(today: date) -> tuple[Sequence[Home], Sequence[Cadre], dict[str, str]]:
    """The households, the cadres, and household -> primary helper."""
    numbers = Numbers()
    people = cadres.make_cadres(today, numbers)
    own = homes.make_homes(today, numbers)
    return own, people, pairs.helper_of(own, people)


def sheets(today: date) -> Sheets:
    """The workbook. The same day gives the same cells; nothing in it is after that day."""
    own, people, paired = made(today)
    since = date(today.year - 2, 3, 1)
    records = {
        "regions": places.regions(),
        "profiles": places.profiles(),
        "units": cadres.unit_records(),
        "people": cadres.people_records(people),
        "roles": cadres.role_records(people, since),
        "assignments": cadres.assignment_records(people, since),
        "households": homes.household_records(own),
        "members": homes.member_records(own),
        "pairings": pairs.pairing_records(paired, since, today),
        "projects": works.project_records(today),
        "funds": money.fund_records(own, today),
        "grants": benefits.grant_records(own, today),
        "public_notices": papers.notice_records(today),
        "measures": papers.measure_records(today, paired),
        "trainings": papers.training_records(today),
        "holiday_duties": papers.duty_records(today),
        "insurances": list(affairs.insurance_records(own, today)),
        "applications": list(affairs.application_records(today)),
        "gaps": list(affairs.gap_records(today)),
        "needs": list(affairs.need_records(today)),
    }
    return {BY_KEY[key].title: make_sheet(key, rows) for key, rows in records.items()}
