"""From degrees to whole pixels of one picture: equirectangular, true to scale at the middle latitude.

Indonesia lies across the equator, so this plain projection bends shapes by less than 2 percent.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SIZE = 1000
"""Longer side of a picture in pixels."""
MARGIN = 4


@dataclass(frozen=True, slots=True)
class Projection:
    """``width`` and ``height`` of the picture; ``scale`` in pixels per degree of latitude."""

    west: float
    north: float
    squeeze: float
    scale: float
    width: int
    height: int

    def pixels(self, points: NDArray[np.float64]) -> NDArray[np.int64]:
        """Longitude and latitude (n, 2) to whole x (to the right) and y (downwards)."""
        x = (points[:, 0] - self.west) * self.squeeze * self.scale
        y = (self.north - points[:, 1]) * self.scale
        return np.rint(np.column_stack((x, y))).astype(np.int64) + MARGIN


def fitted(arcs: Iterable[NDArray[np.float64]]) -> Projection:
    """The projection that shows all arcs as large as the picture allows."""
    low = np.array([math.inf, math.inf])
    high = -low
    for arc in arcs:
        low, high = np.minimum(low, arc.min(axis=0)), np.maximum(high, arc.max(axis=0))
    squeeze = math.cos(math.radians(float(low[1] + high[1]) / 2))
    wide, tall = float(high[0] - low[0]) * squeeze, float(high[1] - low[1])
    scale = (SIZE - 2 * MARGIN) / max(wide, tall, 1e-9)
    width, height = (math.ceil(side * scale - 1e-6) + 2 * MARGIN for side in (wide, tall))
    return Projection(float(low[0]), float(high[1]), squeeze, scale, width, height)
