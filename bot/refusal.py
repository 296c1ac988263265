"""What is refused on the command line, in one line; and times as an operator types them."""

from __future__ import annotations

from datetime import datetime

from storage.values.week import SHANGHAI

FIRST_YEAR, LAST_YEAR = 2000, 2099
"""Of the times an operator may give: what lies outside is a slip."""


class Refusal(Exception):
    """Something an operator can mend: printed as one line, exit code 1."""


def moment(text: str) -> datetime:
    """A time in Asia/Shanghai, such as 2026-11-19T08:42.

    Raises:
        Refusal: not a time.
    """
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refusal(f"not a time: {text}; write it like 2026-11-19T08:42") from error
    if not FIRST_YEAR <= read.year <= LAST_YEAR:
        raise Refusal(f"not a time of ours: {text}; years from {FIRST_YEAR} to {LAST_YEAR}")
    return read.replace(tzinfo=SHANGHAI) if read.tzinfo is None else read.astimezone(SHANGHAI)
