"""From a topology to pictures: for every region the outlines of what lies below it, in the region's own view.

Each picture is drawn once, when a file is installed: provinces in the nation, regencies in a province,
and also two levels down (all regencies of the nation, all villages of a regency).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from swadaya.core import codes
from swadaya.core.codes import Level
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid

from .outline import box, doubled_area, label_point, path_text, speck
from .projection import Projection, fitted
from .simplify import Points, distinct, visvalingam
from .topojson import Shape, Topology

_LEVEL_OF_LAYER: dict[str, Level] = {
    "provinsi": "provinsi",
    "kabupaten": "kabkota",
    "kabkota": "kabkota",
    "kecamatan": "kecamatan",
    "desa": "desa",
}
_CODE_KEYS = ("kode", "prov", "code", "id")
_SMALLEST_TRIANGLE = 1.5  # px2; below it a bend is not seen
_SMALLEST_RING = 1.5  # px2; islets below it are left out unless they are all the region has


@dataclass(frozen=True, slots=True)
class Outline:
    """One region in a picture, in whole pixels."""

    code: str
    path: str
    x: int
    y: int
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Picture:
    """What lies at ``level`` below ``parent`` ("" is the nation)."""

    parent: str
    level: Level
    width: int
    height: int
    outlines: tuple[Outline, ...]


def layers(topology: Topology, *, name: str) -> dict[Level, dict[str, Shape]]:
    """Shapes by level and code. Raises Invalid (peta.lapisan, peta.kode) for a file not about regions."""
    found: dict[Level, dict[str, Shape]] = {}
    for layer, shapes in topology.objects.items():
        level = _LEVEL_OF_LAYER.get(layer.strip().lower())
        if level is None or not shapes:
            continue
        for number, shape in enumerate(shapes):
            written = next((str(shape.properties[key]) for key in _CODE_KEYS if key in shape.properties), "")
            code = codes.normalise(written)
            if code is None or codes.level_of(code) != level or code in found.get(level, {}):
                expected = f"kode {level} {codes.DIGITS[level]} angka yang tidak berulang"
                where = Where(file=name, key=f"objects.{layer}[{number}].kode")
                raise Invalid(Problem("peta.kode", where, written or "tanpa kode", expected))
            found.setdefault(level, {})[code] = shape
    if not found:
        raise Invalid(
            Problem(
                "peta.lapisan",
                Where(file=name, key="objects"),
                ", ".join(topology.objects),
                "lapisan bernama provinsi, kabupaten, kecamatan, atau desa, dengan sifat kode (atau prov)",
            )
        )
    return found


def scopes(level: Level, found: dict[str, Shape]) -> Iterator[tuple[str, dict[str, Shape], bool]]:
    """Pictures to draw of one level: parent, its shapes, and whether the parent is the direct one."""
    for steps in (1, 2):
        groups: dict[str, dict[str, Shape]] = {}
        if steps == 2 and level == "provinsi":
            return
        for code, shape in sorted(found.items()):
            parent = codes.parent(code) if steps == 1 else codes.parent(codes.parent(code))
            groups.setdefault(parent, {})[code] = shape
        for parent, shapes in groups.items():
            yield parent, shapes, steps == 1


def draw(topology: Topology, parent: str, level: Level, shapes: dict[str, Shape]) -> Picture:
    """Draw the shapes as large as the picture allows."""
    used = sorted({arc for shape in shapes.values() for arc in shape.arcs()})
    view = fitted(topology.arcs[arc] for arc in used)
    lines = {arc: _line(topology, arc, view) for arc in used}
    outlines = tuple(_outline(code, shape, lines) for code, shape in shapes.items())
    return Picture(parent, level, view.width, view.height, outlines)


def _line(topology: Topology, arc: int, view: Projection) -> Points:
    return visvalingam(distinct(view.pixels(topology.arcs[arc])), _SMALLEST_TRIANGLE)


def _outline(code: str, shape: Shape, lines: dict[int, Points]) -> Outline:
    rings = [_ring(ring, lines) for polygon in shape.polygons for ring in polygon]
    rings.sort(key=doubled_area, reverse=True)
    largest = rings[0] if rings else [(0, 0)]
    kept = [ring for ring in rings if doubled_area(ring) >= 2 * _SMALLEST_RING]
    if not kept:
        kept = [largest] if doubled_area(largest) else [speck(*largest[0])]
    x, y = label_point(kept[0])
    return Outline(code, path_text(kept), x, y, box(kept))


def _ring(ring: tuple[int, ...], lines: dict[int, Points]) -> Points:
    points: Points = []
    for arc in ring:
        line = lines[arc] if arc >= 0 else lines[~arc][::-1]
        points += line[1:] if points and points[-1] == line[0] else line
    if len(points) > 1 and points[0] == points[-1]:
        points.pop()
    return points
