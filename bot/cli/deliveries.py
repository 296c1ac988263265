"""`bangfu deliveries`, `optouts`: what became of a person's notices, and who asked for silence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.common import Db, Demo, command, house, say
from bot.refusal import Refusal

if TYPE_CHECKING:
    from storage.queries.story import AttemptLine, Story

MANY = 20
"""Notices shown of one person."""

Who = Annotated[str, typer.Argument(help="A person's code or name.")]
Kind = Annotated[str, typer.Option("--kind", help="Only notices of this kind, e.g. N01.")]
Lift = Annotated[int, typer.Option("--lift", help="End the silence with this number in the list.")]


@command
async def deliveries(who: Who, kind: Kind = "", db: Db = "", demo: Demo = False) -> None:
    """Tell the story of a person's notices: each attempt and each delivery report, a line each."""
    from storage.queries.story import people_called, stories

    async with house(db, demo) as opened:
        people = await opened.database.read(people_called, who)
        if len(people) != 1:
            codes = ", ".join(code for _, code, _ in people)
            several = f"several people are called that: use one of the codes {codes}"
            raise Refusal(several if people else "nobody has that code or name")
        found = await opened.database.read(stories, people[0][0], kind, MANY)
        if not found:
            say("no notice was ever written for this person")
        for story in found:
            for line in told(story):
                say(line)


def told(story: Story) -> Iterator[str]:
    """The lines of one notice: what became of it, then each attempt and each report."""
    urgent = " urgent" if story.urgent else ""
    yield (
        f"{story.created_at:%Y-%m-%d %H:%M} {story.kind}{urgent}: {story.state}"
        f"{f' ({story.reason})' if story.reason else ''}, worth saying until {story.expires:%m-%d %H:%M}"
    )
    for attempt in story.attempts:
        yield f"  {_attempt(attempt)}"
        if attempt.reported_at:
            word = "delivered" if attempt.delivered else "not delivered"
            code = f" ({attempt.report})" if attempt.report else ""
            yield f"  {attempt.reported_at:%m-%d %H:%M:%S} {attempt.channel} reported {word}{code}"


def _attempt(attempt: AttemptLine) -> str:
    where = f"{attempt.channel} {attempt.way}".strip()
    names = " ".join(name for name in (attempt.reference, attempt.provider_id) if name)
    reason = f": {attempt.reason}" if attempt.reason else ""
    return f"{attempt.at:%m-%d %H:%M:%S} {where} {attempt.outcome}{reason}{f' [{names}]' if names else ''}"


@command
async def optouts(lift: Lift = 0, db: Db = "", demo: Demo = False) -> None:
    """List the addresses that asked for silence, or end one of them when its person wishes."""
    from storage.queries.story import lift as end
    from storage.queries.story import silences

    async with house(db, demo) as opened:
        if lift:
            if not await opened.database.run(end, lift, opened.clock()):
                raise Refusal(f"no silence has the number {lift}: see bangfu optouts")
            say(f"ended {lift}; notices go there again")
            return
        for each in await opened.database.read(silences, opened.vault):
            say(f"{each.id}\t{each.channel}\t{masked(each.address)}\t{each.word}\t{each.at:%Y-%m-%d %H:%M}")


def masked(address: str) -> str:
    """199****0001; of anything short, the ends."""
    return f"{address[:3]}****{address[-4:]}" if len(address) >= 11 else f"{address[:1]}***{address[-1:]}"


def add_to(app: typer.Typer) -> None:
    """This family's commands."""
    for one in (deliveries, optouts):
        app.command()(one)
