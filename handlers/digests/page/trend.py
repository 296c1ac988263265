"""The last full weeks as charts: every point with its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from handlers.digests.facts import Share
from handlers.digests.page.model import Chart, Point
from handlers.digests.wording import rate
from handlers.shown import week_title
from locales import Translate
from storage.values.week import Week


def rates(t: Translate, title: str, day: date, series: Sequence[Share]) -> list[Chart]:
    """A line of rates, from nothing to everybody; none where no week asked for anything."""
    heights = [each.part / each.whole if each.whole else None for each in series]
    figures = [rate(each) if each.whole else t("nothing due") for each in series]
    points = _points(t, day, series, heights, figures)
    return [Chart("line", title, "100%", _told(points), points)] if any(each.whole for each in series) else []


def counts(t: Translate, title: str, day: date, series: Sequence[Share]) -> list[Chart]:
    """Bars of how many, as high as the highest."""
    most = max((each.part for each in series), default=0)
    heights = [each.part / most if most else None for each in series]
    points = _points(t, day, series, heights, [str(each.part) for each in series])
    return [Chart("bars", title, str(most), _told(points), points)] if most else []


def _points(
    t: Translate,
    day: date,
    series: Sequence[Share],
    heights: Sequence[float | None],
    figures: Sequence[str],
) -> tuple[Point, ...]:
    weeks = [Week.of(day - timedelta(weeks=n)) for n in range(len(series), 0, -1)]
    return tuple(
        Point(
            t("wk {number}", number=week.number),
            week_title(t, week),
            height,
            figure,
            f"{each.part}/{each.whole}",
        )
        for week, each, height, figure in zip(weeks, series, heights, figures, strict=True)
    )


def _told(points: Sequence[Point]) -> str:
    return "; ".join(f"{point.name}: {point.figure} ({point.numbers})" for point in points)
