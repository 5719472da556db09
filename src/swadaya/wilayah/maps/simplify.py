"""Fewer points for the same picture: Visvalingam's method on whole pixels.

Arcs, not rings, are simplified: neighbours keep one common border and no gaps open between them.
"""

from __future__ import annotations

import heapq

import numpy as np
from numpy.typing import NDArray

Points = list[tuple[int, int]]


def distinct(pixels: NDArray[np.int64]) -> Points:
    """Points as tuples without repetitions in a row; an arc keeps at least one point."""
    keep = np.ones(len(pixels), dtype=np.bool_)
    keep[1:] = (pixels[1:] != pixels[:-1]).any(axis=1)
    return [(x, y) for x, y in pixels[keep].tolist()]


def visvalingam(points: Points, smallest: float) -> Points:
    """Drop, least important first, inner points whose triangle with their neighbours is under ``smallest``.

    Ends stay where they are: other arcs meet there. ``smallest`` is an area in px2.

    >>> visvalingam([(0, 0), (5, 1), (10, 0), (10, 10)], 6)
    [(0, 0), (10, 0), (10, 10)]
    """
    count = len(points)
    if count < 3:
        return points
    before, after = list(range(-1, count - 1)), list(range(1, count + 1))
    wanted = int(2 * smallest)
    areas = [0] * count
    heap: list[tuple[int, int]] = []
    for index in range(1, count - 1):
        areas[index] = _doubled_area(points[index - 1], points[index], points[index + 1])
        heap.append((areas[index], index))
    heapq.heapify(heap)
    dropped = bytearray(count)
    while heap and heap[0][0] < wanted:
        area, index = heapq.heappop(heap)
        if dropped[index] or area != areas[index]:
            continue
        dropped[index] = 1
        left, right = before[index], after[index]
        after[left], before[right] = right, left
        for near in (left, right):
            if 0 < near < count - 1:
                fresh = _doubled_area(points[before[near]], points[near], points[after[near]])
                areas[near] = max(area, fresh)
                heapq.heappush(heap, (areas[near], near))
    return [point for index, point in enumerate(points) if not dropped[index]]


def _doubled_area(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> int:
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]))
