"""Which run a request is about, and whether what it names exists."""

from __future__ import annotations

from swadaya.core import codes
from swadaya.indeks import selectors
from swadaya.indeks.selectors import Edition, RunInfo
from swadaya.methodology.schema import Method
from swadaya.wilayah import selectors as wilayah

from . import problems
from .parameters import RunQuery

NO_INDEX = "tanpa_indeks"
PUBLISHED = "terbit"


def published(edition: Edition, number: int, where: str = "terbitan") -> RunInfo:
    """A published run by its number, on show or not. Raises api.terbitan (404)."""
    found = next((run for run in edition.runs if run.id == number), None)
    found = found or next((run for run in selectors.runs() if run.id == number and run.status == PUBLISHED), None)
    if found is None:
        raise problems.unknown("api.terbitan", where, number, "nomor terbitan", "Daftarnya ada pada /api/v1/terbitan.")
    return found


def run_for(edition: Edition, query: RunQuery, begun_with: int | None = None) -> RunInfo:
    """The run asked for; the one a list was begun with, where it goes on. Raises api.terbitan (404)."""
    number = begun_with or query.terbitan
    if number:
        run = published(edition, number)
        if query.tahun in (None, run.year) and query.metode in ("", run.method_id):
            return run
        raise problems.unknown("api.terbitan", "terbitan", number, f"tahun {run.year}, metode {run.method_id}")
    for run in edition.runs:
        if query.tahun in (None, run.year) and query.metode in ("", run.method_id):
            return run
    asked = " ".join(str(part) for part in (query.metode, query.tahun) if part)
    raise problems.unknown(
        "api.terbitan", "tahun", asked, "tahun dan metode yang sudah terbit", "Daftarnya ada pada /api/v1/terbitan."
    )


def level_of(method: Method, status: str, where: str = "status") -> int | None:
    """The level of a class named by its code, 0 for none; None where nothing is named. Raises api.status (404)."""
    if not status:
        return None
    if status == NO_INDEX and where == "status":
        return 0
    for one in method.classes:
        if one.code == status:
            return one.level
    raise problems.unknown("api.status", where, status, ", ".join(status_class.code for status_class in method.classes))


def code_of(written: str) -> str:
    """A code without dots; the schema has checked its form."""
    return codes.normalise(written) or ""


def must_exist(code: str, where: str) -> None:
    """Raises api.wilayah (404) for a code that no region has."""
    if code and wilayah.get(code) is None:
        raise problems.unknown("api.wilayah", where, code, "kode wilayah yang dikenal", "Cari pada /api/v1/wilayah.")
