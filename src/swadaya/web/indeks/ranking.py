"""The ranking page: villages, kabupaten or provinces by their index, or by how far they came since the year before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from html import escape
from typing import Any

from django.http import QueryDict
from django.utils.safestring import SafeString

from swadaya.core import codes
from swadaya.core.codes import dotted
from swadaya.core.figures import grouped
from swadaya.indeks import result_lists, selectors
from swadaya.indeks.result_lists import ListedVillage
from swadaya.indeks.selectors import Edition, Figures, RunInfo, SteppedVillage
from swadaya.methodology.schema import Method
from swadaya.wilayah import selectors as wilayah
from swadaya.wilayah.rules import groupings
from swadaya.wilayah.rules.code_ranges import CodeRange, code_range

from ..links import Links
from ..region_cache import told_areas
from ..ui.components.choices import option_groups, options
from ..ui.components.folding_table import Column, Row, folding
from ..ui.components.status import mark
from ..ui.formatting import index_text, k_text, region_name, signed_index
from .page_context import frame, links_of
from .tables import head_links, ratio_text

SIZE = 100
_CURSOR = re.compile(r"(-?\d{1,9})\.(\d{10})", re.ASCII)
_LEVELS = {"desa": "Desa", "kabkota": "Kabupaten dan kota", "provinsi": "Provinsi"}
_RANKS = {0: "nasional", 2: "di provinsi", 4: "di kabupaten/kota", 6: "di kecamatan"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for. ``progress``: by step, else by index; ``ranges``: of the island or tag; ``problem``:
    why nothing can be shown; ``trail``: the region and those above it, from the province down."""

    progress: bool
    level: str
    trail: tuple[wilayah.RegionInfo, ...]
    status: int | None
    island: str
    tag: str
    ranges: tuple[CodeRange, ...] | None
    after: str
    problem: str = ""

    @property
    def region(self) -> wilayah.RegionInfo | None:
        return self.trail[-1] if self.trail else None

    @property
    def code(self) -> str:
        return self.trail[-1].code if self.trail else ""

    def words(self, method: Method) -> dict[str, str]:
        """The filters as the address names them."""
        return {
            "menurut": "kemajuan" if self.progress else "",
            "jenjang": self.level if self.level != "desa" else "",
            "di": self.code,
            "status": method.classes[self.status - 1].code if self.status else "",
            "pulau": self.island,
            "tanda": self.tag,
        }


def wanted(edition: Edition, run: RunInfo, query: QueryDict) -> Wanted:
    """Read the filters; a word that means nothing here is named in ``problem``."""
    problems = []
    written = query.get("di", "").strip()
    trail = _trail(written)
    if written and not trail:
        problems.append(f"Wilayah “{written}” tidak dikenal.")
    level = query.get("jenjang", "") or "desa"
    if level not in _LEVELS:
        problems.append(f"Jenjang “{level}” tidak ada di sini.")
    code = query.get("status", "")
    status = next((status_class.level for status_class in run.method.classes if status_class.code == code), None)
    if code and status is None:
        problems.append(f"Status “{code}” tidak ada pada metode ini.")
    island, tag = query.get("pulau", ""), query.get("tanda", "")
    ranges, missing = _ranges(edition, island, tag)
    after = query.get("sesudah", "")
    if after and not _CURSOR.fullmatch(after) and not (level != "desa" and after.isdigit()):
        problems.append("Letak halaman ini tidak dapat dibaca; mulailah dari awal daftar.")
    return Wanted(
        progress=query.get("menurut", "") == "kemajuan",
        level=level,
        trail=trail,
        status=status,
        island=island,
        tag=tag,
        ranges=ranges,
        after=after,
        problem=" ".join([*problems, *missing]),
    )


def _trail(written: str) -> tuple[wilayah.RegionInfo, ...]:
    code = codes.normalise(written) if written else None
    return selectors.trail(code) if code and len(code) < codes.DIGITS["desa"] else ()


