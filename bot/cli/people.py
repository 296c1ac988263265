"""`bangfu people`: the people of the register, and the codes that let them in."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.common import Db, Demo, Now, command, house, say
from bot.refusal import Refusal

app = typer.Typer(no_args_is_help=True, help="People and the codes that let them in.")
Kind = Annotated[str, typer.Option("--kind", help="cadre, household or leader; all without it.")]
KINDS = ("cadre", "household", "leader")
Renew = Annotated[
    bool, typer.Option("--renew", help="Make new codes for everybody whose code is used or expired.")
]


@app.command()
@command
async def codes(
    db: Db = "", demo: Demo = False, now: Now = "", kind: Kind = "", renew: Renew = False
) -> None:
    """List the codes in force: kind, code, person's code, name, village (for the printed cards)."""
    import random

    from storage.queries.codes import issue_codes, list_codes

    if kind not in ("", *KINDS):
        raise Refusal(f"no kind {kind}: choose cadre, household or leader")
    async with house(db, demo, now) as opened:
        if renew:
            await opened.database.run(issue_codes, opened.vault, random.SystemRandom(), opened.clock())
        for row in await opened.database.run(list_codes, opened.vault):
            if not kind or row.kind == kind:
                used = "used" if row.used_at else ""
                say("\t".join((row.kind, row.code, row.who, row.name, row.village, used)).rstrip())


def add_to(_: typer.Typer) -> None:
    """`people` is a family of its own."""
