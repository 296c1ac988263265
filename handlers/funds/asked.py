"""What a question about money asks for: 资金, 资金 石关村 2026, 资金 财政, 资金 马铃薯, 资金 石关村 单据."""

from __future__ import annotations

import re
from dataclasses import dataclass

SOURCES = {
    "财政": "fiscal", "对口": "paired", "社会": "social", "单位": "unit",
    "fiscal": "fiscal", "paired": "paired", "social": "social", "unit": "unit",
}  # fmt: skip
WHATS = {
    "总览": "totals", "明细": "payments", "公示": "notices", "单据": "vouchers", "收支": "vouchers", "依据": "books",
    "totals": "totals", "payments": "payments", "notices": "notices", "vouchers": "vouchers", "books": "books",
}  # fmt: skip
OWN = {
    "本户": "household",
    "我家": "household",
    "mine": "household",
    "结对户": "paired",
    "paired households": "paired",
}
YEARS = {"今年": 0, "去年": -1, "前年": -2, "this year": 0, "last year": -1}
_YEAR = re.compile("([0-9]{4})年?")
_PAGE = re.compile("第([0-9]{1,2})页")
_TAIL = re.compile("(的|资金|项目款|款)+$")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: whose or which money by `word` (a place, a project; None is one's own area), of which
    source, of which year (None: this year), and what of it. `own`: payments to one's household (`household`), to those
    one is paired with (`paired`)."""

    word: str | None = None
    source: str | None = None
    year: int | None = None
    what: str = "totals"
    own: str | None = None
    page: int = 1


def read(rest: str, this_year: int) -> Asked:
    """A question from what followed the command word; whatever is not known otherwise is the name."""
    names: list[str] = []
    found: dict[str, object] = {}
    for word in _words(rest):
        known = _known(word, this_year)
        found.update(known) if known else names.append(word)
    return Asked(word=" ".join(names) or None, **found)  # type: ignore[arg-type]


def _words(rest: str) -> list[str]:
    """The words of a line; a year glued to a name (石关村2026年) is one of its own."""
    spaced = (
        re.sub("((?:19|20)[0-9]{2})年?(?![0-9A-Za-z])", r" \1 ", rest)
        if not re.search("[0-9]{5,}", rest)
        else rest
    )
    return spaced.replace(",", " ").split()


def _known(word: str, this_year: int) -> dict[str, object]:
    bare = _TAIL.sub("", word) or word
    year, page = _YEAR.fullmatch(word), _PAGE.fullmatch(word)
    if word in YEARS:
        return {"year": this_year + YEARS[word]}
    if year or page:
        return {"year": int(year[1])} if year else {"page": int(page[1])} if page else {}
    if bare in SOURCES:
        return {"source": SOURCES[bare]}
    if bare in WHATS:
        return {"what": WHATS[bare]}
    return {"own": OWN[word], "what": "payments"} if word in OWN else {}
