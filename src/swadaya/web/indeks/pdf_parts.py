"""What the printed sheets of the index share: marks, rulers, where they are checked, where figures come from."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from hashlib import blake2b

from django.conf import settings

from swadaya.core.figures import ratio
from swadaya.indeks.selectors import RunInfo
from swadaya.methodology.schema import Method, StatusClass
from swadaya.pdf import Check, Mark, Ruler, YearLine
from swadaya.wilayah.selectors import RegionInfo

from ..ui.components.status import tone
from ..ui.formatting import day, index_text, region_name, upper_border

_LOCAL = {"localhost", "127.0.0.1", "[::1]", "*"}


def check_code(run: RunInfo, code: str) -> str:
    """Eight signs that change with the results of the run: a sheet with other signs shows other figures.

    A seal against confusion, not against forgery: who doubts compares the figures with the page.
    """
    found = blake2b(f"{run.results_hash}|{run.id}|{code}".encode(), digest_size=4).hexdigest().upper()
    return f"{found[:4]}-{found[4:]}"


def check_of(run: RunInfo, code: str, path: str) -> Check:
    """Where the sheet can be compared; without a public name of the site only the path is printed."""
    host = next((name for name in settings.ALLOWED_HOSTS if name not in _LOCAL), "")
    return Check(check_code(run, code), f"https://{host.lstrip('.')}{path}" if host else path)


def paper_mark(method: Method, status: StatusClass) -> Mark:
    return Mark(status.label, tone(status.level, len(method.classes)))


def paper_ruler(method: Method, value: Fraction) -> Ruler:
    """The value and the borders in parts of ten thousand."""
    parts = tuple(
        (tone(status.level, len(method.classes)), _part(status.range.lower), _part(upper_border(status)))
        for status in method.classes
    )
    borders = tuple(
        (index_text(method, status.range.lower), _part(status.range.lower)) for status in method.classes[1:]
    )
    return Ruler(index_text(method, value), _part(value), parts, borders)


def _part(value: Fraction) -> int:
    return round(value * 10_000)


def permille(value: Fraction) -> int:
    return round(value * 1000)


def year_line(run: RunInfo, value: Fraction, status: StatusClass) -> YearLine:
    method = run.method
    return YearLine(
        run.year, index_text(method, value), permille(value), paper_mark(method, status), example=run.example
    )


def within_line(breadcrumb: Sequence[RegionInfo]) -> str:
    """What a region lies in, nearest first: "Kecamatan Banjarmangu, Kabupaten Banjarnegara, Provinsi Jawa Tengah"."""
    return ", ".join(region_name(region) for region in reversed(breadcrumb[:-1]))


def run_sentence(run: RunInfo) -> str:
    """How the figures were computed, and when they were published."""
    published = f", terbit {day(run.published_at)}" if run.published_at else ""
    example = " Data contoh, buatan simulasi." if run.example else ""
    return (
        f"{run.method.title}, tahun data {run.year}; perhitungan nomor {run.id}{published}. Dihitung dengan bilangan "
        f"bulat: tidak ada status yang bergantung pada pembulatan.{example}"
    )


def signed(value: Fraction, places: int) -> str:
    """A difference with its sign; a true minus, as print has it."""
    text = ratio(abs(value), places)
    return f"+{text}" if value > 0 else f"−{text}" if value < 0 else text
