"""Figures over the years: what was published, what was computed here, and the gaps, never smoothed over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape

from django.utils.safestring import SafeString

from swadaya.core.figures import grouped
from swadaya.indeks.rules.published_figures import NationalFigure, gaps, national_figures
from swadaya.indeks.selectors import Figures, RunInfo
from swadaya.methodology import method as load_method
from swadaya.methodology.schema import Method

from ..ui.components.bars import strip
from ..ui.components.definitions import definitions
from ..ui.formatting import index_text
from .page_context import EXAMPLE

_WHOLE = Fraction(95, 100)
"""A run with a smaller share of the published number of villages is no picture of the nation."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One year. ``counts``: lowest class first; ``origin``: hitungan, contoh or terbitan; ``method``: its id."""

    year: int
    counts: tuple[int, ...]
    mean: Fraction | None
    origin: str
    source: str
    doubt: str
    method: str


def of_region(trend: Sequence[tuple[RunInfo, Figures]]) -> list[Entry]:
    """Years computed here."""
    return [_computed(run, figures) for run, figures in trend if figures.with_index]


def _computed(run: RunInfo, figures: Figures) -> Entry:
    source = f"hitungan Swadaya, perhitungan nomor {run.id}"
    return Entry(
        run.year, figures.classes, figures.mean, "contoh" if run.example else "hitungan", source, "", run.method_id
    )


def of_nation(method: Method, trend: Sequence[tuple[RunInfo, Figures]]) -> list[Entry]:
    """Computed years and published ones; of a year that has both, the computed one if it is complete and no example."""
    found = {
        figure.year: _published(figure) for figure in national_figures(method.short) if figure.shown and figure.counts
    }
    for run, figures in trend:
        entry = _computed(run, figures)
        other = found.get(run.year)
        if not figures.with_index:
            continue
        if other is None or (not run.example and figures.with_index >= _WHOLE * sum(other.counts)):
            found[run.year] = entry
    return [found[year] for year in sorted(found)]


def _published(figure: NationalFigure) -> Entry:
    return Entry(figure.year, figure.counts or (), figure.mean, "terbitan", figure.source, figure.doubt, figure.method)


def published_for(method: Method, year: int) -> NationalFigure | None:
    """What others published about a year, to compare with."""
    return next((figure for figure in national_figures(method.short) if figure.year == year), None)


def not_drawn(method: Method, entries: Sequence[Entry]) -> list[tuple[str, str]]:
    """Years within the picture that have no figure worth drawing: years in words, and why."""
    drawn = {entry.year for entry in entries}
    if len(drawn) < 2:
        return []
    found: dict[int, tuple[str, str]] = {}
    for gap in gaps():
        years = [year for year in gap.years if year not in drawn]
        if years:
            found[years[0]] = (span(years), gap.reason)
    for figure in national_figures(method.short):
        if not figure.shown and figure.year not in drawn:
            found[figure.year] = (str(figure.year), figure.doubt)
    first, last = min(drawn), max(drawn)
    return [found[year] for year in sorted(found) if first < year < last]


def span(years: Sequence[int]) -> str:
    """
    >>> span([2016, 2017, 2018]), span([2019])
    ('2016–2018', '2019')
    """
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def reading(method: Method, entries: Sequence[Entry]) -> str:
    """The picture in one sentence: highest class and the largest lagging one, first year to last."""
    first, last = entries[0], entries[-1]
    top, low = method.classes[-1], method.classes[1] if len(method.classes) > 2 else method.classes[0]
    text = f"Desa {top.label} {_moved(first.counts[-1], last.counts[-1], first.year, last.year)}"
    index = low.level - 1
    return f"{text}; desa {low.label} {_moved(first.counts[index], last.counts[index])}."


def _moved(old: int, new: int, since: int = 0, until: int = 0) -> str:
    verb = "bertambah" if new > old else "berkurang"
    if new == old:
        return f"tetap {grouped(new)}{f' ({since} dan {until})' if since else ''}"
    if since:
        return f"{verb} dari {grouped(old)} ({since}) menjadi {grouped(new)} ({until})"
    return f"{verb} dari {grouped(old)} menjadi {grouped(new)}"


