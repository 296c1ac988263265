"""The line of a measure."""

from __future__ import annotations


def line(name: str, ours: float, against: float, unit: str, what: str) -> str:
    """`turn: ours 812 turns/s, against 6500 turns/s, ratio 0.12 (what was compared)`."""
    return (
        f"{name}: ours {ours:.4g} {unit}, against {against:.4g} {unit}, ratio {ours / against:.3g} ({what})"
    )
