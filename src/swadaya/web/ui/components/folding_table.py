"""Tables that fold on a phone: each row becomes a block, name and main figure first.

ARIA roles restore what ``display: grid`` takes away. Cells are ready HTML.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True)
class Column:
    """``css``: num (right-aligned), wide (own line on a phone), lab (small figure); ``short``: its name on a phone."""

    label: str
    css: str = ""
    short: str = ""


Row = tuple[str, str, Sequence[str]]
"""Anchor (may be empty), heading of the row, cells."""


def folding(caption: str, columns: Sequence[Column], rows: Iterable[Row], *, css: str = "") -> SafeString:
    """A table whose first column heads the row. ``caption`` is HTML, labels are text."""
    return framed(caption, columns, drawn(columns, rows), css=css)


def framed(caption: str, columns: Sequence[Column], body: str, *, css: str = "") -> SafeString:
    """The table around rows that are drawn already."""
    heads = "".join(
        f'<th role="columnheader" scope="col"{_attribute("class", "num" if "num" in column.css else "")}>'
        f"{escape(column.label).replace(chr(10), '<br>')}</th>"
        for column in columns
    )
    kind = f"fold {css}".strip()
    return SafeString(
        f'<table role="table" class="{kind}"><caption>{caption}</caption>'
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead><tbody role="rowgroup">{body}</tbody></table>'
    )


def drawn(columns: Sequence[Column], rows: Iterable[Row]) -> str:
    """Rows as HTML."""
    opens = [
        f'<td role="cell"{_attribute("class", column.css)}{_attribute("data-l", column.short)}>'
        for column in columns[1:]
    ]
    body = []
    for anchor, heading, cells in rows:
        body.append(f'<tr role="row" id="{anchor}">' if anchor else '<tr role="row">')
        body.append(f'<th role="rowheader" scope="row">{heading}</th>')
        body += [f"{start}{cell}</td>" for start, cell in zip(opens, cells, strict=True)]
        body.append("</tr>")
    return "".join(body)


def _attribute(name: str, value: str) -> str:
    return f' {name}="{escape(value)}"' if value else ""
