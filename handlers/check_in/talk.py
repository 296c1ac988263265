"""The conversation of a check-in: with one village assigned, one message in and one out."""

from __future__ import annotations

from handlers import filling, refusals
from handlers.check_in import act
from handlers.dialog import Record, Saved
from handlers.duty import has_duty, week_standing
from handlers.replies import Option, Reply, Say
from handlers.rules.words import week_line
from handlers.shown import clock, full_day, listed
from handlers.turn import Turn
from handlers.understand import Understood
from handlers.understand.choices import is_none
from handlers.understand.dates import read_date
from storage.queries.leaves import LeaveRow

NIGHT = frozenset({"住村", "今晚住村", "住", "过夜", "overnight", "staying overnight"})
"""What may be said with a check-out of the night to come (D11)."""


SOLVED = 200
"""Characters kept of what was solved (D11)."""


async def check_in(turn: Turn) -> Reply:
    """签到 [what for]: the village is asked only of those who have several."""
    if not has_duty(turn):
        return _no_duty(turn)
    if _other_day(turn):
        return Say(turn.t("You can only check in for today. For an earlier day send late check-in."))
    leave = await act.leave_today(turn)
    if leave:
        return _on_leave(turn, leave)
    return await filling.begin(turn, turn.office.plays["check_in"], await act.known(turn))


def _no_duty(turn: Turn) -> Say:
    if turn.speaker is None:
        return refusals.bind_first(turn)
    return Say(turn.t("You have no village to be on site in. If that is wrong, tell the township office."))


def _other_day(turn: Turn) -> bool:
    words = turn.intent.rest.split()
    said = read_date(words[0], turn.today) if words else None
    return isinstance(said, Understood) and said.value != turn.today


def _on_leave(turn: Turn, leave: LeaveRow) -> Say:
    turn.menu = {"1": f"销假 {turn.typed}", "2": "菜单"}
    return Say(
        turn.t("You are on leave until {day}. Are you back?", day=full_day(turn.t, leave.ends)),
        options=(
            Option("1", turn.t("yes, check in"), f"go:销假 {turn.typed}"),
            Option("2", turn.t("no"), "go:菜单"),
        ),
    )


async def saved(turn: Turn, record: Record) -> Saved:
    """The receipt: date, time, village, what it makes of the week."""
    done = await act.check_in(turn, record)
    if done.earlier:
        text = turn.t(
            "You checked in today already ({time}, {village}).",
            time=clock(done.came_at),
            village=done.village,
        )
        return Saved(Say(f"{text}\n{week_line(turn.t, await week_standing(turn))}"), done.receipt)
    parts = [
        turn.t("Checked in: {day} {time} {village}", day=full_day(turn.t, turn.today), time=clock(done.came_at), village=done.village),
        turn.t("Work: {items}", items=listed(turn.t, done.items)) if done.items else "",
        turn.t("With the code of the day") if done.evidence == "e1" else "",
        turn.t("The village was asked to confirm it.") if done.asked else "",
        *done.added,
        week_line(turn.t, await week_standing(turn)),
        turn.t("No. {receipt}. Wrong? Send undo.", receipt=done.receipt),
    ]  # fmt: skip
    return Saved(Say("\n".join(part for part in parts if part)), done.receipt)


async def check_out(turn: Turn) -> Reply:
    """签退 [what was solved] [住村]: optional; how long the day was, what came of it, whether the night is spent there."""
    if not has_duty(turn):
        return _no_duty(turn)
    done = await act.check_out(turn)
    if done is None:
        turn.menu = {"1": "签到"}
        return Say(
            turn.t("There is no check-in today."), options=(Option("1", turn.t("check in"), "go:签到"),)
        )
    if done.left_at is None or done.left_at < done.came_at:
        return Say(
            turn.t(
                "The check-out would be before the check-in ({time}). Please look again.",
                time=clock(done.came_at),
            )
        )
    hours, minutes = divmod(int((done.left_at - done.came_at).total_seconds()) // 60, 60)
    text = turn.t(
        "Checked out: {village} {came}-{left} ({hours} h {minutes} min)",
        village=done.village, came=clock(done.came_at), left=clock(done.left_at), hours=hours, minutes=minutes,
    )  # fmt: skip
    night, solved = _rest(turn)
    if solved:
        await act.say_solved(turn, done, solved)
        text += "\n" + turn.t("Solved today: {what}", what=solved)
    if not night or not await act.say_night(turn, done):
        return Say(text)
    told = turn.t("The night in the village: its officers were asked; once confirmed tomorrow counts too.")
    return Say(f"{text}\n{told}")


def _rest(turn: Turn) -> tuple[bool, str]:
    """Whether the night is spent there, and what was solved; 没有 is nothing."""
    rest = turn.intent.rest.strip()
    if rest in NIGHT:
        return True, ""
    pieces = rest.split()
    night = [piece for piece in pieces if piece in NIGHT]
    solved = " ".join(piece for piece in pieces if piece not in (*NIGHT, "不住村", "不住"))
    return bool(night), "" if is_none(solved) else solved[:SOLVED]
