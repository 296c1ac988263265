"""`bangfu digest`: what a leader would read."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.common import Db, Demo, Now, command, house, say
from bot.refusal import Refusal, moment

Area = Annotated[str, typer.Argument(help="A village, township or county: its name or code.")]
Date = Annotated[str, typer.Option("--date", help="Another day, e.g. 2026-11-18.")]
Language = Annotated[str, typer.Option("--language", help="zh_Hans or en.")]


@command
async def digest(
    area: Area,
    db: Db = "",
    demo: Demo = False,
    now: Now = "",
    date: Date = "",
    language: Language = "zh_Hans",
) -> None:
    """The digest of an area as text: as issued, or as of now."""
    from handlers.digests.read import digest_text
    from locales import LANGUAGES, translator

    if language not in LANGUAGES:
        raise Refusal(f"no language {language}: choose one of {', '.join(LANGUAGES)}")
    async with house(db, demo, now) as opened:
        asked = opened.clock()
        day = moment(date).date() if date else asked.date()
        office = await opened.office()
        text = await opened.database.read(digest_text, translator(language), office, area, day, asked)
        if text is None:
            raise Refusal(f"no area {area}: use a name or code of the register")
        say(text)


def add_to(app: typer.Typer) -> None:
    """This family's commands."""
    app.command()(digest)
