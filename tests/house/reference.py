"""The pages of docs/reference that are made from the code (`python -m tests.house.reference` writes them)."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import typer

from bot.channels.base import Capabilities
from bot.channels.sms import SmsChannel
from bot.channels.sms import channel as sms
from bot.channels.telegram import TelegramChannel
from bot.channels.terminal.play import MANNERS
from bot.channels.webchat import WebChat
from bot.channels.wechat import WeChatChannel
from bot.channels.wecom import WeComChannel
from bot.channels.wecom import channel as wecom
from bot.cli import app
from bot.templates.catalogue import Catalogue
from bot.templates.check import size
from bot.templates.entry import SECTIONS, SUBSCRIPTION, Field
from bot.templates.longest import SAID
from bot.templates.rules import BARRED, SMS, WECHAT
from handlers.house import DIALOGS
from handlers.notices import APART, KINDS
from handlers.notices.values import values
from locales import DEFAULT, translator
from storage.declared import TABLE
from storage.ledgers.model import Ledger
from storage.ledgers.plans import LEDGERS
from tests.house.markdown import default_of, page, table
from tests.house.settings_page import settings

FOLDER = Path(__file__).parents[2] / "docs/reference"


def commands() -> str:
    """Every command of `bangfu`, with its arguments and options."""
    return page(
        "Commands",
        "`bangfu COMMAND --help` says the same. Times are in Asia/Shanghai, such as `2026-11-19T08:42`. Exit codes: 0 done,\n"
        "1 refused with one line that says why, 2 wrong usage. `python -m bot` is the same as `bangfu`.",
        *(
            part
            for path, command in _walked(typer.main.get_command(app), ())
            for part in _command(path, command)
        ),
    )


def _walked(command: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:  # noqa: ANN401
    below: Mapping[str, Any] = getattr(command, "commands", {})
    if not below:
        yield path, command
    for name, each in below.items():
        yield from _walked(each, (*path, name))


def _command(path: tuple[str, ...], command: Any) -> Iterator[str | Iterable[str]]:  # noqa: ANN401
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    usage = [*path, *(p.name.upper() if p.required else f"[{p.name.upper()}]" for p in arguments)]
    yield f"## `bangfu {' '.join(usage)}`"
    yield " ".join(command.help.split())
    if command.params:
        yield table(("option", "default", "what it is"), [_option(p) for p in command.params])


def _option(param: Any) -> tuple[str, str, str]:  # noqa: ANN401
    name = param.name.upper() if param.param_type_name == "argument" else param.opts[0]
    default = (
        "needed"
        if param.required
        else ""
        if getattr(param, "is_bool_flag", False)
        else default_of(param.default)
    )
    return f"`{name}`", default, param.help or ""


CHANNELS: Mapping[str, Capabilities] = {
    WebChat.name: WebChat.capabilities,
    "terminal": MANNERS["terminal"],
    TelegramChannel.name: TelegramChannel.capabilities,
    WeChatChannel.name: WeChatChannel.capabilities,
    WeComChannel.name: wecom.capabilities(cards=True),
    SmsChannel.name: sms.capabilities(free_text=True, reports=True),
    f"{SmsChannel.name}, templates only": sms.capabilities(free_text=False, reports=True),
}


def channels() -> str:
    """Every channel with what it can do."""
    rows = [
        (f"`{name}`", *(_shown(getattr(can, field.name)) for field in fields(Capabilities)))
        for name, can in CHANNELS.items()
    ]
    return page(
        "Channels",
        "What a channel can do is declared in its folder of `bot/channels/` and never discovered. `longest` is the longest\n"
        "message, counted in `unit`; longer ones are sent as several. A channel that `pushes` can speak first; one that\n"
        "`waits` keeps for people what found nobody there. `bangfu talk --channel NAME` plays the manners of\n"
        f"{', '.join(f'`{name}`' for name in MANNERS)} in a terminal.",
        table(("channel", *(f"`{field.name}`" for field in fields(Capabilities))), rows),
    )


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "<br>".join(f"{did}: {grant.count} in {grant.lasts}" for did, grant in value.items())
    if isinstance(value, frozenset):
        return ", ".join(sorted(value))
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def notices() -> str:
    """Every kind of notice, what it says and which parameters steer it."""
    rows = [
        (
            f"`{kind}`",
            (inspect.getdoc(say) or "").split("\n")[0],
            _steering(kind),
            "alone" if kind in APART else "merged",
        )
        for kind, say in KINDS.items()
    ]
    return page(
        "Notices",
        "What Bangfu says without being asked. Each kind is looked at again when it is about to be sent: what was done\n"
        "meanwhile is not asked for. Nothing is sent in the quiet hours, nor more a day than the caps allow; what is due to\n"
        "one person at the same time is one message (`merged`). The hours and caps are [parameters](parameters.md).",
        table(("kind", "what it says", "parameters", "with others"), rows),
    )


def _steering(kind: str) -> str:
    own = [
        each.name
        for each in TABLE
        if each.name.startswith(f"{kind}.") or each.source.endswith(kind.split("-")[0])
    ]
    return ", ".join(f"`{name}`" for name in own)


def words() -> str:
    """Every command a person can give in a conversation."""
    rows = [
        (f"`{dialog.name}`", f"`{command.name}`", "、".join(command.words))
        for dialog in DIALOGS
        for command in dialog.commands
    ]
    return page(
        "Words",
        "What people can say, and which dialog answers. Full-width and traditional characters, a slip of one character and\n"
        "words behind the command are understood; a number stands for the line of the menu shown last.",
        table(("dialog", "command", "words"), rows),
    )


def templates() -> str:
    """The shipped template catalogue: what each kind can say, the rules, and what is to be approved."""
    catalogue = Catalogue.load()
    return page(
        "Templates",
        "What is said where a provider takes approved templates only. How an office gets them approved and writes its ids\n"
        "down: [templates](../howto/templates.md). `bangfu templates check` fills all of them with the longest values below.",
        "## Values of each kind",
        "In a field they stand in braces, such as `还需{need}天`.",
        table(("kind", "values, each at its longest"), _values()),
        "## What a value may be",
        "One line, not empty. `longest` is in UTF-16 code units, as a provider may count. By SMS none of these symbols:\n"
        f"`` {BARRED} ``",
        table(("section", "variable", "rule", "longest"), _rules()),
        *(part for section in SECTIONS for part in _section(catalogue, section)),
    )


def _values() -> Iterator[tuple[str, str]]:
    for kind, said in SAID.items():
        named = values(translator(DEFAULT), kind, said)
        yield f"`{kind}`", "<br>".join(f"`{name}` {_short(value)}" for name, value in named.items())


def _short(value: str) -> str:
    return value if len(value) < 50 else f"{value[:40]}… ({len(value)} characters)"


def _rules() -> Iterator[tuple[str, str, str, str]]:
    for type_, rule in WECHAT.items():
        yield "wechat", f"`{type_}`", rule.name, str(rule.longest)
    for section, rule in SMS.items():
        yield section, "any", rule.name, str(rule.longest)


def _field(field: Field) -> str:
    return " ".join(
        filter(None, (f"`{field.key}`", field.label, f"`{field.text}`", "(may be cut)" if field.cuts else ""))
    )


def _section(catalogue: Catalogue, section: str) -> Iterator[str | Iterable[str]]:
    rows = [
        (
            f"`{each.kind}`" + (f" {each.way}" if each.way == SUBSCRIPTION else ""),
            "<br>".join((each.body, *each.variants)),
            "<br>".join(_field(field) for field in each.fields),
            str(size(each) or ""),
        )
        for each in catalogue.templates
        if each.section == section
    ]
    yield f"## {section}"
    yield table(("kind", "wording, and others for when it is refused", "fields", "SMS"), rows)


def ledgers() -> str:
    """Every ledger with its sheets and fields, as mapping files name them."""
    return page(
        "Ledgers",
        "What `bangfu export` writes and a chat gives by link ([how](../howto/ledgers.md)). Nothing is entered for a ledger:\n"
        "all of them are made of check-ins, visits, leave and the register. Money is in yuan with two decimals; phone and ID\n"
        "numbers are covered unless `--reader` may see them. The key of a field is what a mapping file names.",
        table(
            ("ledger", "no.", "title", "of a", "open to who may see", "words in a chat"),
            map(_ledger, LEDGERS),
        ),
        *(part for one in LEDGERS for part in _tables(one)),
    )


def _ledger(one: Ledger) -> tuple[str, ...]:
    sight = " or ".join(f"`{resource}`" for resource in one.sight)
    return f"`{one.key}`", one.number, one.title, one.span, sight, "、".join(one.words)


def _tables(one: Ledger) -> Iterator[str | Iterable[str]]:
    for each in one.tables:
        yield f"## {one.title}: {each.title} (`{one.key}`, table `{each.key}`)"
        yield table(("field", "header", "kind"), ((f"`{f.key}`", f.header, f.kind) for f in each.fields))


PAGES: Mapping[str, Callable[[], str]] = {
    "settings": settings,
    "commands": commands,
    "channels": channels,
    "notices": notices,
    "words": words,
    "templates": templates,
    "ledgers": ledgers,
}


def main() -> None:
    """Write the pages anew."""
    for name, made in PAGES.items():
        (FOLDER / f"{name}.md").write_text(made(), "utf-8")


if __name__ == "__main__":
    main()
