"""One value against the borders of the classes."""

from __future__ import annotations

from fractions import Fraction
from html import escape

from django.utils.safestring import SafeString

from swadaya.methodology.schema import Method

from ..formatting import index_text, upper_border
from .status import tone

_CUT = Fraction(1, 5)
"""Where the ruler starts when nothing lies below: the lowest class is wide and empty there."""


def ruler(method: Method, value: Fraction, *, spoken: str, towards: Fraction | None = None) -> SafeString:
    """Draw the ruler.

    Args:
        spoken: the picture in words.
        towards: the border of the next class, joined to the value by a dashed line.
    """
    cut = value >= _CUT and upper_border(method.classes[0]) >= 2 * _CUT
    start = float(_CUT) if cut else 0.0
    at = _place(float(value), start)
    line = ""
    if towards is not None:
        goal = _place(float(towards), start)
        line = f'<line x1="{at:.2f}%" x2="{goal:.2f}%" y1="24" y2="24" class="line-soft"/>'
    anchor = "start" if at < 6 else "end" if at > 94 else "middle"
    return SafeString(
        f'<svg class="pic" height="86" role="img" aria-label="{escape(spoken)}">{_scale(method, start)}{line}'
        f'<svg x="{at:.2f}%" overflow="visible"><path d="M0 33l-6-9h12z" class="fill-ink"/>'
        f'<line y1="30" y2="54" class="axis"/>'
        f'<text y="16" text-anchor="{anchor}" class="tx-b">{index_text(method, value)}</text></svg></svg>'
    )


def _place(point: float, start: float) -> float:
    return (point - start) / (1 - start) * 100


_scales: dict[tuple[str, float], str] = {}


def _scale(method: Method, start: float) -> str:
    """Classes and their borders: the same for every value of a method."""
    key = (method.version, start)
    if key not in _scales:
        _scales[key] = _drawn_scale(method, start)
    return _scales[key]


def _drawn_scale(method: Method, start: float) -> str:
    parts = []
    for status in method.classes:
        left = max(_place(float(status.range.lower), start), 0.0)
        right = _place(float(upper_border(status)), start)
        colour = tone(status.level, len(method.classes))
        parts.append(
            f'<rect x="{left:.2f}%" y="34" width="{right - left:.2f}%" height="20" class="f{colour} gap"/>'
            f'<svg x="{(left + right) / 2:.2f}%" y="44" overflow="visible">'
            f'<use href="#m{colour}" x="-8" y="-6" width="16" height="12" class="o{colour}"/></svg>'
        )
    parts.append('<rect y="34" width="100%" height="20" fill="none" class="edge"/>')
    for status in method.classes[1:]:
        border = status.range.lower
        parts.append(
            f'<svg x="{_place(float(border), start):.2f}%" overflow="visible"><line y1="54" y2="60" class="axis"/>'
            f'<text y="74" text-anchor="middle" class="tx">{index_text(method, border)}</text></svg>'
        )
    ends = index_text(method, _CUT if start else Fraction(0), short=True), index_text(method, Fraction(1), short=True)
    parts.append(
        f'<text y="74" class="tx">{ends[0]}</text><text x="100%" y="74" text-anchor="end" class="tx">{ends[1]}</text>'
    )
    return "".join(parts)
