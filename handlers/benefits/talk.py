"""One's own household's benefits of a year, in a message that fits three SMS; nobody else's, ever."""

from __future__ import annotations

from handlers import refusals
from handlers.access import reach
from handlers.replies import Option, Reply, Say
from handlers.shown import day_of, listed, masked_name
from handlers.turn import Turn
from storage.queries.grants import GrantLine, grants_of
from storage.queries.households import visible
from storage.queries.people import log_query
from storage.values.money import Money

YEARS = {"今年": 0, "去年": -1, "前年": -2}
BOOKS = "依据"
"""What 为什么 asks for after the sums: each payment."""


async def show(turn: Turn) -> Reply:
    """我的补助 [今年|去年|2025]. Any other word, such as a name, gets the same answer: your own only."""
    household_id = turn.contact.household_id
    own = reach(None, turn.contact, "benefit")
    if household_id is None or not own:
        return _nobody(turn)
    year = _year(turn)
    if year is None:
        return Say(
            turn.t("You can only ask about your own household. For somebody else, go to the village office.")
        )
    found = await turn.run(grants_of, household_id, year, turn.person_id)
    await turn.run(
        log_query, contact_id=turn.contact.id, person_id=turn.person_id, kind="benefit",
        scope=str(year), size=len(found), refused=False, now=turn.received,
    )  # fmt: skip
    if turn.intent.rest.split()[:1] == [BOOKS]:
        return _books(turn, year, found)
    return await _answer(turn, household_id, year, found)


def _nobody(turn: Turn) -> Say:
    """For strangers how to bind; for cadres and leaders the neutral refusal."""
    if turn.speaker:
        return refusals.nothing_to_see(turn)
    return Say(
        turn.t(
            "To see your household's benefits, please bind this phone first: have the card 明白卡 at hand."
        ),
        options=(Option("1", turn.t("bind"), "go:我是农户"),),
    )


def _year(turn: Turn) -> int | None:
    said = turn.intent.rest.removeprefix(BOOKS).strip() or "今年"
    word = said.removesuffix("年")
    if said in YEARS:
        return turn.today.year + YEARS[said]
    return int(word) if word.isdigit() and len(word) == 4 else None


async def _answer(turn: Turn, household_id: int, year: int, found: list[GrantLine]) -> Say:
    t = turn.t
    household = await turn.run(visible, reach(None, turn.contact, "benefit"), household_id)
    head = masked_name(household.head if household else "")
    ways = await _ways(turn, year)
    if not found:
        return Say(t("{head} household: no payment on file in {year}.", head=head, year=year), options=ways)
    paid = sum(line.amount_fen for line in found if line.paid_on)
    lines = [
        t("{head} household {year}:", head=head, year=year),
        *(f"{n} {_line(turn, lines)}" for n, lines in enumerate(_by_kind(found), 1)),
        t("Paid in all: {amount} yuan.", amount=Money(paid).yuan()),
    ]
    return Say("\n".join(lines), options=ways)


async def _ways(turn: Turn, year: int) -> tuple[Option, ...]:
    other = "去年" if year == turn.today.year else "今年"
    turn.menu = {"1": f"我的补助 {other}", "4": "我的帮扶人", "为什么": f"我的补助 {BOOKS} {year}"}
    shown = turn.t("last year") if other == "去年" else turn.t("this year")
    return (Option("1", shown, f"go:我的补助 {other}"), Option("4", turn.t("my helper"), "go:我的帮扶人"))


def _books(turn: Turn, year: int, found: list[GrantLine]) -> Say:
    """Each payment with its day, as the finance office has it: 低保 1月10日320元、2月10日320元."""
    t = turn.t
    lines = [t("Behind the benefits of {year}, each payment:", year=year)]
    for of_kind in _by_kind(found):
        paid = [t("{day} {amount} yuan", day=day_of(t, each.paid_on) if each.paid_on else t("not yet paid"),
                  amount=Money(each.amount_fen).yuan()) for each in of_kind]  # fmt: skip
        what = of_kind[0].kind + (f"({masked_name(of_kind[0].person)})" if of_kind[0].person else "")
        lines.append(f"{what} {listed(t, paid)}")
    lines.append(
        t("From the finance office's list. Something wrong? Tell your helper or the village office.")
    )
    turn.keep_numbers()
    return Say("\n".join(lines))


def _by_kind(found: list[GrantLine]) -> list[list[GrantLine]]:
    """Payments of one kind to one person together, as the household counts them: 低保 11次共3520元."""
    groups: dict[tuple[str, str, bool], list[GrantLine]] = {}
    for line in found:
        groups.setdefault((line.kind, line.person, line.paid_on is None), []).append(line)
    return list(groups.values())


def _line(turn: Turn, lines: list[GrantLine]) -> str:
    t, last = turn.t, lines[-1]
    what = last.kind + (f"({masked_name(last.person)})" if last.person else "")
    amount = Money(sum(line.amount_fen for line in lines)).yuan()
    if last.paid_on is None:
        return t("{kind} {amount} yuan, not yet paid", kind=what, amount=amount)
    tail = t(", card ending {tail}", tail=last.card_tail) if last.card_tail else ""
    day = day_of(t, last.paid_on)
    if len(lines) == 1:
        return t("{kind} {amount} yuan, paid {day}{tail}", kind=what, amount=amount, day=day, tail=tail)
    return t(
        "{kind} {count} times, {amount} yuan in all, last paid {day}{tail}",
        kind=what, count=len(lines), amount=amount, day=day, tail=tail,
    )  # fmt: skip
