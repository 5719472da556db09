"""What every adapter returns: villages, years, and their scores or published figures, with every problem found."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from swadaya.core import codes as region_codes
from swadaya.core.problem import Problem, Problems, Where
from swadaya.files.headings import TOTALS, plain
from swadaya.methodology import Method
from swadaya.methodology.composite import Scores
from swadaya.wilayah.rules import validity
from swadaya.wilayah.rules.source import known_desa_codes

from .cells import ABSENT, Flags, Longs, Rows, as_written, codes, flag, report, scaled, texts
from .filesource import FileSource, unusable

CODE_NAMES = ("kode_desa", "kode", "id_desa", "kode_wilayah", "kode_kemendagri")
YEAR_NAMES = ("tahun", "year", "tahun_data")
NAME_NAMES = ("nama_desa", "nama", "desa")
UPDATED = "tahun_pemutakhiran"
"""The year in which the figures of a row were last collected; an older one than the row's own is carried over."""
REMARK_NAMES = ("keterangan", "keterangan_sumber", "remark")
FIRST_YEAR, LAST_YEAR = 2014, 2100
CODE_WORDS = "kode Kemendagri 10 angka, dengan atau tanpa titik"
_FOREIGN_SHARE = 10
"""A file of which more than one code in so many has 0 as its seventh digit is one of BPS: 1, 2, 3 are ours."""
_FOREIGN_HINT = "Kode BPS? Padankan dahulu dengan kode Kemendagri; lihat: swadaya wilayah alias."


