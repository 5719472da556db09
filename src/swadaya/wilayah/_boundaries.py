"""Install outlines from a TopoJSON file: every picture is drawn now, so that a page only reads it."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction

from swadaya.core import clock, codes
from swadaya.core.codes import Level
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid

from ._loading import lock
from .maps import drawing, topojson
from .maps.drawing import Picture
from .maps.topojson import Shape
from .models import Boundary, BoundaryLayer, Region
from .rules.code_ranges import code_range

DISCLAIMER = "Batas indikatif, bukan acuan batas hukum."
_MOSTLY = 0.8
"""Share of a region's grandchildren a file must have before their picture is drawn in it."""


@dataclass(frozen=True, slots=True)
class LayerInfo:
    """One stored picture; ``size`` in characters of path text, ``missing`` regions without an outline."""

    parent: str
    level: str
    shapes: int
    size: int
    missing: int = 0


@dataclass(frozen=True, slots=True)
class BoundaryReport:
    file: str
    layers: tuple[LayerInfo, ...]
    shapes: int  # regions drawn, each counted once
    missing: tuple[str, ...]  # regions of the drawn parents that the file does not have
    replaced: int
    seconds: float


def install_boundaries(
    path: Path, *, attribution: str = "", progress: Callable[[str, int, int], None] | None = None
) -> BoundaryReport:
    """Draw and store every picture that a file allows; pictures of the same region and level are replaced.

    Args:
        path: TopoJSON with layers provinsi, kabupaten, kecamatan or desa.
        attribution: whom to name; the disclaimer is always added.
        progress: called with a step, how much is done and how much there is.

    Raises:
        Invalid: peta.tidak-ada, .bukan-topojson, .rusak, .kosong, .lapisan, .kode, .tak-dikenal,
            .wilayah-kosong.
    """
    started = time.perf_counter()
    try:
        raw = path.read_bytes()
    except OSError as error:
        where = Where(file=path.name)
        got = error.strerror or str(error)
        raise Invalid(Problem("peta.tidak-ada", where, got, "berkas TopoJSON yang dapat dibaca")) from error
    topology = topojson.read(raw, name=path.name)
    found = drawing.layers(topology, name=path.name)
    _refuse_unknown(path.name, {code for shapes in found.values() for code in shapes})
    plans = list(_plans(found))
    note = f"{attribution.strip()} {DISCLAIMER}".strip()
    sha256 = hashlib.sha256(raw).hexdigest()
    layers = []
    with transaction.atomic():
        with connection.cursor() as cursor:
            lock(cursor)
        present = set(BoundaryLayer.objects.values_list("parent", "level"))
        for number, (parent, level, shapes, official) in enumerate(plans):
            if progress:
                progress("menggambar peta", number, len(plans))
            picture = drawing.draw(topology, parent, level, shapes)
            layers.append(_store(picture, path.name, sha256, note, len(official - shapes.keys())))
    drawn = {code for _, _, shapes, _ in plans for code in shapes}
    expected = {code for _, _, _, official in plans for code in official}
    replaced = sum((layer.parent, layer.level) in present for layer in layers)
    return BoundaryReport(
        path.name,
        tuple(layers),
        len(drawn),
        tuple(sorted(expected - drawn)),
        replaced,
        time.perf_counter() - started,
    )


def _plans(found: dict[Level, dict[str, Shape]]) -> Iterator[tuple[str, Level, dict[str, Shape], set[str]]]:
    """Parent, level, shapes and all official codes of each picture that the file is complete enough for."""
    for level, of_level in found.items():
        for parent, shapes, direct in drawing.scopes(level, of_level):
            official = _official(parent, level)
            if direct or len(shapes) >= _MOSTLY * len(official):
                yield parent, level, shapes, official


def _official(parent: str, level: Level) -> set[str]:
    low, high = code_range(parent)
    rows = Region.objects.filter(level=level, status=Region.RESMI, code__gte=low, code__lt=high)
    return set(rows.values_list("code", flat=True))


def _refuse_unknown(file: str, drawn: set[str]) -> None:
    known = set(Region.objects.filter(code__in=drawn).values_list("code", flat=True))
    if not known and not Region.objects.exists():
        hint = "Jalankan dahulu: swadaya wilayah load"
        raise Invalid(Problem("peta.wilayah-kosong", Where(file=file), expected="daftar wilayah", hint=hint))
    unknown = sorted(drawn - known)
    if unknown:
        few = ", ".join(codes.dotted(code) for code in unknown[:5])
        got = f"{len(unknown)} kode tak dikenal: {few}{', …' if len(unknown) > 5 else ''}"
        raise Invalid(Problem("peta.tak-dikenal", Where(file=file), got, "kode wilayah dalam daftar yang dimuat"))


def _store(picture: Picture, file: str, sha256: str, note: str, missing: int) -> LayerInfo:
    BoundaryLayer.objects.filter(parent=picture.parent, level=picture.level).delete()
    layer = BoundaryLayer.objects.create(
        parent=picture.parent,
        level=picture.level,
        width=picture.width,
        height=picture.height,
        file=file[:200],
        sha256=sha256,
        attribution=note,
        installed_at=clock.now(),
    )
    Boundary.objects.bulk_create(
        Boundary(
            layer=layer,
            code=outline.code,
            path=outline.path,
            x=outline.x,
            y=outline.y,
            left=outline.box[0],
            top=outline.box[1],
            right=outline.box[2],
            bottom=outline.box[3],
        )
        for outline in picture.outlines
    )
    size = sum(len(outline.path) for outline in picture.outlines)
    return LayerInfo(picture.parent, picture.level, len(picture.outlines), size, missing)
