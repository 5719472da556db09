"""A whole run as one table for other programs: every village, with its scores where they are known.

Figures that are exact in the database stay exact here: decimals are text, written once from whole numbers; a file
format with types turns them into numbers when it is written.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import polars as pl
from django.db import connection
from numpy.typing import NDArray

from swadaya.files import formula_guard
from swadaya.methodology import Method
from swadaya.methodology.composite import MISSING
from swadaya.wilayah.rules.code_ranges import code_range

from .formats.cells import Longs
from .queries.runs import RunInfo
from .rules.tables import decimal_column

RANKS = ("nasional", "provinsi", "kabkota", "kecamatan")
_FORMULA = f"^[{formula_guard.RUNS}]"
_COPY = """
COPY (
    SELECT r.desa, r.points, r.k, r.level, r.rank_nasional, r.rank_provinsi, r.rank_kabkota, r.rank_kecamatan,
        r.off_grid, encode(s.scores, 'hex') AS scores, s.remark, b.kind
    FROM indeks_result r JOIN indeks_scoresheet s ON s.id = r.sheet_id JOIN indeks_batch b ON b.id = s.batch_id
    WHERE r.run_id = %s AND r.desa >= %s AND r.desa < %s ORDER BY r.desa
) TO STDOUT (FORMAT csv, HEADER)
"""
_NAMES = """
COPY (SELECT code, name FROM wilayah_place WHERE code >= %s AND code < %s OR code = ANY(%s) ORDER BY code)
TO STDOUT (FORMAT csv, HEADER)
"""
_TYPES = {
    "desa": pl.String,
    "points": pl.String,
    "k": pl.Int32,
    "level": pl.Int16,
    **{f"rank_{scheme}": pl.Int32 for scheme in RANKS},
    "off_grid": pl.String,
    "scores": pl.String,
    "remark": pl.String,
    "kind": pl.String,
}


@dataclass(frozen=True, slots=True)
class Scored:
    """Villages by code. ``k`` -1 without an index; ``scores`` int8 (n, m), -1 where they are not known."""

    codes: Longs
    k: NDArray[np.int32]
    level: NDArray[np.int8]
    scores: NDArray[np.int8]

    @property
    def complete(self) -> NDArray[np.bool_]:
        """Villages with an index whose scores are all known."""
        known: NDArray[np.bool_] = (self.scores >= 0).all(axis=1) & (self.k >= 0)
        return known


def scored(run: RunInfo, code: str = "") -> Scored:
    """Index and scores of the villages of a region, by code."""
    rows = _rows(run, code)
    return Scored(
        codes=rows["desa"].cast(pl.Int64).to_numpy(),
        k=rows["k"].fill_null(-1).to_numpy(),
        level=rows["level"].cast(pl.Int8).to_numpy(),
        scores=_scores(run.method, rows["scores"]),
    )


def frame(run: RunInfo, code: str = "") -> pl.DataFrame:
    """The table of a region's villages, the nation's without ``code``; columns as :func:`columns` names them."""
    method = run.method
    rows = _rows(run, code)
    names = _names(code)
    desa = rows["desa"]
    held: dict[str, pl.Series] = {
        "kode": _dotted(desa),
        "nama": _named(names, desa, 10),
        "kecamatan": _named(names, desa, 6),
        "kabkota": _named(names, desa, 4),
        "provinsi": _named(names, desa, 2),
        "tahun": pl.repeat(run.year, rows.height, dtype=pl.Int16, eager=True),
    }
    scores = _scores(method, rows["scores"])
    for number, name in enumerate(method.indicator_codes):
        held[name] = pl.Series(scores[:, number]).replace(MISSING, None)
    points = _points(method, rows["points"])
    for number, name in enumerate(method.component_codes):
        held[f"poin_{name.lower()}"] = pl.Series(points[:, number]).replace(-1, None)
    held["poin_indeks"] = rows["k"]
    for number, name in enumerate(method.component_codes):
        held[name.lower()] = decimal_column(points[:, number], Fraction(1, method.maxima[number]), 4)
    unit = 100 if method.unit == "persen" else 1
    k = rows["k"].fill_null(-1).to_numpy()
    held["indeks"] = decimal_column(k, Fraction(unit, method.denominator), method.decimals)
    held["status"] = _status(method, rows["level"], k)
    for scheme in RANKS:
        held[f"peringkat_{scheme}"] = pl.select(pl.when(pl.Series(k >= 0)).then(rows[f"rank_{scheme}"])).to_series()
    held["di_luar_kisi"] = _yes_no(rows["off_grid"] == "t")
    held["asal"] = rows["kind"]
    held["contoh"] = _yes_no(rows["kind"] == "contoh")
    held["keterangan"] = _harmless(rows["remark"].fill_null(""))
    return pl.DataFrame(held)


def numbers(method: Method) -> tuple[str, ...]:
    """Columns of decimals, to become numbers in a format with types."""
    return (*(code.lower() for code in method.component_codes), "indeks")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table: what it holds, its unit, and the article or source it rests on."""

    name: str
    meaning: str
    unit: str = ""
    reference: str = ""


