"""The digest of an area, from the figures that were frozen when it was issued."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.digests.compose import compose
from handlers.replies import Say
from locales import Translate


def issued(t: Translate, said: Mapping[str, Any]) -> Say:
    """The text of the digest; `facts` are those of its issue."""
    return Say(compose(t, said["facts"]))
