"""``/penjelasan``: why one village has its index and class, and what would raise it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from swadaya.core.figures import decimals
from swadaya.indeks import selectors
from swadaya.indeks.selectors import RunInfo, VillagePage
from swadaya.methodology.explain import ComponentShare, Explanation, IndicatorShare, NextClass

from . import examples, problems
from .operation import read
from .parameters import ReasonQuery, VillageCode
from .responses import about_runs, begin, run_head, send_one
from .results import shown_index
from .run_choice import code_of, run_for
from .schemas import OneReason

router = Router(tags=["Indeks"])


@read(
    router,
    "/penjelasan/{kode}",
    OneReason,
    "Mengapa sebuah desa mendapat indeksnya",
    name="penjelasan",
    example=examples.REASON,
    figures=True,
)
def reason(request: HttpRequest, kode: VillageCode, query: Query[ReasonQuery]) -> HttpResponse:
    """One village in one run: each indicator with its score, the rule that gives it, who can act, and what each higher
    score would add; what the next class asks for; ranks; where its scores came from.
    """
    asked = begin(request, query)
    run = run_for(asked.edition, query)
    page = selectors.village_page(code_of(kode), year=run.year, method_id=run.method_id, shown=[run], areas=False)
    if page is None:
        expected = f"desa yang ada dalam terbitan {run.id}"
        raise problems.unknown("api.desa", "kode", kode, expected, "Daftarnya ada pada /api/v1/hasil.")
    content = {"keterangan": about_runs(run), "terbitan": run_head(run), "data": _reason(run, page)}
    return send_one(asked, content, [run])


def _reason(run: RunInfo, page: VillagePage) -> dict[str, Any]:
    explanation = page.explanation
    method, status, origin = run.method, explanation.status, page.provenance
    return {
        "kode": page.region.code,
        "nama": page.region.name,
        "jalur": [one.name for one in page.breadcrumb[:-1]],
        "poin_indeks": explanation.k,
        "penyebut": method.denominator,
        "indeks": shown_index(method, explanation.index),
        "status": status.code if status else None,
        "rujukan_status": status.reference if status else None,
        "luar_kisi": page.off_grid,
        "komponen": [_component(component) for component in explanation.components],
        "kelas_berikut": _next(explanation, explanation.next) if explanation.next else None,
        "peringkat": [
            {"tingkat": rank.scheme, "kode": rank.name, "peringkat": rank.rank, "dari": rank.out_of}
            for rank in page.ranks
        ],
        "asal_masukan": {
            "jenis": origin.kind,
            "sumber": origin.source,
            "berkas": origin.file_name,
            "diambil_pada": origin.retrieved_on.isoformat(),
            "keterangan": origin.remark,
        },
    }


def _component(part: ComponentShare) -> dict[str, Any]:
    known = part.points >= 0
    return {
        "kode": part.component.code,
        "nama": part.component.label,
        "poin": part.points if known else None,
        "poin_maks": part.maximum,
        "bobot": part.weight,
        "indeks": float(decimals(part.index, 4)) if known else None,
        "indikator": [_indicator(share) for share in part.indicators],
    }


def _indicator(share: IndicatorShare) -> dict[str, Any]:
    indicator, rule = share.indicator, share.rule
    return {
        "kode": indicator.code,
        "nama": indicator.label,
        "skor": share.score if rule else None,
        "skor_maks": indicator.maximum,
        "aturan": rule.text if rule else "",
        "langkah": rule.action if rule else "",
        "pelaksana": dict(indicator.actors),
        "rujukan": indicator.reference,
        "poin_indeks": share.k,
        "tambahan": [{"skor": score, "poin_indeks": added} for score, added in share.gains],
    }


def _next(explanation: Explanation, following: NextClass) -> dict[str, Any]:
    codes = explanation.method.component_codes
    return {
        "status": following.status.code,
        "poin_indeks": following.k,
        "kurang": following.gap,
        "poin": dict(zip(codes, following.points, strict=True)),
    }
