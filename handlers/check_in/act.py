"""What a check-in does: an on-site act of the day in an assigned village, once (domain.md 3.1, X09)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from handlers.added import added, lines
from handlers.dialog import Record, Rows
from handlers.forms.model import Form, row, said
from handlers.forms.values import Value, names, text
from handlers.rules.onsite import OnsiteRule
from handlers.turn import Turn
from locales import words
from storage.queries.check_ins import (
    CheckInRow,
    add_check_in,
    assigned_villages,
    check_ins_of,
    leave_village,
    say_check_in,
)
from storage.queries.leaves import LeaveRow, leaves_of
from storage.values.receipt import Receipt

TITLE = words("check-in")
PREFIX = "QD"
AFTER_MIDNIGHT = timedelta(hours=6)
"""Up to when a check-out after midnight still belongs to yesterday's check-in (D11)."""


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """A check-in as it stands; `earlier` if the day had one in that village before."""

    receipt: str
    village: str
    came_at: datetime
    items: list[str]
    earlier: bool = False
    added: Sequence[str] = ()


async def villages(turn: Turn) -> Rows:
    """The villages the speaker is assigned to today, as choices."""
    assert turn.speaker is not None
    found = await turn.run(assigned_villages, turn.speaker.person_id, turn.today)
    return [row(str(village.id), village.name, (village.name.removesuffix("村"),)) for village in found]


async def known(turn: Turn) -> Mapping[str, Value]:
    """What need not be asked: the only village, or the one named; the work named after the word."""
    offered = await villages(turn)
    spoken = turn.intent.rest.split()
    named = [v for v in offered if any(word in spoken for word in (v.label[""], *v.words))]
    chosen = named or offered
    other = [word for word in spoken if not any(word in (v.label[""], *v.words) for v in named)]
    items, note = _work(turn, other)
    given: dict[str, Value] = {"items": items, "note": note}
    return {**given, "village": chosen[0].name} if len(chosen) == 1 else given


def _work(turn: Turn, spoken: list[str]) -> tuple[tuple[str, ...], str]:
    """The words that name a kind of work, and the rest as they were said."""
    form = turn.office.form("check_in")
    kinds = form.lists[form.by_name["items"].choices]
    named = {word: kind.name for kind in kinds for word in (*kind.label.values(), *kind.words)}
    items = tuple(dict.fromkeys(named[word] for word in spoken if word in named))
    return items, " ".join(word for word in spoken if word not in named)


async def leave_today(turn: Turn) -> LeaveRow | None:
    """The leave the speaker is on today, if any."""
    assert turn.speaker is not None
    found = await turn.run(leaves_of, turn.speaker.person_id, turn.today, turn.today)
    return found[0] if found else None


async def check_in(turn: Turn, record: Record) -> CheckedIn:
    """Write the act, unless the day has one in that village already."""
    assert turn.speaker is not None
    village_id = int(text(record["village"]))
    items, note = names(record.get("items")), text(record.get("note"))
    form = _form(turn)
    own = added(form, record)
    shown = lines(turn, form, own)
    before = await _of_day(turn, turn.today)
    same = next((act for act in before if act.village_id == village_id), None)
    if same and same.source == "said":
        return CheckedIn(_receipt(same.id, same.day), same.village, same.came_at, [], earlier=True)
    if same:
        await turn.run(
            say_check_in, turn.vault, same.id, items=items, note=note, form_version=form.version, answers=own
        )
        labels = _labels(turn, items, note)
        return CheckedIn(_receipt(same.id, same.day), same.village, same.came_at, labels, added=shown)
    number = await _add(turn, village_id, items, note, own)
    village = next(v for v in await villages(turn) if v.name == str(village_id)).label[""]
    labels = _labels(turn, items, note)
    return CheckedIn(_receipt(number, turn.today), village, turn.now, labels, added=shown)


def _form(turn: Turn) -> Form:
    """The version of the form that was filled in."""
    return turn.filled[0] if turn.filled else turn.office.form("check_in")


async def _add(turn: Turn, village_id: int, items: tuple[str, ...], note: str, own: Mapping[str, Any]) -> int:
    assert turn.speaker is not None
    rule = _rule(turn, village_id, turn.today)
    return await turn.run(
        add_check_in, turn.vault, person_id=turn.speaker.person_id, village_id=village_id, came_at=turn.now,
        day=turn.today, items=items, note=note, source="said", status=rule.judge("e0"),
        contact_id=turn.contact.id, now=turn.received, form_version=_form(turn).version, answers=own,
    )  # fmt: skip


def _rule(turn: Turn, village_id: int, day: date) -> OnsiteRule:
    """The on-site rule of a village on a day."""
    roles = turn.speaker.roles if turn.speaker else ()
    path = next((role.path for role in roles if role.region_id == village_id), "/")
    return OnsiteRule.of(turn.office.parameters, path, day)


def _labels(turn: Turn, items: tuple[str, ...], note: str) -> list[str]:
    form = _form(turn)
    kinds = {kind.name: said(kind.label, turn.language) for kind in form.lists[form.by_name["items"].choices]}
    return [*(kinds.get(item, item) for item in items), *([note] if note else [])]


async def check_out(turn: Turn) -> CheckInRow | None:
    """Close today's check-in (or, soon after midnight, yesterday's); None if there is none."""
    open_act = await _to_close(turn)
    if open_act is None or turn.now < open_act.came_at:
        return open_act
    rule = _rule(turn, open_act.village_id, open_act.day)
    # Where a region asks for a shortest stay, it is known only now whether the day counts.
    status = rule.judge("e0", turn.now - open_act.came_at)
    await turn.run(leave_village, open_act.id, turn.now, status)
    return replace(open_act, left_at=turn.now)


async def _to_close(turn: Turn) -> CheckInRow | None:
    today = await _of_day(turn, turn.today)
    if today:
        return today[-1]
    yesterday = await _of_day(turn, turn.today - timedelta(days=1))
    midnight = turn.now.replace(hour=0, minute=0, second=0, microsecond=0)
    late = [act for act in yesterday if act.left_at is None and turn.now - midnight < AFTER_MIDNIGHT]
    return late[-1] if late else None


async def _of_day(turn: Turn, day: date) -> list[CheckInRow]:
    assert turn.speaker is not None
    return await turn.run(check_ins_of, turn.speaker.person_id, day, day)


def _receipt(number: int, day: date) -> str:
    return str(Receipt(PREFIX, day, number))
