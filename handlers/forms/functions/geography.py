"""Points on the earth: texts such as '24.88 109.70 0 0', latitude first, in degrees."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from handlers.forms.functions.table import of_all
from handlers.forms.values import NAN, Operand, Value, text

RADIUS = 40_075_017 / (2 * math.pi)
"""Metres, from the circumference at the equator, which the specification takes."""
CORNERS = 3

Point = tuple[float, float]


@of_all("distance", "places, …")
def distance(given: Sequence[Value]) -> Operand:
    """The metres along points, or along a line 'lat lon; lat lon; …'; NaN where one is no point."""
    points = _points(given)
    if points is None:
        return NAN
    return _rounded(sum(_apart(a, b) for a, b in pairwise(points)))


@of_all("area", "places, …")
def area(given: Sequence[Value]) -> Operand:
    """The square metres within points, or within a shape 'lat lon; lat lon; …'; 0 for fewer than three."""
    points = _points(given)
    if points is None:
        return NAN
    if len(points) < CORNERS:
        return Decimal(0)
    around = [*points, points[0]]
    swept = sum((b[1] - a[1]) * (2 + math.sin(a[0]) + math.sin(b[0])) for a, b in pairwise(around))
    return _rounded(abs(swept) * RADIUS * RADIUS / 2)


def _points(given: Sequence[Value]) -> list[Point] | None:
    """Latitude and longitude in radians; None where something is no point. Empty answers are passed over."""
    written = [part.split() for value in given for part in text(value).split(";") if part.strip()]
    try:
        found = [(float(part[0]), float(part[1])) for part in written]
    except (ValueError, IndexError):
        return None
    if not all(abs(lat) <= 90 and abs(lon) <= 180 for lat, lon in found):
        return None
    return [(math.radians(lat), math.radians(lon)) for lat, lon in found]


def _apart(a: Point, b: Point) -> float:
    """Metres between two points (haversine)."""
    half = (
        math.sin((b[0] - a[0]) / 2) ** 2 + math.cos(a[0]) * math.cos(b[0]) * math.sin((b[1] - a[1]) / 2) ** 2
    )
    return 2 * RADIUS * math.asin(min(1.0, math.sqrt(half)))


def _rounded(metres: float) -> Decimal:
    return Decimal(str(round(metres, 2)))
