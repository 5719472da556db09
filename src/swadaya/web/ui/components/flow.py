"""Two stacks of villages by class with bands between them: who moved from which class to which.

The bands are stretched to the width of the page, the words are not: bands lie in an inner picture without fixed
proportions, figures stand beside it in percentages.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString

from swadaya.core.figures import grouped

from .status import tone

_HEIGHT = 300.0
_GAP = 10.0
_LEFT, _WIDTH = 22.0, 56.0  # percent of the page; the figures stand outside
_STACK = 3.5  # percent
_LEAST = 15.0  # a shorter piece has no room for its figure

Cells = Sequence[Sequence[int]]
"""Villages from class x (row) to class y (column), lowest class first."""


def flow(cells: Cells, years: tuple[int, int], labels: Sequence[str], *, spoken: str) -> SafeString:
    """Draw the moves between two years, highest class on top. A table beside it has the numbers.

    Args:
        years: the two years, written above the stacks.
        labels: names of the classes, lowest first; they are spoken, the legend shows them.
        spoken: the picture in words.
    """
    size = len(cells)
    before = [sum(row) for row in cells]
    after = [sum(row[level] for row in cells) for level in range(size)]
    whole = sum(before)
    if not whole:
        return SafeString("")
    scale = (_HEIGHT - _GAP * (size - 1)) / whole
    left, right = _tops(before, scale), _tops(after, scale)
    parts = [
        f'<svg x="{_LEFT + _STACK}%" width="{_WIDTH - 2 * _STACK}%" y="24" height="{_HEIGHT:g}" '
        f'viewBox="0 0 100 {_HEIGHT:g}" preserveAspectRatio="none" class="bands">'
        f"{_bands(cells, left, right, scale)}</svg>",
        _stack(before, left, scale, _LEFT, "end", labels),
        _stack(after, right, scale, _LEFT + _WIDTH - _STACK, "start", labels),
        f'<text x="{_LEFT}%" y="12" class="tx-b">{years[0]}</text>'
        f'<text x="{_LEFT + _WIDTH}%" y="12" text-anchor="end" class="tx-b">{years[1]}</text>',
    ]
    return SafeString(
        f'<svg class="pic" height="{_HEIGHT + 26:g}" role="img" aria-label="{escape(spoken)}">{"".join(parts)}</svg>'
    )


def _tops(counts: Sequence[int], scale: float) -> list[float]:
    """Where each class begins, the highest class on top."""
    tops = [0.0] * len(counts)
    at = 0.0
    for level in reversed(range(len(counts))):
        tops[level] = at
        at += counts[level] * scale + _GAP
    return tops


def _bands(cells: Cells, left: Sequence[float], right: Sequence[float], scale: float) -> str:
    size = len(cells)
    at_left, at_right = list(left), list(right)
    places: dict[tuple[int, int], tuple[float, float]] = {}
    for old in reversed(range(size)):
        for new in reversed(range(size)):
            places[old, new] = (at_left[old], 0.0)
            at_left[old] += cells[old][new] * scale
    for new in reversed(range(size)):
        for old in reversed(range(size)):
            places[old, new] = (places[old, new][0], at_right[new])
            at_right[new] += cells[old][new] * scale
    drawn = []
    for (old, new), (y1, y2) in places.items():
        thick = cells[old][new] * scale
        if not thick:
            continue
        drawn.append(
            f'<path class="f{tone(old + 1, size)}" d="M0 {y1:.1f}C50 {y1:.1f} 50 {y2:.1f} 100 {y2:.1f}'
            f'V{y2 + thick:.1f}C50 {y2 + thick:.1f} 50 {y1 + thick:.1f} 0 {y1 + thick:.1f}z"/>'
        )
    return "".join(drawn)


def _stack(
    counts: Sequence[int], tops: Sequence[float], scale: float, x: float, anchor: str, labels: Sequence[str]
) -> str:
    size = len(counts)
    drawn = []
    beside = x - 2 if anchor == "end" else x + _STACK + 2
    for level, count in enumerate(counts):
        if not count:
            continue
        colour, top, height = tone(level + 1, size), tops[level] + 24, count * scale
        drawn.append(
            f'<rect x="{x}%" y="{top:.1f}" width="{_STACK}%" height="{max(height, 1):.1f}" class="f{colour} edge"/>'
        )
        if height >= _LEAST or count == max(counts):
            drawn.append(
                f'<text x="{beside}%" y="{top + height / 2 + 4:.1f}" text-anchor="{anchor}" class="tx">'
                f"<title>{escape(labels[level])}</title>{grouped(count)}</text>"
            )
    return "".join(drawn)
