"""Files that a page hands out: their type, their name, and whether they open in the browser or are saved."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpResponse, StreamingHttpResponse

from swadaya.core.tables import Table
from swadaya.files import writing


def saved_as(name: str) -> dict[str, str]:
    """Headers of a file that is saved under a name."""
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def csv_file(table: Table, name: str) -> HttpResponse:
    return HttpResponse(writing.csv_text(table), content_type=writing.CSV_TYPE, headers=saved_as(name))


def streamed_csv(lines: Iterable[str], name: str) -> StreamingHttpResponse:
    """A CSV too long to be held as a whole, line by line."""
    return StreamingHttpResponse(lines, content_type=writing.CSV_TYPE, headers=saved_as(name))


def workbook_file(tables: Iterable[Table], name: str) -> HttpResponse:
    """A workbook with a sheet for each table."""
    return HttpResponse(writing.workbook(tables), content_type=writing.XLSX_TYPE, headers=saved_as(name))


def pdf_file(content: bytes, name: str) -> HttpResponse:
    """Paper that opens in the browser."""
    disposition = f'inline; filename="{name}"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})
