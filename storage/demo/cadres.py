"""Those who work: the helpers of the four villages by unit and rank (domain.md F02), and everybody else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from storage.demo.people_made import Numbers, birth_of, make_name
from storage.demo.places import COUNTY, FOUR, LT, SG, TOWNSHIPS, VILLAGES, Record, Village
from storage.demo.standing import CADRE, MEMBER

HELPING = {"U01": ("县人大", 17), "U02": ("县城管局", 45), "U03": ("县房管局", 40), "U04": ("县农发行", 35)}
"""Unit -> its name and how many of the 137 are its people; the split is invented."""

DEPARTMENTS = {
    "U05": ("县水务局", "water"),
    "U06": ("县住建局", "housing"),
    "U07": ("县教育局", "school"),
    "U08": ("县民政局", "food"),
    "U09": ("县卫健局", "health"),
    "U10": ("县财政局", "money"),
}
DONOR, PARTNER = "U11", "U12"
RANKS = ("副县级", *["正科级"] * 8, *["副科级"] * 9)
"""Ranks above 一般干部 among the 137."""

DUTIES = {
    0: ("第一书记", "first_secretary"),
    1: ("队长", "team_leader"),
    2: ("队员", "team_member"),
    3: ("队员", "team_member"),
}
"""Duties of a village's first helpers (after the standing ones); the others are 帮扶责任人."""


@dataclass(slots=True)
class Cadre:
    """Somebody of the sheet 人员, with roles (kind, region, unit) and assignments (village, duty, share)."""

    code: str
    name: str
    sex: str
    birth: date
    id_number: str
    phone: str
    unit: str | None
    rank: str
    roles: list[tuple[str, str | None, str | None]] = field(default_factory=list)
    assignments: list[tuple[Village, str, int]] = field(default_factory=list)

    @property
    def home(self) -> Village | None:
        """The village of the first assignment."""
        return self.assignments[0][0] if self.assignments else None


class Maker:
    """Makes cadres with names of their own."""

    def __init__(self, today: date, numbers: Numbers) -> None:
        self._rng = Random("cadres")  # noqa: S311 - it must be the same each time
        self._today = today
        self._numbers = numbers
        self._names: set[str] = set()

    def make(self, code: str, unit: str | None, rank: str = "一般干部") -> Cadre:
        """A cadre without a role."""
        sex = self._rng.choice("男男女")
        name = make_name(self._rng, sex)
        while name in self._names:
            name = make_name(self._rng, sex)
        self._names.add(name)
        birth = birth_of(self._rng, self._today, self._rng.randint(26, 57))
        number = self._numbers.id_number(birth, sex)
        return Cadre(code, name, sex, birth, number, self._numbers.phone(), unit, rank)

    def units(self, taken: int) -> list[str]:
        """The units of the 137 in a mixed order; the first `taken` are of U02."""
        units = [unit for unit, (_, count) in HELPING.items() for _ in range(count)]
        for _ in range(taken):
            units.remove("U02")
        self._rng.shuffle(units)
        return ["U02"] * taken + units

    def ranks(self, taken: int, count: int) -> list[str]:
        """The ranks of the 137 in a mixed order; the first `taken` have none above the usual."""
        ranks = [*RANKS, *["一般干部"] * (count - taken - len(RANKS))]
        self._rng.shuffle(ranks)
        return ["一般干部"] * taken + ranks


def make_cadres(today: date, numbers: Numbers) -> list[Cadre]:
    """Every cadre, the helpers first (G001 …)."""
    maker = Maker(today, numbers)
    return [
        *_helpers(maker),
        *_of_villages(maker),
        *_of_townships(maker),
        *_of_county(maker),
        *_of_units(maker),
    ]


def _helpers(maker: Maker) -> list[Cadre]:
    total = sum(village.helpers for village in FOUR)
    standing = len((CADRE, MEMBER))
    units = [*maker.units(standing), *["U05"] * VILLAGES[4].helpers]
    units += [list(DEPARTMENTS)[1 + at % 4] for at in range(VILLAGES[5].helpers)]
    ranks = [*maker.ranks(standing, total), *["一般干部"] * (len(units) - total)]
    cadres: list[Cadre] = []
    for village in VILLAGES:
        for _ in range(village.helpers):
            number = len(cadres)
            cadres.append(maker.make(f"G{number + 1:03d}", units[number], ranks[number]))
            cadres[-1].roles.append(("helper", village.code, units[number]))
            cadres[-1].assignments.append((village, "帮扶责任人", 100))
    _give_duties(cadres)
    return cadres