def columns(method: Method) -> list[Column]:
    """The data dictionary, in the order of the table."""
    texts = {level: (text, reference) for level, text, reference in method.rule_texts}
    scale = "persen, 0 sampai 100" if method.unit == "persen" else "rasio, 0 sampai 1"
    component_text, component_law = texts.get("component", ("", ""))
    index_text, index_law = texts.get("index", ("", ""))
    labels = ", ".join(f"{status.code} ({status.label})" for status in method.classes)
    parts = list(zip(method.components, method.maxima, strict=True))
    places = [("nama", "Nama desa"), ("kecamatan", "Nama kecamatan"), ("kabkota", "Nama kabupaten atau kota")]
    return [
        Column("kode", "Kode desa Kemendagri, dengan titik", "teks", "Daftar kode wilayah Kemendagri"),
        *(Column(name, meaning, "teks") for name, meaning in (*places, ("provinsi", "Nama provinsi"))),
        Column("tahun", "Tahun data", "tahun"),
        *(
            Column(
                indicator.code,
                f"Skor: {indicator.label}",
                f"skor {', '.join(map(str, indicator.scores))}",
                indicator.reference,
            )
            for indicator in method.indicators
        ),
        *(
            Column(f"poin_{one.code.lower()}", f"Jumlah skor {one.label}", f"poin, 0 sampai {top}", one.reference)
            for one, top in parts
        ),
        Column(
            "poin_indeks",
            f"Indeks sebagai bilangan bulat: indeks = poin_indeks / {method.denominator}",
            f"0 sampai {method.denominator}",
            index_law,
        ),
        *(
            Column(one.code.lower(), f"{one.label}: {component_text}", "rasio, 4 desimal", component_law)
            for one, _ in parts
        ),
        Column("indeks", f"{method.short}: {index_text}", f"{scale}, {method.decimals} desimal", index_law),
        Column("status", f"Kelas: {labels}", "kode", method.classes[0].reference),
        *(
            Column(f"peringkat_{scheme}", f"Peringkat dari indeks tertinggi, {place}; nilai sama berperingkat sama")
            for scheme, place in zip(
                RANKS, ("nasional", "dalam provinsi", "dalam kabupaten/kota", "dalam kecamatan"), strict=True
            )
        ),
        Column("di_luar_kisi", "Angka terbit yang tidak dapat dihasilkan skor; poinnya nilai terdekat", "ya/tidak"),
        Column("asal", "Asal lembar: resmi (angka terbit), sendiri (isian desa), contoh (simulasi)", "kode"),
        Column("contoh", "Data contoh, bukan angka resmi", "ya/tidak"),
        Column("keterangan", "Keterangan dari sumbernya, misalnya nilai yang dipakai lagi", "teks"),
    ]


def _rows(run: RunInfo, code: str) -> pl.DataFrame:
    low, high = code_range(code)
    return _copied(_COPY, [run.id, low, high], _TYPES)


def _names(code: str) -> pl.DataFrame:
    """Codes and names of a region, of what lies in it, and of what it lies in."""
    low, high = code_range(code)
    above = [code[:digits] for digits in (2, 4, 6) if digits < len(code)]
    return _copied(_NAMES, [low, high, above], {"code": pl.String, "name": pl.String})


def _copied(query: str, values: Sequence[object], types: dict[str, type[pl.DataType]]) -> pl.DataFrame:
    """What COPY sends, as a frame; null where it sends nothing between two commas."""
    sink = io.BytesIO()
    with connection.cursor() as cursor, cursor.copy(query, values) as source:
        for block in source:
            sink.write(block)
    sink.seek(0)
    return pl.read_csv(sink, schema=types)


def _scores(method: Method, written: pl.Series) -> NDArray[np.int8]:
    width = len(method.indicators)
    blank = "ff" * width
    stacked = bytes.fromhex("".join(written.fill_null(blank).to_list()))
    return np.frombuffer(stacked, dtype=np.int8).reshape(len(written), width)


def _points(method: Method, written: pl.Series) -> NDArray[np.int32]:
    """PostgreSQL arrays ``{144,38,13}``; -1 where there are none."""
    parts = written.str.strip_chars("{}").str.split(",")
    columns = [parts.list.get(number, null_on_oob=True) for number in range(len(method.components))]
    return np.column_stack([column.cast(pl.Int32).fill_null(-1).to_numpy() for column in columns])


def _named(names: pl.DataFrame, desa: pl.Series, digits: int) -> pl.Series:
    """The name of the region each village lies in; empty where it is not in the list."""
    codes = pl.DataFrame({"code": desa.str.slice(0, digits)})
    return _harmless(codes.join(names, on="code", how="left", maintain_order="left")["name"].fill_null(""))


def _harmless(texts: pl.Series) -> pl.Series:
    """Text that a spreadsheet does not take for a formula."""
    return texts.str.replace(f"({_FORMULA})", "'$1")


def _dotted(desa: pl.Series) -> pl.Series:
    return desa.str.replace(r"^(..)(..)(..)(....)$", "$1.$2.$3.$4")


def _status(method: Method, level: pl.Series, k: NDArray[np.int32]) -> pl.Series:
    codes = pl.Series([None, *(status.code for status in method.classes)], dtype=pl.String)
    return codes.gather(np.where(k >= 0, level.to_numpy(), 0).astype(np.int64))


def _yes_no(flags: pl.Series) -> pl.Series:
    return pl.select(pl.when(flags).then(pl.lit("ya")).otherwise(pl.lit("tidak"))).to_series()
