"""The status mark: n of five rising bars on the colour of the class, with its name in words."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString

from swadaya.methodology.schema import Method, StatusClass

TONES = 5
"""Colours the ramp has; a method with another number of classes spreads over them."""


def tone(level: int, classes: int = TONES) -> int:
    """The colour of a class, 1 (lowest) to 5; 0 without a class.

    >>> [tone(level) for level in (0, 1, 5)], [tone(level, 3) for level in (1, 2, 3)]
    ([0, 1, 5], [1, 3, 5])
    """
    if not level:
        return 0
    return level if classes == TONES else 1 + (level - 1) * (TONES - 1) // max(classes - 1, 1)


def mark(status: StatusClass, classes: int = TONES, *, large: bool = False, hidden: bool = False) -> SafeString:
    """The mark of a class. ``hidden``: its name is only spoken, for a column whose heading says what it is."""
    return _mark(status.label, tone(status.level, classes), large, hidden)


@lru_cache(maxsize=256)
def _mark(label: str, colour: int, large: bool, hidden: bool) -> SafeString:
    words = escape(label)
    size = "large " if large else ""
    if hidden:
        words = f'<span class="vh">{words}</span>'
    return SafeString(
        f'<span class="{size}status s{colour}"><svg aria-hidden="true"><use href="#m{colour}"/></svg>{words}</span>'
    )


def legend(
    method: Method, counts: dict[int, int] | None = None, *, without: tuple[str, int] | None = None
) -> SafeString:
    """Every class, highest first; with how many parts have it when ``counts`` by level is given."""
    size = len(method.classes)
    if counts is None:
        items = [f"<li>{mark(status, size)}</li>" for status in method.classes]
    else:
        items = [
            f"<li>{mark(status_class, size)} <b>{counts.get(status_class.level, 0)}</b></li>"
            for status_class in reversed(method.classes)
        ]
    if without and without[1]:
        items.append(
            f'<li><span class="none-mark" aria-hidden="true"></span>{escape(without[0])} <b>{without[1]}</b></li>'
        )
    return SafeString(f'<ul class="legend" aria-label="Keterangan warna">{"".join(items)}</ul>')
