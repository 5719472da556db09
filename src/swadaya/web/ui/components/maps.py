"""Maps that answer "where?": one linked shape for each region, coloured by the class of its mean.

Without installed boundaries the provinces are drawn as tiles. Every shape has a row in the table below the map.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from .tiles import PANELS


@dataclass(frozen=True, slots=True)
class Patch:
    """What a map says of one region. ``tone`` 0: no class; ``href`` empty: nothing to open."""

    name: str
    figure: str
    words: str
    tone: int
    href: str


def choropleth(picture: Mapping[str, Any], patches: Mapping[str, Patch], *, label: str) -> SafeString:
    """Draw installed outlines; a region without figures is dashed and not linked."""
    shapes = []
    for shape in picture["shapes"]:
        patch = patches.get(shape["code"])
        path = escape(shape["path"])
        if patch is None:
            words = escape(f"{shape['name'] or shape['code']}: tanpa data")
            shapes.append(
                f'<g role="img" aria-label="{words}"><title>{words}</title><path class="none" d="{path}"/></g>'
            )
            continue
        words = escape(f"{patch.name}: {patch.words}")
        css = f"f{patch.tone}" if patch.tone else "none"
        shapes.append(
            f'<a href="{escape(patch.href)}" aria-label="{words}"><title>{words}</title>'
            f'<path class="{css}" d="{path}"/></a>'
        )
    return SafeString(
        f'<svg class="map" viewBox="{escape(picture["viewbox"])}" role="group" aria-label="{escape(label)}" '
        f'fill-rule="evenodd">{"".join(shapes)}</svg>'
    )


def tilemap(patches: Mapping[str, Patch]) -> SafeString:
    """Draw the provinces as tiles, roughly where they lie."""
    panels = []
    for panel in PANELS:
        tiles = []
        for code, column, row, short in panel.tiles:
            x, y = 1 + 46 * column, 1 + 46 * row
            name = panel.names[code]
            patch = patches.get(code)
            colour = patch.tone if patch else 0
            css, ink = (f"f{colour}", f" o{colour}") if colour else ("none", "")
            fit = ' textLength="39" lengthAdjust="spacingAndGlyphs"' if len(short) > 6 else ""
            drawn = (
                f'<rect class="{css}" x="{x}" y="{y}" width="43" height="43"/>'
                f'<text class="t{ink}" x="{x + 21.5}" y="{y + 20}"{fit}>{escape(short)}</text>'
                f'<text class="v{ink}" x="{x + 21.5}" y="{y + 34}">{patch.figure if patch else "–"}</text>'
            )
            if patch is None:
                tiles.append(f'<g role="img" aria-label="{escape(name)}: tanpa data">{drawn}</g>')
            else:
                words = escape(f"{patch.name or name}: {patch.words}")
                tiles.append(f'<a href="{escape(patch.href)}" aria-label="{words}">{drawn}</a>')
        panels.append(
            f'<svg viewBox="0 0 368 276" role="group" aria-label="Peta petak, {escape(panel.label)}">'
            f"{''.join(tiles)}</svg>"
        )
    return SafeString(f'<div class="tilemap">{"".join(panels)}</div>')
