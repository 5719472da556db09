"""Which column of a file is which: headings as people write them, wherever the table begins.

Headings are compared without regard to capitals, spaces, underscores and punctuation, and, where nothing else fits,
without a year at their end.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid

from .cells import Cell, Kind, as_text, is_filled
from .streams import refused

TOP_ROWS = 30
"""Rows with anything in them among which the headings are looked for."""
MOST_COLUMNS = 500
TOTALS = frozenset(
    (
        "total",
        "jumlah",
        "jumlahtotal",
        "totaljumlah",
        "grandtotal",
        "subtotal",
        "totalkeseluruhan",
        "jumlahkeseluruhan",
        "ratarata",
        "rerata",
        "mean",
        "average",
    )
)
"""What stands, written plainly, in a row that sums up the others."""
_YEAR = re.compile(r"(.*\D)(?:19|20)\d\d")
_SHOWN = 200
_NAMED = 8


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is read: ``key`` in the program and its usual heading, ``aliases`` other headings of it."""

    key: str
    required: bool = False
    kind: Kind = "text"
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heads:
    """Where the headings stand: their row, the place of each column by key, and all headings as written."""

    row: int
    places: Mapping[str, int]
    written: tuple[str, ...]

    def shown(self, key: str) -> str:
        """The heading a person looks for: as it stands in the file, or the key where that is the same word."""
        written = self.written[self.places[key]] if key in self.places else key
        return key if plain(written) == plain(key) else written


def plain(written: str) -> str:
    """
    >>> plain("Kode_Desa"), plain(" KODE  DESA. "), plain("Penghasilan (Rp)")
    ('kodedesa', 'kodedesa', 'penghasilanrp')
    """
    return "".join(sign for sign in unicodedata.normalize("NFKC", written).casefold() if sign.isalnum())


def without_year(name: str) -> str:
    """
    >>> without_year("iks2024"), without_year("2024"), without_year("r1024")
    ('iks', '2024', 'r1024')
    """
    match = _YEAR.fullmatch(name)
    return match[1] if match else name


def words(record: Sequence[Cell], *, name: str, row: int) -> list[str]:
    """The cells of a row as texts, without empty ones at the end.

    Raises:
        Invalid: ``berkas.terlalu-banyak-kolom``.
    """
    found = [as_text(cell) if is_filled(cell) else "" for cell in record]
    while found and not found[-1]:
        found.pop()
    if len(found) > MOST_COLUMNS:
        got, expected = f"{len(found)} kolom di baris {row}", f"paling banyak {MOST_COLUMNS} kolom"
        raise refused("terlalu-banyak-kolom", name, got, expected)
    return found


def places(heads: Sequence[str], columns: Iterable[Column]) -> dict[str, int]:
    """The place of every column that is there; by its key before an alias, and whole before without a year.

    >>> places(["Kode Desa", "IKS 2024"], [Column("kode_desa"), Column("iks"), Column("idm")])
    {'kode_desa': 0, 'iks': 1}
    """
    whole: dict[str, int] = {}
    short: dict[str, int] = {}
    for place, head in enumerate(map(plain, heads)):
        if head:
            whole.setdefault(head, place)
            short.setdefault(without_year(head), place)
    found: dict[str, int] = {}
    for column in columns:
        names = [plain(name) for name in (column.key, *column.aliases)]
        known = next((kind[name] for kind in (whole, short) for name in names if name in kind), None)
        if known is not None:
            found[column.key] = known
    return found