def _give_duties(cadres: Sequence[Cadre]) -> None:
    """A team to every village, and the standing member to two."""
    for village in VILLAGES:
        own = [c for c in cadres if c.home is village and c.code not in (CADRE, MEMBER)]
        for at, (duty, role) in DUTIES.items():
            own[at].assignments[0] = (village, duty, 100)
            own[at].roles.append((role, village.code, own[at].unit))
    member = next(cadre for cadre in cadres if cadre.code == MEMBER)
    member.assignments = [(SG, "队员", 60), (LT, "队员", 40)]
    member.roles = [
        ("team_member", SG.code, member.unit),
        ("team_member", LT.code, member.unit),
        *member.roles,
    ]


def _with(cadre: Cadre, role: str, region: str | None, unit: str | None = None) -> Cadre:
    cadre.roles.append((role, region, unit))
    return cadre


def _of_villages(maker: Maker) -> Iterator[Cadre]:
    posts = {"W": "village_officer", "X": "info_officer", "J": "supervisor"}
    for village in VILLAGES:
        for letter, role in posts.items():
            yield _with(maker.make(f"{village.short}-{letter}", None, ""), role, village.code)


def _of_townships(maker: Maker) -> Iterator[Cadre]:
    for at, code in enumerate(TOWNSHIPS):
        yield _with(maker.make(f"T{at}1", None), "township_clerk", code)
        for number, rank in ((2, "正科级"), (3, "副科级")):
            yield _with(maker.make(f"T{at}{number}", None, rank), "township_leader", code)


def _of_county(maker: Maker) -> Iterator[Cadre]:
    posts = (
        ("county_office", "正科级"),
        ("county_office", "一般干部"),
        ("county_leader", "副县级"),
        ("auditor", "副科级"),
        ("inspector", "副科级"),
    )
    for number, (role, rank) in enumerate(posts, start=1):
        yield _with(maker.make(f"X{number:02d}", None, rank), role, COUNTY)
    yield _with(maker.make("X06", None), "admin", None)


def _of_units(maker: Maker) -> Iterator[Cadre]:
    for at, unit in enumerate(HELPING, start=1):
        yield _with(maker.make(f"D0{2 * at - 1}", unit), "unit_contact", None, unit)
        yield _with(maker.make(f"D0{2 * at}", unit, "正科级"), "unit_leader", None, unit)
    for at, unit in enumerate(DEPARTMENTS, start=11):
        yield _with(maker.make(f"D{at}", unit), "department", None, unit)
    yield _with(maker.make("D21", DONOR, ""), "donor", None, DONOR)


def unit_records() -> list[Record]:
    """The records of the sheet 单位."""
    helping = [_unit(code, name, "县直") for code, (name, _) in HELPING.items()]
    departments = [{**_unit(c, name, "县直"), "matter": matter} for c, (name, matter) in DEPARTMENTS.items()]
    others = [_unit(DONOR, "示范食品公司", "企业"), _unit(PARTNER, "东部协作区", "协作")]
    return [*helping, *departments, *others]


def _unit(code: str, name: str, level: str) -> Record:
    return {"code": code, "name": name, "level": level, "region": COUNTY if level == "县直" else None}


def people_records(cadres: Sequence[Cadre]) -> list[Record]:
    """The records of the sheet 人员."""
    keys = ("code", "name", "sex", "birth", "phone", "id_number", "unit", "rank")
    return [{key: getattr(cadre, key) for key in keys} for cadre in cadres]


def role_records(cadres: Sequence[Cadre], since: date) -> list[Record]:
    """The records of the sheet 角色."""
    return [
        {"person": cadre.code, "kind": kind, "region": region, "unit": unit, "starts": since}
        for cadre in cadres
        for kind, region, unit in cadre.roles
    ]


def assignment_records(cadres: Sequence[Cadre], since: date) -> list[Record]:
    """The records of the sheet 驻村."""
    return [
        {"person": cadre.code, "village": village.code, "duty": duty, "share": share, "starts": since}
        for cadre in cadres
        for village, duty, share in cadre.assignments
    ]
