"""The tables of the index: parts of a region, villages of a kecamatan, villages by class."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString

from swadaya.core.codes import dotted
from swadaya.core.figures import grouped, percent, ratio
from swadaya.indeks.selectors import Figures, VillageFigure
from swadaya.methodology.schema import Method, StatusClass

from .. import links as addresses
from ..links import Links
from ..ui.components.bars import class_bar, strip
from ..ui.components.folding_table import Column, Row, folding
from ..ui.components.status import mark, tone
from ..ui.formatting import index_text, initials, k_text, lagging, lagging_words, upper_border
from .region_summary import Seen


def parts_table(
    method: Method, parts: Iterable[Seen], links: Links | None, *, heading: str, caption: str
) -> SafeString:
    """Regions of one level with their class strip, in the order given. Without ``links`` names are plain text."""
    low = lagging(method)
    short = " dan ".join(initials(status.label) for status in reversed(low))
    columns = (
        Column(heading),
        Column("Desa", "num lab", "Desa"),
        Column(lagging_words(method, "dan").replace(" dan ", " dan\n"), "num lab", short),
        Column("Rata-rata dan kelas", "num"),
    )
    spelled = " dan ".join(f"{initials(status.label)}: desa {status.label}" for status in reversed(low))
    return folding(
        f"{escape(caption)} Pita: sebaran status desanya. {escape(spelled)}.",
        columns,
        [_part_row(method, part, links) for part in parts],
        css="prov",
    )


def _part_row(method: Method, part: Seen, links: Links | None) -> Row:
    name = escape(part.name)
    if links is not None:
        name = f'<a href="{escape(links.region(part.code))}">{name}</a>'
    figure = part.text
    if part.status is not None:
        figure = f"{part.text}&ensp;{mark(part.status, len(method.classes), hidden=True)}"
    return "", f"{name}{strip(part.classes)}", (grouped(part.desa), grouped(part.behind), figure)


def distribution(method: Method, figures: Figures, *, caption: str) -> SafeString:
    """Villages by class, highest first, with the borders of each class."""
    most = max(figures.classes, default=0)
    rows = []
    for status, count in reversed(list(zip(method.classes, figures.classes, strict=True))):
        colour = tone(status.level, len(method.classes))
        rows.append(
            f'<tr><th scope="row"><a class="meaning" href="{escape(addresses.status(method.id, status.code))}">'
            f"{mark(status, len(method.classes))}</a><small>{_border(method, status)}</small></th>"
            f'<td class="barc">{class_bar(count, most, colour)}</td><td class="num">{grouped(count)}</td>'
            f'<td class="num">{percent(count, figures.with_index)}</td></tr>'
        )
    rows.append(
        f'<tr class="sum"><th scope="row">Semua desa berindeks</th><td></td>'
        f'<td class="num">{grouped(figures.with_index)}</td>'
        f'<td class="num">{percent(figures.with_index, figures.with_index)}</td></tr>'
    )
    without = figures.desa - figures.with_index
    if without:
        rows.append(
            f'<tr><th scope="row">Tanpa indeks<small>nilainya tidak lengkap</small></th><td class="barc"></td>'
            f'<td class="num">{grouped(without)}</td><td class="num">–</td></tr>'
        )
    return SafeString(
        f'<table class="dist"><caption>{escape(caption)}</caption><thead><tr>'
        f'<th scope="col">Status dan batas indeks</th><td></td><th scope="col" class="num">Desa</th>'
        f'<th scope="col" class="num">Persen</th></tr></thead><tbody>{"".join(rows)}</tbody></table>'
    )


def _border(method: Method, status: StatusClass) -> str:
    if status.level == len(method.classes):
        return f"di atas {index_text(method, status.range.lower)}"
    return f"sampai {index_text(method, upper_border(status))}"


def villages_table(method: Method, villages: Iterable[VillageFigure], links: Links, *, caption: str) -> SafeString:
    """The villages of a kecamatan, best first."""
    columns = (
        Column("Desa"),
        Column("Peringkat", "num lab", "Peringkat"),
        *(Column(component.code, "num lab", component.code) for component in method.components),
        Column("Indeks dan status", "num"),
    )
    return folding(
        escape(caption), columns, (_village_row(method, village, links) for village in villages), css="villages"
    )


def _village_row(method: Method, village: VillageFigure, links: Links) -> Row:
    name = escape(village.name or dotted(village.code))
    heading = f'<a href="{escape(links.region(village.code))}">{name}</a>'
    nothing = ["–"] * len(method.components)
    if village.k is None:
        return "", heading, ("–", *nothing, "tanpa indeks")
    components = (
        [ratio_text(points, top) for points, top in zip(village.points, method.maxima, strict=True)]
        if village.points
        else nothing
    )
    status = method.classes[village.level - 1]
    figure = f"{k_text(method, village.k)}&ensp;{mark(status, len(method.classes), hidden=True)}"
    return "", heading, (grouped(village.rank), *components, figure)


def head_links(name: str, href: str) -> str:
    """The heading of a row: a link where there is something to open."""
    return f'<a href="{escape(href)}">{escape(name)}</a>' if href else escape(name)


@lru_cache(maxsize=4096)
def ratio_text(points: int, top: int) -> str:
    """A component as a ratio of 1 with four decimals, whatever the unit of the index."""
    return ratio(Fraction(points, top))
