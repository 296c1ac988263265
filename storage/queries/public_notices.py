"""Public notices 公示: which are open where, which wait for their result, and what came of them (M4)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, insert, literal, or_, select, update

from storage.queries.reach import Reach, regions_within
from storage.tables import NoticeResult, PublicNotice, Region

CLEAR, CONTESTED = "clear", "contested"


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A public notice with what came of it, empty while nothing has: clear, contested, withdrawn.

    Its first day is the day after `posted`; `ends` counts. `path`, `place` and `level` are those of its region.
    """

    id: int
    title: str
    kind: str
    posted: date
    ends: date
    objections: int
    result: str
    path: str
    place: str
    level: str

    def day_of(self, day: date) -> int:
        """Which day of the notice `day` is: 5 on the 19th of one posted on the 14th."""
        return (day - self.posted).days

    @property
    def days(self) -> int:
        return (self.ends - self.posted).days


def lines(now: datetime) -> Any:  # noqa: ANN401 - a select of the columns of NoticeLine
    """Every notice with its region, and its result as far as it was known at `now`."""
    said = case((NoticeResult.objections > 0, CONTESTED), else_=CLEAR)
    known = and_(
        NoticeResult.notice_id == PublicNotice.id,
        NoticeResult.status == "accepted",
        NoticeResult.saved_at <= now,
    )
    return (
        select(
            PublicNotice.id, PublicNotice.title, PublicNotice.kind, PublicNotice.posted, PublicNotice.ends,
            case((NoticeResult.id.is_not(None), NoticeResult.objections), else_=PublicNotice.objections),
            case((NoticeResult.id.is_not(None), said), else_=PublicNotice.result).label("result"),
            Region.path, Region.name, Region.level,
        )
        .join(Region, Region.id == PublicNotice.region_id)
        .outerjoin(NoticeResult, known)
        .order_by(PublicNotice.ends, PublicNotice.id)
    )  # fmt: skip


def open_on(db: Connection, may: Reach, day: date, now: datetime) -> list[NoticeLine]:
    """The notices that can be read on a day: of the areas one may see, and of those above them."""
    rows = db.execute(lines(now).where(_posted(day), PublicNotice.ends >= day, _seen(may)))
    return [line for row in rows if (line := NoticeLine(*row)).result != "withdrawn"]


def _posted(day: date) -> ColumnElement[bool]:
    return PublicNotice.posted <= day


def _seen(may: Reach) -> ColumnElement[bool]:
    """In one's areas or above: what the township posts is for every village of it."""
    return or_(regions_within(may), Region.path.in_(above(may.paths)))


def above(paths: Collection[str]) -> list[str]:
    """The paths of the regions above some, the uppermost too: what is said there is for those below."""
    steps = [path.strip("/").split("/") for path in paths]
    return sorted({f"/{'/'.join(step[:n])}/" for step in steps for n in range(1, len(step))})


def to_answer(db: Connection, may: Reach, day: date, now: datetime) -> list[NoticeLine]:
    """The notices of one's areas that have no result yet, those that have ended first by their end."""
    rows = db.execute(lines(now).where(_posted(day), regions_within(may)))
    return [line for row in rows if not (line := NoticeLine(*row)).result]


def of_area(db: Connection, path: str, day: date, now: datetime) -> list[NoticeLine]:
    """The notices of an area that were posted by a day, and are open on it or without a result."""
    rows = db.execute(lines(now).where(_posted(day), Region.path.startswith(path, autoescape=True)))
    return [line for row in rows if (line := NoticeLine(*row)).ends >= day or not line.result]


def add_result(
    db: Connection, notice_id: int, person_id: int, objections: int, contact_id: int, day: date, now: datetime
) -> int | None:
    """Write down what came of a notice; its id, or None if somebody was quicker."""
    there = select(literal(1)).where(NoticeResult.notice_id == notice_id, NoticeResult.status == "accepted")
    if db.execute(there).first() is not None:
        return None
    row = {"notice_id": notice_id, "person_id": person_id, "objections": objections, "day": day}
    statement = insert(NoticeResult).values(**row, status="accepted", contact_id=contact_id, saved_at=now)
    return db.execute(statement.returning(NoticeResult.id)).scalar_one()


def withdraw_result(db: Connection, result_id: int, now: datetime) -> None:
    """Take a result back."""
    mine = NoticeResult.id == result_id, NoticeResult.status == "accepted"
    db.execute(update(NoticeResult).where(*mine).values(status="withdrawn", withdrawn_at=now))
