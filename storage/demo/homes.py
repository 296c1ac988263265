"""The households: as many, with as many persons, as the facts say; who is in them is made up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from storage.demo.kin import Kin, family, health_of, labour_of, school_of
from storage.demo.people_made import Numbers, birth_of, make_name
from storage.demo.places import VILLAGES, Record, Village
from storage.demo.standing import HOUSEHOLD

SIZES = {
    "HC": (40, 38, 15, 7, 0, 0),
    "FS": (10, 22, 28, 24, 11, 5),
}
USUAL = (15, 27, 26, 20, 9, 3)
"""How often a household has 1 to 6 persons; the sum is then brought to the fact."""

FIXED: Mapping[str, Sequence[Kin]] = {
    HOUSEHOLD: (("户主", "男", 58), ("配偶", "女", 56), ("之子", "男", 33), ("之孙子", "男", 9)),
    "SG002": (("户主", "男", 41), ("配偶", "女", 39), ("之女", "女", 13)),
    "SG003": (("户主", "女", 67), ("之孙女", "女", 8)),
    "SG004": (("户主", "男", 45), ("配偶", "女", 44), ("之子", "男", 17), ("之女", "女", 11)),
    "LT012": (("户主", "男", 27), ("配偶", "女", 26), ("之女", "女", 0)),
    "QY010": (("户主", "男", 47), ("配偶", "女", 45), ("之子", "男", 19)),
    "QY020": (("户主", "男", 71),),
    "QY030": (("户主", "男", 36), ("配偶", "女", 35), ("之女", "女", 10), ("之子", "男", 6)),
    "SC012": (("户主", "男", 42), ("配偶", "女", 40), ("之子", "男", 15), ("之女", "女", 9)),
    "SC013": (("户主", "男", 63), ("配偶", "女", 61)),
}
"""Households that must be as they are: the standing ones, a newborn, names that are hard (X18, X19)."""

NAMES: Mapping[str, Sequence[str]] = {
    "QY010": ("张伟",),
    "QY020": ("张伟",),
    "QY030": ("张伟",),
    "SC012": ("买买提·艾力", "阿依夏·吐尔逊", "艾尔肯·买买提", "古丽娜·买买提"),
    "SC013": ("李𠮷祥",),
    HOUSEHOLD: ("李长贵",),
}

BOARDER = f"{HOUSEHOLD}-4"


@dataclass(slots=True)
class Someone:
    """A member of a household."""

    code: str
    name: str
    sex: str
    age: int
    birth: date
    id_number: str | None
    phone: str | None
    relation: str
    health: str
    school: str
    labour: str


@dataclass(slots=True)
class Home:
    """A household."""

    code: str
    village: Village
    group_no: int
    members: list[Someone]
    category: str = ""
    cause: str = ""
    exited_on: date | None = None
    watched: bool = False
    marks: list[str] = field(default_factory=list)

    @property
    def poor(self) -> bool:
        """Whether it gets the minimum allowance 低保 or is kept by the state 五保."""
        return self.category != "扶贫对象户"


def make_homes(today: date, numbers: Numbers) -> list[Home]:
    """Every household of the county."""
    homes = []
    for village in VILLAGES:
        rng = Random(f"homes of {village.name}")  # noqa: S311 - it must be the same each time
        own = [_home(rng, village, code, size, today, numbers) for code, size in _sizes(rng, village)]
        _leave_poverty(rng, village, own, today)
        _watch(rng, own)
        homes += own
    return homes


def _sizes(rng: Random, village: Village) -> list[tuple[str, int]]:
    """Codes and sizes that add up to the village's persons."""
    codes = [f"{village.short}{number:03d}" for number in range(1, village.households + 1)]
    drawn = rng.choices(range(1, 7), SIZES.get(village.short, USUAL), k=len(codes))
    sizes = {
        code: len(FIXED[code]) if code in FIXED else size for code, size in zip(codes, drawn, strict=True)
    }
    while (off := village.persons - sum(sizes.values())) != 0:
        code, step = rng.choice(codes), 1 if off > 0 else -1
        if code not in FIXED and 1 <= sizes[code] + step <= 6:
            sizes[code] += step
    return list(sizes.items())


def _home(rng: Random, village: Village, code: str, size: int, today: date, numbers: Numbers) -> Home:
    kin = FIXED.get(code) or family(rng, size)
    members = _members(rng, village, code, kin, today, numbers)
    home = Home(code, village, rng.randint(1, village.groups), members)
    home.category = _category(rng, home)
    home.cause = _cause(rng, home)
    home.marks = _marks(rng, home)
    return home


