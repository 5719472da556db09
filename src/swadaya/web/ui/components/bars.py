"""Bars: one value against its maximum, and a whole divided into classes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from django.utils.safestring import SafeString

from swadaya.core.figures import ratio

from .status import TONES, tone

_LABELLED = 0.11  # a narrower piece has no room for its figure


def bar(share: Fraction, *, height: int = 8) -> SafeString:
    """Ink in an outlined track. The figures stand beside it, so it is not spoken."""
    return SafeString(
        f'<svg class="pic" height="{height}" aria-hidden="true">'
        f'<rect width="100%" height="{height}" class="fill-track"/>'
        f'<rect width="{float(share) * 100:.2f}%" height="{height}" class="fill-ink"/>'
        f'<rect width="100%" height="{height}" class="box"/></svg>'
    )


def strip(counts: Sequence[int], *, height: int = 9, figures: bool = False) -> SafeString:
    """Parts of a whole by class, lowest first, always in that order. A table beside it has the numbers."""
    whole = sum(counts)
    if not whole:
        return SafeString("")
    pieces = []
    before = 0
    for level, count in enumerate(counts, 1):
        if not count:
            continue
        colour = tone(level, len(counts)) if len(counts) != TONES else level
        left, width = 100 * before / whole, 100 * count / whole
        pieces.append(f'<rect x="{left:.2f}%" width="{width:.2f}%" height="{height}" class="f{colour} gap"/>')
        if figures and count / whole >= _LABELLED:
            percent = ratio(Fraction(100 * count, whole), 1)
            pieces.append(
                f'<svg x="{left + width / 2:.2f}%" overflow="visible"><text y="{height / 2 + 4.5:g}" '
                f'text-anchor="middle" class="tx-b o{colour}">{percent} %</text></svg>'
            )
        before += count
    return SafeString(
        f'<svg class="pic" height="{height}" aria-hidden="true">{"".join(pieces)}'
        f'<rect width="100%" height="{height}" fill="none" class="edge"/></svg>'
    )


def class_bar(count: int, most: int, colour: int, *, height: int = 14) -> SafeString:
    """One class against the largest one."""
    width = 100 * count / most if most else 0
    return SafeString(
        f'<svg class="pic" height="{height}" aria-hidden="true">'
        f'<rect width="{width:.2f}%" height="{height}" class="f{colour} edge"/></svg>'
    )
