"""How fast a channel is spoken through: the rate in all, its jitter, and the limits of one address."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from bot.pace import JITTER, Pace, Pacer


@dataclass
class Hands:
    """A clock that moves when somebody sleeps; `slept` are the seconds of each sleep."""

    now: float = 0.0
    slept: list[float] = field(default_factory=list)

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def pacer(hands: Hands, pace: Pace) -> Pacer:
    return Pacer(pace, hands.clock, hands.sleep)


async def test_the_rate_is_kept_and_almost_reached_whatever_the_jitter() -> None:
    hands = Hands()
    each = pacer(hands, Pace(per_second=10))
    for _ in range(501):
        await each.turn()
    assert 50.0 <= hands.now <= 50.0 / 0.95


async def test_a_turn_is_late_by_less_than_the_jitter_and_never_early() -> None:
    hands = Hands()
    each = pacer(hands, Pace(per_second=10))
    for turn in range(100):
        await each.turn()
        assert 0 <= round(hands.now - turn * 0.1, 9) <= JITTER * 0.1
    assert len({round(seconds, 6) for seconds in hands.slept}) > 50, "senders that beat as one jitter"


async def test_a_pause_is_not_made_up_for_by_a_burst() -> None:
    hands = Hands()
    each = pacer(hands, Pace(per_second=10))
    await each.turn()
    hands.now = 100.0
    for _ in range(3):
        await each.turn()
    assert hands.now >= 100.2


async def test_without_a_rate_nobody_waits() -> None:
    hands = Hands()
    each = pacer(hands, Pace())
    for _ in range(100):
        await each.turn()
    assert hands.slept == []
    assert [each.take("a") for _ in range(100)] == [0.0] * 100


def test_an_address_has_so_many_a_minute_whatever_others_get() -> None:
    hands = Hands()
    each = pacer(hands, Pace(per_minute_each=3))
    for second in (0, 10, 20):
        hands.now = second
        assert each.take("a") == 0
    hands.now = 30
    assert each.take("a") == 30, "the first of the three is a minute old at 60"
    assert each.take("b") == 0
    hands.now = 59.9
    assert each.take("a") == pytest.approx(0.1)
    hands.now = 60
    assert [each.take("a"), each.take("a")] == [0, 10]


def test_what_was_not_let_through_is_not_counted() -> None:
    hands = Hands()
    each = pacer(hands, Pace(per_minute_each=1))
    assert each.take("a") == 0
    hands.now = 59
    assert [each.take("a") for _ in range(5)] == [1] * 5
    hands.now = 60
    assert each.take("a") == 0


def test_the_longer_of_two_limits_holds() -> None:
    hands = Hands()
    each = pacer(hands, Pace(per_minute_each=2, per_hour_each=3))
    assert [each.take("a"), each.take("a"), each.take("a")] == [0, 0, 60]
    hands.now = 60
    assert each.take("a") == 0
    hands.now = 120
    assert each.take("a") == 3480, "the hour is full though the minute is not"
    hands.now = 3600
    assert each.take("a") == 0
    assert each.take("a") == 0
    assert each.take("a") == 60


def test_addresses_that_were_not_written_to_for_an_hour_are_forgotten() -> None:
    hands = Hands()
    each = pacer(hands, Pace(per_hour_each=1))
    for number in range(100):
        each.take(str(number))
    hands.now = 3601
    each.take("another")
    assert list(each._sent) == ["another"]