@dataclass(frozen=True, slots=True)
class Published:
    """What a source claims, as it printed it.

    ``components`` int64 (n, c) and ``index`` int64 (n) in units of 10^-places, ABSENT where empty; ``level`` int8 (n)
    the class it names (0 none); ``points`` int64 (n, c) where the source prints points, ABSENT where not.
    """

    places: int
    components: Longs
    index: Longs
    level: NDArray[np.int8]
    points: Longs


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as read. Arrays have one entry per usable row, in the order of the file."""

    file: str
    format: str
    method: Method
    codes: Longs  # 10-digit codes as numbers
    years: NDArray[np.int16]
    rows: Rows
    names: pl.Series  # String, null where the file has none
    remarks: pl.Series  # String; "Update 2023" marks a value carried over
    scores: Scores | None
    published: Published | None
    problems: Problems = field(default_factory=Problems)

    def __len__(self) -> int:
        return len(self.codes)

    def take(self, keep: NDArray[np.intp] | Flags) -> Sheet:
        """Only some rows, in the order given."""
        places = np.flatnonzero(keep) if keep.dtype == np.bool_ else keep
        said = self.published
        return Sheet(
            self.file,
            self.format,
            self.method,
            self.codes[places],
            self.years[places],
            self.rows[places],
            self.names.gather(places),
            self.remarks.gather(places),
            None if self.scores is None else np.asfortranarray(self.scores[places]),
            None
            if said is None
            else Published(
                said.places,
                said.components[places],
                said.index[places],
                said.level[places],
                said.points[places],
            ),
            self.problems,
        )


def is_of_a_village(code: str | None) -> bool:
    """Whether an undotted code has ten digits as the ministry gives them: its seventh is never 0.

    >>> is_of_a_village("3304092011"), is_of_a_village("3304090001"), is_of_a_village("3304")
    (True, False, False)
    """
    return code is not None and len(code) == 10 and code[6] != "0"


def pick(frame_columns: tuple[str, ...], names: tuple[str, ...]) -> str | None:
    """The first of the accepted names that the file has."""
    return next((name for name in names if name in frame_columns), None)


def require(header: tuple[str, ...], wanted: tuple[str, ...], source: FileSource, what: str) -> None:
    """Raise Invalid ``berkas.kolom`` naming the columns that are missing."""
    missing = [name for name in wanted if name not in header]
    if missing:
        shown = ", ".join(missing[:8]) + (f" dan {len(missing) - 8} lagi" if len(missing) > 8 else "")
        raise unusable(
            "berkas.kolom",
            source.path,
            got=f"kolom yang ada: {', '.join(header[:8])}{' …' if len(header) > 8 else ''}",
            expected=f"kolom {shown} untuk {what}",
            hint="Unduh contoh dengan: swadaya indeks template --method ID --out contoh.xlsx",
            row=1,
        )


@dataclass(frozen=True, slots=True)
class Keys:
    """The identity of each record of a batch; ``usable`` is False where there is none."""

    codes: Longs
    years: NDArray[np.int16]
    usable: Flags
    names: pl.Series
    remarks: pl.Series


def read_keys(frame: pl.DataFrame, rows: Rows, source: FileSource, year: int | None, problems: Problems) -> Keys:
    """Read village, year, name and remark of a batch; a row without a village or year is reported and dropped."""
    columns = tuple(frame.columns)
    code_name = pick(columns, CODE_NAMES)
    if code_name is None:
        raise unusable("berkas.kolom", source.path, got="tanpa kode desa", expected="kolom kode_desa", row=1)
    village_codes = _village_codes(frame, code_name, rows, source, problems)
    year_name = pick(columns, YEAR_NAMES)
    if year_name is not None:
        years, _ = scaled(frame[year_name])
        outside = (years < FIRST_YEAR) | (years > LAST_YEAR)
        flag(
            problems,
            "tahun",
            frame[year_name],
            outside,
            rows,
            file=source.name,
            expected=f"tahun {FIRST_YEAR} sampai {LAST_YEAR}",
        )
    elif year is not None:
        years = np.full(frame.height, year, dtype=np.int64)
        outside = np.zeros(frame.height, np.bool_)
    else:
        raise unusable(
            "berkas.kolom",
            source.path,
            got="tanpa tahun",
            expected="kolom tahun",
            hint="Berkas ini tidak menyebut tahunnya; tambahkan pilihan --year.",
            row=1,
        )
    empty = pl.Series("kosong", [None] * frame.height, dtype=pl.String)
    name, remark = pick(columns, NAME_NAMES), pick(columns, REMARK_NAMES)
    return Keys(
        codes=village_codes,
        years=np.where(outside, 0, years).astype(np.int16),
        usable=(village_codes >= 0) & ~outside,
        names=_words(frame[name]) if name else empty,
        remarks=_words(frame[remark]) if remark else _updated(frame, years, empty),
    )


def _updated(frame: pl.DataFrame, years: Longs, empty: pl.Series) -> pl.Series:
    """The remark that a row was carried over, where the file tells only the year of its figures."""
    if UPDATED not in frame.columns:
        return empty
    told, _ = scaled(frame[UPDATED])
    older = (told >= FIRST_YEAR) & (told < years)
    return pl.Series(
        "teks", [f"Update {year}" if old else None for year, old in zip(told, older, strict=True)], pl.String
    )


def _village_codes(frame: pl.DataFrame, column: str, rows: Rows, source: FileSource, problems: Problems) -> Longs:
    """Codes of a batch, -1 where there is none; a row of totals is told and is no fault."""
    found = codes(frame[column])
    foreign = (found >= 0) & (found // 1000 % 10 == 0)
    if foreign.sum() * _FOREIGN_SHARE > (found >= 0).sum():
        place = int(np.flatnonzero(foreign)[0])
        raise unusable(
            "berkas.kode-bps",
            source.path,
            got=f"{found[place]}: angka ketujuh 0",
            expected=CODE_WORDS,
            hint=_FOREIGN_HINT,
            row=int(rows[place]),
        )
    totals = _totals(frame, column, found < 0)

    def left_out(place: int) -> Problem:
        where = Where(file=source.name, row=int(rows[place]))
        words = (as_written(frame[name][place]) for name in frame.columns)
        got = f"baris {next(word for word in words if plain(word) in TOTALS)}"
        return Problem("baris.jumlah", where, got, "", "Baris itu tidak dibaca sebagai isi.", severity="catatan")

    report(problems, np.flatnonzero(totals), left_out)
    wrong = (found < 0) & ~totals
    flag(problems, "desa.kode", frame[column], wrong, rows, file=source.name, expected=CODE_WORDS)
    flag(
        problems,
        "desa.kode",
        frame[column],
        foreign,
        rows,
        file=source.name,
        expected=CODE_WORDS,
        hint=_FOREIGN_HINT,
    )
    return np.where(foreign, -1, found)


def _totals(frame: pl.DataFrame, column: str, codeless: Flags) -> Flags:
    """Rows without a code, or with a word in its place, of which a cell says that they are totals or means."""
    totals = np.zeros(frame.height, np.bool_)
    if codeless.any():
        places = np.flatnonzero(codeless)
        some = frame[places].select(pl.col(pl.String))
        bare = some.select(pl.all().str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]", ""))
        said = bare.select(pl.any_horizontal(pl.all().is_in(sorted(TOTALS)).fill_null(False), False)).to_series()
        named = texts(frame[column]).gather(places)
        kept = named.is_null() | named.str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]", "").is_in(sorted(TOTALS))
        totals[places] = (said & kept.fill_null(False)).to_numpy()
    return totals


def _words(column: pl.Series) -> pl.Series:
    """Text for people: no control characters; the database takes no NUL."""
    return texts(column).str.replace_all(r"\p{Cc}+", " ")


def check_identity(sheet: Sheet) -> Sheet:
    """Drop repeated villages and look each code up in the dated region data.

    Problems: ``desa.ganda`` (the second record of a village and year), ``desa.tidak-dikenal`` (not in the list of
    2025), ``desa.tidak-berlaku`` (not valid in that year by a dated law).
    """
    key = sheet.codes * 10_000 + sheet.years
    _, first = np.unique(key, return_index=True)
    if len(first) != len(key):
        kept = np.zeros(len(key), np.bool_)
        kept[first] = True
        first_row = dict(zip(key[first].tolist(), sheet.rows[first].tolist(), strict=True))

        def doubled(place: int) -> Problem:
            return Problem(
                "desa.ganda",
                _where(sheet, place),
                "desa dan tahun ini sudah ada",
                "satu baris bagi tiap desa dan tahun",
                f"Lihat baris {first_row[int(key[place])]}.",
            )

        report(sheet.problems, np.flatnonzero(~kept), doubled)
        sheet = sheet.take(kept)
    answers = validity.validity_of_many(sheet.codes, sheet.years)
    known = np.isin(sheet.codes, known_desa_codes())
    checked = sheet

    def invalid(place: int) -> Problem:
        code, year = str(checked.codes[place]), int(checked.years[place])
        why = validity.validity(code, year).reason
        expected = f"kode yang berlaku pada {year}"
        return Problem("desa.tidak-berlaku", _where(checked, place), code, expected, why, severity="peringatan")

    def unknown(place: int) -> Problem:
        return Problem(
            "desa.tidak-dikenal",
            _where(checked, place),
            str(checked.codes[place]),
            "kode dalam daftar wilayah 2025",
            "Tetap dihitung; wilayahnya dibaca dari awalan kode.",
            severity="peringatan",
        )

    report(sheet.problems, np.flatnonzero(answers == validity.INVALID), invalid)
    report(sheet.problems, np.flatnonzero(~known & (answers != validity.INVALID)), unknown)
    return sheet


def _where(sheet: Sheet, place: int) -> Where:
    code = region_codes.dotted(str(sheet.codes[place]))
    return Where(sheet.file, int(sheet.rows[place]), desa=code, year=int(sheet.years[place]))


def class_levels(method: Method, labels: pl.Series) -> NDArray[np.int8]:
    """Class levels from names as people write them: labels, codes and synonyms, any case. 0 where none is known."""
    known: dict[str, int] = {}
    for status in method.classes:
        for word in (status.code, status.label, *status.synonyms):
            plain = word.lower().replace("_", " ").replace("-", " ").strip()
            known[plain] = known[plain.removeprefix("desa ")] = status.level
    plain_labels = (
        labels.str.to_lowercase().str.replace_all(r"[_\s-]+", " ").str.strip_chars().str.replace(r"^desa ", "")
    )
    levels = plain_labels.replace_strict(known, default=0, return_dtype=pl.Int8)
    return levels.fill_null(0).to_numpy().astype(np.int8)


__all__ = [
    "ABSENT",
    "Keys",
    "Published",
    "Sheet",
    "check_identity",
    "class_levels",
    "pick",
    "read_keys",
    "require",
]
