"""People who do not exist: names from two pools, numbers of an area code that is not given out."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

from storage.values.id_number import check_character

AREA = "999901"
PHONES = "1990000"


def _pairs(text: str) -> tuple[str, ...]:
    return tuple(text[at : at + 2] for at in range(0, len(text), 2))


SURNAMES = tuple(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
MALE = _pairs(
    "建国志强明亮国安永福春生德胜长贵家旺大勇小松新华开平福来宝山金水有才学文正荣光辉"
    "世昌运良庆丰立新守义保全树林海涛俊山浩然子轩宇航天佑一凡嘉树承志先锋全兴顺利定远"
)
FEMALE = _pairs(
    "秀英桂兰玉梅凤琴春花秋菊小芳丽华翠平美玲红霞金凤素珍淑贤月娥腊梅香莲巧云冬梅彩霞"
    "晓燕静怡雨桐梓涵欣怡思琪佳慧若曦诗蕊语嫣兰芝爱莲银花水仙喜凤来弟茂云永芬会珍明艳"
)
"""Given names; any surname may stand before any of them, so no name is meant to be anybody's."""


def make_name(rng: Random, sex: str, surname: str | None = None) -> str:
    """A name of the pools."""
    return (surname or rng.choice(SURNAMES)) + rng.choice(MALE if sex == "男" else FEMALE)


class Numbers:
    """ID and phone numbers, each given once."""

    def __init__(self) -> None:
        self._born: Counter[tuple[date, str]] = Counter()
        self._phones = 0

    def id_number(self, birth: date, sex: str) -> str:
        """An ID number of the area 9999 with a right check character (domain.md 6.2)."""
        self._born[birth, sex] += 1
        sequence = 100 + 2 * self._born[birth, sex] + (sex == "男")
        first = f"{AREA}{birth:%Y%m%d}{sequence:03d}"
        return first + check_character(first)

    def phone(self) -> str:
        """The next number of 199 0000 xxxx."""
        self._phones += 1
        return f"{PHONES}{self._phones:04d}"


def birth_of(rng: Random, today: date, age: int) -> date:
    """A birthday of somebody who is `age` on `today`."""
    day = date(today.year - age, rng.randint(1, 12), rng.randint(1, 28))
    return day if (day.month, day.day) <= (today.month, today.day) else day.replace(year=day.year - 1)
