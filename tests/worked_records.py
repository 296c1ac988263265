"""Rows by the thousand for the worked examples: written down one after another, put in at once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import count
from typing import Any

from sqlalchemy import Connection, insert

from storage.tables import (
    Application,
    Assignment,
    Base,
    CheckIn,
    FollowUp,
    Fund,
    Gap,
    Household,
    Instruction,
    InstructionEvent,
    Leave,
    Member,
    Need,
    Pairing,
    Person,
    Plan,
    Project,
    Region,
    Role,
    Unit,
    Visit,
)  # fmt: skip
from storage.values.week import SHANGHAI

LONG_AGO = date(2024, 1, 1)
WAN = 10**6
DEFAULTS: dict[type[Base], dict[str, Any]] = {
    Region: {"tags": [], "profile": {}, "parent_id": None},
    Unit: {"level": "county", "matter": ""},
    Person: {"sex": "", "rank": "", "unit_id": None},
    Assignment: {"duty": "helper", "share": 100, "starts": LONG_AGO, "ends": None},
    CheckIn: {
        "work_items": [], "source": "said", "evidence": "e0", "status": "accepted", "withdrawn_at": None,
    },
    Leave: {"status": "effective", "withdrawn_at": None},
    Household: {
        "category": "", "cause": "", "state": "active", "watched": False, "marks": [], "exited_on": None,
    },
    Member: {
        "relation": "", "is_head": False, "labour": "", "health": "", "school": "", "starts": LONG_AGO, "ends": None,
    },
    Visit: {
        "manner": "home", "met": "head", "as_helper": True, "form": "visit", "version": "1", "late": False,
        "bulk": False, "status": "accepted", "withdrawn_at": None, "next_visit": None,
    },
    FollowUp: {"urgent": False, "status": "open", "closed_on": None},
    Project: {
        "kind": "产业", "progress": 50, "approved_fen": 24 * WAN, "households": 30, "matter": "", "in_charge": "",
        "note": "", "published_from": date(2026, 3, 2), "published_to": date(2026, 3, 12),
    },
    Fund: {
        "year": 2026, "source": "fiscal", "industry": False, "direct": False, "project_id": None,
        "household_id": None, "unit_id": None, "published": True,
    },
    Role: {"region_id": None, "unit_id": None, "starts": LONG_AGO, "ends": None},
    Pairing: {"primary": True, "starts": LONG_AGO, "ends": None},
    Application: {
        "holder": "township", "unit_id": None, "step_due": None, "next_step": "", "published_from": None,
        "published_to": None, "objections": 0, "closed_on": None, "outcome": "",
    },
    Gap: {"closed_on": None},
    Need: {"household_id": None, "public": True, "matched_on": None, "closed_on": None},
    Instruction: {
        "post": "township_leader", "seat_unit_id": None, "unit_id": None, "line": "on_site", "line_day": None,
        "text_sealed": b"", "level": "normal", "asked_due": None, "state": "open", "answered_at": None,
        "closed_at": None,
    },
    InstructionEvent: {"what": "given", "text_sealed": None},
}  # fmt: skip
"""What a row holds where nothing is said; the order is that of writing."""


def at(day: date, hour: int = 9) -> datetime:
    """A moment in Shanghai."""
    return datetime.combine(day, time(hour), SHANGHAI)


@dataclass
class Records:
    """Rows to be written, by table."""

    rows: dict[type[Base], list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    _ids: count[int] = field(default_factory=lambda: count(1))

    def add(self, table: type[Base], **values: Any) -> int:  # noqa: ANN401
        """A row; returns its id."""
        row = {"id": next(self._ids), **DEFAULTS.get(table, {}), **values}
        self.rows[table].append(row)
        return int(row["id"])

    def write(self, db: Connection) -> None:
        """All of them, those first that others point to."""
        for table in [*DEFAULTS, *(each for each in self.rows if each not in DEFAULTS)]:
            if self.rows[table]:
                db.execute(insert(table), self.rows[table])

    def region(self, code: str, name: str, level: str, above: str = "/") -> tuple[int, str]:
        """A region below another's path; returns its id and path."""
        path = f"{above}{code}/"
        return self.add(Region, code=code, name=name, level=level, path=path), path

    def person(self, name: str, unit: int | None = None) -> int:
        """Somebody; the code goes up with the id."""
        id_ = self.add(Person, name=name, unit_id=unit)
        self.rows[Person][-1]["code"] = f"P{id_:07d}"
        return id_

    def cadre(self, name: str, village: int, unit: int) -> int:
        """Somebody with the on-site duty in a village."""
        person = self.person(name, unit)
        self.add(Assignment, person_id=person, village_id=village)
        return person

    def came(self, person: int, village: int, *days: date, status: str = "accepted") -> None:
        """On-site days, each said in the morning."""
        for day in days:
            self.add(
                CheckIn, person_id=person, village_id=village, day=day, came_at=at(day), saved_at=at(day),
                status=status,
            )  # fmt: skip

    def away(self, person: int, kind: str, first: date, last: date) -> None:
        """Leave in effect."""
        self.add(Leave, person_id=person, kind=kind, starts=first, ends=last, saved_at=at(first, 8))

    def family(
        self, village: int, head: str, group: int, size: int, state: str, *, watched: bool = False
    ) -> int:
        """A household with its members."""
        household = self.add(Household, village_id=village, group_no=group, state=state, watched=watched)
        self.rows[Household][-1]["code"] = f"H{household:07d}"
        for n in range(size):
            self.add(
                Member,
                household_id=household,
                person_id=self.person(head if n == 0 else f"{head}{n}"),
                is_head=n == 0,
            )
        return household

    def visit(self, household: int, village: int, helper: int, day: date, **values: Any) -> int:  # noqa: ANN401
        """A visit, saved the same morning."""
        return self.add(
            Visit,
            household_id=household,
            helper_id=helper,
            village_id=village,
            day=day,
            saved_at=at(day, 10),
            **values,
        )

    def problem(
        self, visit: int, household: int, village: int, owner: int, opened: date, due: date, matter: str = "other",
        *, closed: date | None = None, urgent: bool = False,
    ) -> int:  # fmt: skip
        """A follow-up of a visit."""
        return self.add(
            FollowUp, visit_id=visit, household_id=household, village_id=village, owner_id=owner, matter=matter,
            urgent=urgent, opened_on=opened, due=due, status="closed" if closed else "open", closed_on=closed,
        )  # fmt: skip

    def project(self, village: int, name: str, state: str, **values: Any) -> int:  # noqa: ANN401
        """A project of a village."""
        id_ = self.add(Project, village_id=village, name=name, state=state, **values)
        self.rows[Project][-1]["code"] = f"X{id_:07d}"
        return id_

    def fund(self, region: int, step: str, wan: float, day: date, **values: Any) -> int:  # noqa: ANN401
        """Money in ten thousands of yuan."""
        id_ = self.add(Fund, region_id=region, step=step, amount_fen=round(wan * WAN), day=day, **values)
        self.rows[Fund][-1]["code"] = f"F{id_:07d}"
        return id_

    def office(self, kind: str, region: int) -> int:
        """Somebody who holds a post in a region."""
        person = self.person("何正")
        self.add(Role, person_id=person, kind=kind, region_id=region)
        return person

    def application(self, household: int, kind: str, step: str, opened: date, **values: Any) -> int:  # noqa: ANN401
        """An open application."""
        id_ = self.add(Application, household_id=household, kind=kind, step=step, opened_on=opened, **values)
        self.rows[Application][-1]["code"] = f"S{id_:07d}"
        return id_

    def gap(self, household: int, kind: str, since: date) -> None:
        """Something not enjoyed."""
        id_ = self.add(Gap, household_id=household, kind=kind, since=since)
        self.rows[Gap][-1]["code"] = f"Y{id_:07d}"

    def need(self, village: int, opened: date, matched: date | None = None) -> None:
        """A need that is open; met where it is matched."""
        id_ = self.add(Need, village_id=village, kind="助学", opened_on=opened, matched_on=matched)
        self.rows[Need][-1]["code"] = f"N{id_:07d}"

    def instruct(self, giver: int, region: int, owner: int, given: date, due: date) -> None:
        """An instruction that waits for its owner."""
        number = self.add(
            Instruction, giver_id=giver, seat_id=region, region_id=region, owner_id=owner, given_on=given, due=due,
            given_at=at(given),
        )  # fmt: skip
        self.add(
            InstructionEvent, instruction_id=number, person_id=giver, at=at(given), due=due, owner_id=owner
        )

    def plan(self, person: int, day: date, said: date) -> None:
        """A day on which somebody means to be on site."""
        self.add(Plan, person_id=person, day=day, saved_at=at(said))