def doubled(heads: Sequence[str], columns: Sequence[Column]) -> list[str]:
    """Headings that stand twice, and those of which only the year differs where one is read without its year.

    >>> doubled(["iks 2023", "iks 2024"], [Column("iks")]), doubled(["kode_2020", "kode_2025"], [Column("kode_2020")])
    (['iks 2023', 'iks 2024'], [])
    """
    names = [plain(head) for head in heads]
    counts = Counter(filter(None, names))
    twice = {head for head, name in zip(heads, names, strict=True) if counts[name] > 1}
    by_key = {column.key: {plain(name) for name in (column.key, *column.aliases)} for column in columns}
    for key, place in places(heads, columns).items():
        short = without_year(names[place])
        if short != names[place] and names[place] not in by_key[key]:  # read only because its year was left out
            alike = [head for head, name in zip(heads, names, strict=True) if without_year(name) == short]
            twice |= set(alike) if len(alike) > 1 else set()
    return sorted(twice)


@dataclass(frozen=True, slots=True)
class Nearest:
    """The row of a sheet that looks most like the headings; ``missing`` required ones it lacks."""

    row: int
    heads: tuple[str, ...]
    places: Mapping[str, int]
    missing: tuple[str, ...]
    wanted: int

    @property
    def is_table(self) -> bool:
        """At least half of what is wanted stands there: this sheet is meant, not the next one."""
        return self.wanted > 0 and 2 * len(self.missing) <= self.wanted


def nearest(records: Iterable[tuple[int, Sequence[Cell]]], columns: Sequence[Column], *, name: str) -> Nearest | None:
    """The first row that has every required heading, else the one with the most of them; None in an empty sheet.

    Raises:
        Invalid: ``berkas.terlalu-banyak-kolom``.
    """
    wanted = [column.key for column in columns if column.required]
    best: Nearest | None = None
    for row, heads in _top(records, name):
        found = places(heads, columns)
        missing = tuple(key for key in wanted if key not in found)
        if best is None or len(missing) < len(best.missing):
            best = Nearest(row, tuple(heads), found, missing, len(wanted))
        if not missing:
            break
    return best


def _top(records: Iterable[tuple[int, Sequence[Cell]]], name: str) -> Iterator[tuple[int, list[str]]]:
    filled = 0
    for row, record in records:
        heads = words(record, name=name, row=row)
        if heads:
            yield row, heads
            filled += 1
        if filled == TOP_ROWS:
            return


def accepted(found: Nearest, columns: Sequence[Column], *, name: str) -> Heads:
    """The headings, when none is missing or stands twice.

    Raises:
        Invalid: ``berkas.kolom`` with the row, the columns that are missing and headings that come close to them.
    """
    if found.missing:
        raise _missing(found, columns, name)
    twice = doubled(found.heads, columns)
    if twice:
        got = "kolom berulang " + ", ".join(twice)
        raise _refused(name, found.row, got[:_SHOWN], "tiap kolom satu kali")
    return Heads(found.row, found.places, found.heads)


def _missing(found: Nearest, columns: Sequence[Column], name: str) -> Invalid:
    free = {plain(head): head for place, head in enumerate(found.heads) if head and place not in found.places.values()}
    close = []
    for key in found.missing[:_NAMED]:
        names = next([plain(name) for name in (column.key, *column.aliases)] for column in columns if column.key == key)
        like = [head for one in names for head in difflib.get_close_matches(one, free, 1, 0.7)]
        if like:
            close.append(f'"{free[like[0]][:40]}" untuk {key}?')
    hint = f"Mungkin {', '.join(close)} Ganti judulnya." if close else ""
    got = f"tanpa kolom {_listed(found.missing)}; yang ada: {', '.join(filter(None, found.heads))}"
    wanted = [column.key for column in columns if column.required]
    return _refused(name, found.row, got[:_SHOWN], f"kolom {_listed(wanted)}", hint)


def _listed(keys: Sequence[str]) -> str:
    more = f" dan {len(keys) - _NAMED} lagi" if len(keys) > _NAMED else ""
    return ", ".join(keys[:_NAMED]) + more


def _refused(name: str, row: int, got: str, expected: str, hint: str = "") -> Invalid:
    return Invalid(Problem("berkas.kolom", Where(file=name[:120], row=row), got, expected, hint))
