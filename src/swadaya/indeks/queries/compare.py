"""Some villages of one run side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from swadaya.core.rows import ask
from swadaya.methodology.explain import Explanation

from .runs import RunInfo
from .villages import explained


@dataclass(frozen=True, slots=True)
class ComparedVillage:
    """One village. ``way``: kecamatan, kabkota and provinsi it lies in; ``rank``: within the nation, or 0."""

    code: str
    name: str
    way: tuple[str, ...]
    explanation: Explanation
    rank: int
    off_grid: bool


_COMPARED = """
SELECT r.desa, coalesce(g.name, '') AS name, coalesce(kec.name, '') AS kecamatan, coalesce(kab.name, '') AS kabkota,
    coalesce(prov.name, '') AS provinsi, s.scores, r.points, r.k, r.rank_nasional, r.off_grid
FROM indeks_result r JOIN indeks_scoresheet s ON s.id = r.sheet_id
LEFT JOIN wilayah_place g ON g.code = r.desa
LEFT JOIN wilayah_place kec ON kec.code = left(r.desa, 6)
LEFT JOIN wilayah_place kab ON kab.code = left(r.desa, 4)
LEFT JOIN wilayah_place prov ON prov.code = left(r.desa, 2)
WHERE r.run_id = %s AND r.desa = ANY(%s)
"""


def compared_villages(codes: Sequence[str], run: RunInfo) -> list[ComparedVillage]:
    """Villages of a run in the order asked for; those it does not hold are left out."""
    found = {}
    for row in ask(connection, _COMPARED, [run.id, list(codes)]):
        way = (row.kecamatan, row.kabkota, row.provinsi)
        explanation = explained(run.method, row.scores, row.points, row.k)
        found[row.desa] = ComparedVillage(row.desa, row.name, way, explanation, row.rank_nasional, row.off_grid)
    return [found[code] for code in dict.fromkeys(codes) if code in found]
