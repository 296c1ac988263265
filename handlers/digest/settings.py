"""日报设置 (D51): which digests come, at what time, on which channel. Each move takes effect at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from handlers import refusals
from handlers.replies import Option, Reply, Say
from handlers.shown import listed
from handlers.turn import Turn
from handlers.understand import Understood
from handlers.understand.clock import read_time
from locales import words
from storage.queries.digests import AUDIENCE, OF_UNITS
from storage.queries.preferences import Subscription, channels_of, keep_wish, wish_of
from storage.queries.recipients import places_of
from storage.values.digest import DAY, MONTH, SPANS, WEEK

NAMES = {DAY: words("daily digest"), WEEK: words("weekly digest"), MONTH: words("monthly digest")}
CHANNELS = {
    "wechat": words("WeChat"),
    "wecom": words("WeCom"),
    "sms": words("SMS"),
    "webchat": words("the page"),
    "telegram": words("Telegram"),
}
ONLY = "only"
MORNING = time(7, 30)


def _hears(turn: Turn) -> bool:
    """Whether digests come to the speaker at all."""
    held = turn.speaker.roles if turn.speaker else ()
    return any(role.kind in AUDIENCE or role.kind in OF_UNITS for role in held)


async def show(turn: Turn) -> Reply:
    """日报设置: how things stand, and what can be changed."""
    if turn.person_id is None or not _hears(turn):
        return refusals.not_yours(turn)
    return await _standing(turn, (await turn.run(wish_of, turn.person_id)).digests)


async def switch(turn: Turn) -> Reply:
    """日报开关 day, week, month or only: on if it was off, off if it was on."""
    if turn.person_id is None or not _hears(turn):
        return refusals.not_yours(turn)
    key, now = turn.intent.rest.strip(), (await turn.run(wish_of, turn.person_id)).digests
    if key == ONLY:
        return await _keep(turn, replace(now, exceptions=not now.exceptions))
    return await _keep(turn, replace(now, off=now.off ^ {key})) if key in SPANS else await show(turn)


async def at_time(turn: Turn) -> Reply:
    """日报时间 18:30, 07:30 (of the next workday) or another within the hours of messages; 0 as the office has set it."""
    if turn.person_id is None or not _hears(turn):
        return refusals.not_yours(turn)
    said, (first, last, usual) = turn.intent.rest.strip(), await _hours(turn)
    now = (await turn.run(wish_of, turn.person_id)).digests
    if said == "0":
        return await _keep(turn, replace(now, at=None))
    if not said:
        ways = {
            f"{usual:%H:%M}": "日报时间 0",
            turn.t("{time} on the next workday", time=f"{MORNING:%H:%M}"): f"日报时间 {MORNING:%H:%M}",
        }
        asked = turn.t(
            "When? Or send digest time and a time, {first} to {last}.",
            first=f"{first:%H:%M}",
            last=f"{last:%H:%M}",
        )
        return Say(asked, options=_choices(turn, ways))
    read = read_time(said)
    chosen = read.value if isinstance(read, Understood) else None
    if chosen is None or not first <= chosen < last:
        return Say(
            turn.t(
                "A time between {first} and {last}, please, for instance digest time {example}.",
                first=f"{first:%H:%M}", last=f"{last:%H:%M}", example="19:00",
            )
        )  # fmt: skip
    return await _keep(turn, replace(now, at=chosen))


async def channel(turn: Turn) -> Reply:
    """日报渠道: which is tried first for digests."""
    if turn.person_id is None or not _hears(turn):
        return refusals.not_yours(turn)
    names = [name for name in await turn.run(channels_of, turn.person_id) if name in CHANNELS]
    said, now = turn.intent.rest.strip(), (await turn.run(wish_of, turn.person_id)).digests
    if said in {*names, "0"}:
        return await _keep(turn, replace(now, channel=None if said == "0" else said))
    ways = {turn.t(CHANNELS[name]): f"日报渠道 {name}" for name in names}
    return Say(
        turn.t("Which channel first for digests?"),
        options=_choices(turn, {**ways, turn.t("as for reminders"): "日报渠道 0"}),
    )


async def _keep(turn: Turn, wish: Subscription) -> Say:
    assert turn.person_id is not None
    whole = await turn.run(wish_of, turn.person_id)
    await turn.run(keep_wish, turn.person_id, replace(whole, digests=wish), turn.received)
    return (await _standing(turn, wish)).preceded_by(turn.t("Kept."))


async def _hours(turn: Turn) -> tuple[time, time, time]:
    """When messages may go out where the speaker is at home, and when the office sends the daily digest."""
    assert turn.person_id is not None
    places = await turn.run(places_of, [turn.person_id], turn.today)
    path, value = places.get(turn.person_id, ("/", False))[0], turn.office.parameters.value
    return tuple(value(name, path, turn.today) for name in ("quiet.to", "quiet.from", "digest.sent"))


async def _standing(turn: Turn, wish: Subscription) -> Say:
    t, (_, _, usual) = turn.t, await _hours(turn)
    on, off = ([t(NAMES[span]) for span in SPANS if (span in wish.off) is state] for state in (False, True))
    at = wish.at or usual
    moment = f"{at:%H:%M}" if at >= usual else t("{time} on the next workday", time=f"{at:%H:%M}")
    lines = [
        t(
            "Digests that come: {on}. Off: {off}.",
            on=listed(t, on) or t("none"),
            off=listed(t, off) or t("none"),
        ),
        t("The daily one at {time}.", time=moment) if DAY not in wish.off else "",
        t("Only on days with something out of the ordinary.")
        if wish.exceptions and DAY not in wish.off
        else "",
        t("First by {channel}.", channel=t(CHANNELS[wish.channel])) if wish.channel in CHANNELS else "",
    ]
    ways = {
        **{t("{digest} on or off", digest=t(NAMES[span])): f"日报开关 {span}" for span in SPANS},
        t("daily only with exceptions, or always"): f"日报开关 {ONLY}",
        t("the time of day"): "日报时间",
        t("the channel"): "日报渠道",
    }
    return Say("\n".join(line for line in lines if line), options=_choices(turn, ways))


def _choices(turn: Turn, lines: dict[str, str]) -> tuple[Option, ...]:
    """Labels with the command lines they stand for, numbered."""
    turn.menu = {str(n): line for n, line in enumerate(lines.values(), 1)}
    return tuple(Option(str(n), label, f"go:{line}") for n, (label, line) in enumerate(lines.items(), 1))
