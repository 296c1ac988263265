"""Which texts were said just now: WeCom's check for repeats goes by the content, ours by the message.

A message tried again must meet WeCom's check, so that nobody hears it twice. Another message that happens to
say the same (没听懂, twice) must not, or nobody would hear it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

CHECKED = timedelta(minutes=30)
"""How long WeCom looks back for the same content to the same member."""

TIDY = 1000
"""Messages after which what is over is swept out."""


class Repeats:
    """What each member was told in the last half hour, as hashes; of this process."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._said: dict[tuple[str, int], tuple[str, datetime]] = {}
        self._count = 0

    def may_check(self, member: str, content: str, reference: str) -> bool:
        """Whether WeCom's check may look at this message: no other one said the same just now."""
        now, key = self._clock(), (member, hash(content))
        self._tidy(now)
        before, when = self._said.get(key, (reference, now))
        if when <= now - CHECKED:
            before, when = reference, now
        self._said[key] = before, when
        return before == reference

    def _tidy(self, now: datetime) -> None:
        self._count += 1
        if self._count % TIDY == 0:
            self._said = {key: said for key, said in self._said.items() if said[1] > now - CHECKED}
