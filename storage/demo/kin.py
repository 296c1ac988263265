"""Families: who lives together, how old they are, whether they work or go to school."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

Kin = tuple[str, str, int]
"""Relation to the head, sex, age."""


def family(rng: Random, size: int) -> list[Kin]:
    """A family of 1 to 6, the head first."""
    shapes = SHAPES[size]
    return rng.choices([shape for shape, _ in shapes], [weight for _, weight in shapes])[0](rng)


def _alone(rng: Random) -> list[Kin]:
    old = rng.random() < 0.75
    return [("户主", rng.choice("男男女"), rng.randint(62, 86) if old else rng.randint(45, 59))]


def _couple(rng: Random, low: int, high: int) -> list[Kin]:
    age = rng.randint(low, high)
    return [("户主", "男", age), ("配偶", "女", max(age - rng.randint(0, 4), 22))]


def _child(rng: Random, head: Kin) -> Kin:
    sex = rng.choice("男女")
    return ("之子" if sex == "男" else "之女", sex, max(head[2] - rng.randint(22, 30), 1))


def _grandchild(rng: Random) -> Kin:
    sex = rng.choice("男女")
    return ("之孙子" if sex == "男" else "之孙女", sex, rng.randint(6, 14))


def _parents(rng: Random, head: Kin) -> list[Kin]:
    age = min(head[2] + rng.randint(22, 28), 88)
    return [("之父", "男", age), ("之母", "女", age - rng.randint(0, 3))]


def _old_couple(rng: Random) -> list[Kin]:
    return _couple(rng, 60, 80)


def _single_parent(rng: Random) -> list[Kin]:
    head = ("户主", rng.choice("男女"), rng.randint(34, 48))
    return [head, _child(rng, head)]


def _grandparent(rng: Random) -> list[Kin]:
    return [("户主", rng.choice("男女"), rng.randint(60, 72)), _grandchild(rng)]


def _young(rng: Random, children: int, parents: int) -> list[Kin]:
    couple = _couple(rng, 32, 50)
    return [
        *couple,
        *(_child(rng, couple[0]) for _ in range(children)),
        *_parents(rng, couple[0])[2 - parents :],
    ]


def _grandparents(rng: Random) -> list[Kin]:
    return [*_couple(rng, 58, 70), _grandchild(rng)]


def _three_generations(rng: Random) -> list[Kin]:
    couple = _couple(rng, 56, 68)
    return [*couple, ("之子", "男", couple[0][2] - 25), _grandchild(rng)]


SHAPES: dict[int, Sequence[tuple[Callable[[Random], list[Kin]], int]]] = {
    1: [(_alone, 1)],
    2: [(_old_couple, 55), (_single_parent, 25), (_grandparent, 20)],
    3: [(lambda rng: _young(rng, 1, 0), 55), (lambda rng: _young(rng, 0, 1), 20), (_grandparents, 25)],
    4: [(lambda rng: _young(rng, 2, 0), 60), (lambda rng: _young(rng, 1, 1), 25), (_three_generations, 15)],
    5: [(lambda rng: _young(rng, 2, 1), 1)],
    6: [(lambda rng: _young(rng, 2, 2), 1)],
}
"""Size -> kinds of family and how often each is met."""


def school_of(rng: Random, age: int) -> str:
    """The stage a child of an age is at; empty for everybody else."""
    if age < 3 or age > 21:
        return ""
    if age < 6:
        return "幼儿园"
    if age < 12:
        return rng.choice(("小学", "小学", "小学寄宿"))
    if age < 15:
        return rng.choice(("初中", "初中寄宿", "初中寄宿"))
    if age < 18:
        return rng.choice(("高中", "高中", "中职"))
    return rng.choice(("", "", "高职", "大专", "本科"))


def health_of(rng: Random, age: int) -> str:
    """Ill more often the older."""
    weights = (92, 4, 1, 3) if age < 45 else (58, 27, 5, 10)
    return rng.choices(("健康", "长期慢性病", "患有大病", "残疾"), weights)[0]


def labour_of(rng: Random, age: int, school: str, health: str) -> str:
    """Able to work, or why not."""
    if age < 16 or school or age > 72:
        return "无劳动力"
    if health in ("患有大病", "残疾"):
        return rng.choice(("丧失劳动力", "弱劳动力或半劳动力"))
    if age >= 60:
        return "弱劳动力或半劳动力"
    return rng.choice(("普通劳动力", "普通劳动力", "技能劳动力"))
