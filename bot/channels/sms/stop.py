"""The words by which people stop an SMS service, as the carriers have it."""

from __future__ import annotations

import re
import unicodedata

STOP = frozenset({"R", "TD", "T", "N", "退订"})


def stop_word(text: str) -> str | None:
    """The word, if nothing else was written but one: in any width and case, with spaces and marks.

    The carriers' convention stands above our own: even while a question waits for its answer, a bare T
    or N stops the messages.
    """
    bare = re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text)).upper()
    bare = bare.replace("退訂", "退订")
    return bare if bare in STOP else None
