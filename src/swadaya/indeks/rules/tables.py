"""Tables for other tools and how they are written: CSV, XLSX or Parquet by the ending of the file's name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fractions import Fraction
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from xlsxwriter.exceptions import XlsxWriterException

from swadaya.core.figures import grouped
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid
from swadaya.methodology import Method
from swadaya.methodology.composite import MISSING, Scores

from ..formats.filesource import reason
from .audit import KINDS, Audit
from .results import Results

ENDINGS = (".csv", ".xlsx", ".parquet")
EXCEL_ROWS = 1_048_576


def result_table(results: Results) -> pl.DataFrame:
    """The columns other tools read: ``kode_desa, tahun, poin_iks…, iks…, indeks, k, status, peringkat_nasional…``."""
    method, composite, sheet = results.method, results.composite, results.sheet
    columns: dict[str, pl.Series] = {
        "kode_desa": pl.Series(sheet.codes).cast(pl.String),
        "tahun": pl.Series(sheet.years),
    }
    for number, code in enumerate(method.component_codes):
        columns[f"poin_{code.lower()}"] = _absent_below_zero(composite.points[:, number])
    for number, code in enumerate(method.component_codes):
        columns[code.lower()] = decimal_column(composite.points[:, number], Fraction(1, method.maxima[number]), 4)
    unit = 100 if method.unit == "persen" else 1
    columns["indeks"] = decimal_column(composite.k, Fraction(unit, method.denominator), method.decimals)
    columns["k"] = _absent_below_zero(composite.k)
    labels = [None, *(status.label for status in method.classes)]
    columns["status"] = (
        pl.Series(np.arange(len(labels)))
        .replace_strict(list(range(len(labels))), labels, return_dtype=pl.String)
        .gather(composite.level.astype(np.int64))
    )
    ranks = results.ranks
    for name, values in (
        ("nasional", ranks.nasional),
        ("provinsi", ranks.provinsi),
        ("kabkota", ranks.kabkota),
        ("kecamatan", ranks.kecamatan),
    ):
        columns[f"peringkat_{name}"] = pl.Series(np.where(values > 0, values, -1)).replace(-1, None)
    return pl.DataFrame(columns)


def _absent_below_zero(values: NDArray[np.int32]) -> pl.Series:
    return pl.Series(values).replace(-1, None)


def decimal_column(values: NDArray[np.int32], unit: Fraction, places: int) -> pl.Series:
    """Exact decimals ``value x unit`` as text, half away from zero; null below zero. Each value is written once."""
    distinct, index = np.unique(values, return_inverse=True)
    top = 10**places
    scaled = distinct.astype(object) * (2 * unit.numerator * top)
    whole = [(int(value) + unit.denominator) // (2 * unit.denominator) for value in scaled]
    written = [
        None if value < 0 else f"{w // top}.{w % top:0{places}d}" for value, w in zip(distinct, whole, strict=True)
    ]
    return pl.Series(written, dtype=pl.String).gather(index)


def write_table(frame: pl.DataFrame, path: Path, *, numbers: tuple[str, ...] = ()) -> None:
    """Write a table; decimal texts named in ``numbers`` become numbers where the format has types.

    Raises:
        Invalid: ``keluaran.akhiran``, ``keluaran.tidak-tertulis``, ``keluaran.terlalu-banyak-baris``.
    """
    ending = check_ending(path)
    if ending == ".xlsx" and frame.height >= EXCEL_ROWS:
        raise Invalid(
            Problem(
                "keluaran.terlalu-banyak-baris",
                Where(file=path.name),
                f"{grouped(frame.height)} baris",
                f"kurang dari {grouped(EXCEL_ROWS)} baris dalam XLSX",
                "Tulis sebagai .csv atau .parquet.",
            )
        )
    typed = frame.with_columns(pl.col(name).cast(pl.Float64) for name in numbers if name in frame.columns)
    with whole_file(path) as place:
        if ending == ".csv":
            frame.write_csv(place)
        elif ending == ".parquet":
            typed.write_parquet(place)
        else:
            typed.write_excel(
                place, worksheet="hasil", autofit=False, header_format={"bold": True}, freeze_panes=(1, 1)
            )


def check_ending(path: Path, endings: tuple[str, ...] = ENDINGS) -> str:
    """The ending of the file's name in lower case. Raises Invalid ``keluaran.akhiran`` when it is none of these."""
    ending = path.suffix.lower()
    if ending not in endings:
        raise Invalid(Problem("keluaran.akhiran", Where(file=path.name), ending or path.name, " / ".join(endings)))
    return ending


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A place beside ``path`` to write to; it takes the name of ``path`` only when all is written.

    Raises:
        Invalid: ``keluaran.tidak-tertulis``; a file that was there before stays as it was.
    """
    place = path.with_name(f".{os.getpid()}-{path.name}")
    try:
        place.touch()  # says at once when nothing can be written here
        yield place
        place.replace(path)
    except (OSError, XlsxWriterException) as error:
        cause = error if isinstance(error, OSError) else error.args[0] if error.args else error
        raise Invalid(
            Problem(
                "keluaran.tidak-tertulis",
                Where(file=str(path)),
                reason(cause) if isinstance(cause, OSError) else str(cause),
                "tempat yang ada dan boleh ditulis",
            )
        ) from error
    finally:
        with suppress(OSError):
            place.unlink(missing_ok=True)


def decimal_columns(method: Method) -> tuple[str, ...]:
    return (*(code.lower() for code in method.component_codes), "indeks")


def findings_table(audit: Audit) -> pl.DataFrame:
    """One row a finding: ``kode_desa, tahun, baris, temuan, terbit, hitung, selisih_poin, penjelasan``."""
    found = audit.findings
    return pl.DataFrame(
        {
            "kode_desa": [str(item.code) for item in found],
            "tahun": [item.year for item in found],
            "baris": [item.row for item in found],
            "temuan": [item.kind for item in found],
            "arti": [KINDS[item.kind] for item in found],
            "terbit": [item.said for item in found],
            "hitung": [item.computed for item in found],
            "selisih_poin": [item.points for item in found],
            "penjelasan": [item.explanation for item in found],
        },
        schema_overrides={
            "selisih_poin": pl.Int64,
            "kode_desa": pl.String,
            "tahun": pl.Int64,
            "baris": pl.Int64,
        },
    )


def sheet_table(method: Method, codes: NDArray[np.int64], year: int, scores: Scores, remark: str = "") -> pl.DataFrame:
    """Scores in the form of the template: ``kode_desa, tahun, <indikator>…``, and ``keterangan`` for a remark."""
    columns: dict[str, pl.Series] = {
        "kode_desa": pl.Series(codes).cast(pl.String),
        "tahun": pl.Series([year] * len(codes), dtype=pl.Int16),
    }
    for number, code in enumerate(method.indicator_codes):
        columns[code] = pl.Series(scores[:, number]).replace(MISSING, None)
    if remark:
        columns["keterangan"] = pl.Series([remark] * len(codes))
    return pl.DataFrame(columns)