def _ranges(edition: Edition, island: str, tag: str) -> tuple[tuple[CodeRange, ...] | None, list[str]]:
    """The territory of an island (``skema:kode``) and of a tag or kawasan, both when both are asked for."""
    problems = []
    found: tuple[CodeRange, ...] | None = None
    if island:
        scheme, _, code = island.partition(":")
        groups = [group for one in groupings.schemes() if one.code == scheme for group in one.groups]
        members = next((group.members for group in groups if group.code == code), None)
        if members is None:
            problems.append(f"Kelompok pulau “{island}” tidak dikenal.")
        found = tuple(code_range(member) for member in members or ())
    if tag:
        area = next((ranges for one, ranges in told_areas(edition.stamp) if one.code == tag), None)
        if area is None:
            problems.append(f"Tanda wilayah “{tag}” tidak dikenal.")
        held = tuple(area or ())
        found = (
            held
            if found is None
            else tuple(one for one in held if any(one[0].startswith(low) for low, _ in found or ()))
        )
    return found, problems


def ranking_context(edition: Edition, run: RunInfo, asked: Wanted) -> dict[str, Any]:
    """Everything templates/indeks/peringkat.html shows."""
    links = links_of(edition, run)
    base = selectors.base_of(edition.runs, run)
    words = asked.words(run.method)
    found = _found(edition, run, base, asked, links) if asked.level in _LEVELS and not asked.problem else None
    by = f"Peringkat kemajuan {base.year}–{run.year}" if asked.progress and base else f"Peringkat {run.year}"
    kept = {name: value for name, value in words.items() if name != "di"}
    held = [one for one in edition.runs if selectors.base_of(edition.runs, one)] if asked.progress else edition.runs
    return {
        **frame(
            edition,
            run,
            held,
            asked.trail,
            name=region_name(asked.region) if asked.region else "Indonesia",
            page="Peringkat",
            address=lambda links, code: links.ranking(**{"di": code, **kept}),
        ),
        "title": f"{by}{f', {region_name(asked.region)}' if asked.region else ''}",
        "heading": by,
        "place": region_name(asked.region) if asked.region else "Indonesia",
        "asked": asked,
        "words": words,
        "base_year": str(base.year) if base else "",
        **_options(edition, run, asked, words),
        "table": found.table if found else "",
        "lead": found.lead if found else "",
        "following": links.ranking(**words, sesudah=found.following) if found and found.following else "",
        "first": links.ranking(**words),
        "action": Links(run.year).ranking(),
        "deep": bool(asked.after),
        "method_id": links.method,
        "back": links.region(asked.code),
    }


def _options(edition: Edition, run: RunInfo, asked: Wanted, words: dict[str, str]) -> dict[str, Any]:
    """The lists of the form."""
    places = [("", "Seluruh Indonesia"), *_provinces(edition.stamp, run)]
    if len(asked.code) > 2 and asked.region:
        places.insert(1, (asked.code, region_name(asked.region)))
    statuses = [
        ("", "Semua status"),
        *((status_class.code, status_class.label) for status_class in reversed(run.method.classes)),
    ]
    levels = [("" if code == "desa" else code, label) for code, label in _LEVELS.items()]
    areas = [(area.code, area.label) for area, _ in told_areas(edition.stamp)]
    islands = [
        (scheme.label, [(f"{scheme.code}:{group.code}", group.label) for group in scheme.groups])
        for scheme in groupings.schemes()
    ]
    return {
        "places": options(places, asked.code),
        "levels": options(levels, words["jenjang"]),
        "statuses": options(statuses, words["status"]),
        "islands": option_groups(islands, asked.island),
        "areas": options([("", "Tidak dipilih"), *areas], asked.tag) if areas else "",
    }


@lru_cache(maxsize=32)
def _provinces(stamp: str, run: RunInfo) -> tuple[tuple[str, str], ...]:  # noqa: ARG001 - part of the key
    """Provinces of a run by name, as the edition calls them."""
    return tuple((figure.code, figure.name) for figure in selectors.figures_in(run, "provinsi"))


@dataclass(frozen=True, slots=True)
class _Found:
    """``following``: where the next page begins, empty on the last one."""

    lead: str
    table: SafeString | str
    following: str


