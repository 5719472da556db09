"""Up to five villages side by side, with their differences in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from swadaya.core import codes
from swadaya.core.codes import dotted
from swadaya.core.figures import grouped
from swadaya.indeks import selectors
from swadaya.indeks.selectors import ComparedVillage, Edition, RunInfo
from swadaya.methodology.explain import IndicatorShare
from swadaya.methodology.schema import Method
from swadaya.wilayah import selectors as wilayah

from .. import links as addresses
from ..links import Links
from ..ui.components.status import mark
from ..ui.formatting import count_words, index_text
from .page_context import frame, links_of
from .tables import ratio_text

MOST = 5
_HITS = 12


@dataclass(frozen=True, slots=True)
class Chosen:
    """``without``: the same page without this village."""

    name: str
    way: str
    code: str
    href: str
    without: str


def wanted_codes(written: Sequence[str]) -> tuple[list[str], list[str]]:
    """The village codes of an address, each once, and what is no village code."""
    found: list[str] = []
    strange: list[str] = []
    for text in written:
        code = codes.normalise(text)
        if code is None or len(code) != codes.DIGITS["desa"]:
            strange.append(text)
        elif code not in found:
            found.append(code)
    return found, strange


def compare_context(edition: Edition, run: RunInfo, written: Sequence[str], text: str) -> dict[str, Any]:
    """Everything templates/indeks/banding.html shows.

    Args:
        written: codes as the address has them.
        text: a name or code to look for.
    """
    links = links_of(edition, run)
    asked, strange = wanted_codes(written)
    asked = asked[:MOST]
    villages = selectors.compared_villages(asked, run) if asked else []
    held = [village.code for village in villages]
    missing = [dotted(code) for code in asked if code not in held]
    method = run.method

    def address(other: Links, _code: str) -> str:
        return other.compare(held)

    return {
        **frame(edition, run, edition.runs, [], name="Banding desa", page="Banding desa", address=address),
        "title": f"Banding desa {run.year}",
        "chosen": [_chosen(village, held, links) for village in villages],
        "codes": held,
        "method_id": links.method,
        "full": len(held) >= MOST,
        "most": count_words(MOST),
        "text": text,
        "hits": _hits(run, text, held, links) if text and len(held) < MOST else [],
        "searched": bool(text),
        "strange": [*strange, *missing],
        "lead": lead(method, villages),
        "table": _table(method, villages, links) if villages else "",
        "scored": any(part.indicators for village in villages for part in village.explanation.components),
    }


def _name(one: ComparedVillage) -> str:
    return one.name or dotted(one.code)


def _chosen(one: ComparedVillage, held: Sequence[str], links: Links) -> Chosen:
    way = ", ".join(filter(None, one.way))
    without = links.compare([code for code in held if code != one.code])
    return Chosen(_name(one), way, dotted(one.code), links.region(one.code), without)


def _hits(run: RunInfo, text: str, held: Sequence[str], links: Links) -> list[tuple[str, str, str]]:
    """Villages of the run that match, each with the address that adds it: name, way, address."""
    found = wilayah.search(text, level="desa", limit=_HITS, historical=True)
    known = selectors.statuses_of([one.region.code for one in found], run) if found else {}
    return [
        (one.region.name or one.region.dotted, one.path.partition(", ")[2], links.compare([*held, one.region.code]))
        for one in found
        if one.region.code in known and one.region.code not in held
    ]


def lead(method: Method, villages: Sequence[ComparedVillage]) -> str:
    """The page in one sentence."""
    ranked = sorted(
        (village for village in villages if village.explanation.k is not None),
        key=lambda one: -(one.explanation.k or 0),
    )
    if len(ranked) < 2:
        return ""
    best, last = ranked[0], ranked[-1]
    gap = (best.explanation.k or 0) - (last.explanation.k or 0)
    if not gap:
        return "Semua desa yang dibandingkan mempunyai indeks yang sama."
    value = index_text(method, method.index(gap))
    return f"{_name(best)} {value} di atas {_name(last)}{_widest(best, last)}."


def _widest(best: ComparedVillage, last: ComparedVillage) -> str:
    """The component that makes most of the difference of two villages."""
    gains = [
        (high.k - low.k, high.component.name or high.component.label)
        for high, low in zip(best.explanation.components, last.explanation.components, strict=True)
        if high.points >= 0 and low.points >= 0
    ]
    if not gains:
        return ""
    gap, name = max(gains)
    return f"; selisih terbesar pada {name} ({grouped(gap)} poin indeks)" if gap > 0 else ""


def difference(names: Sequence[str], values: Sequence[Fraction | int | None], text: Callable[[Any], str]) -> str:
    """A row's difference in words.

    >>> difference(["A", "B"], [3, 5], str), difference(["A", "B"], [4, 4], str), difference(["A"], [4], str)
    ('B lebih tinggi 2', 'sama', '')
    >>> difference(["A", "B", "C"], [1, 5, 3], str)
    'tertinggi B, terendah A, selisih 4'
    """
    known = [(value, name) for value, name in zip(values, names, strict=True) if value is not None]
    if len(known) < 2:
        return ""
    low, high = min(known, key=lambda one: one[0]), max(known, key=lambda one: one[0])
    if low[0] == high[0]:
        return "sama"
    gap = text(high[0] - low[0])
    if len(known) == 2:
        return f"{high[1]} lebih tinggi {gap}"
    tops = [name for value, name in known if value == high[0]]
    ends = [name for value, name in known if value == low[0]]
    top = tops[0] if len(tops) == 1 else f"{count_words(len(tops))} desa"
    end = ends[0] if len(ends) == 1 else f"{count_words(len(ends))} desa"
    return f"tertinggi {top}, terendah {end}, selisih {gap}"


def _table(method: Method, villages: Sequence[ComparedVillage], links: Links) -> SafeString:
    names = [_name(village) for village in villages]
    size = len(method.classes)
    heads = "".join(
        f'<th scope="col"><a href="{escape(links.region(village.code))}">{escape(_name(village))}</a> '
        f"<small>{escape(', '.join(filter(None, village.way[:2])))}</small></th>"
        for village in villages
    )
    index = [village.explanation.index for village in villages]
    rows = [
        _row(
            method.short,
            [
                f"<b>{index_text(method, value)}</b>{' <small>di luar kisi</small>' if one.off_grid else ''}"
                if value is not None
                else "tanpa indeks"
                for one, value in zip(villages, index, strict=True)
            ],
            difference(names, index, lambda gap: index_text(method, gap)),
        ),
        _row(
            "Status",
            [mark(village.explanation.status, size) if village.explanation.status else "–" for village in villages],
            "",
        ),
        _row("Peringkat nasional", [grouped(village.rank) if village.rank else "–" for village in villages], ""),
    ]
    for number, component in enumerate(method.components):
        points = [village.explanation.components[number].points for village in villages]
        top = method.maxima[number]
        shares = [Fraction(value, top) if value >= 0 else None for value in points]
        cells = [
            f"{ratio_text(value, top)} <small>{grouped(value)} / {grouped(top)}</small>" if value >= 0 else "–"
            for value in points
        ]
        label = component.name or component.label
        words = difference(names, shares, lambda gap: index_text(method, gap))
        rows.append(_row(f"{label[:1].upper()}{label[1:]}", cells, words, css="part"))
        rows += _indicator_rows(method, villages, number, names)
    return SafeString(
        f'<table class="compare"><caption class="vh">Desa bersebelahan: angka, komponen, dan indikator</caption>'
        f'<thead><tr><td></td>{heads}<th scope="col">Bedanya</th></tr></thead><tbody>{"".join(rows)}</tbody></table>'
    )


def _row(label: str, cells: Sequence[str], words: str, *, css: str = "", ready: bool = False) -> str:
    kind = f' class="{css}"' if css else ""
    values = "".join(f"<td>{cell}</td>" for cell in cells)
    heading = label if ready else escape(label)
    return f'<tr{kind}><th scope="row">{heading}</th>{values}<td class="words">{escape(words)}</td></tr>'


def _indicator_rows(
    method: Method, villages: Sequence[ComparedVillage], component: int, names: Sequence[str]
) -> list[str]:
    """One row an indicator; none where no village's scores are known."""
    by_village: list[dict[str, IndicatorShare]] = [
        {share.indicator.code: share for share in village.explanation.components[component].indicators}
        for village in villages
    ]
    if not any(by_village):
        return []
    rows = []
    for indicator in method.indicators[method.slices[component]]:
        shares = [held.get(indicator.code) for held in by_village]
        scores = [share.score if share and share.rule else None for share in shares]
        cells = [
            f"{share.score}<small> / {indicator.maximum}{_said(share)}</small>" if share and share.rule else "–"
            for share in shares
        ]
        link = f'<a href="{escape(addresses.method(method.id, indicator.code))}">{escape(indicator.label)}</a>'
        rows.append(_row(link, cells, difference(names, scores, str), ready=True))
    return rows


def _said(share: IndicatorShare) -> str:
    return f" · {escape(share.rule.text)}" if share.rule and share.rule.text else ""
