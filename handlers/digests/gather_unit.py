"""The figures of a helping unit or department in an area: its people, the households they help, its problems."""

from __future__ import annotations

from dataclasses import replace

from handlers.digests.facts import DigestFacts
from handlers.digests.gather_on_site import on_site_facts
from handlers.digests.gather_visits import problem_facts, visit_facts
from handlers.digests.scene import Scene
from storage.queries import digest_visits
from storage.queries.units import UnitRow


def scene_of_unit(scene: Scene, unit: UnitRow) -> Scene:
    """The same area and time, of the unit alone: every collecting function then counts what is the unit's."""
    return replace(scene, unit=unit)


def unit_facts(scene: Scene, unit: UnitRow) -> DigestFacts:
    """The unit's blocks in the area of a scene; what is not a unit's (money of villages, exits) is left out."""
    own, period = scene_of_unit(scene, unit), scene.period
    cases = digest_visits.cases(own.db, own.villages, period.reported, period.cutoff, unit)
    return DigestFacts(
        unit.name, "unit", period.day, period.cutoff,
        on_site=on_site_facts(own),
        visits=visit_facts(own),
        problems=problem_facts(own, cases),
    )  # fmt: skip
