"""提醒设置 as a list of moves: each takes effect at once and is answered with how things stand now.

Reminders of the duty itself (Q01) cannot be switched off or silenced, only moved within the hours in which
messages go out; everything else can. Urgent messages and answers are no reminders.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

from handlers import refusals
from handlers.notices.sorts import SORTS, Sort, on
from handlers.replies import Option, Reply, Say
from handlers.shown import day_of, listed
from handlers.turn import Turn
from handlers.understand import Understood
from handlers.understand.clock import read_time
from locales import words
from storage.queries.preferences import Wish, channels_of, keep_wish, wish_of
from storage.queries.recipients import places_of

SILENT_DAYS = 7
CHANNELS = {
    "wechat": words("WeChat"),
    "wecom": words("WeCom"),
    "sms": words("SMS"),
    "webchat": words("the page"),
    "telegram": words("Telegram"),
}
MOVES = (
    ("1", words("switch a sort on or off"), "提醒类别"),
    ("2", words("the time of day"), "提醒时间"),
    ("3", words("the channel"), "提醒渠道"),
    ("4", words("silent for a week"), "静默一周"),
    ("5", words("switch off all that can be"), "全部退订"),
)
GOES_ON = words("Work reminders go on; urgent messages always come.")


async def show(turn: Turn) -> Reply:
    """提醒设置: how things stand, and what can be changed."""
    if turn.person_id is None:
        return refusals.not_yours(turn)
    return _standing(turn, await _theirs(turn), await turn.run(wish_of, turn.person_id))


async def sorts(turn: Turn) -> Reply:
    """1开关某类: a number switches its sort."""
    if turn.person_id is None:
        return refusals.not_yours(turn)
    theirs, wish = await _theirs(turn), await turn.run(wish_of, turn.person_id)
    turn.menu = {str(n): f"提醒开关 {key}" for n, key in enumerate(theirs, 1)}
    options = tuple(
        Option(str(n), _line(turn, sort, on(wish, key)), f"go:提醒开关 {key}")
        for n, (key, sort) in enumerate(theirs.items(), 1)
    )
    return Say(turn.t("Which sort? The number switches it."), options=options)


async def switch(turn: Turn) -> Reply:
    """提醒开关 KEY: on if it was off, off if it was on."""
    key = turn.intent.rest.strip()
    sort = (await _theirs(turn)).get(key)
    if turn.person_id is None or sort is None:
        return await sorts(turn)
    if sort.duty:
        return await _refused(turn, sort)
    wish = await turn.run(wish_of, turn.person_id)
    if sort.asked:
        return await _keep(turn, replace(wish, wanted=wish.wanted ^ {key}))
    return await _keep(turn, replace(wish, off=wish.off ^ {key}))


async def at_time(turn: Turn) -> Reply:
    """2时间: `提醒时间 19:00`, or `提醒时间 0` for the office's times."""
    if turn.person_id is None:
        return refusals.not_yours(turn)
    said = turn.intent.rest.strip()
    first, last = await _hours(turn)
    named = {"first": f"{first:%H:%M}", "last": f"{last:%H:%M}", "example": "19:00"}
    wish = await turn.run(wish_of, turn.person_id)
    if said == "0":
        return await _keep(turn, replace(wish, not_before=None))
    if not said:
        turn.menu = {"1": "提醒时间 12:30", "2": "提醒时间 19:00", "3": "提醒时间 0"}
        return Say(
            turn.t("From when on may reminders come, {first} to {last}? Reply for instance reminder time {example}.", **named),
            options=(
                Option("1", "12:30", "go:提醒时间 12:30"),
                Option("2", "19:00", "go:提醒时间 19:00"),
                Option("3", turn.t("as the office has set it"), "go:提醒时间 0"),
            ),
        )  # fmt: skip
    read = read_time(said)
    chosen = read.value if isinstance(read, Understood) else None
    if chosen is None or not first <= chosen < last:
        return Say(
            turn.t(
                "A time between {first} and {last}, please, for instance reminder time {example}.", **named
            )
        )
    return await _keep(turn, replace(wish, not_before=chosen))


