"""Options that several commands share, and reading a file with them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from swadaya.core.problem import Problem, Problems, Where
from swadaya.core.refusal import Invalid

from ..report import progress_bar

if TYPE_CHECKING:
    from swadaya.indeks.formats.sheet import Sheet

DEFAULT_METHOD = "idm-operasional-2020"

File = Annotated[Path, typer.Argument(help="CSV, CSV.gz, XLSX atau JSON.", show_default=False)]
MethodId = Annotated[str, typer.Option("--method", help="Metode; daftarnya: swadaya rules list --kind metode.")]
Out = Annotated[Path, typer.Option("--out", help="Berkas keluaran: .csv, .xlsx atau .parquet.", show_default=False)]
FormatName = Annotated[
    str,
    typer.Option("--format", help="auto, scores, answers, rumusan-csv, rumusan-json, published atau hasil."),
]
Year = Annotated[int | None, typer.Option("--year", help="Tahun data bila berkas tidak menyebutnya.")]
MappingName = Annotated[
    str,
    typer.Option("--mapping", help="Pemetaan nama kolom: berkas TOML atau id (misalnya podes).", show_default=False),
]
Strict = Annotated[bool, typer.Option("--strict", help="Berakhir dengan kode 1 bila ada masalah.")]
Json = Annotated[bool, typer.Option("--json", help="Laporan sebagai JSON.")]
ReportFile = Annotated[Path | None, typer.Option("--report", help="Tulis semua masalah ke CSV ini.")]


def read(path: Path, method_id: str, *, format_name: str = "auto", year: int | None = None, mapping: str = "") -> Sheet:
    """Read a file with a progress bar. Raises Invalid."""
    from swadaya.indeks.formats import mapping as mappings
    from swadaya.indeks.formats import reading
    from swadaya.methodology import method

    if format_name != "auto" and format_name not in reading.FORMATS:
        raise Invalid(Problem("pilihan", Where(key="--format"), format_name, " / ".join(("auto", *reading.FORMATS))))
    with progress_bar(f"Membaca {path.name}") as progress:
        return reading.read_sheet(
            path,
            method(method_id),
            format=cast("reading.Format", format_name),
            year=year,
            mapping=mappings.load(mapping) if mapping else None,
            problems=Problems(),
            progress=progress,
        )
