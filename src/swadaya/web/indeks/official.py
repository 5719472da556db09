"""``/indeks/<tahun>/resmi/``: the official figures beside our own, and what explains their differences."""

from __future__ import annotations

import re
from fractions import Fraction
from html import escape
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe
from numpy.typing import NDArray

from swadaya.core import codes
from swadaya.core.figures import grouped, percent
from swadaya.indeks import selectors
from swadaya.indeks.official_comparison import OUTCOMES, Comparison, OfficialBatch, Outcome, comparison
from swadaya.indeks.rules.audit import KINDS
from swadaya.indeks.selectors import Edition, RunInfo
from swadaya.methodology.schema import Method
from swadaya.wilayah import selectors as wilayah
from swadaya.wilayah.selectors import RegionInfo

from ..ui.components.folding_table import Column, folding
from ..ui.components.status import mark
from ..ui.formatting import day, index_name, index_text, moment, region_name
from ..ui.navigation import Choice, crumbs, switch
from .official_village import village_context
from .page_context import links_of, steps
from .pdf_parts import check_code
from .resolve import no_region, placed

LABELS: dict[Outcome, tuple[str, str]] = {
    "sama": ("Sama persis", "angka terbit sama dengan hitungan di sini, dan statusnya sama"),
    "pembulatan": ("Beda pembulatan", "selisihnya satu pada desimal terakhir; statusnya sama"),
    "status": ("Status berbeda", "status yang terbit bukan status menurut hitungan di sini"),
    "nilai": ("Nilai berbeda", "selisihnya lebih dari pembulatan; statusnya sama"),
    "kisi": ("Di luar kisi", "komponen yang terbit tidak mungkin berasal dari skor bulat"),
    "skor": ("Hanya skor yang terbit", "indeksnya tidak dicetak sumber; dihitung di sini dari skornya"),
    "kosong": ("Tanpa nilai resmi", "sumber memuat desanya tetapi tidak memuat nilainya"),
    "tanpa-hitungan": ("Tidak dihitung di sini", "ada nilai resmi, tetapi tidak ada hitungan di sini"),
}
_REPORTED = {
    "impor.kosong": "baris tanpa nilai yang ditolak; nilai resmi yang tersimpan tetap",
    "desa.tidak-dikenal": "kode yang tidak ada dalam daftar wilayah 2025; tetap disimpan",
    "desa.tidak-berlaku": "kode yang tidak berlaku pada tahun itu; tetap disimpan",
    "desa.ganda": "baris kedua dari desa yang sama; yang pertama disimpan",
}
_SHOWN = 200
_POINT = re.compile(r"(?<=\d)\.(?=\d{4})")
"""The decimal point of the audit's figures, which are written for files."""
_NOUN = {2: "Provinsi", 4: "Kabupaten dan kota", 6: "Kecamatan"}


@require_safe
def page(request: HttpRequest, tahun: int, kode: str = "") -> HttpResponse:
    """The nation, a region or a village."""
    edition = selectors.edition()
    place = placed(request, edition, tahun, kode)
    if isinstance(place, HttpResponse):
        return place
    run, code = place.run, place.code
    breadcrumb = wilayah.breadcrumb(code) if code else []
    if code and (not breadcrumb or breadcrumb[-1].code != code):
        return no_region(request, edition, run, code)
    if len(code) == 10:
        village = selectors.village_page(code, areas=False, year=tahun, method_id=run.method_id, shown=edition.runs)
        if village is None:
            return no_region(request, edition, run, code)
        return _render(request, {**_frame(edition, run, breadcrumb), **village_context(village)})
    return _render(request, {**_frame(edition, run, breadcrumb), **_region(edition, run, code)})


