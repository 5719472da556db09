""" "Dari mana angka ini?": from a figure down to its inputs, its article, its version and who published it."""

from __future__ import annotations

from fractions import Fraction
from html import escape

from django.utils.safestring import SafeString

from swadaya.core.figures import grouped
from swadaya.indeks.rules.published_figures import NationalFigure
from swadaya.indeks.selectors import Figures, RunInfo, VillagePage
from swadaya.methodology.schema import Method

from .. import links
from ..ui.formatting import day, index_text, listing, moment


def _line(text: str, source: str = "", inner: str = "") -> str:
    small = f" <small>{escape(source)}</small>" if source else ""
    return f'<li><span class="eq"><span>{text}</span>{small}</span>{inner}</li>'


def _tree(lines: list[str]) -> SafeString:
    return SafeString(f'<div class="tree"><ul>{"".join(lines)}</ul></div>')


def mean_tree(method: Method, run: RunInfo, figures: Figures, published: NationalFigure | None = None) -> SafeString:
    """How a mean over villages was made."""
    mean = figures.mean or Fraction(0)
    count = grouped(figures.with_index)
    total = int(mean * method.denominator * figures.with_index)
    lines = [
        _line(
            f"<b>{index_text(method, mean)}</b> adalah rata-rata indeks {count} desa, "
            f"tanpa timbangan: {grouped(total)} ÷ {count} ÷ {grouped(method.denominator)}",
            "jumlah poin indeks semua desa, dibagi banyaknya desa dan poin tertinggi; dibulatkan hanya saat dicetak",
        ),
        *(
            _line(f"{_LEVELS.get(level, level)}: {escape(text)}", source)
            for level, text, source in reversed(method.rule_texts)
        ),
    ]
    without = figures.desa - figures.with_index
    if without:
        lines.append(
            _line(f"{grouped(without)} desa tanpa indeks tidak ikut dihitung", "nilainya tidak lengkap dalam sumber")
        )
    borders = [index_text(method, status.range.lower) for status in method.classes[1:]]
    lines.append(_line(f"Batas kelas: {'; '.join(borders)}", _references(method)))
    if published is not None and published.counts and not run.example:
        lines.append(_published_line(method, figures, published))
    return _tree([*lines, *run_lines(method, run)])


_LEVELS = {"index": "Indeks", "component": "Komponen"}


def _references(method: Method) -> str:
    """Where the classes stand, without the part that names one class."""
    return method.classes[-1].reference.split(" huruf")[0]


def _published_line(method: Method, figures: Figures, published: NationalFigure) -> str:
    counts = published.counts or ()
    differing = [
        f"{status.label} {grouped(theirs)}"
        for status, ours, theirs in zip(method.classes, figures.classes, counts, strict=True)
        if ours != theirs
    ]
    if not differing:
        return _line("Jumlah desa tiap kelas <b>sama</b> dengan angka yang diterbitkan", published.source)
    doubt = f" {escape(published.doubt)}" if published.doubt else ""
    text = f"Angka yang diterbitkan <b>berbeda</b>: {escape(listing(list(reversed(differing))))}.{doubt}"
    return _line(text, published.source)


def run_lines(method: Method, run: RunInfo) -> list[str]:
    """Method, version, run: enough to compute it again."""
    address = escape(links.method(method.id))
    lines = [
        _line(
            f'<b>Metode</b> <a href="{address}">{escape(method.title)}</a>',
            f"{method.standing.replace('-', ' ')}; sidik berkas metode {run.method_version[:16]}",
        )
    ]
    if run.method_version != method.version:
        lines.append(_line("Berkas metode yang terpasang sekarang berbeda dari yang dipakai perhitungan ini"))
    when = f", terbit {moment(run.published_at)}" if run.published_at else ""
    lines.append(
        _line(
            f"<b>Perhitungan</b> nomor {run.id}{when}",
            f"sidik masukan {run.inputs_hash[:16]}, sidik hasil {run.results_hash[:16]}",
        )
    )
    if run.example:
        lines.append(
            _line('<b>Data contoh</b> <span class="contoh">contoh</span>', "buatan simulasi, bukan angka resmi")
        )
    if run.note:
        lines.append(_line(f"<b>Catatan</b> {escape(run.note)}"))
    return lines


