"""Read TopoJSON: polygons that share their borders as arcs, delta-coded on a grid.

Only what a map of regions needs is read: Polygon and MultiPolygon with their properties. What is not
understood is refused with a reason; nothing is guessed. Source: TopoJSON format specification 1.0.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid

Ring = tuple[int, ...]
"""Arc numbers in order; ``~i`` (negative) is arc i walked backwards."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One feature: its properties and its polygons, each an outer ring followed by holes."""

    properties: dict[str, Any]
    polygons: tuple[tuple[Ring, ...], ...]

    def arcs(self) -> set[int]:
        """Numbers of the arcs used, without direction."""
        return {arc if arc >= 0 else ~arc for polygon in self.polygons for ring in polygon for arc in ring}


@dataclass(frozen=True, slots=True)
class Topology:
    """``arcs``: float arrays (n, 2) of longitude and latitude in degrees; ``objects``: layers by name."""

    arcs: tuple[NDArray[np.float64], ...]
    objects: dict[str, tuple[Shape, ...]]


def read(raw: bytes, *, name: str) -> Topology:
    """Decode a file. Raises Invalid (peta.bukan-topojson, peta.rusak, peta.kosong)."""
    try:
        content = json.loads(raw)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise _unusable("bukan-topojson", name, "", "berkas JSON", got=f"bukan JSON ({error})") from error
    if not isinstance(content, dict) or content.get("type") != "Topology":
        kind = content.get("type", "tanpa type") if isinstance(content, dict) else type(content).__name__
        hint = "Ubah dulu, misalnya: mapshaper batas.geojson -o format=topojson batas.topojson"
        raise _unusable("bukan-topojson", name, "type", 'berkas TopoJSON ("type": "Topology")', str(kind), hint)
    try:
        arcs = _arcs(content)
        objects = {str(key): _shapes(value, len(arcs)) for key, value in content["objects"].items()}
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError) as error:
        got = f"{type(error).__name__}: {error}"
        raise _unusable("rusak", name, "", "arcs dan objects menurut TopoJSON 1.0", got) from error
    if not any(objects.values()):
        raise _unusable("kosong", name, "objects", "sedikitnya satu Polygon atau MultiPolygon")
    return Topology(arcs, objects)


def _arcs(content: dict[str, Any]) -> tuple[NDArray[np.float64], ...]:
    transform = content.get("transform")
    found = []
    for arc in content["arcs"]:
        points = np.array([position[:2] for position in arc], dtype=np.float64)
        if points.ndim != 2 or points.shape[1] != 2 or len(points) < 2:
            raise ValueError("arc")
        if transform is not None:
            points = points.cumsum(axis=0) * transform["scale"] + transform["translate"]
        if not np.isfinite(points).all() or (np.abs(points) > (180, 90)).any():
            raise ValueError("koordinat di luar 180 derajat bujur atau 90 derajat lintang")
        found.append(points)
    return tuple(found)


def _shapes(geometry: Any, arc_count: int) -> tuple[Shape, ...]:
    kind = geometry["type"]
    if kind == "GeometryCollection":
        return tuple(shape for part in geometry["geometries"] for shape in _shapes(part, arc_count))
    if kind not in ("Polygon", "MultiPolygon"):
        return ()
    polygons = [geometry["arcs"]] if kind == "Polygon" else geometry["arcs"]
    properties = dict(geometry.get("properties") or {})
    if "id" in geometry:
        properties.setdefault("id", geometry["id"])
    rings = tuple(tuple(tuple(int(arc) for arc in ring) for ring in polygon) for polygon in polygons)
    if not rings or not all(polygon and all(polygon) for polygon in rings):
        raise ValueError("cincin tanpa arc")
    shape = Shape(properties, rings)
    if any(arc >= arc_count for arc in shape.arcs()):
        raise ValueError("nomor arc di luar daftar")
    return (shape,)


def _unusable(code: str, file: str, key: str, expected: str, got: str = "", hint: str = "") -> Invalid:
    return Invalid(Problem(f"peta.{code}", Where(file=file, key=key), got, expected, hint))
