"""A village's page as a sheet for the notice board."""

from __future__ import annotations

from swadaya.core.figures import grouped, ratio
from swadaya.indeks.selectors import VillagePage
from swadaya.methodology.explain import ComponentShare, Explanation, IndicatorShare
from swadaya.pdf import ActionLine, ComponentLine, ProfilDesa

from ..ui.formatting import day, index_name, index_text, region_name
from . import narrative
from .pdf_parts import check_of, paper_mark, paper_ruler, permille, run_sentence, within_line, year_line
from .rumusan import action_text, actors_text

_RANKED = {"kecamatan": "Kecamatan", "kabkota": "Kabupaten/kota", "provinsi": "Provinsi", "nasional": "Nasional"}


def profile_of(page: VillagePage, path: str) -> ProfilDesa:
    """The sheet of a village. ``path``: of its page."""
    run, explanation = page.run, page.explanation
    method, index, status = explanation.method, explanation.index, explanation.status
    name = region_name(page.region)
    known = index is not None and status is not None
    return ProfilDesa(
        name=name,
        code=page.region.code,
        within=within_line(page.breadcrumb),
        year=run.year,
        index_name=index_name(method),
        short=method.short,
        lead=narrative.village_lead(page.region.name or name, explanation),
        made_on=run.dated_on,
        index=index_text(method, index) if index is not None else "",
        status=paper_mark(method, status) if status is not None else None,
        ruler=paper_ruler(method, index) if index is not None else None,
        total=f"{grouped(explanation.k)} dari {grouped(method.denominator)}" if explanation.k is not None else "",
        components=tuple(_component(part) for part in explanation.components) if known else (),
        ranks=tuple((_RANKED[rank.scheme], grouped(rank.rank), grouped(rank.out_of)) for rank in page.ranks),
        trend=tuple(
            year_line(item, method.index(figure.k), method.classes[figure.level - 1])
            for item, figure in page.trend
            if figure.k is not None
        ),
        actions=_actions(explanation),
        actions_note=_actions_note(explanation),
        sources=_sources(page),
        check=check_of(run, page.region.code, path),
        example=run.example,
    )


def _component(part: ComponentShare) -> ComponentLine:
    name = part.component.name or part.component.label
    return ComponentLine(
        f"{name[:1].upper()}{name[1:]}",
        part.component.code,
        grouped(part.points),
        grouped(part.maximum),
        ratio(part.index),
        permille(part.index),
    )


def _open(explanation: Explanation) -> list[tuple[ComponentShare, IndicatorShare]]:
    """Indicators that are not full, the largest gain to the highest score first."""
    found = [
        (part, share) for part in explanation.components for share in part.indicators if share.rule and share.gains
    ]
    return sorted(found, key=lambda pair: (-pair[1].gains[-1][1], -pair[1].gains[0][1]))


def _actions(explanation: Explanation) -> tuple[ActionLine, ...]:
    if explanation.k is None:
        return ()
    method = explanation.method
    return tuple(
        ActionLine(
            share.indicator.label,
            part.component.code,
            f"{share.score} / {share.indicator.maximum}",
            action_text(share),
            actors_text(share.indicator),
            f"+{index_text(method, method.index(share.gains[-1][1]))}",
        )
        for part, share in _open(explanation)
    )


def _actions_note(explanation: Explanation) -> str:
    if explanation.k is None:
        return "Tanpa indeks, tambahannya tidak dapat dihitung."
    if not any(part.indicators for part in explanation.components):
        return "Sumber hanya mencetak angka komponen, bukan skor tiap indikator; langkah per indikator tidak diketahui."
    if not _open(explanation):
        return "Semua indikator sudah penuh."
    return "Indikator terlemah lebih dahulu. Tambahan: naiknya indeks bila indikator itu mencapai skor tertinggi."


def _sources(page: VillagePage) -> tuple[str, ...]:
    origin = page.provenance
    remark = f' Keterangan sumber: "{origin.remark}".' if origin.remark else ""
    found = [f"Masukan: {origin.source}, berkas {origin.file_name}, diambil {day(origin.retrieved_on)}.{remark}"]
    if page.off_grid:
        found.append("Tidak ada susunan skor yang menghasilkan angka terbit ini; poinnya nilai terdekat.")
    return (*found, run_sentence(page.run))
