"""`bangfu digest`: what a leader would read."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.common import Db, Demo, Now, command, house, say
from bot.refusal import Refusal, moment
from storage.values.digest import Stretch

What = Annotated[
    str, typer.Argument(help="An area or unit: its name or code. unit:CODE is of a department's own people.")
]
Date = Annotated[str, typer.Option("--date", help="Another day, e.g. 2026-11-18.")]
InWeek = Annotated[str, typer.Option("--week", help="A week, e.g. 2026-W47.")]
InMonth = Annotated[str, typer.Option("--month", help="A month, e.g. 2026-10.")]
Short = Annotated[bool, typer.Option("--short", help="As for an SMS.")]
Language = Annotated[str, typer.Option("--language", help="zh_Hans or en.")]


@command
async def digest(
    what: What,
    db: Db = "",
    demo: Demo = False,
    now: Now = "",
    date: Date = "",
    week: InWeek = "",
    month: InMonth = "",
    short: Short = False,
    language: Language = "zh_Hans",
) -> None:
    """The digest of an area, unit or department as text: as issued, or as of now."""
    from handlers.digests.read import digest_text
    from locales import LANGUAGES, translator

    if language not in LANGUAGES:
        raise Refusal(f"no language {language}: choose one of {', '.join(LANGUAGES)}")
    async with house(db, demo, now) as opened:
        asked = opened.clock()
        stretch = _stretch(date, week, month) or Stretch("day", asked.date())
        office = await opened.office()
        text = await opened.database.read(
            digest_text, translator(language), office, what, stretch, asked, short=short
        )
        if text is None:
            raise Refusal(f"no area or unit {what}: use a name or code of the register")
        say(text)


def _stretch(date: str, week: str, month: str) -> Stretch | None:
    """The day, week or month that was asked for; None for today."""
    given = [("--date", date), ("--week", week), ("--month", month)]
    said = [(option, text) for option, text in given if text]
    if len(said) > 1:
        raise Refusal("choose one of --date, --week, --month")
    if date:
        return Stretch("day", moment(date).date())
    for option, text in said:
        try:
            stretch = Stretch.parse(text)
        except ValueError:
            stretch = None
        if stretch is None or stretch.span != option.removeprefix("--"):
            raise Refusal(f"{option} {text}: write it like {EXAMPLES[option]}")
        return stretch
    return None


EXAMPLES = {"--week": "2026-W47", "--month": "2026-10"}


def add_to(app: typer.Typer) -> None:
    """This family's commands."""
    app.command()(digest)
