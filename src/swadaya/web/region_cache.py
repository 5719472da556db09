"""What changes only when regions or outlines are loaded or a run is published, kept under the edition's stamp."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from swadaya.pendataan import selectors as decrees
from swadaya.pendataan.values import PublicationInfo
from swadaya.wilayah import selectors as wilayah
from swadaya.wilayah.rules.code_ranges import CodeRange
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
def told_areas(stamp: str) -> tuple[tuple[AreaInfo, list[CodeRange]], ...]:  # noqa: ARG001 - part of the key
    """Tags and kawasan with the regions they hold, also under their old codes."""
    told = [area for area in wilayah.areas() if area.kind != "pulau"]
    return tuple((area, wilayah.ranges_of(area.code)) for area in told)


def decree_of(stamp: str, run_id: int) -> PublicationInfo | None:
    """The decree that a run on show was published with."""
    return _decrees(stamp).get(run_id)


@lru_cache(maxsize=1)
def _decrees(stamp: str) -> dict[int, PublicationInfo]:  # noqa: ARG001 - part of the key
    return {decree.run_id: decree for decree in decrees.publications()}


def areas_of(stamp: str, code: str, year: int) -> list[AreaInfo]:
    """Tags and kawasan in force in a year that hold a village, also under its old code."""
    held = [area for area, ranges in told_areas(stamp) if any(low <= code < high for low, high in ranges)]
    return [area for area in held if area.in_year(year)]
