"""What Bangfu stands on: needed, explained, pinned, and free to be handed on under Apache-2.0."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import distribution, metadata, packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tree import ROOMS, ROOT, imports, python_files

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
GPL = re.compile(r"\bA?GPL|GNU (Affero )?General Public")
"""Not the LGPL, whose libraries may be used by anybody's program."""


def named(*lists: Iterable[str]) -> set[str]:
    """The names of some requirements, but for the project itself."""
    found = {Requirement(text).name for requirements in lists for text in requirements}
    return {str(canonicalize_name(name)) for name in found} - {"bangfu"}


RUNTIME = named(PROJECT["dependencies"], EXTRAS["postgresql"])
EVERYTHING = named(PROJECT["dependencies"], *EXTRAS.values())


def with_theirs(names: Iterable[str]) -> set[str]:
    """Distributions with all that they need in turn on this machine."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += needs(name)
    return found


def needs(name: str) -> Iterator[str]:
    """What an installed distribution needs here; with the extras that the project asks of it."""
    wanted = [*PROJECT["dependencies"], *EXTRAS["postgresql"]]
    asked = {
        extra
        for text in wanted
        if canonicalize_name((r := Requirement(text)).name) == name
        for extra in r.extras
    }
    for text in distribution(name).requires or ():
        requirement = Requirement(text)
        extras = asked or {""}
        if not requirement.marker or any(requirement.marker.evaluate({"extra": extra}) for extra in extras):
            yield str(canonicalize_name(requirement.name))


def test_everything_is_pinned_with_all_that_it_needs_in_turn() -> None:
    pins = (ROOT / "constraints.txt").read_text("utf-8").split()
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", pin) for pin in pins)
    pinned = {str(canonicalize_name(pin.partition("==")[0])) for pin in pins}
    assert not with_theirs(EVERYTHING) - pinned


def test_every_dependency_has_its_reason_in_the_papers() -> None:
    page = (ROOT / "docs/decisions/dependencies.md").read_text("utf-8")
    assert not {name for name in EVERYTHING if f"`{name}`" not in page}


def test_nothing_is_installed_that_no_room_needs() -> None:
    by_import = packages_distributions()
    used = {canonicalize_name(d) for top in imports(python_files(*ROOMS)) for d in by_import.get(top, ())}
    drivers = named(EXTRAS["postgresql"])  # named in database URLs, imported by SQLAlchemy
    assert not RUNTIME - used - drivers


@pytest.mark.parametrize("name", sorted(with_theirs(RUNTIME)))
def test_what_is_handed_on_with_bangfu_asks_for_no_other_licence(name: str) -> None:
    said = metadata(name)
    licences = [
        said.get("License-Expression"),
        (said.get("License") or "")[:80],
        *(said.get_all("Classifier") or []),
    ]
    assert not [text for text in licences if text and GPL.search(text.replace("LGPL", ""))]
