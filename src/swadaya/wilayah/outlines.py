"""Questions about outlines: the picture of what lies below a region, ready to be written into a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Sum
from django.db.models.functions import Length

from swadaya.core import codes

from .models import BoundaryLayer

_CHILD_LEVEL = {0: "provinsi", 2: "kabkota", 4: "kecamatan", 6: "desa"}


@dataclass(frozen=True, slots=True)
class StoredLayer:
    """``size`` in characters of path text."""

    parent: str
    level: str
    shapes: int
    size: int
    file: str
    attribution: str
    installed_at: datetime


_PICTURE = """
SELECT l.width, l.height, l.attribution, l.file,
    b.code, coalesce(r.name, ''), b.path, b.x, b.y, b."left", b.top, b."right", b.bottom
FROM wilayah_boundarylayer l JOIN wilayah_boundary b ON b.layer_id = l.id LEFT JOIN wilayah_region r ON r.code = b.code
WHERE l.parent = %s AND l.level = %s ORDER BY b.code
"""


def boundaries_for(parent_code: str = "", level: str | None = None) -> dict[str, Any] | None:
    """The picture of a region ("" is the nation), or None when none is installed.

    Args:
        parent_code: the region drawn.
        level: the level shown in it; the next one down when not given. Two levels down is stored too.

    Returns:
        parent, level, width, height, viewbox, attribution, file, and shapes: a list of dicts with code, name,
        path (SVG, fill rule evenodd), x, y (place of a label) and bbox (left, top, right, bottom), in whole
        pixels.
    """
    own = codes.normalise(parent_code) if parent_code else ""
    if own is None:
        return None
    shown = level or _CHILD_LEVEL.get(len(own), "")
    with connection.cursor() as cursor:
        cursor.execute(_PICTURE, [own, shown])
        rows = cursor.fetchall()
    if not rows:
        return None
    width, height, attribution, file = rows[0][:4]
    return {
        "parent": own,
        "level": shown,
        "width": width,
        "height": height,
        "viewbox": f"0 0 {width} {height}",
        "attribution": attribution,
        "file": file,
        "shapes": [
            {"code": code, "name": name, "path": path, "x": x, "y": y, "bbox": tuple(box)}
            for _, _, _, _, code, name, path, x, y, *box in rows
        ],
    }


def boundary_layers() -> list[StoredLayer]:
    """Every stored picture, the nation's first."""
    rows = BoundaryLayer.objects.annotate(count=Count("shapes"), size=Sum(Length("shapes__path")))
    return [
        StoredLayer(one.parent, one.level, one.count, one.size or 0, one.file, one.attribution, one.installed_at)
        for one in rows.order_by("parent", "level")
    ]