def two_runs_tree(method: Method, base: RunInfo, run: RunInfo) -> SafeString:
    """Which two computations were compared, and how."""
    lines = [
        _line(
            "Tiap desa dicocokkan <b>menurut kodenya</b>; perubahan = poin indeks baru dikurangi poin indeks lama",
            "dihitung sekali saat terbit, dengan bilangan bulat; desa yang berganti kode tidak dicocokkan",
        )
    ]
    lines += [
        _line(f"<b>Tahun data {one.year}</b>", inner=f"<ul>{''.join(run_lines(method, one))}</ul>")
        for one in (base, run)
    ]
    return _tree(lines)


def village_tree(page: VillagePage) -> SafeString:
    """How a village's index and class were made."""
    explanation = page.explanation
    method = explanation.method
    sources = {level: source for level, _, source in method.rule_texts}
    lines: list[str] = []
    status = explanation.status
    if explanation.k is not None and status is not None:
        if page.off_grid:
            value = index_text(method, explanation.index or Fraction(0))
            lines.append(_line(f"<b>{value}</b> seperti dicetak sumber", "tidak ada susunan skor yang menghasilkannya"))
            points = f"<b>{grouped(explanation.k)}</b> poin indeks, bilangan bulat terdekat"
        else:
            lines.append(_line(_index_sum(page), sources.get("index", ""), f"<ul>{_component_lines(page)}</ul>"))
            points = _whole_sum(page)
        lines.append(_line(points, f"dari {grouped(method.denominator)}"))
        low, high = explanation.bounds or (0, 0)
        between = f"{grouped(low)} ≤ {grouped(explanation.k)} ≤ {grouped(high)}"
        lines.append(_line(f"<b>{escape(status.label)}</b> karena {between}", status.reference))
    lines += [source_line(page), *run_lines(method, page.run)]
    return _tree(lines)


def _component_lines(page: VillagePage) -> str:
    method = page.explanation.method
    return "".join(
        _line(
            f"<b>{index_text(method, part.index)}</b> {escape(part.component.label)} = "
            f"{grouped(part.points)} ÷ {grouped(part.maximum)}",
            f"{_indicators(method, number)} {method.level_names[3].lower()}; {part.component.reference}",
        )
        for number, part in enumerate(page.explanation.components)
    )


def _indicators(method: Method, component: int) -> int:
    part = method.slices[component]
    return len(method.indicators[part])


def _index_sum(page: VillagePage) -> str:
    explanation = page.explanation
    method = explanation.method
    value = index_text(method, explanation.index or Fraction(0))
    if method.index_rule == "rata-rata-komponen":
        terms = " + ".join(index_text(method, part.index) for part in explanation.components)
        return f"<b>{value}</b> = ({terms}) ÷ {len(explanation.components)}"
    points = " + ".join(grouped(part.points) for part in explanation.components)
    return f"<b>{value}</b> = ({points}) ÷ {grouped(method.denominator)}"


def _whole_sum(page: VillagePage) -> str:
    explanation = page.explanation
    terms = " + ".join(
        grouped(part.points) if part.weight == 1 else f"{grouped(part.weight)} × {grouped(part.points)}"
        for part in explanation.components
    )
    return f"<b>{grouped(explanation.k or 0)}</b> poin indeks = {terms}"


_KINDS = {
    "resmi": "terbitan resmi",
    "sendiri": "isian sendiri",
    "contoh": "data contoh",
}


def source_line(page: VillagePage) -> str:
    """The batch a village's sheet came from."""
    origin = page.provenance
    text = f"<b>Masukan</b> {escape(origin.source)}: {escape(origin.file_name)}, baris {escape(page.region.code)}"
    if origin.remark:
        text += f", keterangan “{escape(origin.remark)}”"
    return _line(text, f"{_KINDS.get(origin.kind, origin.kind)}, diambil {day(origin.retrieved_on)}")