def _found(edition: Edition, run: RunInfo, base: RunInfo | None, asked: Wanted, links: Links) -> _Found:
    if asked.progress and base is None:
        return _Found(
            f"Belum ada tahun sebelum {run.year} dengan metode yang sama, jadi kemajuan belum dapat dihitung.", "", ""
        )
    if asked.level != "desa":
        return _regions(edition, run, base if asked.progress else None, asked, links)
    return _steps(run, base, asked, links) if asked.progress and base else _villages(run, asked, links)


def _villages(run: RunInfo, asked: Wanted, links: Links) -> _Found:
    rows = result_lists.villages(
        run,
        region=asked.code,
        status=asked.status,
        ranges=asked.ranges,
        order="peringkat",
        after=_after(asked.after),
        limit=SIZE + 1,
        lowest_k=0,
    )
    method, shown = run.method, rows[:SIZE]
    ways = selectors.ways_of([one.code for one in shown])
    columns = (
        Column("Desa"),
        Column("Peringkat", "num lab", "peringkat"),
        *(Column(part.code, "num lab", part.code) for part in method.components),
        Column("Indeks dan status", "num"),
    )
    table = folding(
        f"Desa dari indeks tertinggi. Peringkat {_RANKS[len(asked.code)]}; nilai sama mendapat peringkat sama.",
        columns,
        [_village_row(method, one, ways, links, len(asked.code)) for one in shown],
        css="villages ranked",
    )
    return _finished(shown, table, _lead(method, asked, shown), _cursor(rows))


def _after(written: str) -> tuple[int, str] | None:
    found = _CURSOR.fullmatch(written)
    return (int(found[1]), found[2]) if found else None


def _cursor(rows: Sequence[ListedVillage] | Sequence[SteppedVillage]) -> str:
    if len(rows) <= SIZE:
        return ""
    last = rows[SIZE - 1]
    key, code = last.place if isinstance(last, SteppedVillage) else result_lists.place_of(last, "peringkat")
    return f"{key}.{code}"


def _finished(shown: Sequence[object], table: SafeString, lead: str, following: str) -> _Found:
    if not shown:
        return _Found("Tidak ada yang cocok dengan pilihan ini.", "", "")
    return _Found(lead, table, following)


def _lead(method: Method, asked: Wanted, shown: Sequence[ListedVillage]) -> str:
    if not shown or asked.after:
        return ""
    first = shown[0]
    value = k_text(method, first.k or 0)
    return f"Tertinggi dalam daftar ini: {first.name or dotted(first.code)}, {value}."


def _heading(code: str, name: str, ways: dict[str, str], links: Links) -> str:
    return f"{head_links(name or dotted(code), links.region(code))} <small>{escape(ways.get(code, ''))}</small>"


def _rank(one: ListedVillage | SteppedVillage, digits: int) -> str:
    own = {0: one.rank, 2: one.rank_provinsi, 4: one.rank_kabkota, 6: one.rank_kecamatan}
    return grouped(own[digits])


def _village_row(method: Method, one: ListedVillage, ways: dict[str, str], links: Links, digits: int) -> Row:
    parts = [ratio_text(points, top) for points, top in zip(one.points or (), method.maxima, strict=False)]
    parts = parts or ["–"] * len(method.components)
    status = mark(method.classes[one.level - 1], len(method.classes), hidden=True)
    figure = f"{k_text(method, one.k or 0)}&ensp;{status}"
    return "", _heading(one.code, one.name, ways, links), (_rank(one, digits), *parts, figure)


