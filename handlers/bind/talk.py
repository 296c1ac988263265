"""The conversation of a binding. A refusal never says which part was wrong."""

from __future__ import annotations

from handlers import filling, menus
from handlers.bind import act
from handlers.dialog import Record, Saved
from handlers.forms.values import text
from handlers.replies import Option, Reply, Say
from handlers.turn import Turn
from locales import words
from storage.queries.scenes import PREFIX

TITLE = words("binding")


async def bind(turn: Turn) -> Reply:
    """绑定: as what? With a name, a phone and a code behind it, at once; the name is enough where the channel
    proves the number.
    """
    parts = turn.intent.rest.split()
    if len(parts) == 1 and await act.is_listed(turn):
        return await filling.begin(turn, turn.office.plays["bind_proven"], {"name": parts[0]})
    if len(parts) == 3:
        return await filling.begin(
            turn, turn.office.plays["bind_cadre"], dict(zip(("name", "phone", "code"), parts, strict=True))
        )
    if len(parts) == 2:
        return await filling.begin(
            turn, turn.office.plays["bind_household"], dict(zip(("code", "last4"), parts, strict=True))
        )
    return menus.choice(turn, turn.t("Who are you?"), ["我是干部", "我是农户", "我是领导"])


async def cadre(turn: Turn) -> Reply:
    """我是干部: a number of the list that the channel proves needs no code (D01); another one is asked for it."""
    return await _begin(turn, "bind_proven" if await act.is_listed(turn) else "bind_cadre")


async def household(turn: Turn) -> Reply:
    """我是农户."""
    return await _begin(turn, "bind_household")


async def leader(turn: Turn) -> Reply:
    """我是领导."""
    return await _begin(turn, "bind_leader")


async def _begin(turn: Turn, form: str) -> Reply:
    locked = act.locked(turn)
    return locked_out(turn) if locked else await filling.begin(turn, turn.office.plays[form], {})


def locked_out(turn: Turn) -> Say:
    """Too many wrong tries: when to come back, where else to go."""
    return Say(turn.t("Too many tries. Please try again in 30 minutes, or check at the village office."))


async def save_cadre(turn: Turn, record: Record) -> Saved:
    """Name, phone and code are those of one person on the list, or it is refused as a whole."""
    if act.locked(turn):
        return Saved(locked_out(turn))
    name, phone, code = (text(record[part]) for part in ("name", "phone", "code"))
    return await _answer(turn, await act.bind_cadre(turn, name, phone, code))


async def save_proven(turn: Turn, record: Record) -> Saved:
    """The name is that of the one person on the list with the number that the message came from."""
    if act.locked(turn):
        return Saved(locked_out(turn))
    return await _answer(turn, await act.bind_cadre(turn, text(record["name"]), turn.phone or "", None))


async def save_household(turn: Turn, record: Record) -> Saved:
    """The card's code and the last four of a member's ID."""
    if act.locked(turn):
        return Saved(locked_out(turn))
    return await _answer(turn, await act.bind_household(turn, text(record["code"]), text(record["last4"])))


async def save_leader(turn: Turn, record: Record) -> Saved:
    """The invitation code and the name it was made out to."""
    if act.locked(turn):
        return Saved(locked_out(turn))
    return await _answer(turn, await act.bind_leader(turn, text(record["name"]), text(record["code"])))


async def scene(turn: Turn) -> Reply:
    """A scanned QR code. One that is used, too old or none of ours is refused alike; others lead to the menu."""
    if not (turn.scene or "").startswith(PREFIX):
        return await menus.menu(turn)
    bound = await act.bind_scene(turn)
    if bound is None:
        return Say(turn.t("This QR code is not valid any more. Please ask for a new one."))
    return await _welcome(turn, bound)


async def _answer(turn: Turn, outcome: act.Bound | act.Wrong) -> Saved:
    if isinstance(outcome, act.Wrong):
        return Saved(locked_out(turn) if outcome.locked else _wrong(turn, outcome))
    return Saved(await _welcome(turn, outcome))


async def _welcome(turn: Turn, bound: act.Bound) -> Say:
    await act.speak_as(turn, bound)
    menu = await menus.menu(turn)
    return menu.preceded_by(turn.t("{name}, you are bound: {what}.", name=bound.name, what=bound.what))


def _wrong(turn: Turn, outcome: act.Wrong) -> Say:
    turn.menu = {"1": "绑定"}
    said = (
        turn.t("The invitation has expired. Please ask the county office for a new one.")
        if outcome.expired
        else ""
    )
    lead = said or turn.t(
        "This does not agree with the list. Please check everything and try again ({left} tries left).",
        left=outcome.left,
    )
    return Say(lead, options=(Option("1", turn.t("try again"), "go:绑定"),))


async def unbind(turn: Turn) -> Reply:
    """解绑: asked once more, since it is somebody's own account."""
    if turn.speaker is None:
        return await menus.menu(turn)
    turn.menu = {"1": "确认解绑", "2": "菜单"}
    return Say(
        turn.t("Unbind this account from {name}? Your records stay.", name=menus.own_name(turn)),
        options=(Option("1", turn.t("unbind"), "go:确认解绑"), Option("2", turn.t("no"), "go:菜单")),
    )


async def unbind_yes(turn: Turn) -> Reply:
    """The account is nobody's from now on."""
    await act.unbind(turn)
    return Say(turn.t("Unbound. This account no longer shows anything of the register."))