async def channel(turn: Turn) -> Reply:
    """3渠道: which is tried first."""
    if turn.person_id is None:
        return refusals.not_yours(turn)
    names = [name for name in await turn.run(channels_of, turn.person_id) if name in CHANNELS]
    said = turn.intent.rest.strip()
    wish = await turn.run(wish_of, turn.person_id)
    if said in {*names, "0"}:
        return await _keep(turn, replace(wish, channel=None if said == "0" else said))
    ways = [*((turn.t(CHANNELS[name]), name) for name in names), (turn.t("the one used last"), "0")]
    turn.menu = {str(n): f"提醒渠道 {name}" for n, (_, name) in enumerate(ways, 1)}
    options = tuple(Option(str(n), label, f"go:提醒渠道 {name}") for n, (label, name) in enumerate(ways, 1))
    return Say(turn.t("Which channel first?"), options=options)


async def silence(turn: Turn) -> Reply:
    """4静默一周: from today on; said once more it begins anew."""
    if turn.person_id is None:
        return refusals.not_yours(turn)
    wish = await turn.run(wish_of, turn.person_id)
    last = turn.today + timedelta(days=SILENT_DAYS - 1)
    return await _keep(turn, replace(wish, silent_until=last))


async def all_off(turn: Turn) -> Reply:
    """5全部退订: everything that is no duty."""
    if turn.person_id is None:
        return refusals.not_yours(turn)
    wish = await turn.run(wish_of, turn.person_id)
    off = frozenset(key for key, sort in SORTS.items() if not sort.duty and not sort.asked)
    return await _keep(turn, replace(wish, off=off, wanted=frozenset()))


async def _keep(turn: Turn, wish: Wish) -> Say:
    assert turn.person_id is not None
    await turn.run(keep_wish, turn.person_id, wish, turn.received)
    return _standing(turn, await _theirs(turn), wish).preceded_by(turn.t("Kept."))


async def _refused(turn: Turn, sort: Sort) -> Reply:
    said = turn.t(
        "{sort} are part of the work: they cannot be switched off, only their time can be changed.",
        sort=turn.t(sort.title),
    )
    turn.menu = {"1": "提醒时间"}
    return Say(said, options=(Option("1", turn.t("the time of day"), "go:提醒时间"),))


async def _theirs(turn: Turn) -> dict[str, Sort]:
    """The sorts that concern the speaker: a household's those on request or about homes, a cadre's those not on request."""
    assert turn.person_id is not None
    places = await turn.run(places_of, [turn.person_id], turn.today)
    cadre = places.get(turn.person_id, ("/", False))[1]
    return {
        key: sort
        for key, sort in SORTS.items()
        if (cadre and not sort.asked)
        or ((sort.asked or sort.homes) and turn.contact.household_id is not None)
    }


async def _hours(turn: Turn) -> tuple[time, time]:
    """When messages may go out where the speaker is at home in the register."""
    assert turn.person_id is not None
    places = await turn.run(places_of, [turn.person_id], turn.today)
    path = places.get(turn.person_id, ("/", False))[0]
    value = turn.office.parameters.value
    return value("quiet.to", path, turn.today), value("quiet.from", path, turn.today)


def _standing(turn: Turn, theirs: dict[str, Sort], wish: Wish) -> Say:
    t = turn.t
    titles = {
        state: [t(sort.title) for key, sort in theirs.items() if on(wish, key) is state]
        for state in (True, False)
    }
    lines = [
        t(
            "Reminders: {on}. Off: {off}.",
            on=listed(t, titles[True]) or t("none"), off=listed(t, titles[False]) or t("none"),
        ),
        t("Not before {time}.", time=f"{wish.not_before:%H:%M}") if wish.not_before else "",
        t("First by {channel}.", channel=t(CHANNELS[wish.channel])) if wish.channel else "",
        _silence(turn, wish),
        t(GOES_ON) if any(sort.duty for sort in theirs.values()) else "",
    ]  # fmt: skip
    turn.menu = {key: command for key, _, command in MOVES}
    options = tuple(Option(key, t(label), f"go:{command}") for key, label, command in MOVES)
    return Say("\n".join(line for line in lines if line), options=options)


def _silence(turn: Turn, wish: Wish) -> str:
    last = wish.silent_until
    if last is None or last < turn.today:
        return ""
    return turn.t("Silent up to and with {day}.", day=day_of(turn.t, last))


def _line(turn: Turn, sort: Sort, switched_on: bool) -> str:
    if sort.duty:
        return turn.t("{sort}: on (work, only its time can be changed)", sort=turn.t(sort.title))
    return turn.t("{sort}: on" if switched_on else "{sort}: off", sort=turn.t(sort.title))
