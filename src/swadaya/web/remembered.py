"""What changes only when regions or boundaries are loaded, kept in memory under the edition's stamp."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from swadaya.wilayah import selectors as wilayah
from swadaya.wilayah.ranges import CodeRange
from swadaya.wilayah.selectors import AreaInfo, StoredLayer

_PICTURES = 1024


def picture(stamp: str, code: str) -> dict[str, Any] | None:
    """The outlines below a region, None where none are installed."""
    return _picture(stamp, code) if code in _outlined(stamp) else None


@lru_cache(maxsize=_PICTURES)
def _picture(stamp: str, code: str) -> dict[str, Any] | None:  # noqa: ARG001 - part of the key
    return wilayah.boundaries_for(code)


@lru_cache(maxsize=1)
def _layers(stamp: str) -> tuple[StoredLayer, ...]:  # noqa: ARG001 - part of the key
    return tuple(wilayah.boundary_layers())


@lru_cache(maxsize=1)
def _outlined(stamp: str) -> frozenset[str]:
    """Regions below which outlines are installed."""
    return frozenset(layer.parent for layer in _layers(stamp))


@lru_cache(maxsize=1)
def attributions(stamp: str) -> tuple[tuple[str, str], ...]:
    """Files of outlines that are installed, with what must be said of each."""
    return tuple(sorted({(layer.file, layer.attribution) for layer in _layers(stamp)}))


@lru_cache(maxsize=1)
def _areas(stamp: str) -> tuple[tuple[AreaInfo, list[CodeRange]], ...]:  # noqa: ARG001 - part of the key
    told = [area for area in wilayah.areas() if area.kind != "pulau"]
    return tuple((area, wilayah.ranges_of(area.code)) for area in told)


def areas_of(stamp: str, code: str, year: int) -> list[AreaInfo]:
    """Tags and kawasan in force in a year that hold a village, also under its old code."""
    return [
        area for area, ranges in _areas(stamp) if area.in_year(year) and any(low <= code < high for low, high in ranges)
    ]
