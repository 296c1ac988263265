"""WeCom says a message three times where we could not take it; with the last the member is told."""

from __future__ import annotations

TRIES = 3
MOST = 1000
"""Messages that are counted at a time; the oldest is forgotten, it is not coming again."""


class Tries:
    """How often each message could not be taken, in this process."""

    def __init__(self) -> None:
        self._failed: dict[str, int] = {}

    def was_last(self, message: str) -> bool:
        """Count a failed try; whether WeCom says it no more after this one."""
        failed = self._failed.pop(message, 0) + 1
        if failed < TRIES:
            self._failed[message] = failed
            if len(self._failed) > MOST:
                del self._failed[next(iter(self._failed))]
        return failed >= TRIES
