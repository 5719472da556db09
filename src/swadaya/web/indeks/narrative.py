"""The one sentence a page opens with, computed from its figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from swadaya.core.figures import grouped
from swadaya.indeks.selectors import Figures
from swadaya.methodology.explain import Explanation
from swadaya.methodology.schema import Method
from swadaya.wilayah.rules.groupings import Scheme

from ..ui.formatting import count_words, index_text, lagging, lagging_words, listing, upper_border
from .region_summary import Seen

_MUCH = Fraction(1, 3)
"""A part that holds at least this share of the villages lagging behind is named."""


def region_lead(method: Method, figures: Figures, parts: Sequence[Seen]) -> str:
    """ "Dari 75.261 desa yang dinilai, 17.203 sudah Mandiri. Masih ada ..." """
    if not figures.with_index:
        return f"Belum ada desa yang mempunyai indeks dari {grouped(figures.desa)} desa dalam daftar."
    top = method.classes[-1].label
    best = figures.classes[-1]
    have = f"{grouped(best)} sudah {top}" if best else f"belum ada yang {top}"
    count = sum(figures.classes[: len(lagging(method))])
    if not count:
        rest = f"Tidak ada desa yang {lagging_words(method)}."
    else:
        rest = f"Masih ada {grouped(count)} desa yang {lagging_words(method)}{_where(count, parts)}."
    return f"Dari {grouped(figures.with_index)} desa yang dinilai, {have}. {rest}"


def _where(count: int, parts: Sequence[Seen]) -> str:
    if len(parts) < 2:
        return ""
    most = max(parts, key=lambda part: part.behind)
    share = most.behind
    if not most.name or share < 2 or Fraction(share, count) < _MUCH:
        return ""
    if share == count:
        return f", semuanya di {most.name}"
    return f", dan {grouped(share)} di antaranya ada di {most.name}"


def island_parts(islands: Sequence[Seen], scheme: Scheme) -> list[Seen]:
    """Islands under their names with the number of their provinces, for the nation's sentence."""
    known = {group.code: f"{count_words(len(group.members))} provinsi di {group.label}" for group in scheme.groups}
    return [replace(island, name=known.get(island.code, "")) for island in islands]


def border_note(method: Method, mean: Fraction) -> str:
    """How far a mean is from the nearest border: "0,0048 di atas batas Maju"."""
    status = next(status_class for status_class in method.classes if mean in status_class.range)
    below, above = mean - status.range.lower, upper_border(status) - mean
    if status.level < len(method.classes) and above <= below:
        following = method.classes[status.level]
        return f"Kurang {index_text(method, above)} lagi untuk masuk kelas {following.label}."
    if status.level == 1:
        return f"Masih dalam kelas terendah, {status.label}."
    return f"Angka ini {index_text(method, below)} di atas batas bawah kelas {status.label}."


def map_lead(method: Method, parts: Sequence[Seen], noun: str, islands: dict[str, str] | None = None) -> str:
    """Which parts have a mean in the lagging classes, and whether they lie together; lowest part first."""
    with_mean = [part for part in parts if part.status is not None]
    low = [part for part in with_mean if part.status is not None and part.status.level <= len(lagging(method))]
    if not with_mean:
        return f"Belum ada {noun} yang mempunyai indeks."
    if not low:
        lowest = with_mean[0]
        return f"Tidak ada {noun} dengan rata-rata {lagging_words(method)}. Terendah: {lowest.name}, {lowest.text}."
    opening = f"{count_words(len(low)).capitalize()} {noun} memiliki rata-rata di kelas {lagging_words(method)}"
    homes = {(islands or {}).get(part.code[:2], "") for part in low}
    if len(low) > 1 and len(homes) == 1 and "" not in homes:
        return f"{opening}; semuanya di {homes.pop()}."
    if len(low) <= 3:
        return f"{opening}: {listing([part.name for part in low])}."
    return f"{opening}; terendah {low[0].name}, {low[0].text}."


def village_lead(name: str, explanation: Explanation) -> str:
    """Status, and the distance to the next class in words."""
    method = explanation.method
    if explanation.status is None or explanation.k is None:
        return f"{name} belum mempunyai indeks, sebab nilainya tidak lengkap."
    opening = f"{name} berstatus {explanation.status.label}"
    following = explanation.next
    if following is None:
        spare = explanation.k - method.lowest_k[-1]
        return f"{opening}, kelas tertinggi, {grouped(spare)} poin indeks di atas batasnya."
    text = (
        f"{opening}. Kurang {grouped(following.gap)} poin indeks dari {grouped(method.denominator)} "
        f"untuk menjadi {following.status.label}"
    )
    gains = [
        share.gains[-1][1] for component in explanation.components for share in component.indicators if share.gains
    ]
    if any(gain >= following.gap for gain in gains):
        text += "; memperbaiki satu indikator saja sudah cukup"
    return f"{text}."


def alone_note(explanation: Explanation) -> str:
    """What one component alone would have to gain for the next class."""
    following = explanation.next
    if following is None:
        return ""
    ways = [
        f"{grouped(points)} poin {component.component.name or component.component.label}"
        for component, points in zip(explanation.components, following.points, strict=True)
        if points is not None
    ]
    if not ways:
        return f"Tidak ada satu komponen yang sendirian cukup untuk menjadi {following.status.label}."
    return f"Dari satu komponen saja, itu berarti {listing(ways, 'atau')}."
