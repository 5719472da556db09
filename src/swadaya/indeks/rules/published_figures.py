"""National and provincial figures as others published them, from the rule files of kind ``angka-terbit``.

A figure is shown beside what the product computes and calibrates the example nation; nothing is computed from it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import raise_if
from swadaya.core.rulefiles import STANDINGS, RuleFile
from swadaya.core.rulekind import RuleKind, per_rules
from swadaya.core.rulereading import RuleReader

KIND = "angka-terbit"
CLASSES = ("sangat_tertinggal", "tertinggal", "berkembang", "maju", "mandiri")
"""Codes of the classes that published figures use, lowest first."""


@dataclass(frozen=True, slots=True)
class NationalFigure:
    """Villages by class in one data year.

    ``index`` is the short name of the index ("IDM"), ``method`` the id of the method file nearest to what was used. A
    class nobody published is None. ``total`` counts villages with and without a status; ``listed`` is the number on the
    official list of that year, where the source names it. ``shown``: may be drawn in the trend of its index.
    """

    year: int
    index: str
    method: str
    standing: str
    by_class: tuple[int | None, ...]  # in the order of CLASSES
    no_status: int
    total: int | None
    mean: Fraction | None
    listed: int | None
    source: str
    doubt: str
    shown: bool

    @property
    def counts(self) -> tuple[int, ...] | None:
        """Villages by class, lowest first; None where a class is unknown."""
        known = tuple(count for count in self.by_class if count is not None)
        return known if len(known) == len(CLASSES) else None

    def count(self, code: str) -> int | None:
        """Villages of the class with that code, such as ``mandiri``."""
        return self.by_class[CLASSES.index(code)]


@dataclass(frozen=True, slots=True)
class ProvinceFigure:
    """Villages by class in one province and year; ``counts`` in the order of CLASSES."""

    code: str
    name: str
    counts: tuple[int, ...]
    no_status: int
    total: int
    source: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Years without a figure, and why."""

    years: tuple[int, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class _Provinces:
    year: int
    index: str
    rows: tuple[ProvinceFigure, ...]


@dataclass(frozen=True, slots=True)
class _Content:
    figures: tuple[NationalFigure, ...] = ()
    gaps: tuple[Gap, ...] = ()
    provinces: tuple[_Provinces, ...] = ()


def national_figures(index: str = "") -> tuple[NationalFigure, ...]:
    """All national figures, oldest first; only those of one index ("IDM") when it is named.

    Raises:
        Invalid: ``angka.*`` with the file and key of the first fault.
    """
    return tuple(figure for figure in _all().figures if not index or figure.index == index)


def gaps() -> tuple[Gap, ...]:
    """Years of which no national figure is known."""
    return _all().gaps


def province_counts(year: int, index: str = "IDM") -> dict[str, ProvinceFigure]:
    """Published counts by province code; empty where no table of that year is known."""
    return {
        row.code: row for table in _all().provinces if (table.year, table.index) == (year, index) for row in table.rows
    }


def province_years(index: str = "IDM") -> tuple[int, ...]:
    """Years that have a table by province."""
    return tuple(sorted({table.year for table in _all().provinces if table.index == index}))


@per_rules
def _all() -> _Content:
    parts: list[_Content] = []
    problems: list[Problem] = []
    seen: dict[tuple[int, str], str] = {}
    for rule in FIGURES.files().values():
        content, found = read(rule)
        parts.append(content)
        problems += found
        for number, figure in enumerate(content.figures):
            first = seen.setdefault((figure.year, figure.index), f"{rule.id}, figure[{number}]")
            if first != f"{rule.id}, figure[{number}]":
                where = Where(file=f"{rule.id}.toml", key=f"figure[{number}]", year=figure.year)
                hint = f"Sudah ada di {first}."
                problems.append(
                    Problem("angka.ganda", where, figure.index, "satu angka bagi tiap indeks dan tahun", hint)
                )
    raise_if(problems)
    figures = sorted((figure for part in parts for figure in part.figures), key=lambda item: (item.year, item.index))
    tables = [table for part in parts for table in part.provinces]
    return _Content(tuple(figures), tuple(gap for part in parts for gap in part.gaps), tuple(tables))


class _Reader(RuleReader):
    def whole(self, value: object, key: str) -> int | None:
        """A whole number of villages; None and a problem where it is something else."""
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        self.fault("bilangan", key, value, "bilangan bulat, 0 atau lebih")
        return None

    def sum_fits(self, parts: Iterable[int | None], total: int | None, key: str) -> None:
        known = [part for part in parts if part is not None]
        if total is not None and sum(known) != total:
            self.fault("jumlah", f"{key}.total", total, f"jumlah bagiannya, {sum(known)}")


def read(rule: RuleFile) -> tuple[_Content, list[Problem]]:
    """Read one file. Problems, with file and key: angka.bilangan, .kosong, .jumlah, .rerata, .kedudukan, .kolom."""
    reader = _Reader(rule, "angka")
    content = rule.content
    figures = [_figure(reader, table, f"figure[{number}]") for number, table in enumerate(content.get("figure", ()))]
    found = []
    for number, table in enumerate(content.get("gap", ())):
        key = f"gap[{number}]"
        found.append(Gap(tuple(table.get("years", ())), reader.text(table, "reason", key)))
    provinces = (_provinces(reader, content["province_table"]),) if "province_table" in content else ()
    return _Content(tuple(figures), tuple(found), provinces), reader.problems


def _figure(reader: _Reader, table: dict[str, Any], key: str) -> NationalFigure:
    by_class = tuple(reader.whole(table[code], f"{key}.{code}") if code in table else None for code in CLASSES)
    no_status = reader.whole(table.get("no_status", 0), f"{key}.no_status") or 0
    total = reader.whole(table["total"], f"{key}.total") if "total" in table else None
    if total is not None and None not in by_class:
        reader.sum_fits((*by_class, no_status), total, key)
    mean = None
    if "mean" in table:
        try:
            mean = Fraction(str(table["mean"])) if isinstance(table["mean"], str) else None
        except ValueError:
            mean = None
        if mean is None or not 0 <= mean <= 1:
            reader.fault("rerata", f"{key}.mean", table["mean"], 'teks desimal antara 0 dan 1, seperti "0.5662"')
    standing = str(table.get("standing", reader.rule.standing))
    if standing not in STANDINGS:
        reader.fault("kedudukan", f"{key}.standing", standing, " / ".join(STANDINGS))
    return NationalFigure(
        year=reader.whole(table.get("year"), f"{key}.year") or 0,
        index=reader.text(table, "index", key),
        method=reader.text(table, "method", key),
        standing=standing,
        by_class=by_class,
        no_status=no_status,
        total=total,
        mean=mean,
        listed=reader.whole(table["listed"], f"{key}.listed") if "listed" in table else None,
        source=reader.text(table, "source", key),
        doubt=str(table.get("doubt", "")),
        shown=bool(table.get("shown", True)),
    )


def _provinces(reader: _Reader, table: dict[str, Any]) -> _Provinces:
    key = "province_table"
    columns = [str(name) for name in table.get("columns", ())]
    wanted = (*CLASSES, "no_status", "total")
    year = reader.whole(table.get("year"), f"{key}.year") or 0
    index = reader.text(table, "index", key)
    source = reader.text(table, "source", key)
    if sorted(columns) != sorted(wanted):
        reader.fault("kolom", f"{key}.columns", ", ".join(columns), ", ".join(wanted))
        return _Provinces(year, index, ())
    rows = []
    for number, entry in enumerate(table.get("rows", ())):
        place = f"{key}.rows[{number}]"
        values = _by_column(reader, columns, entry.get("counts", ()), f"{place}.counts")
        counts = tuple(values[name] for name in CLASSES)
        reader.sum_fits((*counts, values["no_status"]), values["total"], place)
        code, name = reader.text(entry, "code", place), reader.text(entry, "name", place)
        rows.append(ProvinceFigure(code, name, counts, values["no_status"], values["total"], source))
    printed = _by_column(reader, columns, table.get("total", ()), f"{key}.total")
    for number, column in enumerate(CLASSES):
        reader.sum_fits((row.counts[number] for row in rows), printed[column], f"{key}.total ({column})")
    reader.sum_fits((row.total for row in rows), printed["total"], f"{key}.total")
    return _Provinces(year, index, tuple(rows))


def _by_column(reader: _Reader, columns: list[str], values: object, key: str) -> dict[str, int]:
    if not isinstance(values, list) or len(values) != len(columns):
        reader.fault("kolom", key, values, f"{len(columns)} bilangan: {', '.join(columns)}")
        return dict.fromkeys(columns, 0)
    return {name: reader.whole(value, f"{key} ({name})") or 0 for name, value in zip(columns, values, strict=True)}


FIGURES = RuleKind(KIND, "indeks/publications", read, subject="angka")
