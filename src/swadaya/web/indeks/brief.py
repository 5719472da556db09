"""A region's page as a brief on two sheets: where it stands, what changed, what is weak and what is within reach."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from swadaya.core.figures import grouped, percent, ratio
from swadaya.indeks.improvement_reach import Reach, within_reach
from swadaya.indeks.rules import focus
from swadaya.indeks.run_table import Scored, scored
from swadaya.indeks.selectors import Figures, RegionPage, RunInfo
from swadaya.methodology.regions import group_by
from swadaya.methodology.schema import Method
from swadaya.pdf import (
    ChangeLine,
    ComponentLine,
    LowLine,
    PartLine,
    RingkasanWilayah,
    StatusCount,
    WeakLine,
    YearLine,
)
from swadaya.wilayah import selectors as wilayah

from ..ui.components.status import tone
from ..ui.formatting import index_name, index_text, initials, lagging, lagging_words, region_name
from . import narrative
from .pdf_parts import (
    check_of,
    paper_mark,
    paper_ruler,
    permille,
    run_sentence,
    signed,
    within_line,
    year_line,
)
from .region_summary import summarise

_BELOW = {
    "provinsi": ("Kabupaten dan kota", "kabupaten/kota"),
    "kabkota": ("Kecamatan", "kecamatan"),
    "kecamatan": ("Desa", "desa"),
}
_LOWEST = 10


def brief_of(page: RegionPage, path: str) -> RingkasanWilayah:
    """The brief of a provinsi, kabupaten, kota or kecamatan. ``path``: of its page."""
    region, run, figures = page.region, page.run, page.figures
    if region is None:
        raise ValueError("the nation has no brief")
    method = run.method
    found = scored(run, region.code)
    heading, noun = _BELOW[region.level]
    if noun == "kecamatan" and region.code.startswith("9"):
        heading, noun = "Distrik", "distrik"
    weak, weak_note = _weak(method, found)
    years, change, change_note = _change(page)
    status = figures.status(method)
    return RingkasanWilayah(
        name=region_name(region),
        code=region.code,
        within=within_line(page.breadcrumb),
        year=run.year,
        index_name=index_name(method),
        short=method.short,
        lead=narrative.region_lead(method, figures, summarise(method, page.parts)),
        made_on=run.dated_on,
        mean=index_text(method, figures.mean) if figures.mean is not None else "",
        status=paper_mark(method, status) if status else None,
        ruler=paper_ruler(method, figures.mean) if figures.mean is not None else None,
        villages=figures.desa,
        with_index=figures.with_index,
        statuses=_statuses(method, figures),
        components=_components(method, figures),
        trend=_trend(page.trend),
        change_years=years,
        change=change,
        change_note=change_note,
        parts_heading=heading,
        part_noun=noun,
        lagging_head=" dan ".join(initials(one.label) for one in reversed(lagging(method))),
        parts=_parts(method, page),
        weak=weak,
        weak_note=weak_note,
        lowest=() if page.villages else _lowest(method, found),
        lowest_note=f"{_LOWEST} terbawah dari {grouped(figures.with_index)} desa berindeks.",
        possible=possible(method, within_reach(method, found), figures),
        sources=(run_sentence(run),),
        check=check_of(run, region.code, path),
        example=run.example,
    )


def _statuses(method: Method, figures: Figures) -> tuple[StatusCount, ...]:
    """Highest first."""
    return tuple(
        StatusCount(one.label, count, tone(one.level, len(method.classes)), percent(count, figures.with_index))
        for one, count in reversed(list(zip(method.classes, figures.classes, strict=True)))
    )


def _components(method: Method, figures: Figures) -> tuple[ComponentLine, ...]:
    found = []
    for component, share in zip(method.components, figures.components, strict=True):
        if share is not None:
            name = component.name or component.label
            line = ComponentLine(f"{name[:1].upper()}{name[1:]}", component.code, "", "", ratio(share), permille(share))
            found.append(line)
    return tuple(found)


def _trend(trend: Sequence[tuple[RunInfo, Figures]]) -> tuple[YearLine, ...]:
    return tuple(
        year_line(run, one.mean, status)
        for run, one in trend
        if one.mean is not None and (status := one.status(run.method)) is not None
    )


def _change(page: RegionPage) -> tuple[tuple[str, str], tuple[ChangeLine, ...], str]:
    """This year beside the newest earlier one by the same method."""
    run, now, method = page.run, page.figures, page.run.method
    earlier = [(item, one) for item, one in page.trend if item.year < run.year and one.with_index]
    if not earlier or now.mean is None:
        return ("", ""), (), "Belum ada tahun sebelumnya yang dihitung dengan metode yang sama."
    base, before = earlier[-1]
    if before.mean is None:
        return ("", ""), (), ""
    unit = 100 if method.unit == "persen" else 1
    lines = [
        ChangeLine(
            f"Rata-rata {method.short}",
            index_text(method, before.mean),
            index_text(method, now.mean),
            signed((now.mean - before.mean) * unit, method.decimals),
        )
    ]
    for one, old, new in reversed(list(zip(method.classes, before.classes, now.classes, strict=True))):
        difference = f"+{grouped(new - old)}" if new > old else f"−{grouped(old - new)}" if new < old else "0"
        colour = tone(one.level, len(method.classes))
        lines.append(ChangeLine(one.label, grouped(old), grouped(new), difference, colour))
    note = "Jumlah desa tiap status; kedua tahun dihitung dengan metode yang sama."
    if base.example != run.example:
        note += f" Tahun {base.year if base.example else run.year} data contoh."
    if before.with_index != now.with_index:
        note += f" Desa berindeks: {grouped(before.with_index)} lalu {grouped(now.with_index)}."
    return (str(base.year), str(run.year)), tuple(lines), note


def _parts(method: Method, page: RegionPage) -> tuple[PartLine, ...]:
    """Ranked, highest first; villages in a kecamatan."""
    if page.villages:
        held = [village for village in page.villages if village.k is not None]
        return tuple(
            PartLine(
                one.rank,
                one.name or one.code,
                index_text(method, method.index(one.k or 0)),
                paper_mark(method, method.classes[one.level - 1]),
            )
            for one in held
        )
    low = len(lagging(method))
    ranked = sorted(
        (part for part in page.parts if part.mean is not None), key=lambda one: (-(one.mean or 0), one.code)
    )
    found = []
    for place, one in enumerate(ranked, 1):
        status = one.status(method)
        if status is None or one.mean is None:
            continue
        found.append(
            PartLine(
                place,
                one.name or one.code,
                index_text(method, one.mean),
                paper_mark(method, status),
                one.desa,
                sum(one.classes[:low]),
                _statuses(method, one),
            )
        )
    return tuple(found)


def _weak(method: Method, found: Scored) -> tuple[tuple[WeakLine, ...], str]:
    """Indicators by the share they have in all that the villages lack to the full index."""
    known = found.scores[found.complete]
    if not len(known):
        return (), "Sumber hanya mencetak angka komponen; skor tiap indikator tidak diketahui."
    below, lost = focus.losses(method, known, group_by(np.zeros(len(known), dtype=np.int64)))
    ranked = focus.weaknesses(method, len(known), below[0].tolist(), lost[0].tolist())
    whole = sum(one.loss for one in ranked)
    lines = tuple(
        WeakLine(
            one.indicator.label,
            method.component_codes[one.component],
            f"{grouped(one.below)} dari {grouped(one.desa)}",
            f"{ratio(100 * one.loss / whole, 1)} %",
        )
        for one in ranked
        if one.below
    )
    if not lines:
        return (), "Semua indikator sudah penuh di semua desa."
    return lines, "Bagian dari semua nilai indeks yang belum diraih desa-desa di wilayah ini."


def _lowest(method: Method, found: Scored) -> tuple[LowLine, ...]:
    held = np.flatnonzero(found.k >= 0)
    order = held[np.lexsort((found.codes[held], found.k[held]))][:_LOWEST]
    codes = [str(code) for code in found.codes[order].tolist()]
    names = wilayah.names([*codes, *{code[:6] for code in codes}])
    return tuple(
        LowLine(
            code,
            names.get(code, ""),
            names.get(code[:6], ""),
            index_text(method, method.index(int(found.k[place]))),
            paper_mark(method, method.classes[int(found.level[place]) - 1]),
        )
        for code, place in zip(codes, order.tolist(), strict=True)
    )


def possible(method: Method, reach: Reach, figures: Figures) -> tuple[str, ...]:
    """Sentences, each one thing within reach; none where the scores are not known."""
    if not reach.villages:
        return ()
    top = method.classes[-1].label
    unit = f"{grouped(method.denominator)} poin indeks"
    found = [
        f"{grouped(reach.one_full)} dari {grouped(reach.villages)} desa yang belum {top} dapat naik satu kelas dengan "
        f"memenuhi satu indikator saja; {grouped(reach.one_step)} di antaranya cukup dengan satu "
        "langkah ke skor berikutnya."
    ]
    found.append(
        f"Separuh dari {grouped(reach.villages)} desa itu kurang paling banyak {grouped(reach.middle_gap)} dari {unit} "
        f"untuk kelas di atasnya."
    )
    behind = sum(figures.classes[: len(lagging(method))])
    if behind:
        found.append(f"Masih {grouped(behind)} desa berstatus {lagging_words(method)}; daftar terendah di halaman 2.")
    return tuple(found)
