"""The figures of missing posts of a digest: of a county or wider (domain.md 8.4)."""

from __future__ import annotations

from dataclasses import astuple

from handlers.digests.facts import Staffing
from handlers.digests.scene import Scene
from storage.queries.digest_staffing import unpaired, unstaffed


def staffing_facts(scene: Scene) -> Staffing | None:
    """Posts and helpers that are missing; None where none is, and below the county."""
    if not scene.is_county:
        return None
    day, townships = scene.period.day, scene.ground.townships
    found = Staffing(
        unpaired(scene.db, scene.villages, day), *unstaffed(scene.db, scene.villages, townships, day)
    )
    return found if any(astuple(found)) else None
