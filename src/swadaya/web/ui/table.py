"""A table on a page. One with a main figure or details folds on a phone: each row becomes a block, its name first.

ARIA roles restore what ``display: grid`` takes away.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from swadaya.core.tables import Cell, Column, Row, RowKind, Table, plain

_CLASSES: dict[RowKind, str] = {
    "row": "",
    "heading": "head",
    "subtotal": "sum",
    "total": "sum",
    "note": "note",
    "reversal": "back",
}


def drawn(table: Table, *, css: str = "", caption: bool = False, empty: str = "Belum ada catatan.") -> SafeString:
    """The table as HTML.

    Args:
        css: more classes of the table.
        caption: whether its title stands above it; else the page says it.
        empty: what stands in its place when there are no rows.
    """
    shown = table.in_form("sheet")
    columns = shown.columns
    folds = len(columns) > 2 and any(column.role in ("figure", "detail") for column in columns)
    name = next((at for at, one in enumerate(columns) if one.role == "name"), 0)
    kind = "fold" if folds else "cash" if len(columns) == 2 else ""
    context = {
        "table": shown,
        "css": f"{css} {kind}".strip(),
        "caption": caption,
        "folds": folds,
        "body": SafeString("".join(_row(columns, row, name, folds=folds) for row in shown.rows)),
        "empty": empty,
    }
    return SafeString(render_to_string("ui/table.html", context))


def _row(columns: Sequence[Column], row: Row, name: int, *, folds: bool) -> str:
    """A row whose name is its heading; where that is empty, its first text. A heading of a wide table runs on over what
    is empty.
    """
    texts = [column.shown(plain(cell)) for column, cell in zip(columns, row.cells, strict=True)]
    if not texts[name]:
        name = next((at for at, text in enumerate(texts) if text and not columns[at].is_number), name)
    last = len(columns) - 1
    if row.kind == "heading" and not folds and len(columns) > 3:
        last = max((at for at, text in enumerate(texts) if text), default=last)
    cells = []
    for at, (column, text, cell) in enumerate(zip(columns[: last + 1], texts, row.cells, strict=False)):
        span = _attribute("colspan", str(len(columns) - last) if at == last < len(columns) - 1 else "")
        body = _body(text, cell, row.link if at == name else "")
        if plain(cell) is None and text:
            body = f'<span class="doubt">{body}</span>'
        elif folds and column.role == "figure" and column.kind == "whole":
            body += f'<span class="narrow-only"> {escape(column.label.lower())}</span>'
        css = _css(column, folds=folds)
        if at == name and text:
            cells.append(
                f'<th{_role("rowheader", folds)} scope="row"{span}{_attribute("class", _day(column))}>{body}</th>'
            )
        else:
            short = (column.short or column.label) if folds and "lab" in css else ""
            cells.append(
                f"<td{_role('cell', folds)}{span}{_attribute('class', css)}{_attribute('data-l', short)}>{body}</td>"
            )
    own = _attribute("class", _CLASSES[row.kind]) + _attribute("id", row.anchor)
    return f"<tr{_role('row', folds)}{own}>{''.join(cells)}</tr>"


def _body(text: str, cell: object, link: str) -> str:
    body = escape(text)
    if link and body:
        body = f'<a href="{escape(link)}">{body}</a>'
    if isinstance(cell, Cell):
        links = (f' <small><a href="{escape(address)}">{escape(label)}</a></small>' for label, address in cell.links)
        body += "".join(links) + (f" <small>{escape(cell.note)}</small>" if cell.note else "")
        body += f' <span class="tag idle">{escape(cell.mark)}</span>' if cell.mark else ""
    return body


def _css(column: Column, *, folds: bool) -> str:
    """num: right aligned; wide: a line of its own on a phone; lab: its label before it."""
    number = "num" if column.is_number else ""
    if not folds or column.role in ("figure", "name"):
        return number or _day(column)
    return f"{number} {'wide' if column.role == 'detail' else 'wide lab'}".strip()


def _day(column: Column) -> str:
    return "day" if column.kind in ("date", "moment") else ""


def _role(name: str, folds: bool) -> str:
    return f' role="{name}"' if folds else ""


def _attribute(name: str, value: str) -> str:
    return f' {name}="{escape(value)}"' if value else ""
