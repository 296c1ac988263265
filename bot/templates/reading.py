"""The files: the shipped catalogue, and what the office's own says otherwise, kind by kind.

[aliyun.N01]                        a kind in a section; "N01.en" for wordings in another language
id = "SMS_123"                      the provider's, after approval
body = "…${week}…"                  the wording; `title` in wechat
variants = ["…"]                    other wordings with the same variables
unused = true                       this kind is not sent there
fields.thing1 = "{need}天"          what stands in a variable, or a table of
fields.thing1 = { label = "…", text = "…", longest = 20, cuts = true }
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.templates.building import CatalogueProblem, Place, built
from bot.templates.entry import SECTIONS, Template

SHIPPED = Path(__file__).with_name("catalogue.toml")


def read(path: Path | None) -> Iterator[Template]:
    """The shipped templates, each as the office's file says otherwise; that may be absent.

    Raises:
        CatalogueProblem: a mistake in the file.
    """
    shipped = opened(SHIPPED)
    file = path if path is not None and path.exists() else SHIPPED
    own = {} if file is SHIPPED else opened(file)
    for section, theirs in own.items():
        Place(file).one_of(section, SECTIONS, "section")
        at = Place(file, section)
        at.checked(theirs, dict.fromkeys(at.table(theirs), dict))
    for section in SECTIONS:
        ours, theirs = shipped[section], own.get(section, {})
        for kind in dict.fromkeys((*ours, *theirs)):
            yield from built(ours.get(kind, {}), theirs.get(kind, {}), Place(file, section, kind))


def opened(path: Path) -> dict[str, Any]:
    """A file as tables."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise CatalogueProblem(f"{path.name}: {error}; mend that line") from error
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueProblem(f"{path.name}: cannot be read; save it as UTF-8, readable for us") from error