def _steps(run: RunInfo, base: RunInfo, asked: Wanted, links: Links) -> _Found:
    rows = selectors.progress(
        base,
        run,
        region=asked.code,
        status=asked.status,
        ranges=asked.ranges,
        after=_after(asked.after),
        limit=SIZE + 1,
    )
    method, shown = run.method, rows[:SIZE]
    ways = selectors.ways_of([one.code for one in shown])
    columns = (
        Column("Desa"),
        Column("Peringkat", "num lab", "peringkat"),
        Column(str(base.year), "num lab", str(base.year)),
        Column(str(run.year), "num lab", str(run.year)),
        Column("Kemajuan", "num"),
    )
    table = folding(
        f"Desa dari kemajuan terbesar. Peringkat {_RANKS[len(asked.code)]}; kemajuan sama mendapat peringkat sama.",
        columns,
        [_step_row(method, one, ways, links, len(asked.code)) for one in shown],
        css="villages ranked stepped",
    )
    lead = ""
    if shown and not asked.after:
        first = shown[0]
        lead = f"Terjauh dalam daftar ini: {first.name or dotted(first.code)}, {signed_index(method, first.delta)}."
    return _finished(shown, table, lead, _cursor(rows))


def _step_row(method: Method, one: SteppedVillage, ways: dict[str, str], links: Links, digits: int) -> Row:
    size = len(method.classes)
    old, new = (
        f"{k_text(method, k)}&ensp;{mark(method.classes[level - 1], size, hidden=True)}"
        for k, level in ((one.k - one.delta, one.before), (one.k, one.after))
    )
    cells = (_rank(one, digits), old, new, signed_index(method, one.delta))
    return "", _heading(one.code, one.name, ways, links), cells


@lru_cache(maxsize=16)
def _sorted(
    stamp: str,  # noqa: ARG001 - part of the key
    run: RunInfo,
    base: RunInfo | None,
    level: str,
) -> tuple[tuple[Figures, Fraction | None], ...]:
    """Every region of a level with its mean step, in the order of the list; a published run never changes."""
    held = selectors.figures_in(run, level)
    steps = {flow.code: flow.step for flow in selectors.flows_of(base, run, level)} if base else {}
    keys = steps if base else {one.code: one.mean for one in held}
    known = [one for one in held if keys.get(one.code) is not None]
    known.sort(key=lambda one: (-(keys[one.code] or 0), one.code))
    return tuple((one, steps.get(one.code)) for one in known)


def _regions(edition: Edition, run: RunInfo, base: RunInfo | None, asked: Wanted, links: Links) -> _Found:
    """Kabupaten or provinces: few enough to be sorted here."""
    method = run.method
    ranked = [
        (one, step)
        for one, step in _sorted(edition.stamp, run, base, asked.level)
        if one.code.startswith(asked.code) and _inside(one.code, asked.ranges) and asked.status in (None, one.level)
    ]
    held = [one for one, _ in ranked]
    steps = {one.code: step for one, step in ranked}
    start = next((number + 1 for number, one in enumerate(held) if one.code == asked.after), 0)
    shown = held[start : start + SIZE]
    columns = (
        Column(_LEVELS[asked.level]),
        Column("Urutan", "num lab", "urutan"),
        Column("Desa", "num lab", "desa"),
        Column("Rata-rata dan kelas", "num lab" if base else "num", "rata-rata"),
        *((Column("Kemajuan", "num"),) if base else ()),
    )
    rows = [_region_row(method, one, number, steps.get(one.code), links) for number, one in enumerate(shown, start + 1)]
    what = "kemajuan rata-rata terbesar" if base else "rata-rata desa tertinggi"
    table = folding(f"{_LEVELS[asked.level]}, dari {what}.", columns, rows, css="ranked")
    lead = f"{shown[0].name} berada paling atas." if shown and not start else ""
    return _finished(shown, table, lead, shown[-1].code if start + SIZE < len(held) else "")


def _inside(code: str, ranges: Sequence[CodeRange] | None) -> bool:
    return ranges is None or any(low <= code < high for low, high in ranges)


def _region_row(method: Method, one: Figures, number: int, step: Fraction | None, links: Links) -> Row:
    status = one.status(method)
    figure = index_text(method, one.mean) if one.mean is not None else "–"
    if status is not None:
        figure += f"&ensp;{mark(status, len(method.classes), hidden=True)}"
    more = (signed_index(method, step),) if step is not None else ()
    heading = head_links(one.name or dotted(one.code), links.region(one.code))
    return "", heading, (grouped(number), grouped(one.desa), figure, *more)
