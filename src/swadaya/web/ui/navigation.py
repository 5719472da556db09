"""Ways through the pages: where one is, and the same page of another year or method."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a switcher."""

    label: str
    href: str
    current: bool
    example: bool = False


def crumbs(steps: Iterable[tuple[str, str]]) -> SafeString:
    """From the whole to the part; the last step has no address: it is the page itself."""
    items = "".join(
        f'<li><a href="{escape(href)}">{escape(label)}</a></li>'
        if href
        else f'<li aria-current="page">{escape(label)}</li>'
        for label, href in steps
    )
    return SafeString(f'<nav aria-label="Letak halaman"><ol class="crumbs">{items}</ol></nav>')


def switch(name: str, choices: Sequence[Choice], *, label: str = "") -> SafeString:
    """Links to choose between; nothing where there is no choice. ``name`` is written in front when it is given."""
    if len(choices) < 2:
        return SafeString("")
    items = []
    for choice in choices:
        current = ' aria-current="page"' if choice.current else ""
        example = '<span class="vh"> (contoh)</span>' if choice.example else ""
        items.append(f'<li><a href="{escape(choice.href)}"{current}>{escape(choice.label)}{example}</a></li>')
    head = f"<span>{escape(name)}</span>" if name else ""
    return SafeString(
        f'<nav class="switch noprint" aria-label="{escape(label or name)}">{head}<ul>{"".join(items)}</ul></nav>'
    )
