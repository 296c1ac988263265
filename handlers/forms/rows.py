"""The rows of a form's sheets once their headers are understood, and what their cells hold."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from handlers.forms.findings import Finding
from handlers.forms.model import Choice, Texts

Cells = Mapping[str, Any]
"""A row by header; a header with `::` is a mapping of its own: {"label": {"English (en)": …}}."""

YES = frozenset(("yes", "true", "true()"))
NO = frozenset(("no", "false", "false()"))

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_EMPHASIS = re.compile(r"\*\*(\S(?:[^*]*\S)?)\*\*")
_SLANTED = re.compile(r"(?<![\w*_])([*_])([^\s*_](?:[^*_\n]*[^\s*_])?)\1(?![\w*_])")
_LINK = re.compile(r"\[([^\[\]]+)\]\((https?://[^()\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +", re.MULTILINE)
_CODE = re.compile(r"\(([^()]+)\)\s*$")
_LANGUAGES = {
    **dict.fromkeys(("zh_hans", "zh", "zh_cn", "cn", "中文", "简体中文", "汉语", "chinese"), "zh_Hans"),
    **dict.fromkeys(("en", "en_us", "en_gb", "english", "英文", "英语"), "en"),
    "default": "",
}


COLUMNS = {
    "type": "what is asked; see above",
    "name": "the name under which the answer is kept and read",
    "label": "the question; `${name}` puts an earlier answer in",
    "hint": "an example; shown where there is room, and when an answer was not understood",
    "guidance_hint": "said instead of the hint when an answer was not understood",
    "required": "`yes` or an expression; without it the question can be skipped",
    "required_message": "said when a required answer is missing",
    "relevant": "the question applies only where this is true",
    "constraint": "must be true of the answer (`.`)",
    "constraint_message": "said where it is not",
    "default": "shown with the question and taken by 保留; computed as the form (or the iteration) opens where it reads the clock or a lot, otherwise it follows the answers it reads; with `bangfu::ask` = `review` taken without asking",
    "calculation": "of a `calculate` row; any other row with it is computed and told, not asked",
    "trigger": "the calculation is made when the answers of these questions change; of a question it is the default",
    "read_only": "where it is true the default stands and is told, not asked",
    "repeat_count": "how often a repeat is asked; without it each iteration ends with 还有吗?",
    "choice_filter": "which lines of the list are offered",
    "parameters": "`start` `end` `step` of a range, `randomize` `seed` of a list, `value` `label` of a list from a file",
    "appearance": "`year` and `month-year` let a date be one; `label` on a select: only said; `signature` and `draw` are refused",
    "bangfu::ask": "`review`: the default, or nothing, is shown before saving and can be changed there; asked only where that may not stand",
    "bangfu::short": "the question as an item of the summary; may have languages",
    "bangfu::sms": "the short key of the question in a report of one message, such as `h` in `h12`",
    "bangfu::towards": "`future`: a date without a year, or a weekday, lies ahead; otherwise behind",
    "bangfu::words": "on the choices sheet: other ways to say the choice, with blanks or 、 between",
}
"""The columns that are played, for the reference."""

SETTINGS = {
    "form_id": "the form's name; the name of the file otherwise",
    "form_title": "its title; `bangfu::title::English (en)` for another language",
    "version": "of your own counting; a fingerprint of the sheets otherwise",
    "instance_name": "an expression: what a record is called in its receipt",
    "bangfu::review": "`yes` or `no`: whether a summary is shown before saving; otherwise where more than one thing was asked",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the survey sheet. `kind` is the type without its list, '' for an empty row; `other`: with `or_other`."""

    number: int
    kind: str
    choices: str
    cells: Cells
    written: str = ""
    other: bool = False


@dataclass(frozen=True, slots=True)
class Sheets:
    """A whole form as read. `source` are the sheets as written, the header row first; `files` the lists that came
    with it, by file name; `remarks` what was passed over."""

    survey: Sequence[Row]
    choices: Sequence[tuple[int, Cells]] = ()
    settings: Cells = field(default_factory=dict)
    source: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    external_choices: Sequence[tuple[int, Cells]] = ()
    files: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    remarks: Sequence[Finding] = ()


def cell(cells: Cells, *path: str) -> str:
    """The text of a cell, '' if it is empty or has languages."""
    found: Any = cells
    for key in path:
        found = found.get(key, "") if isinstance(found, Mapping) else ""
    return "" if isinstance(found, Mapping) else str(found).strip()


def texts(cells: Cells, *path: str) -> Texts:
    """The texts of a translatable column by language code."""
    found: Any = cells
    for key in path:
        found = found.get(key, "") if isinstance(found, Mapping) else ""
    if isinstance(found, Mapping):
        return {language(head): plain(str(said)) for head, said in found.items()}
    return {"": plain(str(found))} if plain(str(found)) else {}


def plain(said: str) -> str:
    """A text without the marks that other tools draw it by: tags, stars around words, signs before a heading, links."""
    bare = _EMPHASIS.sub(r"\1", unescape(_TAG.sub("", said)))
    return _HEADING.sub("", _LINK.sub(r"\1 \2", _SLANTED.sub(r"\2", bare))).strip()


def language(head: str) -> str:
    """`中文 (zh_Hans)` -> zh_Hans, `English` -> en, `Français (fr)` -> fr."""
    code = match[1] if (match := _CODE.search(head)) else head
    plain = code.strip().casefold().replace("-", "_")
    return _LANGUAGES.get(plain, plain)


def condition(written: str) -> str:
    """`yes` and `no` as the office writes them, as expressions; an expression as it is."""
    if written.casefold() in YES:
        return "true()"
    return "" if written.casefold() in NO else written


def quoted(plain: str) -> str:
    """A plain text as an expression."""
    if "'" not in plain:
        return f"'{plain}'"
    if '"' not in plain:
        return f'"{plain}"'
    pieces = ', "\'", '.join(f"'{piece}'" for piece in plain.split("'"))
    return f"concat({pieces})"