def strips_table(method: Method, entries: Sequence[Entry], missing: Sequence[tuple[str, str]]) -> SafeString:
    """Each year's strip and mean, oldest first; undrawn years between them in one line."""
    rows = []
    before = entries[0].year
    for entry in entries:
        between = [years for years, _ in missing if before < int(years[:4]) < entry.year]
        if between:
            years = span([int(between[0][:4]), int(between[-1][-4:])]) if between[0] != between[-1] else between[0]
            rows.append(
                f'<tr><th scope="row" class="note">{years}</th><td class="note" colspan="2">tidak digambar; '
                f"alasannya di bawah, pada angka tiap tahun</td></tr>"
            )
        mark = f" {EXAMPLE}" if entry.origin == "contoh" else ""
        mean = index_text(method, entry.mean) if entry.mean is not None else "–"
        rows.append(
            f'<tr><th scope="row">{entry.year}{mark}</th><td>{strip(entry.counts, height=18)}</td>'
            f'<td class="num">{mean}</td></tr>'
        )
        before = entry.year
    return SafeString(
        '<table class="trend"><caption class="vh">Bagian tiap status dan rata-rata menurut tahun</caption><thead><tr>'
        '<th scope="col">Tahun</th><th scope="col">Bagian tiap status</th><th scope="col" class="num">Rata-rata</th>'
        f"</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def figures_table(method: Method, entries: Sequence[Entry]) -> SafeString:
    """The same years in numbers, highest class first."""
    heads = "".join(
        f'<th scope="col" class="num">{escape(status_class.label)}</th>' for status_class in reversed(method.classes)
    )
    rows = []
    for entry in entries:
        cells = "".join(f'<td class="num">{grouped(count)}</td>' for count in reversed(entry.counts))
        mean = index_text(method, entry.mean) if entry.mean is not None else "–"
        rows.append(
            f'<tr><th scope="row">{entry.year}</th>{cells}<td class="num">{grouped(sum(entry.counts))}</td>'
            f'<td class="num">{mean}</td><td>{entry.origin}</td></tr>'
        )
    return SafeString(
        '<table class="years"><caption>Jumlah desa menurut status, dan dari mana angkanya</caption><thead><tr>'
        f'<th scope="col">Tahun</th>{heads}<th scope="col" class="num">Semua</th>'
        f'<th scope="col" class="num">Rata-rata</th><th scope="col">Asal</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def sources(entries: Sequence[Entry], missing: Sequence[tuple[str, str]]) -> SafeString:
    """Who published each year, what is doubtful about it, and why other years are not drawn."""
    told = [(str(entry.year), f"{entry.source}. {entry.doubt}".strip()) for entry in entries]
    return definitions([*told, *((f"{years}, tidak digambar", reason) for years, reason in missing)])


def instruments_note(method: Method, entries: Sequence[Entry]) -> str:
    """Which years used another instrument, and whether the borders of the classes are the same."""
    others: dict[str, list[int]] = {}
    for entry in entries:
        if entry.method != method.id:
            others.setdefault(entry.method, []).append(entry.year)
    sentences = []
    for method_id, years in others.items():
        other = load_method(method_id)
        same = [status_class.range for status_class in other.classes] == [
            status_class.range for status_class in method.classes
        ]
        sentences.append(
            f"Tahun {span(years)} memakai {len(other.indicators)} indikator, bukan {len(method.indicators)}; "
            f"batas kelasnya {'sama' if same else 'lain'}."
        )
    later = [figure for figure in national_figures() if figure.index != method.short and figure.year > entries[-1].year]
    if later:
        sentences.append(
            f"Untuk {later[0].year} terbit {later[0].index}, cara hitung lain; "
            f"angkanya tidak disambung ke {method.short}."
        )
    return " ".join(sentences)
