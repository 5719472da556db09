"""The villages around a village: those nearest to it in rank in its kecamatan, and those whose outlines touch it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from swadaya.indeks.selectors import VillageFigure

_EITHER_SIDE = 2
_COMMON = 2
"""Points that two outlines must share: neighbours are drawn with one border, a single point is only a corner."""
_NUMBER = re.compile(r"-?\d+")
Point = tuple[int, int]


def nearest(villages: Sequence[VillageFigure], code: str) -> list[VillageFigure]:
    """The villages just above and just below in the list of a kecamatan, best first, without the village itself."""
    place = next((number for number, one in enumerate(villages) if one.code == code), None)
    if place is None:
        return []
    around = villages[max(place - _EITHER_SIDE, 0) : place + _EITHER_SIDE + 1]
    return [one for one in around if one.code != code]


def touching(picture: Mapping[str, Any] | None, code: str) -> set[str]:
    """Codes of the shapes of a picture that have a border in common with one of them.

    >>> shapes = [{"code": "a", "path": "m0 0 4 0 0 4-4 0z"}, {"code": "b", "path": "m4 0 4 0 0 4-4 0z"},
    ...           {"code": "c", "path": "m8 4 4 0 0 4-4 0z"}]
    >>> sorted(touching({"shapes": shapes}, "b"))
    ['a']
    """
    shapes = {shape["code"]: shape["path"] for shape in picture["shapes"]} if picture else {}
    if code not in shapes:
        return set()
    own = outline_points(shapes[code])
    return {other for other, path in shapes.items() if other != code and len(own & outline_points(path)) >= _COMMON}


@lru_cache(maxsize=2048)
def outline_points(path: str) -> frozenset[Point]:
    """The corners of an outline written in relative moves, as ``swadaya.wilayah`` stores it."""
    found: set[Point] = set()
    start_x = start_y = 0
    for ring in path.split("z"):
        numbers = [int(number) for number in _NUMBER.findall(ring)]
        x, y = start_x, start_y
        for step, (dx, dy) in enumerate(zip(numbers[::2], numbers[1::2], strict=True)):
            x, y = x + dx, y + dy
            found.add((x, y))
            if not step:
                start_x, start_y = x, y
    return frozenset(found)
