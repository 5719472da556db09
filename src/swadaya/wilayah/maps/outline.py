"""Rings of pixels as SVG path text, with a place for a label.

The text is relative and carries no needless character: "m12 34 5-6z" is a move and implied lines.
The fill rule is evenodd.
"""

from __future__ import annotations

from collections.abc import Sequence

from .simplify import Points


def doubled_area(ring: Points) -> int:
    """Twice the area of a ring in px2, never negative.

    >>> doubled_area([(0, 0), (4, 0), (4, 3)])
    12
    """
    total = 0
    x0, y0 = ring[-1] if ring else (0, 0)
    for x, y in ring:
        total += x0 * y - x * y0
        x0, y0 = x, y
    return abs(total)


def speck(x: int, y: int) -> Points:
    """A lozenge of four pixels across, so that a region too small to have an area can still be seen."""
    return [(x - 2, y), (x, y - 2), (x + 2, y), (x, y + 2)]


def path_text(rings: Sequence[Points]) -> str:
    """
    >>> path_text([[(1, 2), (6, -4), (7, 8)], [(1, 20), (2, 21), (3, 20)]])
    'm1 2 5-6 1 12zm0 18 1 1 1-1z'
    """
    parts: list[str] = []
    start_x = start_y = 0
    for ring in rings:
        x, y = ring[0]
        numbers = [x - start_x, y - start_y]
        start_x, start_y = x, y
        for next_x, next_y in ring[1:]:
            numbers += (next_x - x, next_y - y)
            x, y = next_x, next_y
        text = "".join(str(number) if number < 0 else f" {number}" for number in numbers)
        parts.append(f"m{text.lstrip()}z")
    return "".join(parts)


def box(rings: Sequence[Points]) -> tuple[int, int, int, int]:
    """Left, top, right, bottom."""
    xs = [x for ring in rings for x, _ in ring]
    ys = [y for ring in rings for _, y in ring]
    return min(xs), min(ys), max(xs), max(ys)


def label_point(ring: Points) -> tuple[int, int]:
    """A point inside the ring with room around it: the middle of the widest of nine level cuts.

    >>> label_point([(0, 0), (10, 0), (10, 10), (0, 10)])
    (5, 5)
    """
    left, top, right, bottom = box([ring])
    best_width, x, y = 0.0, (left + right) / 2, (top + bottom) / 2
    for step in (5, 4, 6, 3, 7, 2, 8, 1, 9):
        level = top + (bottom - top) * step / 10 + 0.01
        for start, end in _stretches(ring, level):
            if end - start > 1.2 * best_width:
                best_width, x, y = end - start, (start + end) / 2, level
    turned = [(b, a) for a, b in ring]
    for start, end in _stretches(turned, x + 0.01):
        if start <= y <= end:
            y = (start + end) / 2
    return round(x), round(y)


def _stretches(ring: Points, level: float) -> list[tuple[float, float]]:
    """Where a level line runs inside the ring: pairs of left and right ends."""
    cuts = []
    x0, y0 = ring[-1]
    for x, y in ring:
        if (y0 > level) != (y > level):
            cuts.append(x0 + (level - y0) * (x - x0) / (y - y0))
        x0, y0 = x, y
    cuts.sort()
    return list(zip(cuts[::2], cuts[1::2], strict=True))
