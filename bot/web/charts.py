"""Small charts as inline SVG: figures stand at their points, nothing is told by colour alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from markupsafe import Markup, escape

from handlers.digests.page.model import Chart, Point

WIDTH, HEIGHT = 320, 150
LEFT, RIGHT, TOP, BOTTOM = 44, 312, 26, 118
"""The field in which heights are drawn, in units of the drawing."""
BAR = 34

Placed = tuple[float, Point]


def drawing(chart: Chart, name: str) -> Markup:
    """The chart as an SVG element; `name` makes its ids unique on the page."""
    places = list(zip(_across(len(chart.points)), chart.points, strict=True))
    shapes = _bars(places) if chart.shape == "bars" else _line(places)
    return Markup(
        '<svg viewBox="0 0 {width} {height}" role="img" aria-labelledby="{name}-title {name}-told">'
        '<title id="{name}-title">{title}</title><desc id="{name}-told">{told}</desc>{field}{shapes}{words}</svg>'
    ).format(
        width=WIDTH, height=HEIGHT, name=name, title=chart.title, told=chart.told,
        field=_field(chart.scale), shapes=_joined(shapes), words=_joined(_words(places)),
    )  # fmt: skip


def _across(count: int) -> list[float]:
    """The middles of as many equal parts of the width."""
    part = (RIGHT - LEFT) / max(1, count)
    return [LEFT + part * (n + 0.5) for n in range(count)]


def _down(height: float) -> float:
    return BOTTOM - height * (BOTTOM - TOP)


def _field(scale: str) -> Markup:
    """The ground, the top and what they stand for."""
    return Markup(
        '<path class="grid" d="M{left} {top}H{right}M{left} {bottom}H{right}"/>'
        '<text class="scale" x="{at}" y="{over}">{scale}</text><text class="scale" x="{at}" y="{under}">0</text>'
    ).format(
        left=LEFT, right=RIGHT, top=TOP, bottom=BOTTOM, at=LEFT - 5, over=TOP + 4, under=BOTTOM + 4, scale=scale
    )  # fmt: skip


def _bars(places: list[Placed]) -> Iterator[Markup]:
    for x, point in places:
        if point.height is not None:
            top = _down(point.height)
            yield Markup('<rect class="bar" x="{:.1f}" y="{:.1f}" width="{}" height="{:.1f}"/>').format(
                x - BAR / 2, top, BAR, BOTTOM - top
            )


def _line(places: list[Placed]) -> Iterator[Markup]:
    """A line through the weeks that have a rate, broken where there is none, and a dot at each."""
    for there, run in groupby(places, key=lambda place: place[1].height is not None):
        if there:
            dots = [f"{x:.1f},{_down(point.height or 0):.1f}" for x, point in run]
            yield Markup('<polyline class="line" points="{}"/>').format(" ".join(dots))
            for dot in dots:
                x, y = dot.split(",")
                yield Markup('<circle class="dot" cx="{}" cy="{}" r="3.5"/>').format(x, y)


def _words(places: list[Placed]) -> Iterator[Markup]:
    """The figure over each point, the week under it."""
    for x, point in places:
        yield Markup('<text class="figure" x="{:.1f}" y="{:.1f}">{}</text>').format(
            x, _down(point.height or 0) - 8, point.figure
        )
        yield Markup('<text class="week" x="{:.1f}" y="{}">{}</text>').format(x, BOTTOM + 20, point.label)


def _joined(parts: Iterator[Markup]) -> Markup:
    return Markup("").join(escape(part) for part in parts)
