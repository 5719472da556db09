"""The list of ``/api/v1/hasil`` as it is usually paged: the rows are counted and skipped. For comparison only.

Everything else is the same: the run is looked up, rows have the same fields, the same form, the same compression.
"""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse
from ninja import Schema

from swadaya.api.responses import about_runs, begin, run_head, send_list
from swadaya.api.results import result_columns, result_rows
from swadaya.core.rows import ask
from swadaya.indeks.result_lists import ListedVillage

_COUNT = "SELECT count(*) FROM indeks_result WHERE run_id = %s"
_PAGE = """
SELECT r.desa AS code, coalesce(g.name, '') AS name, r.k, r.level, r.rank_nasional AS rank, r.rank_provinsi,
    r.rank_kabkota, r.rank_kecamatan,
    r.points, r.off_grid
FROM indeks_result r LEFT JOIN wilayah_place g ON g.code = r.desa
WHERE r.run_id = %s ORDER BY {order} LIMIT %s OFFSET %s
"""
_ORDERS = {"kode": "r.desa", "peringkat": "r.k DESC NULLS LAST, r.desa"}


class SkippingQuery(Schema):
    batas: int = 100
    lewati: int = 0
    urut: str = "kode"
    baru: str = ""
    format: str = ""


def skipping(request: HttpRequest) -> HttpResponse:
    """A page by its number of rows to skip."""
    query = SkippingQuery.model_validate(request.GET.dict())
    asked = begin(request, query)
    run = asked.edition.runs[0]
    ((total,),) = ask(connection, _COUNT, [run.id])
    found = ask(connection, _PAGE.format(order=_ORDERS[query.urut]), [run.id, query.batas, query.lewati])
    rows = result_rows(run, [ListedVillage(**row._asdict()) for row in found])
    head = {"keterangan": about_runs(run), "terbitan": run_head(run), "jumlah": total}
    return send_list(asked, rows, result_columns(run.method), head=head, cursor=None, runs=[run])
