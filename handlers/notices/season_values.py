"""What templates may say of what comes once a year: insurance, school, re-check (see values.py)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from locales import Translate

Said = Mapping[str, Any]
Values = dict[str, str]


def unpaid(_: Translate, said: Said) -> Values:
    """N16: households (`count`), members who have not paid (`people`)."""
    return {"count": str(len(said["items"])), "people": str(sum(item[2] for item in said["items"]))}


def unpaid_at_home(_: Translate, said: Said) -> Values:
    """N16-home: members who have not paid."""
    return {"count": str(said["items"][0][0])}


def aid_at_home(_: Translate, said: Said) -> Values:
    """N17-home: the first stage and what may be asked for at it."""
    stage, aid = said["items"][0]
    return {"stage": stage, "aid": aid}


def unchecked(_: Translate, said: Said) -> Values:
    """N18: households not looked at again, of all."""
    return {
        "count": str(sum(item[1] for item in said["items"])),
        "all": str(sum(item[2] for item in said["items"])),
    }
