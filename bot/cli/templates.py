"""`bangfu templates`: what is said by approved templates, and whether a provider would take it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.common import command, say, settings_of
from bot.refusal import Refusal

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.templates.catalogue import Catalogue

app = typer.Typer(no_args_is_help=True, help="The approved templates of WeChat and SMS.")
File = Annotated[
    Path | None, typer.Option("--file", help="The office's catalogue (else BANGFU_TEMPLATES_FILE, else templates.toml in the data folder).")
]  # fmt: skip


@app.command()
@command
async def check(file: File = None) -> None:
    """Fill every template with the longest it has to say and name what a provider would refuse."""
    from bot.templates.check import SIGNATURE, violations

    settings = settings_of("", demo=False)
    catalogue = _catalogue(file, settings)
    signature = settings.sms.signature if settings.sms else SIGNATURE
    found = [*map(str, violations(catalogue, signature)), *_without_id(catalogue, settings)]
    for line in found:
        say(line)
    if found:
        raise Refusal(f"{len(found)} to mend")
    say(f"{len(catalogue.templates)} templates, all within the rules")


@app.command("list")
@command
async def list_templates(file: File = None) -> None:
    """Section, kind, way, id and SMS segments of each template, the longest it says counted with the signature."""
    from bot.templates.check import SIGNATURE, size

    settings = settings_of("", demo=False)
    signature = settings.sms.signature if settings.sms else SIGNATURE
    for each in _catalogue(file, settings).templates:
        segments = size(each, signature)
        say(
            f"{each.section}\t{each.kind}\t{each.way}\t{each.id or '-'}\t{'-' if segments is None else segments}"
        )


def _catalogue(file: Path | None, settings: Settings) -> Catalogue:
    from bot.templates.catalogue import Catalogue

    if file is not None and not file.exists():
        raise Refusal(f"no file {file}")
    return Catalogue.load(file or settings.templates_path)


def _without_id(catalogue: Catalogue, settings: Settings) -> Iterator[str]:
    """A line for each section that is switched on and lacks ids; subscriptions may lack them."""
    for section in _switched_on(settings):
        kinds = [
            t.kind for t in catalogue.templates if t.section == section and not t.id and t.way == "template"
        ]
        if kinds:
            yield (
                f"[{section}]: no id for {', '.join(kinds)}; write it into {settings.templates_path.name} "
                "after approval, or unused = true"
            )


def _switched_on(settings: Settings) -> Iterator[str]:
    """The sections whose channel takes templates in these settings."""
    sms = settings.sms
    yield from ("wechat",) if settings.wechat else ()
    if sms is not None:
        yield from ("aliyun",) if sms.aliyun else ()
        yield from ("tencent",) if sms.tencent else ()
        yield from ("gateway",) if sms.gateway and sms.gateway.templates_only else ()
