"""The page of a region's focus: which components are weak together, and which indicators hold its index back most."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from swadaya.core.codes import dotted
from swadaya.core.figures import grouped, percent, ratio
from swadaya.indeks.rules.focus import Weakness
from swadaya.indeks.rules.typology import middle_class
from swadaya.indeks.selectors import Edition, FocusPage, Profile
from swadaya.methodology.schema import Method

from .. import links as addresses
from ..links import Links
from ..ui.components.bars import bar
from ..ui.components.folding_table import Column, Row, folding
from ..ui.formatting import index_text, listing, region_name
from .page_context import frame, links_of
from .rumusan import actors_text
from .tables import head_links

SHOWN = 8
_PARTS = {0: "Provinsi", 2: "Kabupaten dan kota", 4: "Kecamatan"}


def focus_context(edition: Edition, page: FocusPage) -> dict[str, Any]:
    """Everything templates/indeks/fokus.html shows."""
    run, method, profile = page.run, page.run.method, page.profile
    links = links_of(edition, run)
    code = page.region.code if page.region else ""
    place = region_name(page.region) if page.region else "Indonesia"
    shared = {
        **frame(edition, run, edition.runs, page.breadcrumb, name=place, page="Fokus", address=Links.focus),
        "heading": f"Fokus {run.year}",
        "title": f"Fokus {run.year}, {place}",
        "place": place,
        "back": links.region(code),
        "known": False,
    }
    if profile is None or not profile.desa:
        return shared
    nation = page.nation if page.region else None
    found = profile.weaknesses
    return {
        **shared,
        "known": True,
        "lead": lead(method, profile, place),
        "border": border_words(method),
        "types": _types_table(method, profile, nation),
        "weak": [(_name(method, number), *_weak(profile, number)) for number in range(len(method.components))],
        "parts_table": _parts_table(method, page.parts, links, _PARTS.get(len(code), "")),
        "scored": grouped(profile.scored) if profile.scored else "",
        "partly": grouped(profile.desa - profile.scored) if 0 < profile.scored < profile.desa else "",
        "reading": reading(method, found, place),
        "indicators": _weak_table(method, found[:SHOWN], nation) if found else "",
        "others": _weak_table(method, found[SHOWN:], nation) if len(found) > SHOWN else "",
        "others_count": str(len(found) - SHOWN),
    }


def _name(method: Method, number: int) -> str:
    component = method.components[number]
    return component.name or component.label


def _weak(profile: Profile, number: int) -> tuple[str, str, SafeString]:
    count = profile.weak(number)
    return grouped(count), percent(count, profile.desa, 1), bar(Fraction(count, profile.desa))


def border_words(method: Method) -> str:
    """When a component is weak: "bila indeks komponen itu sendiri belum sampai kelas Berkembang (di atas 0,5989)"."""
    middle = middle_class(method)
    value = index_text(method, middle.range.lower)
    return (
        f"belum sampai kelas {middle.label}: {'kurang dari' if middle.range.lower_closed else 'paling tinggi'} {value}"
    )


def lead(method: Method, profile: Profile, place: str) -> str:
    """The page in one sentence."""
    weakest = max(range(len(method.components)), key=profile.weak)
    count = profile.weak(weakest)
    if not count:
        return f"Di {place} tidak ada desa dengan komponen yang lemah."
    together = profile.weak_together
    text = f"Di {place}, {grouped(count)} dari {grouped(profile.desa)} desa lemah dalam {_name(method, weakest)}"
    return f"{text}; {grouped(together)} desa lemah dalam dua komponen atau lebih." if together else f"{text}."


def reading(method: Method, found: Sequence[Weakness], place: str) -> str:
    """The weakest indicator in a sentence."""
    if not found or not found[0].lost:
        return ""
    first = found[0]
    count = f"{grouped(first.below)} dari {grouped(first.desa)} desa"
    return (
        f"{first.indicator.label} paling menahan indeks {place}: {count} "
        f"belum di skor tertinggi. Bila semuanya sampai, rata-rata indeks naik {index_text(method, first.loss)}."
    )


def type_words(method: Method, weak: Sequence[int]) -> str:
    """
    >>> from swadaya.methodology import method
    >>> type_words(method("idm-operasional-2020"), (1, 2))
    'Lemah ketahanan ekonomi dan ketahanan lingkungan'
    """
    if not weak:
        return "Tidak ada yang lemah"
    if len(weak) == len(method.components):
        return "Lemah semuanya"
    return f"Lemah {listing([_name(method, number) for number in weak])}"


def _types_table(method: Method, profile: Profile, nation: Profile | None) -> SafeString:
    columns = (
        Column("Tipe desa"),
        Column("Desa", "num lab", "desa"),
        *((Column("Indonesia", "num lab", "Indonesia"),) if nation else ()),
        Column("Bagian", "num"),
    )
    country = {kind.weak: kind.desa for kind in nation.types} if nation else {}
    rows: list[Row] = []
    for one in profile.types:
        beside = (f"{percent(country.get(one.weak, 0), nation.desa, 1)} %",) if nation else ()
        rows.append(
            (
                "",
                f"{escape(type_words(method, one.weak))}{bar(Fraction(one.desa, profile.desa))}",
                (grouped(one.desa), *beside, f"{percent(one.desa, profile.desa, 1)} %"),
            )
        )
    return folding("Desa menurut komponen yang lemah bersama, dari yang terbanyak.", columns, rows, css="types")


def _parts_table(method: Method, parts: Sequence[Profile], links: Links, heading: str) -> SafeString:
    if not parts:
        return SafeString("")
    columns = (
        Column(heading),
        *(Column(f"Lemah\n{part.code}", "num lab", f"{part.code} lemah") for part in method.components),
        Column("Dua komponen\natau lebih", "num"),
    )
    ranked = sorted(parts, key=lambda one: (-Fraction(one.weak_together, one.desa or 1), one.code))
    rows: list[Row] = [
        (
            "",
            head_links(one.name or dotted(one.code), links.focus(one.code)),
            (
                *(f"{percent(one.weak(number), one.desa, 1)} %" for number in range(len(method.components))),
                f"{grouped(one.weak_together)} <small>{percent(one.weak_together, one.desa, 1)} %</small>",
            ),
        )
        for one in ranked
        if one.desa
    ]
    return folding(f"{escape(heading)}, dari bagian terbesar desa yang lemah ganda.", columns, rows, css="moved")


def _weak_table(method: Method, found: Sequence[Weakness], nation: Profile | None) -> SafeString:
    columns = (
        Column("Indikator"),
        Column("Belum di skor tertinggi", "num lab", "belum tertinggi"),
        *((Column("Indonesia", "num lab", "Indonesia"),) if nation else ()),
        Column("Rata-rata skor", "num lab", "rata-rata skor"),
        Column("Siapa", "wide"),
        Column("Indeks yang\ntertahan", "num"),
    )
    country = {weakness.indicator.code: weakness for weakness in nation.weaknesses} if nation else {}
    rows: list[Row] = []
    for one in found:
        other = country.get(one.indicator.code)
        beside = (f"{percent(other.below, other.desa, 1)} %" if other else "–",) if nation else ()
        heading = head_links(one.indicator.label, addresses.method(method.id, one.indicator.code))
        rows.append(
            (
                "",
                f"{heading} <small>{escape(method.components[one.component].code)}</small>{bar(one.share)}",
                (
                    f"{grouped(one.below)} <small>{percent(one.below, one.desa, 1)} %</small>",
                    *beside,
                    f"{ratio(one.mean, 2)}<small> / {one.indicator.maximum}</small>",
                    f"<small>{escape(actors_text(one.indicator))}</small>",
                    index_text(method, one.loss),
                ),
            )
        )
    return folding("Indikator, dari yang paling banyak menahan rata-rata indeks.", columns, rows, css="weak")
