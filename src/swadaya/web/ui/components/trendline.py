"""The index of one village over the years, against the borders of the classes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from html import escape

from django.utils.safestring import SafeString

from swadaya.methodology.schema import Method

from ..formatting import index_text, upper_border
from .status import tone

Point = tuple[int, Fraction, bool]
"""Year, index, example."""
_LEFT, _RIGHT = 34.0, 92.0  # percent; the names of the classes stand to the left
_PAD = 0.05
_LEAST_SPAN = 0.3


def _bounds(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values) - _PAD, max(values) + _PAD
    missing = max(_LEAST_SPAN - (high - low), 0.0)
    low, high = low - missing / 2, high + missing / 2
    low, high = (0.0, high - low) if low < 0 else (low, high)
    return (max(low - (high - 1), 0.0), 1.0) if high > 1 else (low, high)


def trendline(method: Method, points: Sequence[Point], *, spoken: str) -> SafeString:
    """Draw two or more points, oldest first. Full dots are official, open ones are examples."""
    low, high = _bounds([float(value) for _, value, _ in points])

    def down(value: float) -> float:
        return (high - value) / (high - low) * 100

    parts = []
    for status in method.classes:
        lower, upper = max(float(status.range.lower), low), min(float(upper_border(status)), high)
        if lower >= upper:
            continue
        top, height = down(upper), down(lower) - down(upper)
        colour = tone(status.level, len(method.classes))
        parts.append(f'<rect width="7" y="{top:.2f}%" height="{height:.2f}%" class="f{colour} gap"/>')
        if lower > low:
            parts.append(f'<line x1="7" x2="100%" y1="{top + height:.2f}%" y2="{top + height:.2f}%" class="hair"/>')
        if height > 9:
            parts.append(
                f'<svg x="16" y="{top + height / 2:.2f}%" overflow="visible">'
                f'<text y="4" class="tx">{escape(status.label)}</text></svg>'
            )
    step = (_RIGHT - _LEFT) / max(len(points) - 1, 1)
    places = [(_LEFT + step * number, down(float(value))) for number, (_, value, _) in enumerate(points)]
    for (x1, y1), (x2, y2) in zip(places, places[1:], strict=False):
        parts.append(f'<line x1="{x1:.1f}%" y1="{y1:.2f}%" x2="{x2:.1f}%" y2="{y2:.2f}%" class="line-soft"/>')
    for (x, y), (year, value, example) in zip(places, points, strict=True):
        last = year == points[-1][0]
        parts.append(
            f'<circle cx="{x:.1f}%" cy="{y:.2f}%" r="5" class="{"dot-off" if example else "fill-ink"}"/>'
            f'<svg x="{x:.1f}%" y="{y:.2f}%" overflow="visible"><text y="-12" text-anchor="middle" '
            f'class="{"tx-b" if last else "tx"}">{index_text(method, value)}</text></svg>'
            f'<svg x="{x:.1f}%" y="100%" overflow="visible">'
            f'<text y="22" text-anchor="middle" class="tx">{year}</text></svg>'
        )
    parts.append('<line x2="100%" y1="100%" y2="100%" class="axis"/>')
    return SafeString(
        f'<svg class="pic" height="230" role="img" aria-label="{escape(spoken)}">'
        f'<svg y="8" width="100%" height="190" overflow="visible">{"".join(parts)}</svg></svg>'
    )