def _render(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    response = render(request, "indeks/resmi.html", context)
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


def _frame(edition: Edition, run: RunInfo, breadcrumb: list[RegionInfo]) -> dict[str, Any]:
    links = links_of(edition, run)
    region = breadcrumb[-1] if breadcrumb else None
    code = region.code if region else ""
    name = region_name(region) if region else "Indonesia"
    above = [(label, href) for label, href in steps(links, breadcrumb) if href]
    above.append((name.removeprefix("Kabupaten "), links.region(code)))
    years = sorted({item.year: item for item in reversed(edition.runs) if item.method_id == run.method_id})
    return {
        "room": "indeks",
        "title": f"Nilai resmi, {name} {run.year}",
        "name": name,
        "year": str(run.year),
        "method": run.method,
        "index_name": index_name(run.method),
        "example": run.example,
        "run_id": str(run.id),
        "published_on": day(run.published_at) if run.published_at else "",
        "own": links.region(code),
        "code": codes.dotted(code),
        "check": check_code(run, code) if code else "",
        "crumbs": crumbs([*above, ("Nilai resmi", "")]),
        "switch": switch("Tahun", [Choice(str(year), address(year, code), year == run.year) for year in years]),
        "canonical": address(run.year, code),
    }


def address(year: int, code: str = "") -> str:
    return f"/indeks/{year}/{code}/resmi/" if code else f"/indeks/{year}/resmi/"


def _region(edition: Edition, run: RunInfo, code: str) -> dict[str, Any]:
    found = comparison(edition.stamp, run)
    if found is None:
        return {"empty": True}
    places = found.inside(code)
    counts = found.counts(places)
    digits = {0: 2, 2: 4, 4: 6}.get(len(code), 0)
    different = found.different(places)
    parts, equal_parts, equal_count = _parts(found, places, digits, run.year) if digits else ("", "", "")
    return {
        "lead": lead(run, counts),
        "outcomes": _outcomes(counts),
        "kinds": _kinds(found, places),
        "printed_rows": _printed_rows(found, places),
        "parts": parts,
        "equal_parts": equal_parts,
        "equal_count": equal_count,
        "parts_heading": _NOUN.get(digits, ""),
        "villages": _villages(found, different[:_SHOWN], run) if len(different) else "",
        "villages_shown": grouped(min(len(different), _SHOWN)),
        "villages_all": grouped(len(different)),
        "more": len(different) > _SHOWN,
        "batches": _batches(found.batches),
        "last": day(max(batch.retrieved_on for batch in found.batches)),
        "last_recorded": moment(max(batch.recorded_at for batch in found.batches)),
        "used": grouped(int(found.used[places].sum())),
        "rows": grouped(len(places)),
    }


def lead(run: RunInfo, counts: dict[Outcome, int]) -> str:
    """How many agree, in one sentence."""
    compared = sum(counts[one] for one in ("sama", "pembulatan", "status", "nilai", "kisi"))
    if not compared:
        return "Tidak ada nilai resmi yang dapat dibandingkan di sini."
    text = (
        f"Dari {grouped(compared)} desa dengan nilai resmi {run.year} yang dapat dibandingkan, "
        f"{grouped(counts['sama'])} sama persis dengan hitungan di sini"
    )
    rest = compared - counts["sama"] - counts["pembulatan"]
    if counts["pembulatan"]:
        text += f" dan {grouped(counts['pembulatan'])} berbeda pembulatan saja"
    return f"{text}. {f'{grouped(rest)} desa berbeda; sebabnya di bawah.' if rest else 'Tidak ada yang lain.'}"


def _outcomes(counts: dict[Outcome, int]) -> SafeString:
    whole = sum(counts.values())
    rows = [
        ("", f"{LABELS[one][0]} <small>{LABELS[one][1]}</small>", (grouped(counts[one]), percent(counts[one], whole)))
        for one in OUTCOMES
        if counts[one] or one in ("sama", "status")
    ]
    columns = (Column("Hasil perbandingan"), Column("Desa", "num"), Column("Persen", "num lab", "Persen"))
    return folding("Nilai resmi dibanding hitungan di sini", columns, rows)


def _kinds(found: Comparison, places: NDArray[Any]) -> SafeString:
    pairs = [(kind, count) for kind, count in found.kinds(places).items() if count]
    if not pairs:
        return SafeString("")
    rows = [("", escape(KINDS[kind][:1].upper() + KINDS[kind][1:]), (grouped(count),)) for kind, count in pairs]
    return folding(
        "Yang tidak mengikuti aturan dalam angka terbit itu sendiri", (Column("Temuan"), Column("Desa", "num")), rows
    )


def _printed_rows(found: Comparison, places: NDArray[Any]) -> str:
    """Where the printed scores do not add up to the printed component: which single row could explain it."""
    gaps = [
        finding
        for code in found.codes[places].tolist()
        for finding in found.findings.get(code, ())
        if finding.kind == "poin"
    ]
    if not gaps:
        return ""
    labels = {indicator.code: indicator.label for indicator in found.run.method.indicators}
    text = f"Pada {grouped(len(gaps))} desa, jumlah skor yang tercetak bukan poin di balik komponen yang terbit."
    for left, right in found.twins:
        text += f" “{labels[left]}” dan “{labels[right]}” tercetak sama pada semua baris."
    whole = [code for code, count in found.suspects.items() if count == sum(map(len, _gaps(found)))]
    if whole:
        text += f" Satu baris yang dapat menjelaskan semuanya: {', '.join(labels[code] for code in whole)}."
    return f"{text} Indeks yang terbit tetap dipakai; baris tercetak tidak dibetulkan."


def _gaps(found: Comparison) -> list[list[Any]]:
    return [[finding for finding in findings if finding.kind == "poin"] for findings in found.findings.values()]


def _parts(found: Comparison, places: NDArray[Any], digits: int, year: int) -> tuple[SafeString, SafeString, str]:
    """Regions below where anything differs, those where all is equal, and how many these are."""
    parts = found.by_part(places, digits)
    names = wilayah.names(parts)
    equal = {code for code, counts in parts.items() if counts["sama"] == sum(counts.values())}
    shown = [
        _parts_table(digits, year, names, [(c, n) for c, n in parts.items() if (c in equal) == same])
        for same in (False, True)
    ]
    return shown[0], shown[1], grouped(len(equal))


def _parts_table(
    digits: int, year: int, names: dict[str, str], parts: list[tuple[str, dict[Outcome, int]]]
) -> SafeString:
    if not parts:
        return SafeString("")
    outcomes: tuple[Outcome, ...] = ("sama", "pembulatan", "status", "nilai", "kisi")
    columns = (
        Column(_NOUN[digits]),
        Column("Desa", "num lab", "Desa"),
        *(Column(LABELS[outcome][0], "num lab", LABELS[outcome][0]) for outcome in outcomes),
    )
    rows = []
    for code, counts in parts:
        name = escape(names.get(code) or codes.dotted(code))
        cells = (grouped(sum(counts.values())), *(grouped(counts[outcome]) for outcome in outcomes))
        rows.append(("", f'<a href="{address(year, code)}">{name}</a>', cells))
    return folding(f"{_NOUN[digits]} menurut kode", columns, rows)


def _villages(found: Comparison, places: NDArray[Any], run: RunInfo) -> SafeString:
    method = run.method
    held = [str(code) for code in found.codes[places].tolist()]
    names = wilayah.names([*held, *{code[:4] for code in held}])
    rows = []
    for code, place in zip(held, places.tolist(), strict=True):
        said = found.said_index(place)
        ours = _figure(method, method.index(int(found.k[place])), int(found.level[place]))
        theirs = _figure(method, said, int(found.said_level[place])) if said is not None else "–"
        told = "; ".join(finding.explanation for finding in found.findings.get(int(code), ()))
        why = _POINT.sub(",", told) or _plain_reason(found, place)
        place_name = escape(names.get(code[:4], ""))
        heading = f'<a href="{address(run.year, code)}">{escape(names.get(code) or codes.dotted(code))}</a>'
        rows.append(("", f"{heading} <small>{place_name}</small>", (theirs, ours, escape(why))))
    columns = (
        Column("Desa"),
        Column("Terbit", "num lab", "Terbit"),
        Column("Hitungan", "num lab", "Hitungan"),
        Column("Keterangan", "wide"),
    )
    return folding("Desa yang nilai resminya berbeda", columns, rows)


def _plain_reason(found: Comparison, place: int) -> str:
    if found.used[place]:
        return LABELS[OUTCOMES[int(found.outcome[place])]][1]
    return "hitungan di sini memakai lembar lain, bukan lembar resmi ini"


def _figure(method: Method, value: Fraction, level: int) -> str:
    text = index_text(method, value)
    return f"{text}&ensp;{mark(method.classes[level - 1], len(method.classes))}" if level else text


def _batches(batches: tuple[OfficialBatch, ...]) -> SafeString:
    rows = []
    for batch in batches:
        told = "; ".join(
            f"{grouped(count)} {_REPORTED.get(code, code)}" for code, count in sorted(batch.report.items())
        )
        stored = f"{grouped(batch.standing)} masih berlaku" if batch.sheets else "isinya sama dengan yang tersimpan"
        rows.append(
            (
                "",
                f"{escape(batch.source)} <small>{escape(batch.file_name)}</small>",
                (
                    day(batch.retrieved_on),
                    day(batch.recorded_at),
                    grouped(batch.sheets or batch.rows),
                    stored,
                    escape(told) or "tanpa catatan",
                ),
            )
        )
    columns = (
        Column("Sumber dan berkas"),
        Column("Diambil", "lab", "Diambil"),
        Column("Dicatat", "lab", "Dicatat"),
        Column("Desa", "num lab", "Desa"),
        Column("Sekarang", "wide"),
        Column("Catatan impor", "wide"),
    )
    return folding("Berkas resmi yang dimasukkan, terbaru dahulu", columns, rows)