def _members(
    rng: Random, village: Village, code: str, kin: Sequence[Kin], today: date, numbers: Numbers
) -> list[Someone]:  # fmt: skip
    head = make_name(rng, kin[0][1])
    names = dict(enumerate(NAMES.get(code, ())))
    surname = names.get(0, head)[0]
    share = 0.5 if village.short == "FS" else 0.87
    members = []
    for at, (relation, sex, age) in enumerate(kin):
        own = relation not in ("配偶", "之母", "之儿媳") or (relation == "配偶" and sex == "男")
        name = names.get(at) or (head if at == 0 else make_name(rng, sex, surname if own else None))
        phone = at == 0 and (rng.random() < share or code in FIXED)
        members.append(_someone(rng, f"{code}-{at + 1}", name, (relation, sex, age), phone, today, numbers))
    return members


def _someone(
    rng: Random, code: str, name: str, kin: Kin, phone: bool, today: date, numbers: Numbers
) -> Someone:  # fmt: skip
    relation, sex, age = kin
    birth = birth_of(rng, today, age)
    school = "小学寄宿" if code == BOARDER else school_of(rng, age)
    health = health_of(rng, age)
    labour = labour_of(rng, age, school, health)
    number = numbers.id_number(birth, sex) if age else None
    own_phone = numbers.phone() if phone else None
    return Someone(code, name, sex, age, birth, number, own_phone, relation, health, school, labour)


def _category(rng: Random, home: Home) -> str:
    if home.code == HOUSEHOLD:
        return "扶贫低保户"
    if len(home.members) == 1 and home.members[0].age >= 65 and rng.random() < 0.4:
        return "五保户"
    return rng.choices(("扶贫对象户", "扶贫低保户", "低保户"), (66, 26, 8))[0]


def _cause(rng: Random, home: Home) -> str:
    ill = {someone.health for someone in home.members}
    if "患有大病" in ill or ("长期慢性病" in ill and rng.random() < 0.6):
        return "因病"
    if "残疾" in ill:
        return "因残"
    if sum(bool(someone.school) for someone in home.members) >= 2:
        return "因学"
    return rng.choice(
        ("缺技术", "缺劳力", "缺资金", "缺产业", "交通条件落后", "缺水", "自身动力不足", "因灾")
    )


def _marks(rng: Random, home: Home) -> list[str]:
    marks = []
    relations = {someone.relation for someone in home.members}
    if relations & {"之孙子", "之孙女"} and "之子" not in relations:
        marks.append("留守儿童")
    if any(someone.health == "残疾" for someone in home.members):
        marks.append("残疾人家庭")
    if rng.random() < 0.04:
        marks.append(rng.choice(("退役军人", "困难党员", "计划生育特殊困难家庭")))
    return marks


def _leave_poverty(rng: Random, village: Village, homes: Sequence[Home], today: date) -> None:
    """Households with just as many persons as have left poverty; those kept by the state last."""
    order = sorted(
        (home for home in homes if home.code != HOUSEHOLD), key=lambda home: (home.poor, rng.random())
    )
    left = village.exited
    for home in order:
        if len(home.members) <= left:
            left -= len(home.members)
            home.exited_on = date(today.year - rng.choice((1, 1, 2)), 12, 20)
    assert left == 0, f"{village.name}: no households with {left} persons are left"


def _watch(rng: Random, homes: Sequence[Home]) -> None:
    ill = [home for home in homes if any(someone.health == "患有大病" for someone in home.members)]
    for home in rng.sample(ill, min(len(ill), max(1, len(homes) // 40))):
        home.watched = True


SINCE = date(2014, 5, 1)
"""When the first households were put on file."""


def household_records(homes: Sequence[Home]) -> list[Record]:
    """The records of the sheet 农户."""
    return [
        {
            "code": home.code,
            "village": home.village.code,
            "group_no": home.group_no,
            "category": home.category,
            "cause": home.cause,
            "state": "exited" if home.exited_on else "active",
            "watched": home.watched,
            "exited_on": home.exited_on,
            "marks": "、".join(home.marks),
        }
        for home in homes
    ]


def member_records(homes: Sequence[Home]) -> list[Record]:
    """The records of the sheet 家庭成员."""
    return [
        {
            "household": home.code,
            "code": one.code,
            "name": one.name,
            "sex": one.sex,
            "birth": one.birth,
            "id_number": one.id_number,
            "phone": one.phone,
            "relation": one.relation,
            "labour": one.labour,
            "health": one.health,
            "school": one.school or "非在校",
            "starts": max(SINCE, one.birth),
        }
        for home in homes
        for one in home.members
    ]
