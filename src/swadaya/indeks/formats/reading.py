"""Read any file the index understands: find out what it is, then let the adapter of that format read it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from swadaya.core.problem import Problem, Problems, Where
from swadaya.core.refusal import Invalid
from swadaya.methodology import Method

from . import adapters, rumusan, tabular, workbook
from .filesource import FileSource, open_file, unusable
from .heading_words import official_names, own_names, said_years, tells_of
from .mapping import Mapping, targets
from .sheet import CODE_NAMES, FIRST_YEAR, LAST_YEAR, YEAR_NAMES, Sheet
from .tabular import Batch, Progress, Table

Format = Literal["auto", "scores", "answers", "rumusan-csv", "rumusan-json", "published", "hasil"]
FORMATS: dict[Format, str] = {
    "scores": "skor tiap indikator (templat Swadaya)",
    "answers": "jawaban mentah (besaran), dinilai dengan rubrik",
    "rumusan-csv": "tabel dari banyak dokumen rumusan",
    "rumusan-json": "dokumen rumusan kementerian",
    "published": "tabel terbitan (komponen, indeks, status)",
    "hasil": "keluaran perintah swadaya indeks score",
}
_READERS: dict[str, Callable[..., Sheet]] = {
    "scores": adapters.read_scores,
    "answers": adapters.read_answers,
    "rumusan-csv": adapters.read_rumusan_table,
    "published": adapters.read_published,
    "hasil": adapters.read_results,
}


def read_sheet(
    path: Path,
    method: Method,
    *,
    format: Format = "auto",  # noqa: A002 - the word of the command line
    year: int | None = None,
    mapping: Mapping | None = None,
    problems: Problems | None = None,
    progress: Progress | None = None,
) -> Sheet:
    """Read a file of villages.

    Args:
        year: the data year where the file does not say it; without it the year in the file's name is taken, and noted.
        mapping: new names for the columns of a foreign source.

    Returns:
        Sheet, with every bad row in ``sheet.problems``.

    Raises:
        Invalid: the file as a whole cannot be read; one sentence says why.
    """
    problems = problems if problems is not None else Problems()
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid(Problem("tahun", Where(key="--year"), str(year), f"tahun {FIRST_YEAR} sampai {LAST_YEAR}"))
    source = open_file(path)
    if source.container == "json":
        if format not in ("auto", "rumusan-json"):
            raise unusable("berkas.format", path, got="JSON", expected=f"format {format}: {FORMATS[format]}")
        return rumusan.read_documents(source, method, problems, year, progress)
    if format == "rumusan-json":
        raise unusable("berkas.format", path, got=source.container.upper(), expected="dokumen JSON")
    is_head = tells_of((*CODE_NAMES, *(mapping.named(CODE_NAMES) if mapping is not None else ())))
    if source.container == "xlsx":
        table = workbook.read_workbook(source, progress, is_head)
    else:
        table = tabular.read_csv(source, problems, progress, is_head)
    if mapping is not None:
        table = _renamed(table, mapping)
    table = own_names(table, targets([method])[0], official_names(adapters.index_column(method)), source, problems)
    chosen = detect(table.header, method, source) if format == "auto" else format
    if year is None and not set(YEAR_NAMES) & set(table.header):
        year = _year_said(table, source, problems)
    return _READERS[chosen](source, table, method, problems, year)


def detect(header: tuple[str, ...], method: Method, source: FileSource) -> Format:
    """The format of a table from its columns. Raises Invalid ``berkas.format`` naming what each format would need."""
    have = set(header)
    components = {code.lower() for code in method.component_codes}
    claims = {*components, adapters.index_column(method), "status"}
    scores = set(method.indicator_codes)
    if scores <= have:
        return "rumusan-csv" if claims <= have else "scores"
    if {f"poin_{code}" for code in components} <= have:
        return "hasil"
    if claims <= have:
        return "published"
    if method.scorable and set(adapters.answer_columns(method)) <= have:
        return "answers"
    partly = scores & have
    if partly:
        missing = [code for code in method.indicator_codes if code not in have]
        shown = ", ".join(missing[:8]) + (f" dan {len(missing) - 8} lagi" if len(missing) > 8 else "")
        raise unusable(
            "berkas.kolom",
            source.path,
            got=f"{len(partly)} dari {len(scores)} kolom skor",
            expected=f"kolom {shown}",
            row=1,
        )
    raise unusable(
        "berkas.format",
        source.path,
        got=", ".join(header[:8]) + (" …" if len(header) > 8 else ""),
        expected=(
            f"kode_desa, tahun, lalu {len(scores)} kolom skor "
            f"({method.indicator_codes[0]} … {method.indicator_codes[-1]}), atau {', '.join(sorted(claims))}"
        ),
        hint=f"Buat contohnya: swadaya indeks template --method {method.id} --out contoh.xlsx",
        row=1,
    )


def _year_said(table: Table, source: FileSource, problems: Problems) -> int | None:
    """The year that the headings name, else the title above them and the name of the file; only where it is one."""
    years = set(table.years) or said_years([*table.above, source.name])
    if len(years) != 1 or not FIRST_YEAR <= min(years) <= LAST_YEAR:
        return None
    year = years.pop()
    by_name = not table.years and not said_years(table.above)
    code, what = ("dari-nama", "nama berkas") if by_name else ("dari-judul", "judul di dalam berkas")
    hint = f"Tahun diambil dari {what}; pakai --year bila keliru."
    problems.add(Problem(f"tahun.{code}", Where(source.name), str(year), "kolom tahun", hint, severity="catatan"))
    return year


def _renamed(table: Table, mapping: Mapping) -> Table:
    header = mapping.apply_header(table.header)
    batches = (Batch(mapping.apply(batch.frame), batch.rows) for batch in table.batches)
    return Table(header, batches, table.row, table.above)
